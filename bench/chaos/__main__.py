"""Play a chaotic day, say what happened, and whether anything was lost: 1 if it was."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.chaos.day import Day, play
from bench.chaos.network import Fate
from bench.postgres import postgres

MOST_TABLETS = 25


def main(arguments: list[str] | None = None) -> int:
    given = _arguments(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="panel-chaos-")))
        server = stack.enter_context(postgres()) if given.database == "postgresql" else None
        print(_headline(given))
        day = play(
            folder, server, tablets=given.tablets, sheets=given.sheets, kills=given.kills, seed=given.seed
        )
        print(table(day))
        wrong = list(day.faults())
    for fault in wrong:
        print(f"FAULT: {fault}", file=sys.stderr)
    if not wrong:
        print("\nNothing acknowledged was lost, doubled, altered or put out of order; the log is whole.")
    return 1 if wrong else 0


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.chaos", description="A zone day in the worst of networks.")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--tablets", type=int, default=20, help="1 to 25; a fifth of them share a seat")
    parser.add_argument("--sheets", type=int, help="of each seat; all that it has without this")
    parser.add_argument("--kills", type=int, default=50, help="of the server, by SIGKILL")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    if not 1 <= given.tablets <= MOST_TABLETS or given.kills < 0:
        parser.error(f"expected 1 to {MOST_TABLETS} tablets, and kills from 0")
    return given


def _headline(given: argparse.Namespace) -> str:
    return (
        f"{given.tablets} tablets, {given.kills} kills, seed {given.seed}, {given.database}; "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before it; Python {platform.python_version()}"
        "\n"
    )


def table(day: Day) -> str:
    """What happened, a line each."""
    network, victim = day.network, day.victim
    entries = [entry for tablet in day.tablets for entry in tablet.outbox.entries]
    told = Counter(status for entry in entries for status in entry.told)
    became = Counter(entry.state for entry in entries)
    rows: list[tuple[str, object]] = [
        ("the server killed", f"{victim.kills}, {victim.busy_kills} of them amid a request"),
        ("PostgreSQL torn down", victim.torn_down),
        ("requests of tablets", sum(tablet.requests for tablet in day.tablets)),
        *((f"  {fate.words}", network.fates[fate]) for fate in Fate),
        ("  the server not there, or died over it", network.unreachable),
        ("answers of the server", _counted(network.answers)),
        ("answers not believed", _counted(sum((tablet.unbelieved for tablet in day.tablets), Counter()))),
        ("entries made", len(entries)),
        ("receipts", _counted(told)),
        ("what became of them", _counted(became)),
        ("refused for", _counted(Counter(entry.reason for entry in entries if entry.state == "refused"))),
        ("submissions stored", sum(entry.act == "submit" and entry.state == "stored" for entry in entries)),
        ("seconds", round(day.seconds)),
    ]
    return "\n".join(f"{name:<45} {value}" for name, value in rows)


def _counted(found: Counter[Any]) -> str:
    return ", ".join(f"{name} {times}" for name, times in sorted(found.items()))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing is left behind
    sys.exit(main())
