"""The benchmark in short: it still runs, still measures what it says, and would tell of a lost mark."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from bench.autosave import main
from bench.checks import faults
from bench.stage import set_up
from bench.tablets import Tablet
from bench.ways import WAYS
from panel.adapters.server import FLAGS
from panel.config import ROOT


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """One judge, whose sheets are filled."""
    return set_up(tmp_path_factory.mktemp("bench"), clients=1, batch=2)


@pytest.fixture
def copy(stage):
    """URL of a copy of the stage's database, to be spoilt."""
    name = uuid4().hex
    stage.environment(name)
    return stage.database(name)


@pytest.mark.slow
def test_a_run_measures_every_way_and_loses_nothing(capsys):
    ended = main(["--clients", "2", "--seconds", "0.5", "--think", "0", "--batch", "3"])
    told = capsys.readouterr()
    assert (ended, told.err) == (0, "")
    assert [line[:20].rstrip() for line in told.out.splitlines() if line[:20].rstrip() in WAYS] == list(WAYS)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--clients", "0"],
        ["--clients", "21"],
        ["--batch", "12"],
        ["--seconds", "1"],
        ["--think", "-1"],
    ],
)
def test_a_run_that_could_not_be_measured_is_refused(arguments, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "expected" in capsys.readouterr().err


def test_servers_are_started_as_bin_run_starts_them():
    script = (ROOT / "bin" / "run").read_text().replace("\\\n", "")
    assert " ".join(FLAGS) in " ".join(script.split())


def test_what_comes_with_a_request_is_a_slot_of_its_recording(stage):
    kept = json.loads((stage.scene.folder / "recordings.json").read_text())
    for statements in kept["recordings"].values():
        [entries] = [given for sql, given in statements if sql.startswith("INSERT INTO entry")]
        assert [[each[0] for each in given if isinstance(each, list)] for given in entries] == [
            ["uuid", "node", "value", "base", "counter", "at", "now"]
        ] * 2
        assert [given[0] for given in entries] == [["uuid", 0], ["uuid", 1]]


@pytest.mark.parametrize("size", range(1, 12))
def test_a_tablet_sets_every_item_of_every_sheet_in_its_turn(size):
    tablet = Tablet("seat", "", ("a", "b"), tuple("0123456789X"))
    batches = [tablet.next_batch(size)["entries"] for _ in range(22)]
    assert {len({entry["node"] for entry in batch}) for batch in batches} == {size}
    assert {(entry["presenter"], entry["node"]) for batch in batches for entry in batch} == {
        (presenter, node) for presenter in "ab" for node in "0123456789X"
    }


def test_a_database_that_holds_what_was_receipted_has_no_fault(stage, copy):
    assert list(faults(copy, stage.tablets)) == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("DELETE FROM entry WHERE id = 1", "1 receipted entries are not stored"),
        ("UPDATE entry SET status = 'stale' WHERE id = 1", "1 receipted entries are not stored"),
        ("UPDATE entry SET uuid = 'x' WHERE id = 1", "1 stored entries have no receipt"),
        ("DELETE FROM mark WHERE sheet_id = 1 AND node = '3'", "1 marks are not as the tablet has them"),
        ("""UPDATE mark SET value = '"9"' WHERE sheet_id = 1""", "11 marks are not as the tablet has them"),
        ("UPDATE mark SET entry = 'x' WHERE sheet_id = 1", "11 marks are not as the tablet has them"),
    ],
)
def test_a_mark_that_was_lost_or_changed_is_told(stage, copy, spoil, told):
    engine = create_engine(copy)
    with engine.begin() as connection:
        connection.execute(text(spoil))
    engine.dispose()
    assert told in "; ".join(faults(copy, stage.tablets))
