"""Whether the log is whole: what tampering with the database is found, and where."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from panel.adapters.secrets import derive_key
from panel.db import db, writing
from panel.domain.audit import EVENT_CHAIN
from panel.models import Chain, Entry, Mark, Record, Sheet
from panel.operations.results import finalise_zone
from panel.queries.audit import Break, broken, head
from panel.queries.snapshots import current_snapshot
from tests.conftest import SECRET, score_zone

KEY = derive_key(SECRET, "audit")


@pytest.fixture
def scored(event, zone, by):
    score_zone(event, zone, by)
    with writing():
        finalise_zone(zone, by=by("z1-chair"))


def records(event, chain: str = "z1") -> list[Record]:
    statement = select(Record).join(Chain).where(Chain.event_id == event.id, Chain.name == chain)
    return list(db.session.scalars(statement.order_by(Record.sequence)))


def change(record: Record, **values: object) -> None:
    """Edit a record behind the application's back."""
    with writing():
        db.session.execute(update(Record).where(Record.id == record.id).values(**values))


def test_an_untouched_log_is_whole(event, scored):
    assert broken(event, KEY) == ()


def test_another_key_seals_nothing(event, scored):
    assert broken(event, b"another")[0] == Break(EVENT_CHAIN, 1, "record")


@pytest.mark.parametrize(
    "values",
    [
        {"act": "sheet.withdraw"},
        {"person": "z1-judge-4"},
        {"body": {"seat": "z1-judge-2"}},
        {"digest": "0" * 64},
    ],
    ids=["act", "person", "body", "digest"],
)
def test_an_edited_record_is_named(event, scored, values):
    change(records(event)[3], **values)
    assert broken(event, KEY)[0] == Break("z1", 4, "record")


def test_the_first_of_several_is_named(event, scored):
    for place in (10, 6):
        change(records(event)[place], person="z1-judge-4")
    assert broken(event, KEY)[0] == Break("z1", 7, "record")


def test_a_deleted_record_leaves_a_gap(event, scored):
    with writing():
        db.session.execute(delete(Record).where(Record.id == records(event)[3].id))
    assert broken(event, KEY)[0] == Break("z1", 4, "record")


def test_the_last_record_can_not_be_cut_off(event, scored):
    with writing():
        db.session.execute(delete(Record).where(Record.id == records(event)[-1].id))
    assert broken(event, KEY)[0] == Break("z1", None, "head")


def test_records_can_not_change_places(event, scored):
    third, fourth = records(event)[2:4]
    change(third, sequence=0)
    change(fourth, sequence=3)
    change(third, sequence=4)
    assert broken(event, KEY)[0] == Break("z1", 3, "record")


def test_a_mark_that_its_entry_did_not_set_is_named(event, scored):
    with writing():
        mark = db.session.scalars(select(Mark).where(Mark.node == "2.1.1")).first()
        mark.value = "5"
    assert Break("z1", None, "mark 2.1.1") in broken(event, KEY)


def test_a_mark_that_was_taken_out_is_named(event, scored):
    with writing():
        db.session.delete(db.session.scalars(select(Mark).where(Mark.node == "2.1.1")).first())
    assert Break("z1", None, "mark 2.1.1") in broken(event, KEY)


def test_a_mark_changed_together_with_its_entry_breaks_the_seal_of_its_submission(event, scored):
    with writing():
        mark = db.session.scalars(select(Mark).where(Mark.node == "2.1.1")).first()
        mark.value = "5"
        db.session.execute(update(Entry).where(Entry.uuid == mark.entry).values(value="5"))
    sheet = db.session.get(Sheet, mark.sheet_id)
    what = f"sheet {sheet.seat.code} {sheet.slot.presenter.code}"
    assert broken(event, KEY) == (Break("z1", None, what),)


def test_the_head_is_that_of_the_latest_record(event, zone, scored):
    assert head(event, zone) == records(event)[-1].digest
    assert head(event) == records(event, EVENT_CHAIN)[-1].digest


def test_a_snapshot_holds_the_head_that_its_finalising_made(event, zone, scored):
    assert current_snapshot(zone).audit_head == head(event, zone)
