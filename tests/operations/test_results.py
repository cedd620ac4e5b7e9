"""Finalising and reopening a zone."""

from __future__ import annotations

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import select

from panel.adapters.secrets import derive_key
from panel.db import db, writing
from panel.domain.audit import digest
from panel.domain.errors import Conflict, Invalid, PanelError
from panel.domain.sheets import Act, Actor, Channel, State
from panel.models import InstrumentVersion, Record, Sheet, Slot, Snapshot
from panel.operations.audit import Author
from panel.operations.days import mark_no_show
from panel.operations.entries import NewEntry, store_entry
from panel.operations.results import finalise_zone, reopen_zone
from panel.operations.schedules import move_presenter, start_zone
from panel.queries.accounts import find_person
from panel.queries.events import find_event, find_zone
from panel.queries.results import zone_results
from panel.queries.schedules import find_slot
from panel.queries.snapshots import current_snapshot
from tests.conftest import CODE, MARKS, SECRET, score, score_zone


def finalise(zone, by) -> Snapshot:
    with writing():
        return finalise_zone(zone, by=by("z1-chair"))


def reopen(zone, by, reason: str = "a mark was mistyped") -> None:
    with writing():
        reopen_zone(zone, by=by("z1-chair"), reason=reason)


def refusal_of(act) -> str:
    with pytest.raises(PanelError) as refused, writing():
        act()
    return refused.value.code


def sheet_states(zone) -> set[State]:
    statement = select(Sheet.state).join(Slot).where(Slot.zone_id == zone.id, Slot.start.is_not(None))
    return set(db.session.scalars(statement))


def test_finalising_confirms_every_sheet_and_freezes_the_ranking(event, zone, by):
    score_zone(event, zone, by)
    snapshot = finalise(zone, by)
    assert sheet_states(zone) == {State.CONFIRMED}
    assert (snapshot.version, snapshot.finalised_by.code) == (1, "z1-chair")
    assert [each["result"] for each in snapshot.body["presenters"]] == [
        "80.00",
        "79.00",
        "78.00",
        "77.00",
        "76.00",
    ]


def test_finalising_is_recorded_with_its_digest(event, zone, by):
    score_zone(event, zone, by)
    snapshot = finalise(zone, by)
    record = db.session.scalars(select(Record).where(Record.act == "zone.finalised")).one()
    names = digest(snapshot.names)
    assert record.body == {"version": 1, "digest": snapshot.digest, "names": names}
    assert (record.person, record.digest) == ("z1-chair", snapshot.audit_head)


def test_practice_is_neither_awaited_nor_confirmed(event, zone, by):
    score_zone(event, zone, by)
    score(event, by("z1-judge-1"), "z1-judge-1", "practice-z1")
    score(event, by("z1-judge-2"), "z1-judge-2", "practice-z1", {"1.1": "3"}, submit=False)
    finalise(zone, by)
    states = select(Sheet.state).join(Slot).where(Slot.start.is_(None))
    assert set(db.session.scalars(states)) == {State.SUBMITTED, State.DRAFT}


def test_an_open_sheet_is_named_and_nothing_changes(event, zone, by):
    score_zone(event, zone, by)
    entry = NewEntry(str(uuid4()), "z1-judge-1", "3101", Act.WITHDRAW)
    with writing():
        store_entry(event, entry, by=by("z1-judge-1"), actor=Actor.AUTHOR, channel=Channel.FORM)
    with pytest.raises(Conflict) as refused:
        finalise(zone, by)
    assert refused.value.code == "result.sheets_pending"
    assert refused.value.params == {"count": 1, "who": "เมืองบุรีรัมย์ – กรรมการคนที่ ๑ กลุ่มโซนที่ ๑"}
    assert sheet_states(zone) == {State.SUBMITTED, State.DRAFT}
    assert current_snapshot(zone) is None


def test_a_late_entry_waits_for_the_chairs_decision(event, zone, by):
    score_zone(event, zone, by)
    entry = NewEntry(str(uuid4()), "z1-judge-1", "3101", Act.MARK, "1.1", "9")
    with writing():
        store_entry(event, entry, by=by("z1-judge-1"), actor=Actor.AUTHOR, channel=Channel.TABLET)
    assert refusal_of(lambda: finalise_zone(zone, by=by("z1-chair"))) == "result.entries_held"


def test_a_mix_of_instrument_versions_gives_no_ranking(event, zone, by):
    score_zone(event, zone, by)
    old = zone.round.instrument
    later = InstrumentVersion(event_id=event.id, code=old.code, version=2, body=old.body, digest=old.digest)
    with writing():
        db.session.add(later)
        db.session.flush()
        find_slot(zone, "3101").instrument_id = later.id
    assert refusal_of(lambda: finalise_zone(zone, by=by("z1-chair"))) == "result.versions_mixed"


