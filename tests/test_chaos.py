"""The chaos run in short, on both databases; and that a fault in what it leaves behind would be found."""

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, make_url, text

from bench.chaos import truth
from bench.chaos.__main__ import main
from bench.chaos.day import play

FEW = {"tablets": 5, "sheets": 1, "kills": 2}


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_is_lost_however_often_the_server_dies(database, capsys):
    ended = main(["--database", database, *(f"--{name}={count}" for name, count in FEW.items())])
    told = capsys.readouterr()
    assert (ended, told.err) == (0, "")
    assert "the server killed                             2, " in told.out


@pytest.mark.parametrize("arguments", [["--tablets", "0"], ["--tablets", "26"], ["--kills", "-1"]])
def test_a_run_that_could_not_be_played_is_refused(arguments, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "expected" in capsys.readouterr().err


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """A day that is over, and in order."""
    return play(tmp_path_factory.mktemp("chaos"), None, tablets=5, sheets=2, kills=0, seed=2)


@pytest.fixture
def spoilt(day, tmp_path):
    """URL of a copy of what it left, after a statement that should not have happened."""

    def spoil(statement: str) -> str:
        shutil.copy(make_url(day.scene.url).database, tmp_path / "panel.db")
        engine = create_engine(f"sqlite:///{tmp_path / 'panel.db'}")
        with engine.begin() as connection:
            connection.execute(text("PRAGMA foreign_keys=OFF"))
            assert connection.execute(text(statement)).rowcount > 0
        engine.dispose()
        return f"sqlite:///{tmp_path / 'panel.db'}"

    return spoil


def test_a_day_that_is_over_has_no_fault(day):
    assert list(day.faults()) == []


FIRST = "(SELECT min(id) FROM entry WHERE act = 'mark' AND status = 'stored')"
BEGUN = "(SELECT min(id) FROM entry WHERE counter = 1)"
ALONE = "(SELECT min(sheet.id) FROM sheet JOIN seat ON seat.id = seat_id WHERE seat.code = 'z2-chair')"
"""A sheet of a seat with one tablet."""
COPIED = (
    "sheet_id, person_id, device_id, act, node, value, base, status, channel, counter, stored_at, settlement"
)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (f"DELETE FROM entry WHERE id = {FIRST}", "1 acknowledged entries are lost"),
        (f"UPDATE entry SET uuid = 'x' WHERE id = {FIRST}", "1 acknowledged entries are lost"),
        (f"UPDATE entry SET uuid = 'x' WHERE id = {FIRST}", "1 entries were made by no tablet"),
        (
            f"INSERT INTO entry (uuid, {COPIED}) SELECT 'x', {COPIED} FROM entry WHERE id = {FIRST}",
            "1 entries are stored twice",
        ),
        (f"UPDATE entry SET value = '\"0.5\"' WHERE id = {FIRST}", "an entry is stored with another content"),
        (f"UPDATE entry SET status = 'stale' WHERE id = {FIRST}", "an entry is stored as stale"),
        (f"UPDATE entry SET id = 1000000 WHERE id = {BEGUN}", "a device's 1. entry came after its "),
        ("UPDATE mark SET value = '\"0.5\"' WHERE rowid = 1", "1 marks are not what the log says"),
        ("DELETE FROM mark WHERE rowid = 1", "1 marks are not what the log says"),
        (
            f"DELETE FROM mark WHERE node = '3' AND sheet_id = {ALONE}",
            "not as the tablet shows them",
        ),
        ("UPDATE sheet SET submissions = 2 WHERE id = 1", "submitted 1 times, counted as 2"),
        ("DELETE FROM record WHERE act = 'sheet.submit' AND sequence = 2", "submitted 1 times"),
        ("UPDATE sheet SET state = 'draft' WHERE id = 1", "draft at the end of the day"),
    ],
)
def test_what_should_not_have_happened_is_told(day, spoilt, statement, told):
    assert told in "\n".join(truth.faults(spoilt(statement), day.tablets))


def test_a_log_that_is_not_whole_is_told(day, spoilt):
    url = spoilt("UPDATE record SET person = 'x' WHERE act = 'sheet.submit'")
    assert "record" in "\n".join(replace(day, scene=replace(day.scene, url=url)).faults())
