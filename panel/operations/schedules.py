"""Changes of the plan by hand: where and when an amphoe presents, what stays put, breaks, its publication.

A change that clashes is made all the same: `clashes.check` tells it, and whoever made it decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select

from panel.db import db
from panel.domain.audit import EVENT_CHAIN, digest
from panel.domain.days import BEGUN
from panel.domain.errors import Invalid, NotFound
from panel.domain.events import Break
from panel.domain.schedules import DAY_MINUTES, lay_out
from panel.models import Event, PlanVersion, Slot, Zone
from panel.operations.audit import Author, lock_chain, record
from panel.operations.edits import edited, refuse_begun, refuse_marked
from panel.operations.sheets import refuse_finalised
from panel.queries.schedules import has_marks, plan_body, timed_slots


def move_presenter(slot: Slot, *, to: Zone, position: int, by: Author, seen: int | None = None) -> None:
    """Give a presenter the `position`-th slot (from 1) of a zone; the others close up and make room.

    Whoever moves a pinned slot takes its pin out; other pinned slots stay where they are.
    """
    home, event, presenter = slot.zone, to.event, slot.presenter.code
    with edited(event, "move", by=by, seen=seen, presenter=presenter, zone=to.code):
        _hold(home, to)
        refuse_begun(slot)
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


def swap_slots(one: Slot, other: Slot, *, by: Author, seen: int | None = None) -> None:
    """Let two presenters of a round change places: zone, time, and the pin of the place. Nobody else moves,
    unless one of the two takes longer."""
    event = one.round.event
    codes = {"presenter": one.presenter.code, "other": other.presenter.code}
    with edited(event, "swap", by=by, seen=seen, **codes):
        if one is other or one.round is not other.round:
            raise Invalid("slot.swap_with")
        zones = _hold(one.zone, other.zone)
        for slot in (one, other):
            refuse_begun(slot)
            if len(zones) > 1:
                refuse_marked(slot)
        places = [(slot.zone, slot.position, slot.start, slot.pinned) for slot in (one, other)]
        for slot, (zone, position, start, pinned) in zip((other, one), places, strict=True):
            slot.zone, slot.position, slot.start, slot.pinned = zone, position, start, pinned
            slot.end = (start or 0) + slot.minutes
        db.session.flush()
        for zone in zones:
            if one.minutes != other.minutes:
                lay(zone, timed_slots(zone))
            record("slot.swapped", event=event, zone=zone, by=by, **codes)


def pin_slot(slot: Slot, *, at: int, by: Author, seen: int | None = None) -> None:
    """Let a presenter start at that minute of the day, and stay there whatever else is moved or planned."""
    zone, presenter = slot.zone, slot.presenter.code
    with edited(zone.event, "pin", by=by, seen=seen, presenter=presenter, start_time=at):
        _hold(zone)
        refuse_begun(slot)
        elsewhere = at != slot.start
        slot.start, slot.end, slot.pinned = at, at + slot.minutes, True
        if elsewhere:
            lay(zone, timed_slots(zone))
        record("slot.pinned", event=zone.event, zone=zone, by=by, presenter=presenter, start=at)


def unpin(slot: Slot, *, by: Author, seen: int | None = None) -> None:
    """A slot that was to stay may be laid anew."""
    event, presenter = slot.round.event, slot.presenter.code
    with edited(event, "unpin", by=by, seen=seen, presenter=presenter):
        slot.pinned = False
        record("slot.unpinned", event=event, zone=slot.zone, by=by, presenter=presenter)


def ask_for_time(
    slot: Slot,
    *,
    not_before: int | None,
    not_after: int | None,
    firm: bool,
    by: Author,
    seen: int | None = None,
) -> None:
    """Note what a presenter requested: to start no earlier, to have ended by then. Nothing moves for it."""
    event, presenter = slot.round.event, slot.presenter.code
    with edited(event, "request", by=by, seen=seen, presenter=presenter):
        if not_before is not None and not_after is not None and not_after - not_before < slot.minutes:
            raise Invalid("request.too_short", minutes=slot.minutes)
        slot.not_before, slot.not_after = not_before, not_after
        slot.firm = firm and slot.request is not None
        body = {"presenter": presenter, "not_before": not_before, "not_after": not_after, "firm": slot.firm}
        record("slot.requested", event=event, zone=slot.zone, by=by, **body)


def start_zone(zone: Zone, *, at: int, by: Author, seen: int | None = None) -> None:
    """Let a zone's first slot start at that minute of the day; all follow in their order."""
    with edited(zone.event, "start", by=by, seen=seen, zone=zone.code, start_time=at):
        _hold(zone)
        zone.start = at
        lay(zone, timed_slots(zone))
        record("zone.started_at", event=zone.event, zone=zone, by=by, start=at)


