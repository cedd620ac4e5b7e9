"""Edits of the plan: kept so that they can be told and undone, refused where somebody else was quicker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, select

from panel.db import db
from panel.domain.audit import EVENT_CHAIN
from panel.domain.days import BEGUN
from panel.domain.errors import Conflict, named
from panel.models import Booking, Edit, Event, Excuse, Seat, Slot, Zone
from panel.operations.audit import Author, lock_chain, record
from panel.operations.sheets import refuse_finalised
from panel.queries.edits import changed, latest_edit, plan_facts, plan_revision, slot_key
from panel.queries.events import find_venue, find_zone
from panel.queries.locks import Locks
from panel.queries.schedules import has_marks, plan_slots


@contextmanager
def edited(event: Event, act: str, *, by: Author, seen: int | None = None, **body: object) -> Iterator[None]:
    """Keep what is changed of the plan inside as one edit; what changes nothing is none.

    `seen` is the revision that the person looked at (None: whatever stands): raises Conflict
    `plan.stale` if the plan was edited since. `body` is plain JSON: what the act's words need.
    Holds the event's chain, so that edits come one after another.
    """
    lock_chain(event, EVENT_CHAIN)
    db.session.expire_all()  # others may have edited what was read before the chain was free
    if seen is not None and plan_revision(event) > seen:
        raise Conflict("plan.stale")
    earlier = plan_facts(event)
    yield
    db.session.flush()
    before, after = changed(earlier, plan_facts(event))
    if before or after:
        _keep(event, act, by, dict(body), before, after)


def _keep(
    event: Event, act: str, by: Author, body: dict[str, Any], before: dict[str, Any], after: dict[str, Any]
) -> None:
    person = by.person.id if by.person else None
    db.session.add(
        Edit(event_id=event.id, person_id=person, at=by.at, act=act, body=body, before=before, after=after)
    )
    db.session.flush()


def undo_edit(event: Event, *, by: Author, seen: int | None = None) -> Edit:
    """Take back the person's latest edit that stands; raises Conflict if there is none, or if what it
    changed was changed again by somebody else."""
    edit = _latest(event, by, undone=False)
    with edited(event, "undo", by=by, seen=seen, edit=edit.id, of=edit.act):
        _apply(event, expected=edit.after, wanted=edit.before)
        edit.undone = True
    record("plan.undone", event=event, by=by, edit=edit.id, of=edit.act)
    return edit


def redo_edit(event: Event, *, by: Author, seen: int | None = None) -> Edit:
    """Do again what the person took back last; a new edit of theirs ends that."""
    edit = _latest(event, by, undone=True)
    with edited(event, "redo", by=by, seen=seen, edit=edit.id, of=edit.act):
        _apply(event, expected=edit.before, wanted=edit.after)
        edit.undone = False
    record("plan.redone", event=event, by=by, edit=edit.id, of=edit.act)
    return edit


def _latest(event: Event, by: Author, *, undone: bool) -> Edit:
    edit = latest_edit(event, by.person.id if by.person else None, undone=undone)
    if edit is None:
        raise Conflict("plan.nothing_to_redo" if undone else "plan.nothing_to_undo")
    return edit


def _apply(event: Event, *, expected: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Set the facts that an edit changed; raises Conflict where they are no longer what it left."""
    if None in (*expected.values(), *wanted.values()):  # somebody came into the plan or left it
        raise Conflict("plan.not_undoable")
    present = plan_facts(event)
    if any(present.get(key) != value for key, value in expected.items()):
        raise Conflict("plan.changed_since")
    slots = {
        slot_key(slot.round.code, slot.presenter.code): slot
        for found in plan_slots(event).values()
        for slot in found
    }
    for zone in _touched(event, expected, wanted):
        refuse_finalised(zone)
    for key, value in wanted.items():
        sort, _, code = key.partition(":")
        match sort:
            case "slot":
                _set_slot(slots[key], value)
            case "zone":
                zone = find_zone(event, code)
                zone.start, zone.venue = value["start"], find_venue(event, value["venue"])
            case "venue":
                find_venue(event, code).bookings = [Booking(start=start, end=end) for start, end in value]
            case "breaks":
                event.breaks = value
            case "day":
                event.day_start, event.day_end = value
            case "quorum":
                set_quorum(event, value[0])
            case "excuses":
                set_excuses(event, [(seat, presenter) for seat, presenter in value])
    db.session.flush()


def refuse_marked(slot: Slot) -> None:
    """Nobody changes the zone after the first mark."""
    if has_marks(slot):
        raise Conflict("slot.marks_lock", presenter=named(slot.presenter), zone=named(slot.zone))


def refuse_begun(slot: Slot) -> None:
    """Nobody is planned anew who presents, is done, or is noted as a no-show."""
    if slot.happened in BEGUN:
        raise Conflict("slot.begun", presenter=named(slot.presenter))


def _touched(event: Event, *facts: dict[str, Any]) -> list[Zone]:
    """The zones whose slots an edit changed, in the order in which they are locked."""
    codes = {value["zone"] for part in facts for key, value in part.items() if key.startswith("slot:")}
    codes |= {key.partition(":")[2] for part in facts for key in part if key.startswith("zone:")}
    return [find_zone(event, code) for code in sorted(codes)]


def _set_slot(slot: Slot, value: dict[str, Any]) -> None:
    if any(getattr(slot, name) != value[name] for name in ("start", "end", "questions")):
        refuse_begun(slot)
    if slot.zone.code != value["zone"]:
        refuse_begun(slot)
        refuse_marked(slot)
        slot.zone = find_zone(slot.zone.event, value["zone"])
    for name in ("position", "start", "end", "pinned", "questions", "not_before", "not_after", "firm"):
        setattr(slot, name, value[name])


def set_quorum(event: Event, quorum: int | None) -> None:
    """How few sheets make a result; None is the default. Raises Conflict once a mark was given."""
    if Locks(event).seats:
        raise Conflict("rules.marks_lock")
    event.rules = event.rules | {"quorum": quorum}


def set_excuses(event: Event, wanted: list[tuple[str, str]]) -> None:
    """Who misses whom by the plan: these (seat, presenter) and nobody else."""
    seats = {seat.code: seat for seat in db.session.scalars(select(Seat).where(Seat.event_id == event.id))}
    db.session.execute(delete(Excuse).where(Excuse.seat_id.in_([seat.id for seat in seats.values()])))
    slots = {
        (slot.zone_id, slot.presenter.code): slot for found in plan_slots(event).values() for slot in found
    }
    for code, presenter in wanted:
        seat = seats.get(code)
        if seat and seat.zone_id is not None and (slot := slots.get((seat.zone_id, presenter))):
            db.session.add(Excuse(seat=seat, slot=slot))
    db.session.flush()
