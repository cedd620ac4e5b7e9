"""`panel print` and `panel work`: a document at a shell, and those that were asked for on the web."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from sqlalchemy import select

from panel.cli.makers import make
from panel.cli.worker import remove_old, work_jobs
from panel.config import ROOT, Settings
from panel.db import db, writing
from panel.domain.documents import Choice, Document
from panel.domain.errors import Conflict
from panel.domain.planning.terms import Terms
from panel.models import Job, Person, Record
from panel.models.jobs import JobState
from panel.operations.documents import ask_for_document
from panel.operations.jobs import claim_job, take_up_jobs
from panel.operations.plans import ask_for_plan
from panel.operations.schedules import publish_plan
from panel.queries.jobs import failure_of, find_job
from tests.conftest import CODE


@pytest.fixture
def asked(event, by):
    """asked(Document.PLAN): the key of a waiting job."""

    def ask(document: Document, **options: object) -> str:
        with writing():
            return ask_for_document(event, Choice(document, **options), by=by("organiser")).key

    return ask


@pytest.fixture
def settings(app) -> Settings:
    found: Settings = app.extensions["panel_settings"]
    found.documents.mkdir()
    return found


@pytest.mark.pdf
def test_a_document_is_written_to_a_file(panel, tmp_path):
    done = panel("print", CODE, "plan", "-o", str(tmp_path / "plan.pdf"), "--lang", "en")
    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.pdf
def test_results_are_written_one_each(panel, zones_final, tmp_path):
    file = tmp_path / "z1.zip"
    done = panel("print", CODE, "results", "--each", "--zone", "z1", "--presenter", "3101", "-o", str(file))
    assert (done.exit_code, done.output) == (0, "")
    assert ZipFile(file).namelist() == ["3101_Mueang-Buri-Ram_เมืองบุรีรัมย์.pdf"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("leaflet",), "There is no document leaflet."),
        (("ranking", "--each"), "can't be chosen by each"),
        (("sheets",), "There is nothing to print in Score sheets yet."),
        (
            ("letter", "--field", "date=soon"),
            "The field “date” can't be “soon”: a day such as 8 สิงหาคม 2568 or 2025-08-08 is expected.",
        ),
        (("letter", "--field", "date"), "“date” is no field: write NAME=TEXT."),
        (("summary", "--seat", "z1-chair"), "can't be chosen by seat"),
        (("results", "--zone", "z9"), "There is no zone z9."),
    ],
)
def test_what_cannot_be_printed_is_one_line_and_no_file(panel, tmp_path, arguments, words):
    done = panel("print", CODE, *arguments, "-o", str(tmp_path / "x.pdf"))
    assert done.exit_code == 1 and words in done.stderr and done.stderr.count("\n") == 1
    assert not (tmp_path / "x.pdf").exists()


@pytest.fixture
def published(event, by):
    with writing():
        publish_plan(event, by=by("organiser"))


def test_the_plan_is_exported_as_workbook_csv_and_calendar(panel, published, tmp_path):
    for name in ("plan.xlsx", "plan.csv", "plan.ics"):
        done = panel(
            "schedule", "export", CODE, "-o", str(tmp_path / name), "--venue", "nang-rong", "--lang", "en"
        )
        assert (done.exit_code, done.output) == (0, "")
    sheet = load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    lines = (tmp_path / "plan.csv").read_text("utf-8-sig").splitlines()
    assert (sheet.max_row, len(lines)) == (7, 7)
    hall = "Meeting room of the Nang Rong District Office"
    assert lines[1] == f"Zone groups,Zone 3,{hall},2025-08-08,09:00,09:30,1,3110,Lam Plai Mat"
    calendar = Calendar.from_ical((tmp_path / "plan.ics").read_bytes())
    assert [str(line["LOCATION"]) for line in calendar.events] == [hall] * 6


def test_a_persons_calendar_holds_where_they_sit(panel, published, tmp_path):
    file = tmp_path / "mine.ics"
    assert panel("schedule", "export", CODE, "-o", str(file), "--person", "z1-judge-1").exit_code == 0
    assert len(Calendar.from_ical(file.read_bytes()).events) == 5


def test_a_draft_is_exported_as_what_it_is(panel, tmp_path):
    file = tmp_path / "plan.xlsx"
    assert panel("schedule", "export", CODE, "-o", str(file), "--draft", "--lang", "en").exit_code == 0
    assert load_workbook(file).worksheets[0].title == "Plan, draft"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-o", "plan.xlsx"), "it is not published yet"),
        (("-o", "plan.ics", "--draft"), "it is not published yet"),
        (("-o", "plan.doc", "--draft"), "plan.doc: expected a name that ends in .xlsx, .csv or .ics."),
        (("-o", "plan.csv", "--draft", "--venue", "nowhere"), "Nothing of the plan is there."),
        (("-o", "plan.csv", "--draft", "--person", "nobody"), "There is no person nobody."),
    ],
)
def test_what_cannot_be_exported_is_one_line_and_no_file(panel, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    done = panel("schedule", "export", CODE, *arguments)
    assert done.exit_code == 1 and words in done.stderr and done.stderr.count("\n") == 1
    assert not (tmp_path / arguments[1]).exists()


def test_jobs_are_claimed_once_in_their_turn(event, by, asked):
    first, second = asked(Document.PLAN), asked(Document.RANKING)
    claimed = []
    for _ in range(3):
        with writing():
            job = claim_job(by=by("organiser"))
            claimed.append(job.key if job else None)
    assert claimed == [first, second, None]


def test_what_a_dead_worker_left_running_waits_again(event, by, asked):
    key = asked(Document.PLAN)
    with writing():
        claim_job(by=by("organiser"))
    with writing():
        take_up_jobs()
    assert find_job(key).state is JobState.WAITING


@pytest.mark.pdf
def test_a_made_document_lies_in_its_folder_and_in_the_log(event, asked, settings):
    key = asked(Document.PLAN)
    make(settings, key)
    db.session.rollback()
    job = find_job(key)
    assert (job.state, job.file) == (JobState.DONE, f"{key}.pdf")
    assert (settings.documents / job.file).read_bytes().startswith(b"%PDF")
    acts = db.session.scalars(select(Record.act).where(Record.act.startswith("document."))).all()
    assert acts == ["document.asked", "document.made"]


@pytest.mark.pdf
def test_slips_are_made_in_a_file_that_only_we_read_and_noted(event, asked, settings):
    key = asked(Document.ACCESS_SLIPS, zone="z1", asker="z1-secretary", loopback=True)
    make(settings, key)
    db.session.rollback()
    file = settings.documents / find_job(key).file
    assert (file.name, file.stat().st_mode & 0o777) == (f"{key}.once.pdf", 0o600)
    noted = select(Person.code).where(Person.slip_at.is_not(None)).order_by(Person.code)
    assert db.session.scalars(noted).all() == [*(f"z1-judge-{n}" for n in (1, 2, 3, 4)), "z1-secretary"]


@pytest.mark.pdf
def test_slips_are_printed_and_noted_at_the_shell(panel, event, tmp_path, monkeypatch):
    monkeypatch.setenv("PANEL_BASE_URL", "http://127.0.0.1:8000")
    file = tmp_path / "slips.pdf"
    refused = panel("print", CODE, "access-slips", "--zone", "z1", "-o", str(file))
    assert (refused.exit_code, file.exists()) == (1, False)
    panel("print", CODE, "access-slips", "--zone", "z1", "--loopback", "-o", str(file))
    assert file.read_bytes().startswith(b"%PDF-1.7")
    db.session.rollback()
    assert "slips.printed" in db.session.scalars(select(Record.act)).all()


def test_what_lets_in_is_swept_after_a_day_all_else_after_a_week(settings):
    folder, now = settings.documents, time.time()
    for name, days in (
        ("a.once.pdf", 1.1),
        ("b.once.part", 1.1),
        ("c.once.pdf", 0.9),
        ("d.pdf", 6.9),
        ("e.pdf", 7.1),
    ):
        (folder / name).touch()
        os.utime(folder / name, (now, now - days * 24 * 3600))
    remove_old(folder)
    assert sorted(file.name for file in folder.iterdir()) == ["c.once.pdf", "d.pdf"]


def test_a_document_that_cannot_be_made_says_why(event, asked, settings):
    key = asked(Document.SHEETS)
    make(settings, key)
    db.session.rollback()
    job = find_job(key)
    failure = failure_of(job)
    assert job.state is JobState.FAILED
    assert failure is not None and (failure.code, failure.params) == (
        "document.empty",
        {"document": "sheets"},
    )


def test_a_second_worker_on_one_instance_is_refused(event, settings):
    with (settings.documents / "worker.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = signal.getsignal(signal.SIGTERM)
        try:
            with pytest.raises(Conflict) as refusal:
                work_jobs(settings)
        finally:
            signal.signal(signal.SIGTERM, before)
    assert refusal.value.code == "document.worker_running"


@pytest.mark.pdf
def test_the_worker_makes_what_waits_and_ends_at_once_when_told(environment, event, asked, settings):
    old = settings.documents / "old.pdf"
    old.write_bytes(b"%PDF")
    os.utime(old, (0, 0))
    key = asked(Document.PLAN)
    db.session.rollback()
    worker = subprocess.Popen([sys.executable, "-m", "panel.cli", "work"], cwd=ROOT, stderr=subprocess.PIPE)
    try:
        assert _made(settings.documents / f"{key}.pdf", key)
    finally:
        worker.terminate()
        _, stderr = worker.communicate(timeout=10)
    assert (worker.returncode, stderr) == (0, b"")
    assert not old.exists()


def test_a_killed_worker_takes_its_processes_along(environment, event, by, settings):
    with writing():
        key = ask_for_plan(event, Terms(free=True, seconds=60), by=by("organiser")).key
    db.session.rollback()
    worker = subprocess.Popen([sys.executable, "-m", "panel.cli", "work"], cwd=ROOT, stderr=subprocess.PIPE)
    try:
        assert _soon(lambda: find_job(key).progress is not None)
    finally:
        worker.kill()
        worker.communicate(timeout=10)  # until none of them holds its stderr
    assert find_job(key).state is JobState.RUNNING


def _made(file: Path, key: str) -> bool:
    return _soon(lambda: find_job(key).state is JobState.DONE) and file.is_file()


def _soon(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        db.session.rollback()
        if true():
            return True
        time.sleep(0.2)
    return False


def test_a_job_has_no_file_before_it_is_made(event, asked):
    asked(Document.PLAN)
    assert db.session.scalars(select(Job.file)).all() == [""]
