"""The chair settles late entries and deposits of a sheet: all that was chosen, or nothing, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from panel.db import db, writing
from panel.domain.errors import Conflict, PanelError
from panel.domain.sheets import Act, Actor, Channel, EntryStatus, HeldFor, State
from panel.models import Deposit, Device, Entry, Mark, Record, Sheet
from panel.operations.accounts import sign_in
from panel.operations.deposits import settle_held
from panel.operations.entries import NewEntry, store_entries, store_entry
from panel.operations.results import finalise_zone
from panel.operations.sheets import settle_entry
from panel.queries.audit import broken
from panel.queries.events import find_event, find_zone
from tests.conftest import CODE, MARKS, entries_for, score, score_zone
from tests.stages import hold as hold_at_door

JUDGE, CHAIR, FIRST = "z1-judge-1", "z1-chair", "3101"
WHY = "the tablet was signed out by mistake"


def submission(given: dict[str, str] = MARKS) -> NewEntry:
    return NewEntry(str(uuid4()), JUDGE, FIRST, Act.SUBMIT, value={"marks": given})


def mark(value: str, node: str = "1.1", base: str | None = None) -> NewEntry:
    return NewEntry(str(uuid4()), JUDGE, FIRST, Act.MARK, node, value, base)


@pytest.fixture
def tablet(event, by) -> int:
    """A tablet on which the judge signed in."""
    with writing():
        key = sign_in(by(JUDGE).person, by=by(JUDGE), label="Chrome, Android").key
    return db.session.scalars(select(Device.id).where(Device.key == key)).one()


@pytest.fixture
def hold(by, tablet) -> Callable[..., list[str]]:
    """Entries as they were kept at the door, in their order; their UUIDs."""

    def held(*entries: NewEntry, held_for: HeldFor = HeldFor.SIGNED_OUT) -> list[str]:
        with writing():
            hold_at_door(by(JUDGE), entries, held_for=held_for, device_id=tablet)
        return [entry.uuid for entry in entries]

    return held


def settle(
    by, uuids: list[str], *, take: bool = True, reason: str = WHY, presenter: str = FIRST, seat: str = JUDGE
) -> int:
    with writing():
        zone = find_zone(find_event(CODE), "z1")
        return settle_held(zone, seat, presenter, uuids, by=by(CHAIR), take=take, reason=reason)


def refusal_of(act: Callable[[], object]) -> PanelError:
    with pytest.raises(PanelError) as refused:
        act()
    return refused.value


def send(by, *entries: NewEntry) -> list[str]:
    with writing():
        receipts = store_entries(
            find_event(CODE), entries, by=by(JUDGE), actor=Actor.AUTHOR, channel=Channel.TABLET
        )
    return [receipt.status for receipt in receipts]


def marks() -> dict[str, str]:
    return dict(db.session.execute(select(Mark.node, Mark.value).where(Mark.act == Act.MARK)).all())


def marks_of(seat: str) -> dict[str, str]:
    of_seat = select(Mark.node, Mark.value).join(Sheet, Sheet.id == Mark.sheet_id)
    return dict(db.session.execute(of_seat.where(Sheet.seat.has(code=seat))).all())


def sheet_state() -> State | None:
    db.session.rollback()
    return db.session.scalar(select(Sheet.state))


def settlements() -> set[str]:
    return set(db.session.scalars(select(Deposit.settlement)))


def test_a_whole_sheet_that_was_held_is_taken_in_with_its_submission(by, hold):
    settle(by, hold(*entries_for(JUDGE, FIRST), submission()))
    assert (marks(), sheet_state(), settlements()) == (MARKS, State.SUBMITTED, {"taken"})
    assert broken(find_event(CODE), by(CHAIR).key) == ()


def test_what_is_taken_in_is_its_authors_from_the_device_that_sent_it(by, hold, tablet):
    [uuid] = hold(mark("5"))
    settle(by, [uuid])
    entry = db.session.scalars(select(Entry)).one()
    assert (entry.uuid, entry.person_id, entry.device_id) == (uuid, by(JUDGE).person.id, tablet)
    assert (entry.channel, entry.counter) == (Channel.TABLET, 1)


def test_marks_are_taken_in_in_the_order_of_the_tablet(by, hold):
    one = mark("5")
    two = mark("6", base=one.uuid)
    settle(by, hold(one, two))
    assert marks() == {"1.1": "6"}


def test_what_is_set_aside_changes_nothing_and_is_kept(by, hold):
    settle(by, hold(mark("5"), submission()), take=False)
    assert (marks(), sheet_state(), settlements()) == ({}, None, {"set aside"})


def test_the_chairs_decision_is_recorded_once_without_marks(by, hold):
    uuids = hold(mark("5"), mark("6", "1.2"))
    settle(by, uuids, take=False)
    record = db.session.scalars(select(Record).where(Record.act == "deposits.settled")).one()
    assert record.person == CHAIR
    assert record.body == {
        "seat": JUDGE,
        "presenter": FIRST,
        "entries": uuids,
        "settlement": "set aside",
        "reason": WHY,
    }


@pytest.mark.parametrize("take", [True, False])
def test_a_decision_needs_a_reason(by, hold, take):
    uuids = hold(mark("5"))
    assert refusal_of(lambda: settle(by, uuids, take=take, reason=" ")).code == "sheet.reason_missing"


def test_a_decision_on_nothing_is_refused(by):
    assert refusal_of(lambda: settle(by, [])).code == "deposit.none_chosen"


def test_of_a_group_nothing_is_taken_where_one_can_not_be(by, hold):
    uuids = hold(*entries_for(JUDGE, FIRST, {"1.1": "5"}), submission({"1.1": "5"}))
    refused = refusal_of(lambda: settle(by, uuids))
    assert (type(refused), refused.code, refused.params["why"].code) == (
        Conflict,
        "deposit.submit_refused",
        "sheet.gaps",
    )
    assert (marks(), settlements()) == ({}, {""})


def test_a_mark_that_the_instrument_does_not_know_is_named(by, hold):
    uuids = hold(mark("5"), mark("99", "1.2"), held_for=HeldFor.VERSION)
    refused = refusal_of(lambda: settle(by, uuids))
    assert (refused.code, refused.params["item"]) == ("deposit.mark_refused", "1.2")
    assert marks() == {}


def test_single_ones_may_be_taken_and_the_rest_set_aside(by, hold):
    taken, left = hold(mark("5"), mark("99", "1.2"))
    settle(by, [taken])
    settle(by, [left], take=False)
    assert (marks(), settlements()) == ({"1.1": "5"}, {"taken", "set aside"})


def test_what_lands_on_a_closed_sheet_is_settled_as_taken_at_once(event, by, hold):
    score(event, by(JUDGE), JUDGE, FIRST)
    settle(by, hold(mark("5"), mark("6", "1.2")))
    assert marks() == MARKS | {"1.1": "5", "1.2": "6"}
    landed = select(Entry.settlement).where(Entry.settled_at.is_not(None))
    assert db.session.scalars(landed).all() == ["taken", "taken"]
    assert broken(find_event(CODE), by(CHAIR).key) == ()


def test_what_was_changed_elsewhere_since_is_left_to_its_author(by, hold):
    uuids = hold(mark("5"), mark("6", "1.2"))
    send(by, mark("8"))
    assert settle(by, uuids) == 1
    assert marks() == {"1.1": "8", "1.2": "6"}


def test_late_marks_and_a_held_submission_are_settled_together(event, by, hold):
    rule = NewEntry(str(uuid4()), JUDGE, FIRST, Act.ABSENT, value={"reason": "away"})
    with writing():
        store_entry(find_event(CODE), rule, by=by(CHAIR), actor=Actor.CHAIR, channel=Channel.CHAIR)
    late = entries_for(JUDGE, FIRST)
    assert set(send(by, *late)) == {"late"}
    uuids = [*(entry.uuid for entry in late), *hold(submission(), held_for=HeldFor.CLOSED)]
    assert refusal_of(lambda: settle(by, uuids)).code == "deposit.submit_refused"
    back = replace(rule, uuid=str(uuid4()), act=Act.RESTORE)
    with writing():
        store_entry(find_event(CODE), back, by=by(CHAIR), actor=Actor.CHAIR, channel=Channel.CHAIR)
    settle(by, uuids)
    assert (marks(), sheet_state()) == (MARKS, State.SUBMITTED)
    assert broken(find_event(CODE), by(CHAIR).key) == ()


@pytest.mark.parametrize("late", [True, False], ids=["late", "held"])
def test_into_a_final_zone_nothing_is_taken_but_it_may_be_set_aside(event, zone, by, hold, late):
    score_zone(event, zone, by)
    entry = mark("5")
    with writing():
        finalise_zone(find_zone(find_event(CODE), "z1"), by=by(CHAIR))
    if late:
        send(by, entry)
    else:
        hold(entry)
    assert refusal_of(lambda: settle(by, [entry.uuid])).code == "result.zone_finalised"
    settle(by, [entry.uuid], take=False)
    assert broken(find_event(CODE), by(CHAIR).key) == ()


def test_for_a_presenter_of_another_zone_nothing_can_be_taken(by, hold):
    uuids = hold(replace(mark("5"), presenter="3111"), held_for=HeldFor.MOVED)
    assert refusal_of(lambda: settle(by, uuids, presenter="3111")).code == "deposit.mark_refused"
    settle(by, uuids, presenter="3111", take=False)
    assert settlements() == {"set aside"}


def late_mark_of_a_chair(by) -> list[str]:
    """The chair's own sheet is in, and another mark comes from the own tablet."""
    score(find_event(CODE), by(CHAIR), CHAIR, FIRST)
    late = NewEntry(str(uuid4()), CHAIR, FIRST, Act.MARK, "1.1", "5")
    with writing():
        store_entries(find_event(CODE), [late], by=by(CHAIR), actor=Actor.AUTHOR, channel=Channel.TABLET)
    return [late.uuid]


