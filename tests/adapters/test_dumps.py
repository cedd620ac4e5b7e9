"""The database as one file: of one moment, checked, and without a password for whoever lists processes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import make_url

from panel.adapters.dumps import close_sqlite, database_file, dump, knows, load_postgresql
from panel.domain.errors import Conflict
from tests.conftest import CODE

only_sqlite = pytest.mark.skipif("os.environ.get('PANEL_TEST_DATABASE') == 'postgresql'", reason="of SQLite")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH on which there is nothing."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@only_sqlite
def test_a_copy_ends_though_something_is_written_all_the_time(database_url, tmp_path):
    """From outside of a transaction each write would make the copy begin anew."""
    over = Event()

    def write() -> None:
        with closing(sqlite3.connect(database_file(database_url))) as connection:
            while not over.is_set():
                connection.execute(
                    "INSERT INTO attempt (account, address, at) VALUES ('a', 'b', '2025-08-08')"
                )
                connection.commit()

    writer = Thread(target=write)
    writer.start()
    try:
        facts = dump(database_url, tmp_path / "copy.db")
    finally:
        over.set()
        writer.join()
    assert (facts.kind, [event["code"] for event in facts.events]) == ("sqlite", [CODE])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db"]


@only_sqlite
def test_a_damaged_database_is_not_taken_for_a_copy(database_url, tmp_path):
    file = database_file(database_url)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("UPDATE zone SET venue_id = 999 WHERE code = 'z1'")
    with pytest.raises(Conflict) as refusal:
        dump(database_url, tmp_path / "copy.db")
    assert refusal.value.code == "backup.database_broken"


@only_sqlite
def test_a_database_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(Conflict) as refusal:
        dump(f"sqlite:///{tmp_path / 'panel.db'}", tmp_path / "copy.db")
    assert refusal.value.code == "backup.copy_failed"
    assert not (tmp_path / "panel.db").exists()


@only_sqlite
def test_who_has_a_database_open_keeps_it_from_being_closed(database_url):
    file = database_file(database_url)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("SELECT count(*) FROM event").fetchone()
        with pytest.raises(Conflict) as refusal:
            close_sqlite(file)
    close_sqlite(file)
    assert refusal.value.code == "backup.serving"
    assert [each.name for each in file.parent.glob("panel.db*")] == ["panel.db"]


def test_what_is_no_database_is_as_good_as_closed(tmp_path):
    (tmp_path / "panel.db").write_text("no database, but as long as one: " * 100)
    close_sqlite(tmp_path / "panel.db")
    close_sqlite(tmp_path / "none.db")
    assert [file.name for file in tmp_path.iterdir()] == ["panel.db"]


def test_a_missing_program_is_named_by_its_package(programs, tmp_path):
    with pytest.raises(Conflict) as refusal:
        load_postgresql(tmp_path / "copy", "postgresql+psycopg://panel@host/panel")
    assert (refusal.value.code, refusal.value.params) == ("backup.no_program", {"program": "pg_restore"})


def test_no_password_stands_on_the_command_line(programs, tmp_path):
    for program in ("pg_restore", "psql"):
        script = f"""#!/bin/sh
for word; do echo "$word"; done >{tmp_path}/{program}
echo "$PGPASSWORD" >{tmp_path}/secret
"""
        (programs / program).write_text(script)
        (programs / program).chmod(0o755)
    load_postgresql(tmp_path / "copy", "postgresql+psycopg://panel:p%40ss@host:5433/panel?sslmode=require")
    words = (tmp_path / "psql").read_text().splitlines()
    assert words[-1] == "--dbname=postgresql://panel@host:5433/panel?sslmode=require"
    assert (tmp_path / "secret").read_text() == "p@ss\n"
    assert make_url(words[-1].partition("=")[2]).password is None


def test_only_revisions_of_its_own_are_known():
    assert [knows(each) for each in ("0001", "0003", "9999", "")] == [True, True, False, False]
