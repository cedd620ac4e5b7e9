"""Who somebody is: identities by device or link, and the persons of an event with their devices."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from panel.db import db
from panel.domain.access import Identity, SeatRight
from panel.models import Device, Event, Person, Seat, Zone


def person_by_link(digest: str) -> Person | None:
    """The person whose link has that digest."""
    return db.session.scalar(select(Person).where(Person.link_digest == digest))


def find_device(key: str) -> Device | None:
    """A device with its person, seats and event, in one go."""
    return db.session.scalar(
        select(Device)
        .where(Device.key == key)
        .options(
            joinedload(Device.person).joinedload(Person.event),
            joinedload(Device.person).selectinload(Person.seats).joinedload(Seat.zone).lazyload(Zone.venue),
        )
    )


def identity_of(device: Device) -> Identity | None:
    """The identity that a device stands for; None once it was revoked or the event is closed."""
    if device.revoked_at is not None or device.person.shut_out:
        return None
    return rights_of(device.person, device.key)


def rights_of(person: Person, device: str = "") -> Identity:
    """Who somebody is, on that device or on none."""
    return Identity(
        event=person.event.code,
        person=person.code,
        name=person.name,
        organiser=person.organiser,
        seats=seat_rights(person),
        device=device,
        home=person.home,
        presents=person.presents.code if person.presents else None,
    )


def seat_rights(person: Person) -> tuple[SeatRight, ...]:
    """The person's open seats."""
    return tuple(
        SeatRight(seat.code, seat.zone.code if seat.zone else None, seat.role, seat.scores)
        for seat in person.seats
        if seat.closed_at is None
    )


def persons_of(event: Event, zone: str = "") -> Sequence[Person]:
    """Everybody of an event, or of one zone, with seats and devices: organisers first, then by seat."""
    persons = (
        select(Person)
        .where(Person.event_id == event.id)
        .options(
            selectinload(Person.seats).joinedload(Seat.zone),
            selectinload(Person.devices),
            joinedload(Person.presents),
        )
        .order_by(Person.organiser.desc(), Person.id)
    )
    if zone:
        persons = persons.where(Person.seats.any(Seat.zone.has(code=zone)))
    return db.session.scalars(persons).all()


def find_person(event: Event, code: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.event_id == event.id, Person.code == code))
