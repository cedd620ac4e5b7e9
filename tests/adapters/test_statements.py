"""Statements handed to the driver directly: what goes in and comes out is what SQLAlchemy would give."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, delete, insert, literal, select, union_all, update
from sqlalchemy.exc import SQLAlchemyError

from panel.adapters.statements import Prepared
from panel.db import db, writing
from panel.domain.sheets import Act, Channel, EntryStatus, State
from panel.models import Attempt, Entry, Event, Mark, Presenter, Seat, Server, Sheet, Slot

ATTEMPT = db.metadata.tables["attempt"]
MARK = db.metadata.tables["mark"]
AT = datetime(2025, 8, 8, 2, 10, tzinfo=UTC)


@pytest.fixture
def connection(context):
    with writing() as connection:
        yield connection


@pytest.fixture
def sheet(connection, event):
    slot = db.session.scalars(select(Slot)).first()
    seat = db.session.scalars(select(Seat).where(Seat.zone_id == slot.zone_id)).first()
    sheet = Sheet(
        slot=slot, seat=seat, instrument=slot.instrument, state=State.DRAFT, channel=Channel.TABLET, reason=""
    )
    sheet.submissions, sheet.typed_by = 0, ""
    db.session.add(sheet)
    db.session.flush()
    return sheet


@pytest.mark.parametrize("value", ["8", None, "ดี 'มาก' %", {"part": "1", "whole": ["2", "3"]}])
def test_what_is_written_is_read_alike_by_sqlalchemy(connection, sheet, value):
    new = Prepared(insert(MARK).inline(), "sheet_id", "act", "node", "value", "entry")
    changes = {"sheet_id": sheet.id, "act": Act.COMMENT, "node": "", "value": value, "entry": "u"}
    assert new.run(connection, changes) == 1
    mark = db.session.get(Mark, (sheet.id, Act.COMMENT, ""))
    assert (mark.act, mark.value, mark.entry) == (Act.COMMENT, value, "u")


def test_what_sqlalchemy_wrote_is_read_alike(connection, sheet):
    found = Prepared(
        select(Sheet.state, Sheet.channel, Sheet.submitted_at, Presenter.practice, Event.rules)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .join(Event, Event.id == Presenter.event_id)
        .where(Sheet.id == bindparam("sheet"))
    )
    sheet.submitted_at = AT
    db.session.flush()
    [row] = found.rows(connection, {"sheet": sheet.id})
    assert (row.state, row.channel, row.submitted_at) == (State.DRAFT, Channel.TABLET, AT)
    assert (row.practice, row.rules) == (sheet.slot.presenter.practice, sheet.seat.zone.event.rules)
    assert found.rows(connection, {"sheet": 0}) == []


@pytest.mark.parametrize("count", [0, 1, 3])
def test_many_are_written_in_their_order(connection, count):
    new = Prepared(insert(ATTEMPT).inline(), "account", "address", "at")
    rows = [{"account": f"a{place}", "address": "b", "at": AT} for place in range(count)]
    new.run_each(connection, rows)
    found = db.session.execute(select(Attempt.account, Attempt.at).order_by(Attempt.id)).all()
    assert found == [(row["account"], AT) for row in rows]


def test_a_change_tells_how_many_rows_it_changed(connection):
    new = Prepared(insert(ATTEMPT).inline(), "account", "address", "at")
    new.run_each(connection, [{"account": "a", "address": address, "at": AT} for address in "bcd"])
    moved = Prepared(update(ATTEMPT).where(ATTEMPT.c.address != bindparam("of_address")), "account")
    assert moved.run(connection, {"of_address": "b", "account": "z"}) == 2
    assert Prepared(delete(ATTEMPT)).run(connection, {}) == 3


def test_a_union_reads_its_columns_as_its_first_part_does(connection, event):
    late = literal(EntryStatus.LATE, Entry.status.type)
    found = Prepared(union_all(select(Server.epoch, late.label("status")), select(Event.code, late)))
    assert {row.status for row in found.rows(connection, {})} == {EntryStatus.LATE}
    assert len(found.rows(connection, {})) == 2


def test_a_refusal_of_the_database_undoes_the_whole_act(context, event):
    new = Prepared(insert(ATTEMPT).inline(), "account", "address", "at")
    with pytest.raises(Exception, match=r"(?i)not.null") as refused, writing() as connection:
        new.run(connection, {"account": "a", "address": "b", "at": AT})
        new.run(connection, {"account": None, "address": "b", "at": AT})
    assert not isinstance(refused.value, SQLAlchemyError)
    assert db.session.scalars(select(Attempt)).all() == []