def insert_break(event: Event, pause: Break, *, by: Author, seen: int | None = None) -> None:
    """Give a zone, or all of them, a break; slots that would touch it begin when it ends."""
    with edited(event, "break", by=by, seen=seen, **_told(pause)):
        _set_breaks(event, [*event.day.breaks, pause], pause)
        record("break.inserted", event=event, by=by, pause=_told(pause))


def change_break(event: Event, number: int, pause: Break, *, by: Author, seen: int | None = None) -> None:
    """Let the `number`-th break (from 1) be another."""
    with edited(event, "change_break", by=by, seen=seen, **_told(pause)):
        breaks = list(event.day.breaks)
        earlier = _numbered(breaks, number)
        breaks[number - 1] = pause
        _set_breaks(event, breaks, earlier, pause)
        record("break.changed", event=event, by=by, number=number, pause=_told(pause))


def remove_break(event: Event, number: int, *, by: Author, seen: int | None = None) -> None:
    """Do without the `number`-th break (from 1); what came after it moves up."""
    earlier = _numbered(event.day.breaks, number)
    with edited(event, "remove_break", by=by, seen=seen, **_told(earlier)):
        breaks = list(event.day.breaks)
        if earlier not in breaks:  # somebody else removed or changed it while the chain was waited for
            raise NotFound("break.unknown")
        breaks.remove(earlier)
        _set_breaks(event, breaks, earlier)
        record("break.removed", event=event, by=by, pause=_told(earlier))


def _numbered(breaks: Sequence[Break], number: int) -> Break:
    if not 1 <= number <= len(breaks):
        raise NotFound("break.unknown")
    return breaks[number - 1]


def _told(pause: Break) -> dict[str, object]:
    start, end = pause.window.start, pause.window.end
    return {"name": pause.name, "zone": pause.zone, "start_time": start, "end_time": end}


def _set_breaks(event: Event, breaks: Sequence[Break], *touched: Break) -> None:
    """Lay every zone anew to which a break that came, went or changed applies."""
    for pause in touched:
        if not 0 <= pause.window.start < pause.window.end <= DAY_MINUTES:
            raise Invalid("break.malformed")
    event.day = replace(event.day, breaks=tuple(breaks))
    zones = [zone for zone in event.zones if {None, zone.code} & {pause.zone for pause in touched}]
    _hold(*zones)
    for zone in zones:
        lay(zone, timed_slots(zone))


def _hold(*zones: Zone) -> list[Zone]:
    """The zones, held until the transaction ends in one order by whoever comes; none may be finalised."""
    different = sorted(set(zones), key=lambda zone: zone.code)
    for zone in different:
        refuse_finalised(zone)
    return different


def lay(zone: Zone, slots: Sequence[Slot]) -> None:
    """Lay the slots out in their order from the zone's start, around the breaks and what is pinned.

    What has begun stays too, and the rest comes after it.
    """
    by_code = {slot.presenter.code: slot for slot in slots}
    held = {
        code: slot.facts
        for code, slot in by_code.items()
        if slot.start is not None and (slot.pinned or slot.happened in BEGUN)
    }
    day = zone.event.day
    over = [slot.end + day.gap for slot in slots if slot.end is not None and slot.happened in BEGUN]
    planned = lay_out(
        day,
        max([zone.start, *over]),
        tuple(by_code),
        zone.code,
        zone.venue.code,
        pinned=held,
        lengths={code: slot.minutes for code, slot in by_code.items()},
    )
    for position, times in enumerate(planned, start=1):
        slot = by_code[times.presenter]
        slot.position, slot.start, slot.end = position, times.start, times.end
    db.session.flush()


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
