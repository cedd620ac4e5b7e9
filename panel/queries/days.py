"""The day as it went so far: actual times beside the planned ones, how late a zone runs, and its course as
`domain/shifts` takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.adapters.clock import minute_of
from panel.db import db
from panel.domain.clashes import check
from panel.domain.days import BEGUN, MAY_FOLLOW, ON_STAGE, Happened, Times, lateness, now_and_next
from panel.domain.errors import NotFound
from panel.domain.events import Window
from panel.domain.schedules import Clash, ClashKind
from panel.domain.shifts import Course
from panel.models import Edit, Event, Happening, Presenter, Round, Slot, Zone
from panel.queries.schedules import event_schedule, timed_slots

_ROOM = {ClashKind.DAY, ClashKind.BOOKING, ClashKind.BREAK}


@dataclass(frozen=True)
class SlotDay:
    """A timed slot with what happened to it. `late` is by how much it began late (early: below 0)."""

    slot: Slot
    presenter: Presenter
    start: int
    end: int
    times: Times
    late: int | None

    @property
    def happened(self) -> Happened:
        return self.slot.happened or Happened.PLANNED

    @property
    def begun(self) -> bool:
        return self.happened in BEGUN

    @property
    def acts(self) -> tuple[Happened, ...]:
        """What may happen next."""
        return MAY_FOLLOW[self.happened]

    @property
    def since(self) -> datetime | None:
        return self.times.since(self.happened)


@dataclass(frozen=True)
class ZoneDay:
    """A zone's slots in order, the one to be pressed for now, the one after it, by how much the zone runs
    late, and the minute at which the next may begin (both None on another day, and once all is over)."""

    slots: tuple[SlotDay, ...]
    current: SlotDay | None
    next: SlotDay | None
    late: int | None
    free_at: int | None = None

    @property
    def behind(self) -> bool:
        """Whether the hall will not be free when the next is planned."""
        ahead = [each for each in (self.current, self.next) if each and not each.begun]
        return bool(ahead) and self.free_at is not None and ahead[0].start < self.free_at

    @property
    def waiting(self) -> str | None:
        """The first who has not begun."""
        return next(
            (each.presenter.code for each in (self.current, self.next) if each and not each.begun), None
        )


def actual_times(event: Event) -> dict[int, Times]:
    """The actual times of an event's slots, by slot id; slots to which nothing happened are left out."""
    times: dict[int, Times] = {}
    happenings = db.session.scalars(
        select(Happening)
        .join(Slot, Slot.id == Happening.slot_id)
        .join(Round, Round.id == Slot.round_id)
        .where(Round.event_id == event.id)
        .order_by(Happening.id)
    )
    for line in happenings:
        times[line.slot_id] = times.get(line.slot_id, Times()).after(line.kind, line.at)
    return times


def zone_day(zone: Zone, now: datetime) -> ZoneDay:
    """How a zone's day stands, in as many queries whatever its size."""
    times, minute = actual_times(zone.event), minute_of(now, zone.event.date)
    slots = tuple(_slot_day(slot, times.get(slot.id, Times()), zone.event) for slot in timed_slots(zone))
    by_slot = {each.slot.id: each for each in slots}
    on, coming = now_and_next([each.slot for each in slots], minute)
    ahead = [each for each in slots if not each.begun]
    current = by_slot[on.id] if on else by_slot[coming.id] if coming else next(iter(ahead), None)
    if current is None:
        return ZoneDay(slots, None, None, None)
    behind = [each for each in ahead if each is not current and each.start >= current.start]
    began = _minute(current.times.presenting, zone.event) if current.happened in ON_STAGE else None
    late = lateness(current.start, current.end, began, minute)
    free = minute if minute is None or began is None else current.end + (late or 0)
    return ZoneDay(slots, current, next(iter(behind), None), late, free)


def course_of(zone: Zone) -> Course:
    """A zone's course as it stands."""
    slots, times = timed_slots(zone), actual_times(zone.event)
    began = {
        slot.id: (_minute(times[slot.id].presenting, zone.event), slot.minutes)
        for slot in slots
        if slot.happened in ON_STAGE
    }
    ends = [start + minutes for start, minutes in began.values() if start is not None]
    return Course(
        zone=zone.code,
        day=zone.event.day,
        slots=tuple(slot.facts for slot in slots),
        bookings=tuple(Window(each.start, each.end) for each in zone.venue.bookings),
        begun=frozenset(slot.presenter.code for slot in slots if slot.happened in BEGUN),
        free=max(ends, default=None),
        questions={slot.presenter.code: slot.questions for slot in slots if slot.questions is not None},
    )


def new_clashes(event: Event, after: Course) -> tuple[Clash, ...]:
    """Who would be needed elsewhere, or hindered, by another course of a zone. Its room is `misfits`'s."""
    schedule, rest = event_schedule(event), {slot.presenter: slot for slot in after.rest}
    ahead = [slot for slot in schedule.slots if slot.zone != after.zone or slot.presenter in rest]
    moved = [rest[slot.presenter] if slot.zone == after.zone else slot for slot in ahead]
    known = check(replace(schedule, slots=tuple(ahead)))
    found = check(replace(schedule, slots=tuple(moved)))
    return tuple(clash for clash in found if clash.kind not in _ROOM and clash not in known)


def edits_of(zone: Zone, since: datetime) -> Sequence[Edit]:
    """What was changed of a zone's plan since then, the latest first."""
    edits = db.session.scalars(
        select(Edit)
        .where(Edit.event_id == zone.event_id, Edit.at >= since)
        .options(joinedload(Edit.person))
        .order_by(Edit.id.desc())
    )
    return [edit for edit in edits if touches(edit, zone)]


def find_edit(zone: Zone, edit: int) -> Edit:
    """An edit of a zone's plan; raises NotFound."""
    found = db.session.get(Edit, edit)
    if found is None or found.event_id != zone.event_id or not touches(found, zone):
        raise NotFound("page.unknown")
    return found


def touches(edit: Edit, zone: Zone) -> bool:
    """Whether an edit changed a slot that is or was the zone's, its breaks, or its hall's bookings."""
    return any(
        key == f"venue:{zone.venue.code}"
        or (key == "breaks:" and edit.body.get("zone") == zone.code)
        or (key.startswith("slot:") and value is not None and value["zone"] == zone.code)
        for facts in (edit.before, edit.after)
        for key, value in facts.items()
    )


def _slot_day(slot: Slot, times: Times, event: Event) -> SlotDay:
    start, end = slot.start or 0, slot.end or 0
    began = _minute(times.presenting, event)
    return SlotDay(slot, slot.presenter, start, end, times, None if began is None else began - start)


def _minute(moment: datetime | None, event: Event) -> int | None:
    return None if moment is None else minute_of(moment, event.date)
