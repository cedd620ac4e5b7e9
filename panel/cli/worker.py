"""The job worker: takes jobs in their turn and makes each in a process of its own, two at a time; so backups.

A process that dies takes its job with it and nothing else; a worker's processes end with it, and what it
left running is taken up again by the next. One worker an instance: a lock on its folder sees to that.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread

from panel.adapters.locks import alone, serves
from panel.adapters.premises import WORKER_LOCK
from panel.cli.edge import author, opened
from panel.cli.ring import Ring, make_ring_backup
from panel.config import Settings
from panel.db import db, writing
from panel.domain.errors import PanelError
from panel.domain.planning import Progress
from panel.domain.planning.answers import answer_to_json, progress_to_json
from panel.domain.planning.terms import Terms
from panel.models import Event
from panel.models.jobs import JobKind
from panel.operations.documents import ONCE, file_name, finish_document, render
from panel.operations.jobs import claim_job, fail_job, take_up_jobs
from panel.operations.plans import finish_plan, note_progress
from panel.queries.jobs import anything_waiting, choice_of, find_job
from panel.queries.planning import problem_of
from panel.queries.slips import slips_printed
from panel.queries.zoning import zoning_problem

AT_ONCE = 2
PAUSE = 0.5
KEPT_DAYS = 7
SWEEP = 3600.0


def work_jobs(settings: Settings) -> None:
    """Work until SIGTERM. Raises Conflict where another worker does already."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    folder = settings.documents
    folder.mkdir(parents=True, exist_ok=True)
    with closing(serves(settings.instance)), alone(folder / WORKER_LOCK, "document.worker_running"):
        with writing():
            take_up_jobs()
        _work(settings, folder)


def _work(settings: Settings, folder: Path) -> None:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__, "weasyprint"])
    running: dict[str, BaseProcess] = {}
    swept = 0.0
    ring = Ring(settings, partial(_start, processes, back_up, settings))
    while True:
        (folder / WORKER_LOCK).touch()  # its sign of life (adapters/premises)
        ring.turn()
        for ended in [key for key, process in running.items() if not process.is_alive()]:
            _reap(ended, running.pop(ended))
        if time.monotonic() - swept > SWEEP:
            swept = time.monotonic()
            remove_old(folder)
        key = _claim() if len(running) < AT_ONCE else None
        if key is None:
            time.sleep(PAUSE)
        else:
            running[key] = _start(processes, make, settings, key)


def _start(processes: ForkServerContext, work: Callable[..., None], *arguments: object) -> BaseProcess:
    process = processes.Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


def _claim() -> str | None:
    waiting = anything_waiting()
    db.session.rollback()
    if not waiting:
        return None
    with writing():
        job = claim_job(by=author())
        return job.key if job else None


def _reap(key: str, process: BaseProcess) -> None:
    """A process that ended by itself has told how; one that crashed is told of here."""
    process.join()
    if process.exitcode:
        with writing():
            job = find_job(key)
            fail_job(job, PanelError(f"{job.kind}.crashed"), by=author())


def make(settings: Settings, key: str) -> None:
    """Make what one job asks for; runs in a process of its own."""
    Thread(target=_end_with_worker, daemon=True).start()
    with opened(settings):
        try:
            _MAKERS[find_job(key).kind](settings, key)
        except PanelError as error:
            with writing():
                fail_job(find_job(key), error, by=author())


def back_up(settings: Settings) -> None:
    """Make one backup; runs in a process of its own."""
    Thread(target=_end_with_worker, daemon=True).start()
    make_ring_backup(settings)


def _end_with_worker() -> None:
    """Where the worker was killed its next one takes the job up: two must not make it at once."""
    worker = multiprocessing.parent_process()
    if worker is not None:
        worker.join()
        os._exit(1)


def _make_document(settings: Settings, key: str) -> None:
    job = find_job(key)
    event, choice = db.session.get_one(Event, job.event_id), choice_of(job)
    slips = slips_printed(event, choice)
    pdf = render(event, choice, settings)
    file = settings.documents / file_name(key, choice)
    unfinished = file.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(pdf)
    unfinished.rename(file)
    with writing():
        finish_document(find_job(key), file.name, pdf, by=author(), slips=slips)


def _make_plan(settings: Settings, key: str) -> None:
    """Search for a plan, or for zones; nothing of the database is held meanwhile."""
    from panel.adapters.solver import solve

    job = find_job(key)
    event = db.session.get_one(Event, job.event_id)
    if (zoning := job.options.get("zoning")) is not None:
        problem = zoning_problem(event, Terms.from_json(zoning["terms"]), zoning["fixed"])
        from panel.adapters.solver.zoning import propose_zones

        db.session.rollback()
        answer = {"zones": propose_zones(problem)}
    else:
        terms = Terms.from_json(job.options["terms"])
        problem = problem_of(event, terms)
        db.session.rollback()
        answer = answer_to_json(solve(problem, seed=terms.seed, seconds=terms.seconds, told=_told(key)))
    with writing():
        finish_plan(find_job(key), answer, by=author())


def _told(key: str) -> Callable[[Progress], bool]:
    """Keeps what a search tells, at most twice a second, and says whether it is to go on."""
    kept = 0.0

    def told(progress: Progress) -> bool:
        nonlocal kept
        if time.monotonic() - kept < PAUSE:
            return True
        kept = time.monotonic()
        with writing():
            return note_progress(find_job(key), progress_to_json(progress))

    return told


_MAKERS = {JobKind.DOCUMENT: _make_document, JobKind.PLAN: _make_plan}


def remove_old(folder: Path) -> None:
    """Documents can be made again at any time; they hold marks or links, so they don't lie about long."""
    for file in folder.iterdir():
        days = 1 if ONCE in file.suffixes else KEPT_DAYS
        if file.suffix in {".pdf", ".part"} and file.stat().st_mtime < time.time() - days * 24 * 3600:
            file.unlink(missing_ok=True)
