"""Certifications: the province's ranking as somebody put a name to it, now and before."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from panel.db import db
from panel.domain.audit import digest
from panel.domain.panels import Role
from panel.models import Event, Person, Seat, Snapshot
from panel.queries.provinces import province_body
from panel.queries.snapshots import snapshots_of


def current_certification(event: Event) -> Snapshot | None:
    """The one that holds now."""
    return next((each for each in snapshots_of(event, None) if each.reopened_at is None), None)


def certification_altered(event: Event, certification: Snapshot) -> bool:
    """Whether what is certified is no longer what it was: the frozen body itself, or the places of today."""
    seals = {digest(certification.body), digest(province_body(event))}
    return seals != {certification.digest}


def certifiers(event: Event) -> Sequence[Person]:
    """Who may certify: whoever chairs at province level."""
    return db.session.scalars(
        select(Person)
        .join(Seat, Seat.person_id == Person.id)
        .where(
            Seat.event_id == event.id,
            Seat.zone_id.is_(None),
            Seat.role == Role.CHAIR,
            Seat.closed_at.is_(None),
        )
        .order_by(Seat.position)
    ).all()
