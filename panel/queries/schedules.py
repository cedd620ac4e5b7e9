"""The plan: slots by zone for pages and papers, and the domain's schedule for its checker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.domain.clashes import check
from panel.domain.errors import NotFound
from panel.domain.schedules import Clash, Schedule
from panel.domain.schedules import Excuse as ExcuseFacts
from panel.models import Event, Excuse, Mark, Person, PlanVersion, Presenter, Round, Seat, Sheet, Slot, Zone


def timed_slots(zone: Zone) -> Sequence[Slot]:
    """A zone's slots in order, without practice."""
    return db.session.scalars(
        select(Slot).where(Slot.zone_id == zone.id, Slot.start.is_not(None)).order_by(Slot.position)
    ).all()


def plan_slots(event: Event) -> dict[int, list[Slot]]:
    """All timed slots of an event by zone id, in two queries however many zones there are."""
    slots: dict[int, list[Slot]] = {zone.id: [] for zone in event.zones}
    for slot in db.session.scalars(
        select(Slot)
        .join(Round, Round.id == Slot.round_id)
        .where(Round.event_id == event.id, Slot.start.is_not(None))
        .order_by(Slot.zone_id, Slot.position)
    ):
        slots[slot.zone_id].append(slot)
    return slots


def find_slot(within: Round | Zone, presenter: str) -> Slot:
    """A presenter's slot in a round or a zone; raises NotFound, also for practice, which has no time."""
    place = Slot.round_id if isinstance(within, Round) else Slot.zone_id
    slot = db.session.scalar(
        select(Slot)
        .join(Presenter)
        .where(place == within.id, Presenter.code == presenter, Slot.start.is_not(None))
    )
    if slot is None:
        raise NotFound("presenter.unknown", code=presenter)
    return slot


def has_marks(slot: Slot) -> bool:
    """Whether somebody scored it already."""
    statement = select(Mark.sheet_id).join(Sheet, Sheet.id == Mark.sheet_id).where(Sheet.slot_id == slot.id)
    return db.session.scalar(statement.limit(1)) is not None


def event_schedule(event: Event) -> Schedule:
    """The plan with all that it is judged by."""
    seats = db.session.scalars(
        select(Seat)
        .where(Seat.event_id == event.id)
        .options(joinedload(Seat.person), joinedload(Seat.zone), joinedload(Seat.replaces))
        .order_by(Seat.id)
    )
    slots = [slot for slots in plan_slots(event).values() for slot in slots]
    return Schedule(
        day=event.day,
        venues={venue.code: venue.facts for venue in event.venues},
        slots=tuple(slot.facts for slot in slots if not slot.no_show),  # whoever stayed away needs no hall
        seats=tuple(seat.facts for seat in seats),
        travel={(each["from"], each["to"]): each["minutes"] for each in event.travel},
        rounds={zone.code: zone.round.code for zone in event.zones},
        excused=excuses(event),
        requests=tuple(slot.request for slot in slots if slot.request),
        rules=event.settings,
    )


def excuses(event: Event) -> frozenset[ExcuseFacts]:
    """Who misses whom by the plan."""
    found = db.session.execute(
        select(Seat.code, Presenter.code)
        .select_from(Excuse)
        .join(Seat, Seat.id == Excuse.seat_id)
        .join(Slot, Slot.id == Excuse.slot_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .where(Seat.event_id == event.id)
    )
    return frozenset(ExcuseFacts(seat, presenter) for seat, presenter in found)


def clashes(event: Event) -> tuple[Clash, ...]:
    """Every hard rule that the plan breaks."""
    return check(event_schedule(event))


def display_names(event: Event, named: Callable[[object], str] = attrgetter("name")) -> dict[str, str]:
    """What codes are called, for the words of a clash; `named` gives a thing's name in a language.

    Each stands under its code, and under its sort and code ("venue:nang-rong"): a zone and a venue may
    share a code, and words that know which they mean look there.
    """
    persons = db.session.scalars(select(Person).where(Person.event_id == event.id))
    things = (*persons, *event.presenters, *event.venues, *event.zones)
    return {
        code: named(thing)
        for thing in things
        for code in (thing.code, f"{type(thing).__name__.lower()}:{thing.code}")
    }


def plan_body(event: Event) -> dict[str, object]:
    """The plan as plain JSON."""
    slots = plan_slots(event)
    return {
        "date": event.date.isoformat(),
        "breaks": event.breaks,
        "zones": [
            {
                "code": zone.code,
                "venue": zone.venue.code,
                "slots": [
                    {"presenter": slot.presenter.code, "start": slot.start, "end": slot.end}
                    for slot in slots[zone.id]
                ],
            }
            for zone in event.zones
        ],
    }


def published_plan(event: Event) -> PlanVersion | None:
    """The plan that was published last."""
    return db.session.scalar(
        select(PlanVersion)
        .where(PlanVersion.event_id == event.id)
        .order_by(PlanVersion.version.desc())
        .limit(1)
    )
