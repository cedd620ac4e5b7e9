"""What saving a mark costs, in one run: a no-op route, bare WSGI with the same SQL, and POST /entries.

    .venv/bin/python -m bench.autosave [--clients 20] [--seconds 10] [--batch 1] [--think 0.5]

The three are measured in turn, round after round, so that a noisy machine is noisy for all of them.
Ends with 1 if a receipted mark is not in the database exactly as its tablet has it.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.checks import faults
from bench.figures import Figures, table
from bench.stage import Stage, set_up
from bench.ways import load_process, open_ways

ROUNDS = 5
WARM_UP_SECONDS = 0.5
MOST_JUDGES = 20
MOST_BATCH = 11


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark, print its tables; 1 if anything was lost."""
    given = _arguments(arguments)
    with tempfile.TemporaryDirectory(prefix="panel-bench-") as folder:
        stage = set_up(Path(folder), clients=given.clients, batch=given.batch)
        print(_headline(given, stage))
        wrong = list(_measured(stage, given))
    for fault in wrong:
        print(f"FAULT: {fault}", file=sys.stderr)
    if not wrong:
        print("\nEvery receipted mark is stored once, as its tablet has it.")
    return 1 if wrong else 0


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.autosave", description="What saving a mark costs.")
    parser.add_argument("--clients", type=int, default=20, help="judges, a tablet each (1 to 20)")
    parser.add_argument("--seconds", type=float, default=10, help="of load for each way, all rounds together")
    parser.add_argument("--batch", type=int, default=1, help="marks a request (1 to 11)")
    parser.add_argument(
        "--think", type=float, default=0.5, help="mean pause in the paced part; 0 leaves it out"
    )
    given = parser.parse_args(arguments)
    if not 1 <= given.clients <= MOST_JUDGES or not 1 <= given.batch <= MOST_BATCH:
        parser.error(f"expected 1 to {MOST_JUDGES} clients and 1 to {MOST_BATCH} marks a request")
    if given.seconds / ROUNDS <= given.think or given.think < 0:
        parser.error(f"expected a pause shorter than a round, and {ROUNDS} rounds in --seconds")
    return given


def _headline(given: argparse.Namespace, stage: Stage) -> str:
    return (
        f"{given.clients} judges, {given.batch} mark(s) and {stage.statements} SQL statements a request; "
        f"{ROUNDS} rounds of {given.seconds / ROUNDS:g} s each way; "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before it; "
        f"Python {platform.python_version()}, SQLite"
    )


def _measured(stage: Stage, given: argparse.Namespace) -> Iterator[str]:
    """Print a table for each load; yields what is wrong, in words."""
    with ExitStack() as running:
        ways = open_ways(stage, running)
        load = running.enter_context(load_process())
        for way in ways:
            way.play(load, Figures(), seconds=WARM_UP_SECONDS, think=0, batch=given.batch)
        for think in (0.0, given.think)[: 2 if given.think else 1]:
            print(f"\nPauses of {think:g} s on average" if think else "\nAs fast as they can")
            figures = {way.name: Figures() for way in ways}
            for _ in range(ROUNDS):
                for way in ways:
                    seconds = given.seconds / ROUNDS
                    way.play(load, figures[way.name], seconds=seconds, think=think, batch=given.batch)
            print(table(figures, given.batch))
            yield from (f"{name}: {each.refused} refused" for name, each in figures.items() if each.refused)
    for way in ways[1:]:
        yield from (f"{way.name}: {fault}" for fault in faults(way.url, way.tablets))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing is left behind
    sys.exit(main())
