"""The organiser's page of backups, and the line on the overview."""

from __future__ import annotations

import re

import pytest

from panel.db import db, writing
from panel.domain.errors import Conflict
from panel.models import Backup
from panel.operations.accounts import close_event
from panel.operations.audit import Author
from panel.operations.backups import begin_backup, end_backup, fail_backups
from panel.queries.events import find_event
from tests.conftest import CODE
from tests.statements import counted
from tests.web.conftest import EVENT, page

BACKUPS = f"{EVENT}/backups"
MISSING = "<li>Backup</li>"
"""On the overview, of what is not ready."""


@pytest.fixture
def made(app, clock):
    """A good backup, made now."""

    def make(file="panel-1.zip"):
        with app.app_context(), writing():
            end_backup(begin_backup(at=clock()), file, 3 * 2**20, "d" * 64, at=clock())

    return make


@pytest.fixture
def shown(as_):
    organiser = as_("organiser")
    return lambda path=BACKUPS: page(organiser.get(path))


def test_without_any_the_page_and_the_overview_say_so(shown):
    assert "There is no good backup yet." in shown()
    assert MISSING in shown(f"{EVENT}/")


def test_a_good_one_is_shown_with_file_size_and_place(shown, made, app):
    made()
    text = shown()
    for words in ("everything up to 0 minutes ago", "panel-1.zip", "3.0 MB", "8 August 2025 09:10"):
        assert words in text
    assert str(app.extensions["panel_settings"].backups) in text
    assert MISSING not in shown(f"{EVENT}/")


@pytest.mark.parametrize(
    ("minutes", "tone", "on_overview"), [(10, "success", False), (11, "warning", True), (16, "error", True)]
)
def test_its_age_is_told_by_tone(shown, made, clock, minutes, tone, on_overview):
    made()
    clock.forward(minutes=minutes)
    text = shown()
    assert f"everything up to {minutes} minutes ago" in text
    assert text.partition("everything up to")[0].rpartition("data-tone=")[2].startswith(f'"{tone}"')
    assert (MISSING in shown(f"{EVENT}/")) is on_overview


def test_a_closed_event_wants_none(shown, made, app, clock):
    made()
    clock.forward(hours=3)
    with app.app_context(), writing():
        close_event(find_event(CODE), by=Author(None, clock(), b"key"))
    text = shown()
    assert "no backups are made by themselves any more" in text
    assert "older than it should be" not in text and MISSING not in shown(f"{EVENT}/")


def test_a_failure_is_told_in_words(shown, made, app, clock):
    made()
    with app.app_context():
        with writing():
            begin_backup(at=clock())
        with writing():
            fail_backups(Conflict("backup.no_room", folder="/stick", free=3, needed=120), at=clock())
    assert "Too little room in /stick: 3 MB are free, 120 MB are needed." in shown()


def test_one_is_asked_for_once_and_waited_for(as_, app):
    organiser = as_("organiser")
    for _ in range(2):
        assert organiser.post(BACKUPS).headers["Location"] == BACKUPS
    answer = organiser.get(BACKUPS)
    assert "A backup is being made" in page(answer) and "Back up now" not in page(answer)
    assert answer.headers["Refresh"] == "2"
    with app.app_context():
        assert [each.ended_at for each in db.session.scalars(db.select(Backup))] == [None]


def test_there_is_no_download(shown, made):
    made()
    text = shown()
    assert "can’t be downloaded here" in text
    assert [link for link in re.findall(r'(?:href|action)="([^"]*)"', text) if "zip" in link] == []


def test_the_page_asks_the_database_little_however_many_there_are(shown, made):
    made()
    with counted() as before:
        shown()
    for number in range(20):
        made(f"panel-{number}.zip")
    with counted() as after:
        shown()
    assert len(after) == len(before) <= 12