def test_a_chair_who_could_see_the_others_marks_changes_no_own_ones(event, by):
    score(event, by(JUDGE), JUDGE, FIRST)
    uuids = late_mark_of_a_chair(by)
    assert refusal_of(lambda: settle(by, uuids, seat=CHAIR)).code == "sheet.seen_others"
    settle(by, uuids, seat=CHAIR, take=False)
    assert marks_of(CHAIR) == MARKS


def test_a_chair_whose_sheet_is_the_first_takes_the_own_late_ones_in(event, by):
    settle(by, late_mark_of_a_chair(by), seat=CHAIR)
    assert marks_of(CHAIR) == MARKS | {"1.1": "5"}


def test_what_another_hand_settled_meanwhile_is_not_settled_again(event, by):
    score(event, by(JUDGE), JUDGE, FIRST)
    send(by, mark("5"))
    with writing():
        entry = db.session.scalars(select(Entry).where(Entry.status == EntryStatus.LATE)).one()
        db.session.execute(  # as it was read before the chain was free
            update(Entry).values(settled_at=entry.stored_at), execution_options={"synchronize_session": False}
        )
        refused = refusal_of(lambda: settle_entry(event, entry, by=by(CHAIR), take=True, reason=WHY))
    assert refused.code == "entry.settled"


