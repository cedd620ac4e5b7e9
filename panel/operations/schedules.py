"""Changes of the plan: where and when an amphoe presents, who did not appear, and its publication."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from panel.db import db
from panel.domain.audit import EVENT_CHAIN, digest
from panel.domain.days import Happened
from panel.domain.errors import Conflict, Invalid, named
from panel.domain.schedules import lay_out
from panel.models import Event, Happening, PlanVersion, Slot, Zone
from panel.operations.audit import Author, lock_chain, record
from panel.operations.edits import edited, refuse_marked
from panel.operations.sheets import refuse_finalised, required
from panel.queries.schedules import has_marks, plan_body, timed_slots


def move_presenter(slot: Slot, *, to: Zone, position: int, by: Author, seen: int | None = None) -> None:
    """Give a presenter the `position`-th slot (from 1) of a zone; the others close up and make room.

    Whoever moves a pinned slot takes its pin out; other pinned slots stay where they are.
    """
    home, event, presenter = slot.zone, to.event, slot.presenter.code
    with edited(event, "move", by=by, seen=seen, presenter=presenter, zone=to.code):
        for zone in sorted({home, to}, key=lambda each: each.code):  # locked in one order by whoever comes
            refuse_finalised(zone)
        if to is not home:
            refuse_marked(slot)
        staying = [each for each in timed_slots(to) if each is not slot]
        if not 1 <= position <= len(staying) + 1:
            raise Invalid("slot.position", last=len(staying) + 1)
        slot.zone, slot.pinned = to, False
        slot.instrument_id = slot.instrument_id if has_marks(slot) else to.round.instrument_id
        lay(to, [*staying[: position - 1], slot, *staying[position - 1 :]])
        if home is not to:
            lay(home, [each for each in timed_slots(home) if each is not slot])
            record("slot.left", event=event, zone=home, by=by, presenter=presenter, to=to.code)
        record("slot.moved", event=event, zone=to, by=by, presenter=presenter, position=position)


def start_zone(zone: Zone, *, at: int, by: Author, seen: int | None = None) -> None:
    """Let a zone's first slot start at that minute of the day; all follow in their order."""
    with edited(zone.event, "start", by=by, seen=seen, zone=zone.code):
        refuse_finalised(zone)
        zone.start = at
        lay(zone, timed_slots(zone))
        record("zone.started_at", event=zone.event, zone=zone, by=by, start=at)


def lay(zone: Zone, slots: Sequence[Slot]) -> None:
    """Lay the slots out in their order from the zone's start, around the breaks and what is pinned."""
    by_code = {slot.presenter.code: slot for slot in slots}
    planned = lay_out(
        zone.event.day,
        zone.start,
        tuple(by_code),
        zone.code,
        zone.venue.code,
        pinned={slot.presenter.code: slot.facts for slot in slots if slot.pinned and slot.start is not None},
        lengths={code: slot.minutes for code, slot in by_code.items()},
    )
    for position, times in enumerate(planned, start=1):
        slot = by_code[times.presenter]
        slot.position, slot.start, slot.end = position, times.start, times.end
    db.session.flush()


def mark_no_show(slot: Slot, *, by: Author, reason: str) -> None:
    """The presenter did not appear: unranked, whatever sheets say."""
    _happened(slot, Happened.NO_SHOW, by=by, note=required(reason))


def take_back_no_show(slot: Slot, *, by: Author, reason: str) -> None:
    """The presenter did appear: the slot is as the plan has it."""
    if not slot.no_show:
        raise Conflict("slot.appeared", presenter=named(slot.presenter))
    _happened(slot, Happened.PLANNED, by=by, note=required(reason))


def _happened(slot: Slot, kind: Happened, *, by: Author, note: str) -> None:
    refuse_finalised(slot.zone)
    slot.happened = kind
    db.session.add(
        Happening(
            slot_id=slot.id, person_id=by.person.id if by.person else None, kind=kind, at=by.at, note=note
        )
    )
    record(
        f"slot.{kind}", event=slot.zone.event, zone=slot.zone, by=by, presenter=slot.presenter.code, note=note
    )


def publish_plan(event: Event, *, by: Author) -> PlanVersion:
    """Keep the plan as it stands now under the next version: what people are told."""
    lock_chain(event, EVENT_CHAIN)
    body = plan_body(event)
    version = 1 + (
        db.session.scalar(select(func.max(PlanVersion.version)).where(PlanVersion.event_id == event.id)) or 0
    )
    plan = PlanVersion(event_id=event.id, version=version, body=body, digest=digest(body), published_at=by.at)
    db.session.add(plan)
    record("plan.published", event=event, by=by, version=version, digest=plan.digest)
    return plan
