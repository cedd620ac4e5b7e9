"""The pen of the audit log: one record an act, each on its chain, numbered without a gap."""

from __future__ import annotations

from sqlalchemy import select

from panel.db import db, writing
from panel.domain.audit import EVENT_CHAIN, START, Line, sealed
from panel.models import Chain, Event, Record, Zone
from panel.operations.audit import lock_chain, record
from panel.queries.audit import head
from panel.queries.events import find_event, find_zone
from tests.conftest import CODE


def records(chain: str) -> list[Record]:
    statement = select(Record).join(Chain, Chain.id == Record.chain_id).where(Chain.name == chain)
    return list(db.session.scalars(statement.order_by(Record.sequence)))


def revision(chain: str) -> int | None:
    return db.session.scalar(select(Chain.revision).where(Chain.name == chain))


def test_an_act_in_a_zone_is_recorded_on_the_zones_chain(event: Event, zone: Zone, by):
    with writing():
        found = find_event(CODE)
        sealed_head = record("a.b", event=found, zone=find_zone(found, "z1"), by=by("z1-chair"), reason="ก")
    [one] = records("z1")
    assert (one.sequence, one.act, one.person, one.body) == (1, "a.b", "z1-chair", {"reason": "ก"})
    assert one.digest == sealed_head == head(event, zone)
    assert (revision("z1"), revision("z2"), len(records(EVENT_CHAIN))) == (1, None, 1)


def test_an_act_in_no_zone_is_recorded_on_the_events_chain(event: Event, by):
    with writing():
        record("a.b", event=find_event(CODE), by=by("organiser"))
    assert [each.act for each in records(EVENT_CHAIN)] == ["event.loaded", "a.b"]
    assert revision(EVENT_CHAIN) == 2


def test_records_are_numbered_and_each_seals_the_one_before(event: Event, zone: Zone, by):
    with writing():
        found = find_event(CODE)
        for number in range(3):
            record("a.b", event=found, zone=find_zone(found, "z1"), by=by("z1-chair"), number=number)
    before = START
    for number, each in enumerate(records("z1"), start=1):
        line = Line(number, each.act, each.person, each.at, each.body)
        before = sealed(line, before=before, key=by("z1-chair").key)
        assert (each.sequence, each.digest) == (number, before)
    assert head(event, zone) == before


def test_an_act_that_is_rolled_back_leaves_no_record(event: Event, by):
    class Undone(Exception):
        pass

    try:
        with writing():
            record("a.b", event=find_event(CODE), by=by("organiser"))
            raise Undone
    except Undone:
        pass
    assert [each.act for each in records(EVENT_CHAIN)] == ["event.loaded"]


def test_a_chain_begins_with_its_first_record(event: Event, zone: Zone):
    assert head(event, zone) == START
    with writing():
        chain = lock_chain(find_event(CODE), "z1")
        assert (chain.head, chain.revision) == (START, 0)
        assert lock_chain(find_event(CODE), "z1").id == chain.id
