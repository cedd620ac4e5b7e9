"""The plan as it goes out: zones with their slots and breaks, for the public page, papers, calendars and
spreadsheets alike. It names presenters and places, and nobody else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from panel.adapters.language import BANGKOK
from panel.db import db
from panel.domain.audit import digest
from panel.domain.days import Happened
from panel.domain.errors import NotFound
from panel.domain.events import Break, Venue, Window
from panel.domain.events import Round as RoundFacts
from panel.domain.panels import recused_by_system
from panel.domain.schedules import Excuse as Missed
from panel.domain.schedules import overlap
from panel.domain.sheets import State
from panel.models import Event, Person, PlanVersion, Presenter, Round, Seat, Sheet, Slot, Zone
from panel.queries.accounts import find_person
from panel.queries.schedules import excuses, plan_body, published_plan

Key = tuple[str, str]
"""A slot by the codes of its round and its presenter."""


@dataclass(frozen=True)
class PlanSlot:
    """A presenter's time; `number` is its place in the zone's order, from 1. `was` is where it stood when
    the day began, if that was elsewhere."""

    number: int
    presenter: str
    name: str
    name_en: str
    start: int
    end: int
    happened: Happened | None = None
    was: Earlier | None = None


@dataclass(frozen=True)
class Earlier:
    """When a slot stood before, and where, if that was in another zone or another hall of its own."""

    start: int
    end: int
    place: PlanZone | Venue | None


@dataclass(frozen=True)
class PlanZone:
    """A zone, where it sits, and who presents there, in their order."""

    code: str
    name: str
    name_en: str
    round: RoundFacts
    venue: Venue
    slots: tuple[PlanSlot, ...]
    breaks: tuple[Break, ...]

    @property
    def start(self) -> int | None:
        return min((slot.start for slot in self.slots), default=None)

    @property
    def end(self) -> int | None:
        return max((slot.end for slot in self.slots), default=None)

    @property
    def lines(self) -> list[PlanSlot | Break]:
        """The slots, and between them the breaks that fall into the zone's time."""
        whole = Window(self.start or 0, self.end or 0)
        pauses = [each for each in self.breaks if overlap(each.window, whole)]
        return sorted([*self.slots, *pauses], key=_begins)


def _begins(line: PlanSlot | Break) -> tuple[int, bool]:
    """A break that clashes with a slot goes before it."""
    return (line.window.start, False) if isinstance(line, Break) else (line.start, True)


@dataclass(frozen=True)
class Plan:
    """A plan: the `version` that was published `at` that time, or a draft, which has neither.
    Its slots are compared with version `since`."""

    event: Event = field(repr=False)
    zones: tuple[PlanZone, ...]
    digest: str
    version: int | None = None
    at: datetime | None = None
    since: int | None = None

    @property
    def several_rounds(self) -> bool:
        return len({zone.round.code for zone in self.zones}) > 1

    @property
    def changed(self) -> bool:
        return any(slot.was for zone in self.zones for slot in zone.slots)

    @property
    def state(self) -> str:
        """A digest of all that it says: whoever saw this state has nothing to fetch."""
        return digest(repr(self))

    def only(self, slots: Collection[Key]) -> Plan:
        """These of its slots, in the zones that hold them; raises NotFound where there are none."""
        zones = [
            replace(
                zone,
                slots=tuple(each for each in zone.slots if (zone.round.code, each.presenter) in slots),
            )
            for zone in self.zones
        ]
        if not any(zone.slots for zone in zones):
            raise NotFound("plan.nothing_there")
        return replace(self, zones=tuple(zone for zone in zones if zone.slots))

    def part(self, *, venue: str | None = None, presenter: str | None = None) -> Plan:
        """What takes place in that venue, what that presenter presents; raises NotFound."""
        return self.only(
            {
                (zone.round.code, slot.presenter)
                for zone in self.zones
                for slot in zone.slots
                if venue in {None, zone.venue.code} and presenter in {None, slot.presenter}
            }
        )


def public_plan(code: str) -> Plan:
    """What was published last of the event of that code, and what happened to it on the day. Raises
    NotFound where nothing was, in the same words as where there is no such event."""
    event = db.session.scalar(select(Event).where(Event.code == code))
    latest = published_plan(event) if event else None
    if event is None or latest is None:
        raise NotFound("plan.unpublished")
    first = plan_at_dawn(event)
    zones = _zones(event, latest.body, _happened(event))
    if first.version != latest.version:
        zones = _compared(zones, _zones(event, first.body, {}))
    return Plan(
        event=event,
        zones=zones,
        digest=latest.digest,
        version=latest.version,
        at=latest.published_at,
        since=first.version,
    )


def present_plan(event: Event) -> Plan:
    """The plan as it stands: the published version, or a draft if it is another by now."""
    body, latest = plan_body(event), published_plan(event)
    seal, zones = digest(body), _zones(event, body, _happened(event))
    if latest is not None and latest.digest == seal:
        return Plan(event, zones, seal, latest.version, latest.published_at)
    return Plan(event, zones, seal)


