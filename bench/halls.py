"""Many halls at once, beside the least that they could cost.

    .venv/bin/python -m bench.halls [--database sqlite|postgresql] [--tablets 100 400] [--batch 1 10]

Tablets that keep their connection hand in a batch every five seconds or so, beside the yardsticks of
bench.autosave: first paced, for what judges wait, then some as fast as they can, for what it costs.
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
from bench.postgres import Postgres, postgres
from bench.stage import Stage, set_up
from bench.ways import load_process, open_ways

FEW = 20
"""Tablets that send as fast as they can."""
ROUNDS = 3
SHEETS = 1
"""Of each tablet: more would only take longer to set up."""


def main(arguments: list[str] | None = None) -> int:
    given = _arguments(arguments)
    with ExitStack() as stack:
        server = stack.enter_context(postgres()) if given.database == "postgresql" else None
        wrong = [
            fault
            for tablets in given.tablets
            for batch in given.batch
            for fault in _measured(given, server, tablets, batch)
        ]
    for fault in wrong:
        print(f"FAULT: {fault}", file=sys.stderr)
    if not wrong:
        print("\nEvery receipted mark is stored once, as its tablet has it.")
    return 1 if wrong else 0


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.halls", description="Many tablets at once.")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--tablets", type=int, nargs="+", default=[100, 400])
    parser.add_argument("--batch", type=int, nargs="+", default=[1, 10], help="marks a request (1 to 11)")
    parser.add_argument("--every", type=float, default=5, help="mean seconds between its requests")
    parser.add_argument("--seconds", type=float, default=15, help="of paced load for each way")
    parser.add_argument(
        "--unpaced", type=float, default=1, help=f"seconds a round of {ROUNDS} as fast as can be"
    )
    return parser.parse_args(arguments)


def _measured(given: argparse.Namespace, server: Postgres | None, tablets: int, batch: int) -> Iterator[str]:
    """Two tables for so many tablets and batches of this size; yields what is wrong, in words."""
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="panel-bench-")))
        url = server.new_database(f"halls-{tablets}-{batch}") if server else ""
        stage = set_up(folder, clients=tablets, batch=batch, url=url, sheets=SHEETS)
        ways = open_ways(stage, running, workers=2 if server else 1)
        load = running.enter_context(load_process())
        for way in ways:
            way.play(load, Figures(), seconds=0.5, think=0, batch=batch, most=FEW)
        print(_headline(given, stage, batch))
        paced, fast = ({way.name: Figures() for way in ways} for _ in range(2))
        for way in ways:
            way.play(load, paced[way.name], seconds=given.seconds, think=given.every, batch=batch)
        print(f"\nEach about every {given.every:g} s\n{table(paced, batch)}")
        for _ in range(ROUNDS):
            for way in ways:
                way.play(load, fast[way.name], seconds=given.unpaced, think=0, batch=batch, most=FEW)
        print(f"\n{min(FEW, tablets)} of them as fast as they can\n{table(fast, batch)}")
        for figures in (paced, fast):
            yield from (f"{name}: {each.refused} refused" for name, each in figures.items() if each.refused)
        for way in ways[1:]:
            yield from (f"{way.name}: {fault}" for fault in faults(way.url, way.tablets))


def _headline(given: argparse.Namespace, stage: Stage, batch: int) -> str:
    return (
        f"\n{len(stage.tablets)} tablets, {batch} mark(s) and {stage.statements} SQL statements a request, "
        f"{given.database}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before it; "
        f"Python {platform.python_version()}"
    )


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing is left behind
    sys.exit(main())
