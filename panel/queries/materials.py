"""What presenters brought, and when and where each of them presents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.domain.errors import NotFound
from panel.domain.materials import MaterialKind
from panel.models import Event, Material, Person, Presenter, Slot, Snapshot, Zone
from panel.queries.events import find_presenter
from panel.queries.plans import starts_at_dawn
from panel.queries.schedules import plan_slots, published_plan

_ORDER = list(MaterialKind)
SMALL = 3 * 2**20
"""Bytes of a file that a tablet fetches before anybody opens it."""
SMALL_TOGETHER = 30 * 2**20
"""Bytes of all such files of a zone."""


@dataclass(frozen=True)
class Appearance:
    """A presenter's slot as it is planned now: its zone, the zone's slots in order, who is before it, and
    the minute at which it began in the plan that people set out with, if that was another."""

    slot: Slot
    slots: tuple[Slot, ...]
    before: Slot | None
    was: int | None

    @property
    def zone(self) -> Zone:
        return self.slot.zone


@dataclass(frozen=True)
class Bringing:
    """An amphoe's own page: when it presents, what it brought, and whether it is `late` by its deadline or
    all of it `final`. No appearance before the plan is `published`."""

    presenter: Presenter
    appearances: tuple[Appearance, ...]
    materials: Sequence[Material]
    published: bool
    late: bool
    final: bool

    def changeable(self, *, organiser: bool) -> bool:
        return not self.final and (organiser or not self.late)


def bringing(event: Event, code: str, at: datetime) -> Bringing:
    """Raises NotFound."""
    presenter, until = find_bringing(event, code), event.materials_until
    return Bringing(
        presenter=presenter,
        appearances=appearances(event, presenter),
        materials=materials_of(presenter),
        published=published_plan(event) is not None,
        late=until is not None and at > until,
        final=all_final(presenter),
    )


def appearances(event: Event, presenter: Presenter) -> tuple[Appearance, ...]:
    """Where and when somebody presents, by time; nothing before the plan is published."""
    if published_plan(event) is None:
        return ()
    dawn = starts_at_dawn(event)
    found = []
    for slots in plan_slots(event).values():
        ordered = sorted(slots, key=lambda slot: slot.start or 0)
        for place, slot in enumerate(ordered):
            if slot.presenter_id == presenter.id:
                was = dawn.get((slot.zone.code, presenter.code))
                before = ordered[place - 1] if place else None
                found.append(Appearance(slot, tuple(ordered), before, None if was == slot.start else was))
    return tuple(sorted(found, key=lambda each: each.slot.start or 0))


def materials_of(presenter: Presenter) -> Sequence[Material]:
    """What the presenter brought, in the order in which judges see it."""
    found = db.session.scalars(
        select(Material).where(Material.presenter_id == presenter.id).order_by(Material.id)
    )
    return sorted(found, key=lambda each: _ORDER.index(each.kind))


def materials_by_presenter(event: Event, zone: Zone | None = None) -> Mapping[str, list[Material]]:
    """The same for everybody of an event, or of a zone, by the presenter's code."""
    statement = select(Material).where(Material.event_id == event.id).options(joinedload(Material.presenter))
    if zone is not None:
        in_zone = select(Slot.presenter_id).where(Slot.zone_id == zone.id)
        statement = statement.where(Material.presenter_id.in_(in_zone))
    found: dict[str, list[Material]] = {}
    for each in sorted(
        db.session.scalars(statement.order_by(Material.id)), key=lambda each: _ORDER.index(each.kind)
    ):
        found.setdefault(each.presenter.code, []).append(each)
    return found


def fetched_ahead(zone: Zone) -> list[Material]:
    """The files of a zone that its judges' tablets fetch before anybody opens them: small ones, by time, as
    long as there is room for them."""
    by_presenter, chosen, left = materials_by_presenter(zone.event, zone), [], SMALL_TOGETHER
    for slot in sorted(zone.slots, key=lambda slot: slot.start or 0):
        for each in by_presenter.get(slot.presenter.code, ()):
            if each.digest and each.size <= min(SMALL, left):
                chosen.append(each)
                left -= each.size
    return chosen


def find_bringing(event: Event, code: str) -> Presenter:
    """A presenter that brings something: practice and recordings don't. Raises NotFound."""
    presenter = find_presenter(event, code)
    if presenter.practice:
        raise NotFound("presenter.unknown", code=code)
    return presenter


def find_material(presenter: Presenter, code: str) -> Material:
    """Raises NotFound."""
    found = next((each for each in materials_of(presenter) if each.code == code), None)
    if found is None:
        raise NotFound("material.unknown")
    return found


def all_final(presenter: Presenter) -> bool:
    """Whether every zone in which the presenter stands is final: nothing is judged any more."""
    standing = exists().where(Snapshot.zone_id == Slot.zone_id, Snapshot.reopened_at.is_(None))
    found = db.session.execute(select(standing).where(Slot.presenter_id == presenter.id)).scalars().all()
    return bool(found) and all(found)


def uninvited(event: Event) -> Sequence[Presenter]:
    """Presenters as whom nobody can sign in yet."""
    persons = select(Person.presents_id).where(Person.event_id == event.id, Person.presents_id.is_not(None))
    invited = set(db.session.scalars(persons))
    return [each for each in event.presenters if not each.practice and each.id not in invited]
