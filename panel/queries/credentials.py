"""Whom a device's credential stands for, and from which seats it may send, in one statement.

It is asked for every batch, inside the batch's own transaction: what was revoked, closed or handed over
counts from the next batch on, in every process. A cache would save no statement: it had to be asked too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.orm import aliased

from panel.adapters.statements import Prepared
from panel.models import Device, Event, Person, Seat, Zone

LATELY = timedelta(minutes=10)
_OTHER = aliased(Device)
_OTHERS = (
    select(func.count(_OTHER.id))
    .where(
        _OTHER.person_id == Device.person_id,
        _OTHER.id != Device.id,
        _OTHER.revoked_at.is_(None),
        _OTHER.seen_at > bindparam("since"),
    )
    .correlate(Device)
    .scalar_subquery()
)
_SENDER = Prepared(
    select(
        Device.id.label("device_id"),
        Device.secret_digest,
        Device.revoked_at,
        Person.id.label("person_id"),
        Person.organiser,
        Event.id.label("event_id"),
        Event.state,
        _OTHERS.label("others"),
        Seat.code.label("seat"),
        Seat.id.label("seat_id"),
        Zone.code.label("zone"),
    )
    .select_from(Device)
    .join(Person, Person.id == Device.person_id)
    .join(Event, Event.id == Person.event_id)
    .outerjoin(Seat, Seat.person_id == Person.id)
    .outerjoin(Zone, Zone.id == Seat.zone_id)
    .where(Device.key == bindparam("key"))
)


@dataclass(frozen=True)
class SeatPlace:
    """A seat on a zone's panel: its id, and the zone's code."""

    id: int
    zone: str


@dataclass(frozen=True)
class Sender:
    """A device, and the person who signed in on it. `seats` are all of the person's in zones, closed ones and
    those from which no sheets are filled too. `others` counts the person's other devices, seen lately."""

    device_id: int
    secret_digest: str
    person_id: int
    event_id: int
    signed_out: bool
    others: int
    seats: Mapping[str, SeatPlace]


def find_sender(connection: Connection, key: str, *, at: datetime) -> Sender | None:
    """The sender of that device key. Whether it knows the device's secret is still to be asked."""
    found = _SENDER.rows(connection, {"key": key, "since": at - LATELY})
    if not found:
        return None
    first = found[0]
    return Sender(
        device_id=first.device_id,
        secret_digest=first.secret_digest,
        person_id=first.person_id,
        event_id=first.event_id,
        signed_out=first.revoked_at is not None or first.state.shuts_out(organiser=first.organiser),
        others=first.others,
        seats={row.seat: SeatPlace(row.seat_id, row.zone) for row in found if row.zone},
    )