@pytest.mark.parametrize("take", [True, False])
def test_nothing_is_settled_twice(by, hold, take):
    uuids = hold(mark("5"))
    settle(by, uuids)
    assert refusal_of(lambda: settle(by, uuids, take=take)).code == "deposit.settled"


def test_a_chair_settles_nothing_of_another_zone_or_sheet(by, hold):
    uuids = hold(mark("5"))
    assert refusal_of(lambda: settle(by, uuids, presenter="3116")).code == "deposit.settled"

    def elsewhere() -> None:
        with writing():
            zone = find_zone(find_event(CODE), "z2")
            settle_held(zone, JUDGE, FIRST, uuids, by=by("z2-chair"), take=True, reason=WHY)

    assert refusal_of(elsewhere).code == "deposit.settled"


def test_a_tablet_that_sends_again_what_was_taken_in_learns_that_it_is_here(by, hold):
    entry = mark("5")
    settle(by, hold(entry))
    assert send(by, entry) == ["duplicate"]


def test_what_waits_at_the_door_blocks_finalising(event, zone, by, hold):
    score_zone(event, zone, by)
    uuids = hold(mark("5"))

    def finalise() -> None:
        with writing():
            finalise_zone(find_zone(find_event(CODE), "z1"), by=by(CHAIR))

    refused = refusal_of(finalise)
    assert (refused.code, refused.params) == ("result.entries_held", {"count": 1})
    settle(by, uuids, take=False)
    finalise()
