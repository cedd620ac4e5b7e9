"""A whole country scores at once.

    .venv/bin/python -m bench.country [--events 76] [--seconds 60]

Every judge of so many reference events (four zones of five) sets a mark about every five seconds, on
PostgreSQL and two workers, the tablets' side on the same machine. Ends with 1 if anything was lost.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.checks import faults
from bench.figures import Figures
from bench.load import Load, drive
from bench.postgres import postgres
from bench.scenes import Scene, lay_down
from bench.servers import serving
from bench.tablets import Tablet
from bench.ways import load_process

WORKERS = 2


@dataclass(frozen=True)
class Country:
    """What a run found: the tablets' side, and seconds of processor time on the other."""

    load: Load
    web: float
    database: float
    faults: tuple[str, ...]


def main(arguments: list[str] | None = None) -> int:
    given = _arguments(arguments)
    found = _played(given.events, seconds=given.seconds, every=given.every)
    print(_told(found))
    for fault in found.faults:
        print(f"FAULT: {fault}", file=sys.stderr)
    if not found.faults:
        print("\nEvery receipted mark is stored once, as its tablet has it.")
    return 1 if found.faults else 0


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.country", description="A whole country scores at once.")
    parser.add_argument("--events", type=int, default=76, help="of 20 judges each")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=5, help="mean seconds between a tablet's marks")
    return parser.parse_args(arguments)


def _played(events: int, *, seconds: float, every: float) -> Country:
    begun = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="panel-bench-")))
        database = stack.enter_context(postgres())
        url = database.new_database("country")
        scene = lay_down(folder, url, events=events)
        tablets = _tablets(scene)
        scene.leave()
        environment, log = scene.environment(), folder / "log"
        server = stack.enter_context(serving("wsgi:app", environment, log, workers=WORKERS))
        load = stack.enter_context(load_process())
        print(
            f"{events} events, {len(tablets)} tablets, a mark each about every {every:g} s "
            f"for {seconds:g} s; set up in {time.monotonic() - begun:.0f} s; PostgreSQL, {WORKERS} workers; "
            f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before it; "
            f"Python {platform.python_version()}\n"
        )
        web, data = server.cpu_seconds(), database.cpu_seconds()
        done = load.submit(drive, tablets, server.port, seconds=seconds, think=every, batch=1).result()
        web, data = server.cpu_seconds() - web, database.cpu_seconds() - data
        return Country(done, web, data, tuple(faults(url, done.tablets)))


def _tablets(scene: Scene) -> list[Tablet]:
    nodes = tuple(indicator.number for indicator in scene.instrument.indicators)
    return [
        Tablet(place.seat, scene.sign_in(place).cookies, place.presenters, nodes, event=place.event)
        for place in scene.places()
    ]


def _told(found: Country) -> str:
    load = found.load
    figures = Figures(load.latencies, load.seconds)
    times = " ".join(f"p{percent} {1000 * figures.percentile(percent):.0f} ms," for percent in (50, 95, 99))
    return (
        f"{len(load.latencies)} requests, {figures.rate:.0f}/s, {load.refused} errors\n"
        f"{times} longest {1000 * max(load.latencies):.0f} ms\n"
        f"of a core: server {found.web / load.seconds:.0%}, PostgreSQL {found.database / load.seconds:.0%}, "
        f"tablets {load.busy:.0%}"
    )


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing is left behind
    sys.exit(main())
