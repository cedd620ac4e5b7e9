"""What a plan is to be made of: an event as it stands, as a problem for the solver; and what a plan would
change of it. Who is under way, done, pinned or in a finalised zone stays; who has marks stays in the zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.domain.days import BEGUN
from panel.domain.events import RoundKind
from panel.domain.planning import Plan, Problem, Site, Task
from panel.domain.planning.terms import Terms
from panel.domain.schedules import Slot as SlotFacts
from panel.domain.schedules import travel_minutes
from panel.models import Event, Presenter, Seat, Slot, Zone
from panel.queries.locks import Locks
from panel.queries.schedules import event_schedule, plan_slots


@dataclass(frozen=True)
class Move:
    """A presenter before and after: where and when they present, and whether that differs."""

    presenter: Presenter
    zone: Zone
    before: SlotFacts
    to: Zone
    after: SlotFacts

    @property
    def changed(self) -> bool:
        return (self.zone.id, self.before.start, self.before.end, self.before.venue) != (
            self.to.id,
            self.after.start,
            self.after.end,
            self.after.venue,
        )

    @property
    def changes_zone(self) -> bool:
        return self.zone.id != self.to.id


def problem_of(event: Event, terms: Terms | None = None) -> Problem:
    """The event as it stands, in as many queries whatever its size."""
    terms = terms or Terms()
    schedule, locks, slots = event_schedule(event), Locks(event), plan_slots(event)
    return Problem(
        day=schedule.day,
        venues=schedule.venues,
        sites=tuple(_site(zone, terms) for zone in event.zones),
        tasks=tuple(
            _task(slot, zone, locks, zones)
            for zone in event.zones
            for zones in [_open_zones(event, zone, locks) if terms.free else ()]
            for slot in slots[zone.id]
        ),
        seats=schedule.seats,
        rules=schedule.rules,
        travel=schedule.travel,
        requests=schedule.requests,
        places={
            presenter.code: (presenter.latitude, presenter.longitude)
            for presenter in event.presenters
            if presenter.latitude is not None and presenter.longitude is not None
        },
    )


def _site(zone: Zone, terms: Terms) -> Site:
    start = zone.start if terms.start is None else terms.start
    free = terms.free and zone.round.kind is RoundKind.ZONE  # a final takes whoever comes
    limits = (terms.least, terms.most) if free else (0, None)
    return Site(zone.code, zone.round.code, zone.venue.code, start, *limits)


def _open_zones(event: Event, zone: Zone, locks: Locks) -> Sequence[str]:
    """The other zones of its round that may still take somebody in."""
    return [
        other.code
        for other in event.zones
        if other.round_id == zone.round_id and other is not zone and other.code not in locks.finalised
    ]


def _task(slot: Slot, zone: Zone, locks: Locks, others: Sequence[str]) -> Task:
    stays = slot.pinned or slot.happened in BEGUN or zone.code in locks.finalised
    moves = not stays and slot.id not in locks.slots
    return Task(
        presenter=slot.presenter.code,
        round=zone.round.code,
        zones=(zone.code, *(others if moves else ())),
        minutes=slot.minutes,
        pinned=slot.facts if stays else None,
    )


def moves_of(event: Event, plan: Plan) -> list[Move] | None:
    """Every presenter before and after a plan, zone after zone in the plan's order; None if they are no
    longer the ones that it was made for."""
    zones = {zone.code: zone for zone in event.zones}
    present = {
        (zones[slot.zone.code].round_id, slot.presenter.code): slot
        for found in plan_slots(event).values()
        for slot in found
    }
    wanted = {(zones[slot.zone].round_id, slot.presenter): slot for slot in plan.slots if slot.zone in zones}
    if present.keys() != wanted.keys() or len(wanted) != len(plan.slots):
        return None
    order = {zone.id: place for place, zone in enumerate(event.zones)}
    moves = [
        Move(
            present[key].presenter,
            zones[present[key].zone.code],
            present[key].facts,
            zones[after.zone],
            after,
        )
        for key, after in wanted.items()
    ]
    return sorted(moves, key=lambda move: (order[move.to.id], move.after.start, move.after.presenter))


@dataclass(frozen=True)
class Head:
    """Somebody who sits on one zone's panel and heads an amphoe that presents in `presents_in`, by code."""

    person: str
    zone: str
    presenter: str
    presents_in: str


def heads_of(problem: Problem) -> list[Head]:
    """Who may have to be in two places, by panel."""
    homes = {task.presenter: task.zones[0] for task in problem.tasks}
    return [
        Head(seat.person, seat.zone, seat.home, homes[seat.home])
        for seat in problem.seats
        if seat.zone is not None and seat.home is not None and seat.home in homes and not seat.closed
    ]


@dataclass(frozen=True)
class Leg:
    """Minutes on the road between two venues, as given or as reckoned from their coordinates."""

    here: str
    there: str
    minutes: int
    given: bool


def legs_of(problem: Problem) -> list[Leg]:
    """Between all venues in which zones present."""
    venues = sorted({site.venue for site in problem.sites})
    return [
        Leg(
            here,
            there,
            travel_minutes(problem, here, there),
            given=not problem.travel.keys().isdisjoint({(here, there), (there, here)}),
        )
        for here, there in combinations(venues, 2)
    ]


def missed_sheets(event: Event, plan: Plan) -> list[tuple[Seat, str]]:
    """Who misses whom by a plan: seats with their persons, and the presenter's code."""
    seats = {
        seat.code: seat
        for seat in db.session.scalars(
            select(Seat)
            .where(Seat.event_id == event.id, Seat.code.in_({excuse.seat for excuse in plan.excused}))
            .options(joinedload(Seat.person), joinedload(Seat.zone))
        )
    }
    return [(seats[each.seat], each.presenter) for each in sorted(plan.excused) if each.seat in seats]
