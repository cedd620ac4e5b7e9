"""What waits for a zone's chair and judges, by sheet, and how its seats are heard of."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from panel.db import db, writing
from panel.domain.sheets import Act, Actor, Channel, HeldFor
from panel.models import Device
from panel.operations.accounts import sign_in
from panel.operations.entries import NewEntry, store_entries
from panel.queries.deposits import held_sheets, open_conflicts
from panel.queries.results import zone_results
from panel.queries.rounds import RoundFacts
from panel.queries.signs import seat_signs
from tests.conftest import MARKS, entries_for, score
from tests.stages import hold
from tests.statements import counted

JUDGE, OTHER, FIRST, SECOND = "z1-judge-1", "z1-judge-2", "3101", "3116"


def mark(value: str, node: str = "1.1", *, seat: str = JUDGE, presenter: str = FIRST) -> NewEntry:
    return NewEntry(str(uuid4()), seat, presenter, Act.MARK, node, value)


@pytest.fixture
def send(event, by) -> Callable[..., None]:
    def sent(seat: str, *entries: NewEntry, channel: Channel = Channel.TABLET) -> None:
        with writing():
            store_entries(event, entries, by=by(seat), actor=Actor.AUTHOR, channel=channel)

    return sent


@pytest.fixture
def keep(by) -> Callable[..., None]:
    def kept(seat: str, *entries: NewEntry, held_for: HeldFor = HeldFor.SIGNED_OUT) -> None:
        with writing():
            hold(by(seat), entries, held_for=held_for)

    return kept


def test_nothing_waits_in_a_fresh_zone(zone):
    assert (held_sheets(zone), open_conflicts(zone)) == ((), {})


def test_late_entries_and_deposits_of_a_sheet_stand_together(event, zone, by, send, keep):
    score(event, by(JUDGE), JUDGE, FIRST)
    send(JUDGE, mark("5"))
    keep(JUDGE, mark("6"), NewEntry(str(uuid4()), JUDGE, FIRST, Act.SUBMIT))
    [sheet] = held_sheets(zone)
    assert (sheet.seat, sheet.presenter, sheet.here, sheet.submission) == (JUDGE, FIRST, True, True)
    assert sheet.causes == (None, HeldFor.SIGNED_OUT)
    marked, _ = sheet.fields
    assert [entry.value for entry in marked.entries] == ["5", "6"]
    assert (marked.last.value, marked.last.current) == ("6", MARKS["1.1"])


def test_each_sheet_is_listed_apart(zone, keep):
    keep(JUDGE, mark("5"), mark("6", presenter=SECOND))
    keep(OTHER, mark("7", seat=OTHER))
    listed = [(sheet.seat, sheet.presenter, len(sheet.entries)) for sheet in held_sheets(zone)]
    assert sorted(listed) == [(JUDGE, FIRST, 1), (JUDGE, SECOND, 1), (OTHER, FIRST, 1)]


def test_a_presenter_that_has_left_the_zone_is_no_longer_here(zone, keep):
    keep(JUDGE, mark("5", presenter="3111"), held_for=HeldFor.MOVED)
    [sheet] = held_sheets(zone)
    assert (sheet.name_en, sheet.here) == ("Satuek", False)


def test_what_was_settled_and_what_is_practice_is_left_out(event, zone, by, send, keep):
    keep(JUDGE, mark("5", presenter="practice-z1"))
    score(event, by(JUDGE), JUDGE, "practice-z1")
    send(JUDGE, mark("5", presenter="practice-z1"))
    assert held_sheets(zone) == ()


def test_conflicts_are_counted_by_field(zone, send):
    send(JUDGE, mark("8"), mark("8", "1.2"))
    send(JUDGE, mark("5"), mark("6"), mark("5", "1.2"))
    assert open_conflicts(zone) == {(JUDGE, FIRST): 2}


def test_lists_take_as_many_queries_whatever_waits(event, zone, by, keep):
    def sent() -> int:
        db.session.expire_all()
        assert zone.id
        with counted() as statements:
            held_sheets(zone)
            open_conflicts(zone)
        return len(statements)

    few = sent()
    for seat in (JUDGE, OTHER):
        keep(seat, *entries_for(seat, FIRST), *entries_for(seat, SECOND))
    assert (few, sent()) == (3, 3)


def signs_of(zone, clock, seat: str = JUDGE):
    db.session.rollback()
    db.session.expire_all()
    return next(
        each
        for each in seat_signs(zone, zone_results(zone), RoundFacts(zone.round, zone), clock())
        if each.seat == seat
    )


@pytest.fixture
def tablet(by) -> Callable[..., None]:
    """The judge signs in on one more device, which says that so many entries wait on it."""

    def signed_in(*, waiting: int = 0, revoked: bool = False) -> None:
        with writing():
            author = by(JUDGE)
            key = sign_in(author.person, by=author, label="tablet").key
            device = db.session.scalars(db.select(Device).where(Device.key == key)).one()
            device.waiting = waiting
            device.revoked_at = author.at if revoked else None

    return signed_in


def test_a_seat_without_a_device_was_never_seen(zone, clock):
    seat = signs_of(zone, clock)
    assert (seat.devices, seat.seen_at, seat.silent, seat.tone) == (0, None, False, "warning")


def test_a_seat_says_when_it_was_seen_last_and_what_waits(zone, clock, tablet):
    tablet(waiting=2)
    seat = signs_of(zone, clock)
    assert (seat.devices, seat.seen_at, seat.waiting, seat.tone) == (1, clock(), 2, "warning")


def test_what_a_revoked_device_owes_is_told_apart_and_is_no_warning_for_good(zone, clock, tablet):
    tablet()
    tablet(waiting=3, revoked=True)
    seat = signs_of(zone, clock)
    assert (seat.devices, seat.waiting, seat.owed, seat.tone) == (1, 0, 3, "success")


def test_all_is_well_with_a_seat_of_which_nothing_waits(zone, clock, tablet):
    tablet()
    assert signs_of(zone, clock).tone == "success"


@pytest.mark.parametrize(("seconds", "silent"), [(120, False), (121, True)])
def test_silence_of_more_than_two_minutes_is_told_while_its_sheet_is_due(
    zone, clock, tablet, seconds, silent
):
    tablet()
    clock.forward(seconds=seconds)
    assert signs_of(zone, clock).silent is silent


def test_a_judge_whose_sheet_is_in_may_be_silent(event, zone, by, clock, tablet):
    tablet()
    score(event, by(JUDGE), JUDGE, FIRST)
    clock.forward(minutes=10)
    assert signs_of(zone, clock).silent is False


def test_nobody_has_to_be_heard_of_before_the_first_slot(zone, clock, tablet):
    clock.forward(minutes=-60)
    tablet()
    clock.forward(minutes=30)
    assert signs_of(zone, clock).silent is False


def test_signs_of_life_take_one_query(zone, clock, tablet):
    tablet()
    tablet()
    view, facts = zone_results(zone), RoundFacts(zone.round, zone)
    with counted() as statements:
        seat_signs(zone, view, facts, clock())
    assert len(statements) == 1
