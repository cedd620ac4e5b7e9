"""Appointing people to panels: new seats, corrections, and replacements in the middle of a day."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from panel.adapters.secrets import link_token, token_digest
from panel.db import db
from panel.domain.errors import Conflict
from panel.domain.panels import Role
from panel.models import Event, Mark, Person, Seat, Sheet, Slot, Zone
from panel.operations.audit import Author, record
from panel.operations.sheets import refuse_finalised


@dataclass(frozen=True)
class Appointment:
    """Who sits and as what: name, position, code of the home amphoe, role, scores or not."""

    name: str
    position: str
    home: str | None
    role: Role
    scores: bool


def appoint_seat(
    event: Event, zone: Zone | None, appointment: Appointment, *, by: Author, secret: str
) -> Seat:
    """A new seat, with a new person in it, at the end of a zone's panel (or of the province's)."""
    _refuse_finalised(zone)
    code = _free_code(event, _prefix(zone, appointment.role))
    person = _new_person(event, code, appointment, secret)
    seat = _add_seat(event, zone, code, person, appointment.role, appointment.scores)
    record("seat.appointed", event=event, zone=zone, by=by, seat=code, role=appointment.role.value)
    return seat


def seat_person(
    event: Event, zone: Zone | None, person: Person, role: Role, scores: bool, *, by: Author
) -> Seat:
    """Seat somebody who is known already on a further panel, at its end; nobody sits on one panel twice.

    One personal link opens all of a person's seats. Raises Conflict.
    """
    _refuse_finalised(zone)
    if any(seat.zone is zone for seat in person.open_seats):
        raise Conflict("seat.sits_already", name=person.name)
    seat = _add_seat(event, zone, _free_code(event, _prefix(zone, role)), person, role, scores)
    record("seat.added", event=event, zone=zone, by=by, seat=seat.code, person=person.code, role=role.value)
    return seat


def change_seat(seat: Seat, appointment: Appointment, *, by: Author) -> None:
    """Correct a seat and its person. What sheets with marks rest on is changed by replacement only."""
    person = seat.person
    if (seat.role, seat.scores) != (appointment.role, appointment.scores):
        _refuse_resting(seat)
    if person.home != appointment.home:
        for each in person.seats:
            _refuse_resting(each)
    seat.role, seat.scores = appointment.role, appointment.scores
    person.name, person.position, person.home = appointment.name, appointment.position, appointment.home
    record("seat.changed", event=person.event, zone=seat.zone, by=by, seat=seat.code)


def replace_seat(seat: Seat, appointment: Appointment, *, by: Author, secret: str) -> Seat:
    """Hand a seat over: a new seat that names the old one. What was submitted there still counts."""
    _refuse_finalised(seat.zone)
    if seat.closed_at is not None:
        raise Conflict("seat.closed")
    event, base = seat.person.event, seat.code.rsplit(".", 1)[0]
    code = _free_code(event, base, ".")
    person = _new_person(event, code, appointment, secret)
    successor = _add_seat(event, seat.zone, code, person, appointment.role, appointment.scores)
    successor.replaces = seat
    successor.position = seat.position
    seat.closed_at = by.at
    db.session.flush()
    record("seat.replaced", event=event, zone=seat.zone, by=by, seat=seat.code, successor=successor.code)
    return successor


def close_seat(seat: Seat, *, by: Author) -> None:
    """End a seat without a successor."""
    _refuse_finalised(seat.zone)
    if seat.closed_at is not None:
        raise Conflict("seat.closed")
    seat.closed_at = by.at
    record("seat.closed", event=seat.person.event, zone=seat.zone, by=by, seat=seat.code)


def add_person(
    event: Event,
    code: str,
    *,
    secret: str,
    name: str,
    position: str = "",
    home: str | None = None,
    organiser: bool = False,
) -> Person:
    """A person of the event, with the digest of the link that can be derived for it."""
    person = Person(
        event=event,
        code=code,
        name=name,
        position=position,
        home=home,
        organiser=organiser,
        generation=1,
        link_digest=token_digest(link_token(secret, event.code, code, 1)),
    )
    db.session.add(person)
    db.session.flush()
    return person


def _refuse_finalised(zone: Zone | None) -> None:
    """Who sits on a panel is part of what was finalised."""
    if zone is not None:
        refuse_finalised(zone)


def _refuse_resting(seat: Seat) -> None:
    """Sheets that count rest on a seat's role, on whether it scores, and on the home of its person."""
    _refuse_finalised(seat.zone)
    if has_marks(seat):
        raise Conflict("seat.marks_lock")


def has_marks(seat: Seat) -> bool:
    """Whether any mark was given from the seat, practice left out."""
    statement = (
        select(Mark.sheet_id)
        .join(Sheet, Sheet.id == Mark.sheet_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .where(Sheet.seat_id == seat.id, Slot.start.is_not(None))
    )
    return db.session.scalar(statement.limit(1)) is not None


def _prefix(zone: Zone | None, role: Role) -> str:
    """How the codes of such seats begin."""
    return f"{zone.code if zone else 'province'}-{role}"


def _new_person(event: Event, code: str, appointment: Appointment, secret: str) -> Person:
    return add_person(
        event,
        code,
        secret=secret,
        name=appointment.name,
        position=appointment.position,
        home=appointment.home,
    )


def _add_seat(event: Event, zone: Zone | None, code: str, person: Person, role: Role, scores: bool) -> Seat:
    last = db.session.scalar(select(func.max(Seat.position)).where(Seat.event_id == event.id)) or 0
    seat = Seat(
        event_id=event.id,
        zone=zone,
        person=person,
        code=code,
        role=role,
        scores=scores,
        position=last + 1,
    )
    db.session.add(seat)
    db.session.flush()
    return seat


def _free_code(event: Event, base: str, mark: str = "-") -> str:
    """The first of base-1, base-2 … that neither a seat nor a person has."""
    taken = set(db.session.scalars(select(Seat.code).where(Seat.event_id == event.id)))
    taken |= set(db.session.scalars(select(Person.code).where(Person.event_id == event.id)))
    number = next(
        n for n in range(2 if mark == "." else 1, len(taken) + 3) if f"{base}{mark}{n}" not in taken
    )
    return f"{base}{mark}{number}"
