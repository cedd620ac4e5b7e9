"""Plans made in the background: asked for, followed, stopped, and laid down as one edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panel.db import db
from panel.domain.errors import Conflict
from panel.domain.planning import Plan
from panel.domain.planning.terms import Terms
from panel.models import Event, Job, Slot, Zone
from panel.models.jobs import JobKind, JobState
from panel.operations.audit import Author, record
from panel.operations.edits import edited, refuse_begun, refuse_marked, set_excuses
from panel.operations.jobs import ask_for_job, end_job, record_job
from panel.operations.schedules import lay
from panel.operations.sheets import refuse_finalised
from panel.queries.edits import plan_revision
from panel.queries.planning import Move, moves_of
from panel.queries.schedules import plan_slots


def ask_for_plan(event: Event, terms: Terms, *, by: Author) -> Job:
    """Have a plan made of the event as it stands; what is being made for the person is not made twice."""
    return ask(event, {"terms": terms.to_json()}, by=by)


def ask(event: Event, options: dict[str, Any], *, by: Author) -> Job:
    """A search in the queue, of the plan's present revision."""
    return ask_for_job(event, JobKind.PLAN, options | {"revision": plan_revision(event)}, by=by)


def note_progress(job: Job, progress: Mapping[str, Any]) -> bool:
    """Keep what a search has come to; whether it is to go on."""
    job.progress = dict(progress)
    return not job.stopped


def stop_plan(job: Job, *, by: Author) -> None:
    """End a search with the best that it has."""
    if job.state not in {JobState.WAITING, JobState.RUNNING}:
        raise Conflict("plan.ended")
    job.stopped = True
    record_job(job, "plan.stopped", by=by)


def finish_plan(job: Job, answer: Mapping[str, Any], *, by: Author) -> None:
    """The search has ended with this answer."""
    job.answer = dict(answer)
    end_job(job, at=by.at)
    record_job(job, "plan.made", by=by)


def apply_plan(
    event: Event, plan: Plan, *, by: Author, seen: int | None = None, start: int | None = None
) -> int:
    """Lay a plan down as one edit and say how many presenters it moved; `start` becomes every zone's.

    Raises Conflict where the plan was edited since `seen`, or what it changes must stay by now: a
    finalised zone, a presenter under way, the zone of one with marks.
    """
    with edited(event, "plan", by=by, seen=seen):
        moves = moves_of(event, plan)
        if moves is None:
            raise Conflict("plan.others_present")
        changes = [move for move in moves if move.changed]
        _refuse(event, changes, start)
        if start is not None:
            for zone in event.zones:
                zone.start = start
        _lay_down(event, moves)
        set_excuses(event, [(excuse.seat, excuse.presenter) for excuse in sorted(plan.excused)])
        record("plan.applied", event=event, by=by, moved=[move.presenter.code for move in changes])
    return len(changes)


def _refuse(event: Event, changes: list[Move], start: int | None) -> None:
    """Hold and look at the zones that a plan touches, in the order in which all lock them."""
    touched = {zone.code for move in changes for zone in (move.zone, move.to)}
    for zone in sorted(event.zones, key=lambda each: each.code):
        if zone.code in touched or (start is not None and zone.start != start):
            refuse_finalised(zone)


def _lay_down(event: Event, moves: list[Move]) -> None:
    """Give every slot its zone, place and times."""
    slots = {
        (slot.round_id, slot.presenter_id): slot for found in plan_slots(event).values() for slot in found
    }
    places: dict[int, int] = {}
    for move in moves:  # zone after zone in time's order
        slot = slots[move.to.round_id, move.presenter.id]
        if move.changed:
            _change(slot, move)
        places[move.to.id] = slot.position = places.get(move.to.id, 0) + 1
    db.session.flush()


def _change(slot: Slot, move: Move) -> None:
    refuse_begun(slot)
    if move.changes_zone:
        _enter(slot, move.to)
    slot.start, slot.end = move.after.start, move.after.end


def _enter(slot: Slot, zone: Zone) -> None:
    """Let a presenter without marks change to a zone of the round."""
    refuse_begun(slot)
    refuse_marked(slot)
    slot.zone, slot.pinned, slot.instrument_id = zone, False, zone.round.instrument_id


def apply_zoning(event: Event, wanted: Mapping[str, str], *, by: Author, seen: int | None = None) -> int:
    """Divide presenters into these zones (by presenter code) as one edit, and say how many it moved.

    Whoever comes new to a zone presents there last, in the order of their codes. Raises Conflict as
    `apply_plan` does.
    """
    zones = {zone.code: zone for zone in event.zones}
    with edited(event, "zoning", by=by, seen=seen):
        found = plan_slots(event)
        slots = {zone.code: found[zone.id] for zone in event.zones}
        moving = [
            (slot, to)
            for each in slots.values()
            for slot in each
            if (to := zones.get(wanted.get(slot.presenter.code, "")))
            and to is not slot.zone
            and to.round_id == slot.round_id
        ]
        touched = {zone.code for slot, to in moving for zone in (slot.zone, to)}
        for code in sorted(touched):
            refuse_finalised(zones[code])
        for slot, to in sorted(moving, key=lambda pair: pair[0].presenter.code):
            slots[slot.zone.code].remove(slot)
            slots[to.code].append(slot)
            _enter(slot, to)
        for code in sorted(touched):
            lay(zones[code], slots[code])
        record("plan.zoned", event=event, by=by, moved={slot.presenter.code: to.code for slot, to in moving})
    return len(moving)


def ask_for_zoning(event: Event, terms: Terms, fixed: Mapping[str, str], *, by: Author) -> Job:
    """Have the presenters divided into zones; those who are `fixed` in a zone stay there."""
    return ask(event, {"zoning": {"terms": terms.to_json(), "fixed": dict(fixed)}}, by=by)
