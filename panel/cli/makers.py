"""What a job worker's processes do: one makes what one job asks for, one a backup, one draws ahead.

A process of their own each: one that dies takes its job with it and nothing else, and the web server and
whoever scores feel nothing of it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence

from panel.adapters.processes import end_with_parent
from panel.cli.edge import author, opened
from panel.cli.ring import make_ring_backup
from panel.config import Settings
from panel.db import db, writing
from panel.domain.errors import PanelError
from panel.domain.planning import Progress
from panel.domain.planning.answers import answer_to_json, progress_to_json
from panel.domain.planning.terms import Terms
from panel.models import Event, Zone
from panel.models.jobs import JobKind
from panel.operations.documents import file_name, finish_document, render
from panel.operations.jobs import fail_job
from panel.operations.packs import draw_kept, submitted_sheets
from panel.operations.plans import finish_plan, note_progress
from panel.queries.jobs import choice_of, find_job
from panel.queries.planning import problem_of
from panel.queries.slips import slips_printed
from panel.queries.zoning import zoning_problem

TELL = 0.5
"""Seconds between two words of how far a job is."""


def make_apart(settings: Settings, key: str) -> None:
    """Make what one job asks for; a word from the worker ends it, and what it has started."""
    end_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    make(settings, key)


def back_up(settings: Settings) -> None:
    end_with_parent()
    make_ring_backup(settings)


def draw_ahead(settings: Settings, zones: Sequence[int]) -> None:
    """Draw these zones' submitted sheets where that was not done yet, after all else on this machine."""
    end_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.nice(19)
    with opened(settings):
        for zone in zones:
            try:
                galleys = submitted_sheets(db.session.get_one(Zone, zone), settings)
            except PanelError:
                continue  # whoever asks for the document is told why it can't be printed
            finally:
                db.session.rollback()
            for galley in galleys:
                draw_kept(galley, settings)


def make(settings: Settings, key: str) -> None:
    """Make what one job asks for."""
    with opened(settings):
        try:
            _MAKERS[find_job(key).kind](settings, key)
        except PanelError as error:
            with writing():
                fail_job(find_job(key), error, by=author())


def _make_document(settings: Settings, key: str) -> None:
    job = find_job(key)
    event, choice = db.session.get_one(Event, job.event_id), choice_of(job)
    slips = slips_printed(event, choice)
    tell = _at_times(key)
    content = render(event, choice, settings, lambda done, all_: tell({"done": done, "all": all_}))
    file = settings.documents / file_name(key, choice)
    unfinished = file.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(content)
    unfinished.rename(file)
    with writing():
        finish_document(find_job(key), file.name, content, by=author(), slips=slips)


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
        tell = _at_times(key)

        def told(progress: Progress) -> bool:
            return tell(progress_to_json(progress))

        answer = answer_to_json(solve(problem, seed=terms.seed, seconds=terms.seconds, told=told))
    with writing():
        finish_plan(find_job(key), answer, by=author())


def _at_times(key: str) -> Callable[[dict[str, object]], bool]:
    """Keeps how far a job is, at most twice a second, and says whether it is to go on."""
    kept = 0.0

    def tell(progress: dict[str, object]) -> bool:
        nonlocal kept
        if time.monotonic() - kept < TELL:
            return True
        kept = time.monotonic()
        with writing():
            return note_progress(find_job(key), progress)

    return tell


_MAKERS = {JobKind.DOCUMENT: _make_document, JobKind.PLAN: _make_plan}
