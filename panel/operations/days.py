"""The day as it goes: what happens to a slot in the hall, kept line after line, and what that does to the
rest of the plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from panel.db import db
from panel.domain.days import MAY_FOLLOW, ON_STAGE, Happened
from panel.domain.errors import Conflict, Invalid, named
from panel.domain.schedules import clock
from panel.domain.shifts import Course, moves, outcome
from panel.models import Booking, Edit, Happening, Slot, Zone
from panel.operations.audit import Author, record
from panel.operations.edits import edited, undo_edit
from panel.operations.schedules import publish_plan
from panel.operations.sheets import refuse_finalised, required
from panel.queries.days import actual_times, course_of
from panel.queries.edits import edits_since
from panel.queries.schedules import published_plan, timed_slots


def note_happening(slot: Slot, kind: Happened, *, by: Author, note: str = "") -> bool:
    """Note what happens to a slot now; False if that was noted already, and nothing is noted twice.

    Raises Conflict if it can't follow what happened so far, or if somebody else is on stage.
    """
    refuse_finalised(slot.zone)
    db.session.refresh(slot)  # another hand may have been quicker, while the chain was waited for
    stands = slot.happened or Happened.PLANNED
    if stands is kind:
        return False
    if kind not in MAY_FOLLOW[stands]:
        raise Conflict("day.order", presenter=named(slot.presenter), state=stands)
    other = next((each for each in timed_slots(slot.zone) if each.happened in ON_STAGE), None)
    if kind is Happened.PRESENTING and other is not None:
        raise Conflict("day.on_stage", presenter=named(other.presenter))
    _happened(slot, kind, by=by, note=note)
    return True


def take_back(slot: Slot, kind: Happened, *, by: Author) -> bool:
    """Take back that `kind` happened: the slot is in its phase before, and has been since that began.

    False if something else stands there by now, so that a second press takes nothing more back.
    """
    refuse_finalised(slot.zone)
    db.session.refresh(slot)
    if slot.happened is not kind or kind is Happened.PLANNED:
        return False
    phase, since = actual_times(slot.zone.event)[slot.id].before(kind)
    _happened(slot, phase, by=by, at=since)
    return True


def mark_no_show(slot: Slot, *, by: Author, reason: str) -> bool:
    """The presenter did not appear: unranked, whatever sheets say. False if that was noted already."""
    return note_happening(slot, Happened.NO_SHOW, by=by, note=required(reason))


def take_back_no_show(slot: Slot, *, by: Author, reason: str) -> None:
    """The presenter did appear: the slot is as the plan has it."""
    if not slot.no_show:
        raise Conflict("slot.appeared", presenter=named(slot.presenter))
    refuse_finalised(slot.zone)
    _happened(slot, Happened.PLANNED, by=by, note=required(reason))


def change_course(
    zone: Zone,
    change: Callable[[Course], Course],
    *,
    act: str,
    by: Author,
    seen: int,
    expected: str,
    **body: object,
) -> Edit:
    """Give the rest of a zone's day another course, as one edit of the plan with what its words need.

    Publishes the next version if the plan was published: people must see it. Raises Conflict if the plan
    was edited since revision `seen`, or the day went on so that the outcome is not the `expected` one that
    was looked at; Invalid if nothing changes.
    """
    event = zone.event
    with edited(event, act, by=by, seen=seen, zone=zone.code, **body):
        refuse_finalised(zone)
        before = course_of(zone)
        after = change(before)
        if outcome(before, after) != expected:
            raise Conflict("day.changed")
        _lay_down(zone, before, after, by)
        record("day.changed", event=event, zone=zone, by=by, what=act, **body)
    edits = edits_since(event, seen)
    if not edits:
        raise Invalid("day.no_change")
    if published_plan(event):
        publish_plan(event, by=by)
    return edits[-1]


def reverse_change(zone: Zone, edit: Edit, *, by: Author) -> Edit:
    """Take one's own change back as long as it is the latest of the plan; the edit that did so."""
    if by.person is None or edit.person_id != by.person.id or edit.act in {"undo", "redo"}:
        raise Conflict("plan.nothing_to_undo")
    undo_edit(zone.event, by=by, seen=edit.id)
    if published_plan(zone.event):
        publish_plan(zone.event, by=by)
    return edits_since(zone.event, edit.id)[-1]


def _lay_down(zone: Zone, before: Course, after: Course, by: Author) -> None:
    slots = {slot.presenter.code: slot for slot in timed_slots(zone)}
    for move in moves(before, after):
        slot = slots[move.presenter]
        slot.start, slot.end = move.now.start, move.now.end
        _add(slot, Happened.MOVED, by, note=f"{clock(move.was.start)} > {clock(move.now.start)}")
    for position, facts in enumerate(after.slots, start=1):
        slot = slots[facts.presenter]
        if slot.happened is Happened.CALLED and position > slot.position:
            _happened(slot, Happened.PLANNED, by=by)
        slot.position, slot.questions = position, after.questions.get(facts.presenter)
    if after.day != before.day:
        zone.event.day = after.day
    if after.bookings != before.bookings:
        zone.venue.bookings = [Booking(start=each.start, end=each.end) for each in after.bookings]


def _happened(slot: Slot, kind: Happened, *, by: Author, note: str = "", at: datetime | None = None) -> None:
    """`at` is when it happened, if not just now."""
    slot.happened = kind
    _add(slot, kind, by, note=note, at=at)
    record(
        f"slot.{kind}", event=slot.zone.event, zone=slot.zone, by=by, presenter=slot.presenter.code, note=note
    )


def _add(slot: Slot, kind: Happened, by: Author, *, note: str, at: datetime | None = None) -> None:
    person = by.person.id if by.person else None
    db.session.add(Happening(slot_id=slot.id, person_id=person, kind=kind, at=at or by.at, note=note))
