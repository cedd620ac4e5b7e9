"""What live pages follow: the day of an event or a zone, and what a venue's screen shows.

Frozen view-models without words; `web/frames` writes them in a language, once for all who follow a topic.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from panel.adapters.clock import minute_of
from panel.adapters.language import BANGKOK
from panel.db import db
from panel.domain.access import Identity
from panel.domain.audit import EVENT_CHAIN, digest
from panel.domain.days import ON_STAGE, OVER, Happened, now_and_next
from panel.models import Chain, Device, Event, Person, Round, Seat, Slot, Venue, Zone
from panel.queries.accounts import identity_of
from panel.queries.days import actual_times
from panel.queries.edits import plan_revision
from panel.queries.plans import PlanSlot, public_plan, starts_at_dawn
from panel.queries.schedules import plan_slots

NEXT_ON_SCREEN = 2


class Audience(StrEnum):
    """Who follows: the audience decides what a frame holds, and by what right a stream stays open."""

    PUBLIC = "public"
    PANEL = "panel"
    SCREEN = "screen"
    BOARD = "board"
    """Of a zone's board, or ("" of `place`) the province's; each by the eyes of who looks at it."""


@dataclass(frozen=True)
class Topic:
    """What a stream follows: an event's day ("" of `place`), a zone's, a screen's venue, or a board. `eyes`:
    what the readers of a board are alike in, as `queries/sights.eyes_of` has it; None for all else."""

    event: str
    audience: Audience
    place: str
    language: str
    eyes: Identity | None = None


@dataclass(frozen=True)
class Line:
    """A slot in the course of the day. `state` is what happened to it last, or else where the clock sees it
    (now, next), or "". `key` is the codes of its round and presenter."""

    key: str
    start: int
    end: int
    state: str


@dataclass(frozen=True)
class Bar:
    """A zone in one line: who is on, who is next, and how many minutes later than people set out with."""

    zone: str
    now: Slot | None
    next: Slot | None
    later: int


@dataclass(frozen=True)
class DayView:
    """Slots in order. `plan` is the revision of the plan as it stands, or the version of the public one."""

    plan: int
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...] = ()


class Stage(StrEnum):
    """What a hall screen shows. WAITING: the presenter is due, or the next to come."""

    EMPTY = "empty"
    WAITING = "waiting"
    BREAK = "break"
    CALLED = "called"
    PRESENTING = "presenting"
    QUESTIONS = "questions"
    FINISHED = "finished"


@dataclass(frozen=True)
class ScreenView:
    """A venue's screen. `minutes` is how long the phase lasts (or will), `until` when it ends; of a break,
    `slot` comes after it and `resumes` is the minute of its end."""

    venue: Venue
    stage: Stage
    slot: Slot | None = None
    zone: Zone | None = None
    minutes: int | None = None
    until: datetime | None = None
    resumes: int | None = None
    next: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Revisions:
    """How often each zone of an event, and the event itself, was changed: by an act (`operations/audit`) or
    by marks, in the transaction of that change. `acts` is another after every act, and after no mark."""

    zones: Mapping[str, int]
    event: int
    acts: str

    @property
    def all(self) -> int:
        """Grows with every change."""
        return self.event + sum(self.zones.values())

    def of(self, zone: str) -> tuple[int, int]:
        """Another after whatever changed the zone, or the event as a whole."""
        return self.zones.get(zone, 0), self.event


def live_revisions(event: str) -> Revisions:
    """As they stand."""
    chains = db.session.execute(_chains(), {"event": event}).all()
    by_name = {chain.name: chain.revision for chain in chains}
    own = by_name.pop(EVENT_CHAIN, 0)
    return Revisions(by_name, own, digest([chain.head for chain in chains]))


def live_zones(event: str) -> dict[str, Zone]:
    """An event's zones by code, with the event and their rounds: where they are, boards do not tell."""
    return {zone.code: zone for zone in db.session.scalars(_zones(), {"event": event})}


@cache  # asked after every mark, and building costs as much as asking
def _chains() -> Select[str, int, str]:
    return (
        select(Chain.name, Chain.revision, Chain.head)
        .join(Event, Event.id == Chain.event_id)
        .where(Event.code == bindparam("event"))
        .order_by(Chain.name)
    )


@cache
def _zones() -> Select[Zone]:
    return (
        select(Zone)
        .join(Zone.event)
        .join(Round, Round.id == Zone.round_id)
        .where(Event.code == bindparam("event"))
        .options(contains_eager(Zone.event), contains_eager(Zone.round), lazyload(Zone.venue))
        .order_by(Zone.position)
    )


def live_identities(keys: Collection[str]) -> dict[str, Identity]:
    """Whom each of these devices stands for by now; those that are signed out, or shut out, for nobody."""
    devices = db.session.scalars(
        select(Device)
        .where(Device.key.in_(keys))
        .options(
            joinedload(Device.person).joinedload(Person.event),
            joinedload(Device.person).joinedload(Person.presents),
            joinedload(Device.person)
            .selectinload(Person.seats)
            .options(joinedload(Seat.zone).lazyload(Zone.venue)),
        )
    )
    found = {device.key: identity_of(device) for device in devices}
    return {key: identity for key, identity in found.items() if identity}


