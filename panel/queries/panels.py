"""Panels as they sit, zone by zone; who could sit on a further one, and what a hand-over would leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.domain.attendance import further_clashes, will_judge
from panel.domain.panels import judging
from panel.domain.results import Standing
from panel.domain.schedules import Clash, Excuse
from panel.models import Device, Event, Person, Seat, Zone
from panel.queries.accounts import persons_of
from panel.queries.results import PresenterView, SheetView, ZoneView
from panel.queries.schedules import event_schedule
from panel.queries.sheets import OwnSlot, own_day


@dataclass(frozen=True)
class PanelView:
    """The seats of a zone, or of the province (no zone), each followed by its successor."""

    zone: Zone | None
    seats: tuple[Seat, ...]

    @property
    def open(self) -> int:
        return sum(seat.closed_at is None for seat in self.seats)


@dataclass(frozen=True)
class Candidate:
    """Somebody who could sit on a further panel, and where they would be needed in two halls at once then."""

    person: Person
    clashes: tuple[Clash, ...]


@dataclass(frozen=True)
class HandOver:
    """What becomes of a seat when somebody else takes it over now: its sheets by what happens to them, and
    the devices of who leaves. `held`: changes that wait for the chair already."""

    kept: tuple[OwnSlot, ...]
    begun: tuple[OwnSlot, ...]
    untouched: tuple[OwnSlot, ...]
    devices: tuple[Device, ...]
    held: int
    elsewhere: tuple[Seat, ...]
    """Other seats of the person, which stay."""

    @property
    def owed(self) -> int:
        """What the devices last said that they have not sent yet."""
        return sum(device.waiting for device in self.devices)


@dataclass(frozen=True)
class Uneven:
    """Presenters whom some of the zone's judges did not score, and will not."""

    without: tuple[SheetView, ...]
    presenters: tuple[PresenterView, ...]


def panels_of(event: Event) -> tuple[PanelView, ...]:
    """Every panel of an event: the zones in order, then the province."""
    seats = db.session.scalars(
        select(Seat)
        .where(Seat.event_id == event.id)
        .options(
            joinedload(Seat.person).selectinload(Person.seats).joinedload(Seat.zone),
            joinedload(Seat.successor).joinedload(Seat.person),
        )
        .order_by(Seat.position, Seat.id)
    ).all()
    return tuple(
        PanelView(zone, tuple(seat for seat in seats if seat.zone_id == (zone.id if zone else None)))
        for zone in (*event.zones, None)
    )


def candidates(event: Event, zone: Zone | None) -> tuple[Candidate, ...]:
    """Everybody who sits on some panel, but not on this one (without a zone: the province's)."""
    plan = event_schedule(event)
    return tuple(
        Candidate(person, further_clashes(plan, person.code, zone.code) if zone else ())
        for person in persons_of(event)
        if person.open_seats and all(seat.zone is not zone for seat in person.open_seats)
    )


def hand_over(seat: Seat) -> HandOver:
    """As things stand now; a seat that fills no sheets has none to leave."""
    left = replace(seat.facts, closed=True)
    kept, begun, untouched = list[OwnSlot](), list[OwnSlot](), list[OwnSlot]()
    day = own_day(seat, None)
    for own in (*day.slots, *day.anchors) if seat.scores else ():
        if own.sheet is None or own.slot.no_show:
            continue
        if judging([left], {seat.code: own.sheet.state}, own.slot.presenter.code):
            kept.append(own)
        else:
            (begun if own.sheet.given else untouched).append(own)
    return HandOver(
        kept=tuple(kept),
        begun=tuple(begun),
        untouched=tuple(untouched),
        devices=tuple(seat.person.live_devices),
        held=day.held,
        elsewhere=tuple(each for each in seat.person.open_seats if each is not seat),
    )


def uneven(zone: ZoneView, excused: Collection[Excuse]) -> tuple[Uneven, ...]:
    """Where presenters of a zone have different sets of judges: who lacks where, those alike together.

    Their results are means of different people's marks: a milder judge who is missing is missing in them.
    """
    heard = [each for each in zone.presenters if each.result.standing is not Standing.NO_SHOW]
    there = {
        presenter.code: {
            sheet.person: sheet
            for sheet in presenter.sheets
            if will_judge(sheet.seat, presenter.code, sheet.state, excused)
        }
        for presenter in heard
    }
    judges = {person: sheet for own in there.values() for person, sheet in own.items()}
    lacking: defaultdict[tuple[str, ...], list[PresenterView]] = defaultdict(list)
    for presenter in heard:
        lacking[tuple(person for person in judges if person not in there[presenter.code])].append(presenter)
    return tuple(
        Uneven(tuple(judges[person] for person in persons), tuple(presenters))
        for persons, presenters in lacking.items()
        if persons
    )