def plan_at_dawn(event: Event) -> PlanVersion:
    """The version that stood when the event's day began, or else the first of that day: what people set
    out with."""
    dawn = datetime.combine(event.date, time(), BANGKOK)
    versions = select(PlanVersion).where(PlanVersion.event_id == event.id)
    before = db.session.scalar(
        versions.where(PlanVersion.published_at < dawn).order_by(PlanVersion.version.desc()).limit(1)
    )
    return before or db.session.scalars(versions.order_by(PlanVersion.version).limit(1)).one()


def starts_at_dawn(event: Event) -> dict[tuple[str, str], int]:
    """The starts that people set out with, by zone and presenter; none before a plan is published."""
    zones = plan_at_dawn(event).body["zones"] if published_plan(event) else ()
    return {(zone["code"], slot["presenter"]): slot["start"] for zone in zones for slot in zone["slots"]}


def _happened(event: Event) -> dict[Key, Happened | None]:
    """What happened to each slot last."""
    rows = db.session.execute(
        select(Round.code, Presenter.code, Slot.happened)
        .select_from(Slot)
        .join(Round, Round.id == Slot.round_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .where(Round.event_id == event.id)
    )
    return {(round_, presenter): happened for round_, presenter, happened in rows}


def _zones(
    event: Event, body: Mapping[str, Any], happened: Mapping[Key, Happened | None]
) -> tuple[PlanZone, ...]:
    """A plan's body with names and with what happened to each slot. Who was taken out of the event since is
    left out."""
    zones = {zone.code: zone for zone in event.zones}
    venues = {venue.code: venue.facts for venue in event.venues}
    presenters = {presenter.code: presenter for presenter in event.presenters}
    rounds = {each.id: RoundFacts(each.code, each.kind, each.name, each.name_en) for each in event.rounds}
    breaks = [
        Break(each["name"], Window(each["start"], each["end"]), each["zone"])
        for each in body.get("breaks", ())
    ]

    def slot(number: int, line: Mapping[str, Any], zone: Zone) -> PlanSlot:
        who = presenters[line["presenter"]]
        state = happened.get((rounds[zone.round_id].code, who.code))
        return PlanSlot(number, who.code, who.name, who.name_en, line["start"], line["end"], state)

    return tuple(
        PlanZone(
            code=zone.code,
            name=zone.name,
            name_en=zone.name_en,
            round=rounds[zone.round_id],
            venue=venues[part["venue"]],
            slots=tuple(
                slot(number, line, zone)
                for number, line in enumerate(part["slots"], start=1)
                if line["presenter"] in presenters
            ),
            breaks=tuple(each for each in breaks if each.zone in {None, zone.code}),
        )
        for part in body["zones"]
        if (zone := zones.get(part["code"]))
    )


def _compared(zones: tuple[PlanZone, ...], earlier: tuple[PlanZone, ...]) -> tuple[PlanZone, ...]:
    """The same zones, each slot that stands elsewhere by now with where it stood."""
    stood = {(zone.round.code, slot.presenter): (zone, slot) for zone in earlier for slot in zone.slots}

    def marked(zone: PlanZone, slot: PlanSlot) -> PlanSlot:
        before = stood.get((zone.round.code, slot.presenter))
        if before is None:
            return slot
        home, old = before
        place = home if home.code != zone.code else home.venue if home.venue != zone.venue else None
        if place is None and (old.start, old.end) == (slot.start, slot.end):
            return slot
        return replace(slot, was=Earlier(old.start, old.end, place))

    return tuple(replace(zone, slots=tuple(marked(zone, slot) for slot in zone.slots)) for zone in zones)


def attended(plan: Plan, code: str) -> set[Key]:
    """The slots at which the person of that code sits on the panel: not those of the own amphoe, and none
    that they are excused from, recused themselves from or were noted as absent at. Raises NotFound."""
    person = find_person(plan.event, code)
    if person is None:
        raise NotFound("person.unknown", code=code)
    away = excuses(plan.event) | _off(person)
    return {
        (zone.round.code, slot.presenter)
        for seat in person.open_seats
        for zone in plan.zones
        if seat.zone and seat.zone.code == zone.code
        for slot in zone.slots
        if Missed(seat.code, slot.presenter) not in away and not recused_by_system(seat.facts, slot.presenter)
    }


def _off(person: Person) -> frozenset[Missed]:
    """What the person's seats don't judge by their own sheets."""
    rows = db.session.execute(
        select(Seat.code, Presenter.code)
        .select_from(Sheet)
        .join(Seat, Seat.id == Sheet.seat_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .where(Seat.person_id == person.id, Sheet.state.in_([state for state in State if not state.judges]))
    )
    return frozenset(Missed(seat, presenter) for seat, presenter in rows)
