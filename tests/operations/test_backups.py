"""The ring as it is noted: asked for, made, failed, thinned out."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from panel.config import Settings
from panel.db import db, writing
from panel.domain.backups import Standing
from panel.domain.errors import Conflict
from panel.models import Backup, Record
from panel.operations.backups import (
    ask_for_backup,
    begin_backup,
    end_backup,
    fail_backups,
    forget_others,
    make_backup,
    remove_leftovers,
    thin_out,
)
from panel.queries.backups import ring_of, state_of_all
from panel.queries.events import find_event
from tests.conftest import CODE, score

pytestmark = pytest.mark.usefixtures("event")


@pytest.fixture
def settings(app) -> Settings:
    found: Settings = app.extensions["panel_settings"]
    found.backups.mkdir()
    return found


@pytest.fixture
def ring(settings, clock):
    return lambda: ring_of(settings, clock())


def ask(by) -> None:
    with writing():
        ask_for_backup(find_event(CODE), by=by("organiser"))


def made(clock, file: str = "panel.zip") -> None:
    with writing():
        end_backup(begin_backup(at=clock()), file, 7, "d" * 64, at=clock())


def failed(clock, what: str) -> None:
    with writing():
        begin_backup(at=clock())
    with writing():
        fail_backups(Conflict("backup.not_written", what=what), at=clock())


def test_what_waits_already_is_not_asked_for_twice(by, ring):
    ask(by)
    ask(by)
    assert db.session.scalars(select(Backup.at)).all() == [ring().asked_at]
    assert db.session.scalars(select(Record.act).where(Record.act.startswith("backup."))).all() == [
        "backup.asked"
    ]


def test_what_was_asked_for_is_what_is_made(by, clock, ring):
    ask(by)
    made(clock)
    found = ring()
    assert ([each.file for each in found.good], found.asked_at) == (["panel.zip"], None)
    assert (found.standing, found.age) == (Standing.GOOD, 0)


def test_the_last_good_one_ages_from_when_it_was_begun(clock, ring):
    with writing():
        backup = begin_backup(at=clock())
        clock.forward(minutes=12)
        end_backup(backup, "panel.zip", 7, "d" * 64, at=clock())
    assert (ring().standing, ring().age) == (Standing.LATE, 12)


def test_a_failure_is_told_until_one_succeeds(clock, ring):
    failed(clock, "no room")
    failed(clock, "no stick")
    found = ring()
    assert found.failure is not None
    assert (found.failure.code, found.failure.params) == ("backup.not_written", {"what": "no stick"})
    assert (found.standing, db.session.scalars(select(Backup.id)).all()) == (
        Standing.MISSING,
        [found.failed.id],
    )
    made(clock)
    assert (ring().failure, ring().standing) == (None, Standing.GOOD)


def test_files_that_newer_ones_stand_for_are_removed_and_no_others(settings, clock):
    now = datetime.now(UTC)
    for number in range(30):
        file = settings.backups / f"panel-20250808T0210{number:02}Z.zip"
        file.touch()
        moment = (now - timedelta(days=2, minutes=number)).timestamp()
        os.utime(file, (moment, moment))
    (settings.backups / "mine.zip").touch()
    left = thin_out(settings.backups)
    assert sorted(left) == [f"panel-20250808T0210{number:02}Z.zip" for number in range(24)]
    assert {file.name for file in settings.backups.iterdir()} == {*left, "mine.zip"}


def test_a_backup_whose_file_is_gone_is_none(clock, ring):
    made(clock, "panel-1.zip")
    made(clock, "panel-2.zip")
    with writing():
        forget_others(["panel-1.zip"])
    assert [each.file for each in ring().good] == ["panel-1.zip"]


def test_what_a_killed_process_left_is_removed_after_an_hour(settings):
    for name, age in {".backup-old": 2, ".backup-new": 0}.items():
        folder = settings.instance / name
        folder.mkdir()
        (folder / "database").touch()
        moment = (datetime.now(UTC) - timedelta(hours=age)).timestamp()
        os.utime(folder, (moment, moment))
    remove_leftovers(settings)
    assert sorted(each.name for each in settings.instance.glob(".backup-*")) == [".backup-new"]


def test_the_state_changes_with_every_mark_and_act_and_with_no_look(event, by, clock):
    states = [state_of_all(), state_of_all()]
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "8"}, submit=False)
    states.append(state_of_all())
    ask(by)
    states.append(state_of_all())
    made(clock)
    states.append(state_of_all())
    assert [states.index(state) for state in states] == [0, 0, 2, 3, 3]


def test_a_file_is_not_overwritten(settings, clock):
    (settings.backups / "mine.zip").write_text("mine")
    with pytest.raises(Conflict) as refusal:
        make_backup(settings, settings.backups / "mine.zip", at=clock())
    assert refusal.value.code == "backup.exists"
    assert (settings.backups / "mine.zip").read_text() == "mine"


def test_marks_keep_the_room_that_is_left(settings, clock, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: Full)
    with pytest.raises(Conflict) as refusal:
        make_backup(settings, settings.backups / "mine.zip", at=clock())
    assert (refusal.value.code, refusal.value.params["free"]) == ("backup.no_room", 50)
    assert list(settings.backups.iterdir()) == []


class Full:
    """A disk with 50 MB left."""

    free = 50 * 2**20
