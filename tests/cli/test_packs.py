"""Packs by `panel work`: killed and taken up again, cancelled, and their sheets drawn before anyone asks."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from panel.config import ROOT, Settings
from panel.db import db, writing
from panel.domain.documents import Choice, Document
from panel.models.jobs import JobState
from panel.operations.documents import ask_for_document
from panel.operations.galleys import store_of
from panel.operations.jobs import stop_document
from panel.operations.packs import submitted_sheets
from panel.queries.jobs import find_job
from panel.queries.schedules import timed_slots
from tests.conftest import score

pytestmark = pytest.mark.pdf


@pytest.fixture
def settings(app, event) -> Settings:
    found: Settings = app.extensions["panel_settings"]
    return found


@pytest.fixture
def asked(event, zone, by) -> str:
    """The key of a job for a zone's pack: five sheets, as many results, plan, ranking and summary."""
    for slot in timed_slots(zone):
        score(event, by("z1-judge-1"), "z1-judge-1", slot.presenter.code)
    with writing():
        key = ask_for_document(event, Choice(Document.PACK, zone="z1"), by=by("organiser")).key
    db.session.rollback()
    return key


@contextmanager
def working() -> Iterator[subprocess.Popen[bytes]]:
    worker = subprocess.Popen([sys.executable, "-m", "panel.cli", "work"], cwd=ROOT, stderr=subprocess.PIPE)
    try:
        yield worker
    finally:
        worker.kill()
        worker.communicate(timeout=20)  # until none of its processes holds its stderr


def soon(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        db.session.rollback()
        if true():
            return True
        time.sleep(0.1)
    return False


def kept(settings: Settings) -> dict[str, int]:
    """Each drawn file, and which one it is: another in its place would have another number."""
    found = store_of(settings).folder.glob("*/*.pdf")
    return {file.name: file.stat().st_ino for file in found}


def test_a_killed_pack_goes_on_where_it_was(environment, asked, settings):
    with working():
        assert soon(lambda: len(kept(settings)) >= 2)
    before = kept(settings)
    assert find_job(asked).state is JobState.RUNNING
    with working():
        assert soon(lambda: find_job(asked).state is JobState.DONE)
    after = kept(settings)
    assert before.items() <= after.items() and len(after) > len(before)
    assert (settings.documents / f"{asked}.pdf").read_bytes().startswith(b"%PDF")


def test_a_cancelled_pack_ends_and_what_it_drew_stays(environment, asked, by, settings):
    with working():
        assert soon(lambda: len(kept(settings)) >= 1)
        with writing():
            stop_document(find_job(asked), by=by("organiser"))
        assert soon(lambda: find_job(asked).state is JobState.FAILED)
    assert '"job.cancelled"' in find_job(asked).error
    assert kept(settings) and not (settings.documents / f"{asked}.pdf").exists()


def test_a_sheet_is_drawn_as_soon_as_it_is_submitted_and_nobody_waits(environment, event, zone, by, settings):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101")
    served = replace(settings, base_url="https://panel.example")
    [sheet] = submitted_sheets(zone, served)
    db.session.rollback()
    with working():
        assert soon(lambda: sheet.key() in store_of(served))
