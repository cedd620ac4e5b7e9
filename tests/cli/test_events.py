"""`panel event`: loading a folder from anywhere, once and again, and what is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from panel.db import db
from panel.models import Event, Record
from panel.queries.events import find_event, find_zone
from tests.conftest import CODE, REFERENCE, score

CLASHES = """\
Zone 2: 6 slots from 09:00 end at 12:00, but Meeting room of the Phutthaisong District Office is booked only \
from 08:30 to 11:30 (30 minutes too long): Phutthaisong.
  → Start Zone 2 at 08:30.
  → Book Meeting room of the Phutthaisong District Office from 08:30 to 12:00.
Zone 3: 6 slots from 09:00 end at 12:00, but Meeting room of the Nang Rong District Office is booked only \
from 08:30 to 11:30 (30 minutes too long): Nang Rong.
  → Start Zone 3 at 08:30.
  → Book Meeting room of the Nang Rong District Office from 08:30 to 12:00.
Zone 4: 6 slots from 09:00 end at 12:00, but Meeting room of the Prakhon Chai District Office is booked only \
from 08:30 to 11:30 (30 minutes too long): Prakhon Chai.
  → Start Zone 4 at 08:30.
  → Book Meeting room of the Prakhon Chai District Office from 08:30 to 12:00.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The reference event's folder, to be changed."""
    return shutil.copytree(REFERENCE, tmp_path / CODE)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_list_says_code_state_and_title(panel):
    assert panel("event", "list").stdout == f"{CODE}  open  GROWTH TEAM Buriram 2568\n"


def test_a_new_event_is_loaded_its_clashes_told_as_warnings(panel, folder):
    result = panel("event", "load", str(folder.rename(folder.with_name("another"))))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "another: loaded\n", CLASHES)
    assert [line.split()[0] for line in panel("event", "list").stdout.splitlines()] == [CODE, "another"]


def test_a_folder_is_found_from_where_one_stands(panel, folder, monkeypatch):
    folder.rename(folder.with_name("another"))
    monkeypatch.chdir(folder.parent)
    assert panel("event", "load", "./another/").stdout == "another: loaded\n"
    monkeypatch.chdir("another")
    assert panel("event", "load", ".").stdout == "another: nothing has changed in the folder\n"


def test_an_unchanged_folder_says_so(panel):
    result = panel("event", "load", str(REFERENCE))
    assert (result.exit_code, result.stdout) == (0, f"{CODE}: nothing has changed in the folder\n")


def test_a_changed_folder_says_what_it_changes(panel, folder, event):
    for hall in ("phutthaisong", "nang-rong", "prakhon-chai"):
        change(
            folder / "event.toml", f'venue = "{hall}"\nstart = "09:00"', f'venue = "{hall}"\nstart = "08:30"'
        )
    result = panel("event", "load", str(folder))
    assert result.stdout.splitlines() == [f"{CODE}: ~ zone.z{n}.start: 09:00 → 08:30" for n in (2, 3, 4)]
    assert (result.exit_code, result.stderr) == (0, "")
    assert find_zone(find_event(CODE), "z2").start == 510


def test_what_marks_lock_is_refused_with_its_place(panel, folder, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "8"}, submit=False)
    records = len(db.session.scalars(select(Record)).all())
    change(folder / "event.toml", "[rules]", "[rules]\nquorum = 4")
    change(folder / "event.toml", 'name_en = "Zone 2"', 'name_en = "North"')
    result = panel("event", "load", str(folder))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "rules.quorum: Marks rest on this, or it has begun: it stays as it is.\n"
    assert find_zone(find_event(CODE), "z2").name_en == "Zone 2"
    assert len(db.session.scalars(select(Record)).all()) == records


def test_a_wrong_folder_is_refused_fault_by_fault_and_nothing_is_loaded(panel, folder, event):
    folder = folder.rename(folder.with_name("another"))
    change(folder / "event.toml", 'start = "08:30"', 'start = "8.30"')
    (folder / "committee.csv").unlink()
    result = panel("event", "load", str(folder))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        'event.toml: day.start: Expected a time in quotes, such as "08:30", found "8.30".',
        "committee.csv: Expected this file in the folder, found none.",
    ]
    assert db.session.scalars(select(Event.code)).all() == [CODE]


def test_a_folder_without_its_files_is_refused(panel, tmp_path):
    (tmp_path / "empty").mkdir()
    result = panel("event", "load", str(tmp_path / "empty"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "event.toml: Expected this file in the folder, found none." in result.stderr.splitlines()


def test_no_folder_is_refused(panel):
    result = panel("event", "load", "nowhere")
    assert (result.exit_code, result.stderr) == (1, "nowhere: Expected a folder, found none.\n")


def test_the_first_load_into_an_empty_database_makes_its_tables(panel, monkeypatch, tmp_path):
    monkeypatch.setenv("PANEL_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert panel("event", "load", str(REFERENCE)).exit_code == 0
    assert CODE in panel("event", "list").stdout
