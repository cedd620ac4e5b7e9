"""Certifications: the province's ranking as somebody put a name to it, now and before."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.domain.audit import digest
from panel.domain.panels import Role
from panel.models import Event, Person, Seat, Snapshot
from panel.queries.provinces import province_body


def certifications_of(event: Event) -> Sequence[Snapshot]:
    """Every certification of the province's ranking, the latest first."""
    return db.session.scalars(
        select(Snapshot)
        .where(Snapshot.event_id == event.id, Snapshot.zone_id.is_(None))
        .options(joinedload(Snapshot.finalised_by))
        .order_by(Snapshot.version.desc())
    ).all()


def current_certification(event: Event) -> Snapshot | None:
    """The one that holds now."""
    return next((each for each in certifications_of(event) if each.reopened_at is None), None)


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
