"""The ways to save a mark that are compared: each behind its own server, with a database of its own."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

from bench.figures import Figures
from bench.load import drive
from bench.servers import Server, serving
from bench.stage import Stage
from bench.tablets import Tablet

WAYS = {
    "no-op Flask route": "bench.noop:app",
    "bare WSGI, same SQL": "bench.bare:app",
    "POST /entries": "wsgi:app",
}


@dataclass
class Way:
    """A way: its server, its database, and the tablets as they stand with it."""

    name: str
    server: Server
    url: str
    tablets: list[Tablet]

    def play(
        self,
        load: ProcessPoolExecutor,
        to: Figures,
        *,
        seconds: float,
        think: float,
        batch: int,
        most: int | None = None,
    ) -> None:
        """One round of all tablets, or of the first `most`, added to the figures."""
        before = self.server.cpu_seconds()
        posting = load.submit(
            drive, self.tablets[:most], self.server.port, seconds=seconds, think=think, batch=batch
        )
        done = posting.result()
        self.tablets[:most] = done.tablets
        to.add(done, self.server.cpu_seconds() - before)


def open_ways(stage: Stage, running: ExitStack, *, workers: int = 1) -> list[Way]:
    """All of them, served until `running` ends."""
    return [_open(number, stage, running, workers) for number in range(len(WAYS))]


def _open(number: int, stage: Stage, running: ExitStack, workers: int) -> Way:
    name, application = list(WAYS.items())[number]
    copy = f"way-{number}"
    log = stage.scene.folder / f"{copy}.log"
    server = running.enter_context(serving(application, stage.environment(copy), log, workers=workers))
    return Way(name, server, stage.database(copy), list(stage.tablets))


def load_process() -> ProcessPoolExecutor:
    """Where the tablets' side runs: a process of its own, which shares nothing with this one."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
