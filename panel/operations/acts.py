"""Acts: changes of a sheet's state, what stands against one beside the table of states, and its record."""

from __future__ import annotations

from panel.db import db
from panel.domain.errors import Conflict, Invalid, PanelError, named
from panel.domain.instruments import evaluate
from panel.domain.sheets import NEEDS_REASON, Act, HeldFor, State, idle, next_state
from panel.models import Event, Person, Sheet, Zone
from panel.operations.audit import Author, record
from panel.operations.batches import Barred, Hand, NewEntry
from panel.operations.targets import Target
from panel.queries.entries import others_submitted
from panel.queries.verification import sealed_sheet


def perform(hand: Hand, entry: NewEntry, target: Target) -> str:
    """Change the sheet's state, record it; gives the reason told. Its marks are written before."""
    reason = _reason(entry)
    state = _state_after(hand, entry, target)
    _may_act(entry, target)
    sheet = db.session.get_one(Sheet, target.begun(), populate_existing=True)
    sheet.state = target.state = state
    if not state.counts and not state.pending:  # recused, absent: no marks say how it came
        sheet.channel = target.channel = hand.channel
    sheet.reason = reason
    facts: dict[str, object] = {"seat": entry.seat, "presenter": entry.presenter}
    if reason:
        facts["reason"] = reason
    if entry.act is Act.SUBMIT:
        sheet.submissions += 1
        sheet.submitted_at = hand.at
        facts |= {"submission": sheet.submissions, "digest": sealed_sheet(sheet)}
    person = db.session.get_one(Person, hand.person_id) if hand.person_id else None
    event = db.session.get_one(Event, hand.event_id)
    by = Author(person, hand.at, hand.key)
    record(f"sheet.{entry.act}", event=event, zone=sheet.slot.zone, by=by, **facts)
    return reason


def _reason(entry: NewEntry) -> str:
    given = entry.value.get("reason") if isinstance(entry.value, dict) else None
    reason = given.replace("\x00", "").strip()[:500] if isinstance(given, str) else ""
    if entry.act in NEEDS_REASON and not reason:
        raise Invalid("sheet.reason_missing")
    return reason


def _state_after(hand: Hand, entry: NewEntry, target: Target) -> State:
    """By the table of states, and as long as the zone and the seat are open."""
    wrong: PanelError | None = None
    state = target.state
    try:
        state = next_state(target.state, entry.act, hand.actor)
    except Conflict as conflict:
        wrong = conflict
    if closed := _closed(target) or wrong:
        raise closed if idle(target.standing, entry.act) else Barred(HeldFor.CLOSED, closed)
    return state


def _closed(target: Target) -> Conflict | None:
    """Why the sheet takes no act of anybody's."""
    if target.finalised:
        return Conflict("result.zone_finalised", zone=named(db.session.get_one(Zone, target.zone_id)))
    if target.seat.closed:
        return Conflict("sheet.seat_closed")
    if target.home:
        return Conflict("sheet.home")
    return None


def _may_act(entry: NewEntry, target: Target) -> None:
    """What the table of states can't know: the gaps, and what its author has seen."""
    if entry.act is Act.SUBMIT:
        _may_submit(entry, target)
    rescored = entry.act in {Act.WITHDRAW, Act.RETURN, Act.RESTORE} and target.seat.role.sees_marks
    if rescored and others_submitted(slot_id=target.slot_id, seat_id=target.seat_id):
        raise Conflict("sheet.seen_others")


def _may_submit(entry: NewEntry, target: Target) -> None:
    outcome = evaluate(target.instrument, target.marks)
    if outcome.missing:
        raise Conflict("sheet.gaps", items=", ".join(outcome.missing))
    said = entry.value if isinstance(entry.value, dict) else {}
    if said.get("heard", entry.presenter) != entry.presenter:
        raise Conflict("sheet.wrong_presenter")
    if said.get("marks", target.marks) != target.marks:
        raise Conflict("sheet.marks_differ")