def test_a_zone_is_finalised_once(event, zone, by):
    score_zone(event, zone, by)
    finalise(zone, by)
    assert refusal_of(lambda: finalise_zone(zone, by=by("z1-chair"))) == "result.already_finalised"


def test_a_zone_without_presenters_has_nothing_to_finalise(event, zone, by):
    with writing():
        for slot in list(zone.slots):
            slot.start = slot.end = None
    assert refusal_of(lambda: finalise_zone(zone, by=by("z1-chair"))) == "result.nothing_to_finalise"


@pytest.mark.parametrize(
    "act",
    [
        lambda event, zone, by: mark_no_show(find_slot(zone, "3101"), by=by, reason="why"),
        lambda event, zone, by: start_zone(zone, at=600, by=by),
        lambda event, zone, by: move_presenter(find_slot(zone, "3101"), to=zone, position=2, by=by),
    ],
    ids=["no-show", "start", "move"],
)
def test_nothing_of_a_final_zone_is_changed(event, zone, by, act):
    score_zone(event, zone, by)
    finalise(zone, by)
    assert refusal_of(lambda: act(event, zone, by("organiser"))) == "result.zone_finalised"


def test_reopening_keeps_what_was_final_and_takes_the_sheets_back(event, zone, by):
    score_zone(event, zone, by)
    finalise(zone, by)
    reopen(zone, by)
    old = db.session.scalars(select(Snapshot)).one()
    assert (old.version, old.reopened_reason) == (1, "a mark was mistyped")
    assert current_snapshot(zone) is None
    assert sheet_states(zone) == {State.SUBMITTED}
    assert zone_results(zone).provisional


def test_the_same_marks_give_the_same_digest_under_a_new_version(event, zone, by):
    score_zone(event, zone, by)
    first = finalise(zone, by)
    reopen(zone, by)
    second = finalise(zone, by)
    assert (first.version, second.version) == (1, 2)
    assert first.digest == second.digest


def test_other_marks_give_another_digest(event, zone, by):
    score_zone(event, zone, by)
    first = finalise(zone, by)
    reopen(zone, by)
    with writing():
        entry = NewEntry(str(uuid4()), "z1-judge-1", "3101", Act.RETURN, value={"reason": "look again"})
        store_entry(event, entry, by=by("z1-chair"), actor=Actor.CHAIR, channel=Channel.CHAIR)
    sheet = zone_results(zone).presenter("3101").sheet("z1-judge-1")
    assert (sheet.state, sheet.reason) == (State.RETURNED, "look again")
    base = next(mark.entry for mark in stored(sheet).marks if mark.node == "1.1")
    with writing():
        for entry in (
            NewEntry(str(uuid4()), "z1-judge-1", "3101", Act.MARK, "1.1", "2", base),
            NewEntry(str(uuid4()), "z1-judge-1", "3101", Act.SUBMIT),
        ):
            store_entry(event, entry, by=by("z1-judge-1"), actor=Actor.AUTHOR, channel=Channel.TABLET)
    second = finalise(zone, by)
    assert second.digest != first.digest
    assert second.body["presenters"][0]["result"] == "78.80"


def stored(view) -> Sheet:
    from panel.models import Presenter, Seat

    statement = select(Sheet).join(Seat).join(Slot).join(Presenter, Presenter.id == Slot.presenter_id)
    return db.session.scalars(statement.where(Seat.code == view.seat, Presenter.code == view.presenter)).one()


def test_reopening_needs_a_reason_and_something_final(event, zone, by):
    score_zone(event, zone, by)
    assert refusal_of(lambda: reopen_zone(zone, by=by("z1-chair"), reason="x")) == "result.not_finalised"
    finalise(zone, by)
    with pytest.raises(Invalid):
        reopen(zone, by, reason=" ")
    assert current_snapshot(zone).version == 1


def test_the_digest_is_the_same_on_another_day(event, zone, by, clock):
    score_zone(event, zone, by)
    first = finalise(zone, by)
    clock.forward(days=3)
    reopen(zone, by)
    assert finalise(zone, by).digest == first.digest
    assert MARKS.items() <= first.body["presenters"][0]["sheets"][0]["marks"].items()


def test_of_two_who_finalise_at_once_one_is_refused(app, clock, event, zone, by):
    score_zone(event, zone, by)
    db.session.remove()
    start, outcomes = Barrier(2), []

    def attempt() -> None:
        with app.app_context():
            start.wait()
            try:
                with writing():
                    chair = find_person(find_event(CODE), "z1-chair")
                    author = Author(chair, clock(), derive_key(SECRET, "audit"))
                    finalise_zone(find_zone(find_event(CODE), "z1"), by=author)
                outcomes.append("final")
            except Conflict as refusal:
                outcomes.append(refusal.code)
            db.session.remove()

    threads = [Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["final", "result.already_finalised"]
    assert [each.version for each in db.session.scalars(select(Snapshot))] == [1]
