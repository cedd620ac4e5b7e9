"""The job worker: takes jobs in their turn and has each made in a process of its own, two at a time; backups
too, and while nobody waits sheets are drawn ahead.

A worker's processes end with it, and what it left running is taken up again by the next. One worker an
instance: a lock on its folder sees to that.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from panel.adapters.locks import alone, serves
from panel.adapters.premises import WORKER_LOCK
from panel.cli.ahead import Ahead
from panel.cli.edge import author
from panel.cli.makers import back_up, draw_ahead, make_apart
from panel.cli.ring import Ring
from panel.config import Settings
from panel.db import db, writing
from panel.domain.errors import PanelError
from panel.operations.documents import ONCE
from panel.operations.galleys import store_of
from panel.operations.jobs import cancel_job, claim_job, fail_job, take_up_jobs
from panel.queries.jobs import anything_waiting, find_job, stopped_documents

AT_ONCE = 2
PAUSE = 0.5
KEPT_DAYS = 7
MADE = {".pdf", ".zip", ".xlsx", ".part"}
"""What files of jobs end in."""
SWEEP = 3600.0
PATIENCE = 1.0
"""Seconds for a process to end by itself once it is told to."""


def work_jobs(settings: Settings) -> None:
    """Work until SIGTERM. Raises Conflict where another worker does already."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    folder = settings.documents
    folder.mkdir(parents=True, exist_ok=True)
    with closing(serves(settings.instance)), alone(folder / WORKER_LOCK, "document.worker_running"):
        with writing():
            take_up_jobs()
        processes = multiprocessing.get_context("forkserver")
        processes.set_forkserver_preload(["panel.cli.makers", "weasyprint"])
        running: dict[str, BaseProcess] = {}
        ahead = Ahead(partial(_start, processes, draw_ahead, settings))
        ring = Ring(settings, partial(_start, processes, back_up, settings))
        try:
            _work(settings, running, ring, ahead, partial(_start, processes, make_apart, settings))
        finally:
            ahead.rest()
            _end(running.values())


def _work(
    settings: Settings,
    running: dict[str, BaseProcess],
    ring: Ring,
    ahead: Ahead,
    start: Callable[[str], BaseProcess],
) -> None:
    swept = 0.0
    while True:
        (settings.documents / WORKER_LOCK).touch()  # its sign of life (adapters/premises)
        ring.turn()
        for ended in [key for key, process in running.items() if not process.is_alive()]:
            _reap(ended, running.pop(ended))
        _cancel(running)
        if time.monotonic() - swept > SWEEP:
            swept = time.monotonic()
            remove_old(settings.documents)
            store_of(settings).sweep()
        key = _claim() if len(running) < AT_ONCE else None
        if key is not None:
            ahead.rest()
            running[key] = start(key)
            continue
        if not running:
            ahead.turn()
        time.sleep(PAUSE)


def _start(processes: ForkServerContext, work: Callable[..., None], *arguments: object) -> BaseProcess:
    """Those that make documents have processes of their own, which a daemon may not."""
    process = processes.Process(target=work, args=arguments, daemon=work is not make_apart)
    process.start()
    return process


def _end(processes: Iterable[BaseProcess]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(PATIENCE)
        process.kill()
        process.join()


def _claim() -> str | None:
    waiting = anything_waiting()
    db.session.rollback()
    if not waiting:
        return None
    with writing():
        job = claim_job(by=author())
        return job.key if job else None


def _cancel(running: dict[str, BaseProcess]) -> None:
    """End what whoever asked for it wants no more."""
    if not running:
        return
    stopped = stopped_documents(running)
    db.session.rollback()
    for key in stopped:
        _end([running.pop(key)])
        with writing():
            cancel_job(find_job(key), by=author())


def _reap(key: str, process: BaseProcess) -> None:
    """A process that ended by itself has told how; one that crashed is told of here."""
    process.join()
    if process.exitcode:
        with writing():
            job = find_job(key)
            fail_job(job, PanelError(f"{job.kind}.crashed"), by=author())


def remove_old(folder: Path) -> None:
    """Documents can be made again at any time; they hold marks or links, so they don't lie about long."""
    for file in folder.iterdir():
        days = 1 if ONCE in file.suffixes else KEPT_DAYS
        if file.suffix in MADE and file.stat().st_mtime < time.time() - days * 24 * 3600:
            file.unlink(missing_ok=True)