def venues_called(code: str) -> list[tuple[Event, Venue]]:
    """The venues of that code, which is unique only within an event."""
    rows = db.session.execute(
        select(Event, Venue)
        .join(Venue, Venue.event_id == Event.id)
        .where(Venue.code == code)
        .order_by(Venue.id)
    )
    return [(event, venue) for event, venue in rows]


def day_view(event: Event, zone: str, at: datetime) -> DayView:
    """The day as it stands, of one zone or (zone "") of all."""
    minute, slots, told = minute_of(at, event.date), plan_slots(event), starts_at_dawn(event)
    lines: list[Line] = []
    bars: list[Bar] = []
    for each in event.zones:
        if zone in {"", each.code}:
            now, coming = now_and_next(slots[each.id], minute)
            lines += _lines(each, slots[each.id], now, coming)
            bars.append(Bar(each.code, now, coming, _later(each, coming, told)))
    return DayView(plan_revision(event), tuple(lines), tuple(bars))


def public_view(event: Event) -> DayView:
    """The day as the public plan shows it: times as published, and what happened."""
    plan = public_plan(event.code)
    return DayView(
        plan.version or 0,
        tuple(
            Line(f"{zone.round.code}/{slot.presenter}", slot.start, slot.end, _shown(slot.happened))
            for zone in plan.zones
            for slot in zone.lines
            if isinstance(slot, PlanSlot)
        ),
    )


def _lines(zone: Zone, slots: Sequence[Slot], now: Slot | None, coming: Slot | None) -> Iterator[Line]:
    for slot in slots:
        when = "now" if slot is now else "next" if slot is coming else ""
        key = f"{zone.round.code}/{slot.presenter.code}"
        yield Line(key, slot.start or 0, slot.end or 0, _shown(slot.happened) or when)


def _shown(happened: Happened | None) -> str:
    """What to tell of it: that a slot was moved, or nothing recorded, its times say."""
    return "" if happened in {None, Happened.PLANNED, Happened.MOVED} else str(happened)


def _later(zone: Zone, coming: Slot | None, told: dict[tuple[str, str], int]) -> int:
    if coming is None or coming.start is None:
        return 0
    return coming.start - told.get((zone.code, coming.presenter.code), coming.start)


def screen_view(event: Event, venue: Venue, at: datetime) -> ScreenView:
    """What the screen of a venue shows; its zones take turns, as the plan says."""
    zones = {zone.id: zone for zone in event.zones if zone.venue_id == venue.id}
    by_zone = plan_slots(event)
    slots = sorted((slot for zone in zones for slot in by_zone[zone]), key=lambda slot: slot.start or 0)
    minute = event_minute(at, event)
    now, coming = now_and_next(slots, minute)
    shown = now or coming
    if shown is None:
        return ScreenView(venue, Stage.FINISHED if slots else Stage.EMPTY)
    zone = zones[shown.zone_id]
    view = ScreenView(venue, Stage.WAITING, shown, zone, event.present_minutes, next=_after(slots, shown))
    return _staged(view, event, minute)


def event_minute(at: datetime, event: Event) -> int:
    """The minute of the event's day; before its first and after its last on other days."""
    minute = minute_of(at, event.date)
    if minute is not None:
        return minute
    return -1 if at.astimezone(BANGKOK).date() < event.date else 24 * 60


def _after(slots: Sequence[Slot], shown: Slot) -> tuple[Slot, ...]:
    """Who comes after the one shown."""
    coming = [slot for slot in slots if slot.happened not in OVER and slot.happened not in ON_STAGE]
    later = [slot for slot in coming if slot is not shown and (slot.start or 0) >= (shown.start or 0)]
    return tuple(later[:NEXT_ON_SCREEN])


def _staged(view: ScreenView, event: Event, minute: int) -> ScreenView:
    """With what happened to its slot."""
    slot, zone = view.slot, view.zone
    if slot is None or zone is None:
        return view
    match slot.happened:
        case Happened.PRESENTING:
            return _counting(view, event, slot, Happened.PRESENTING, event.present_minutes)
        case Happened.QUESTIONS:
            minutes = event.question_minutes if slot.questions is None else slot.questions
            return _counting(view, event, slot, Happened.QUESTIONS, minutes)
        case Happened.CALLED:
            return replace(view, stage=Stage.CALLED)
    pauses = (each.window for each in event.day.breaks if each.zone in {None, zone.code})
    pause = next((window for window in pauses if window.start <= minute < window.end), None)
    return replace(view, stage=Stage.BREAK, resumes=pause.end) if pause else view


def _counting(view: ScreenView, event: Event, slot: Slot, phase: Happened, minutes: int) -> ScreenView:
    """In a phase that lasts so many minutes since it was begun."""
    since = actual_times(event)[slot.id].since(phase)
    until = since + timedelta(minutes=minutes) if since else None
    return replace(view, stage=Stage(phase), minutes=minutes, until=until)
