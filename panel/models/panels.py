"""Seats: who sits on which panel in what role. A replaced seat stays, closed, with its sheets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.db import Instant, Model
from panel.domain.panels import Role
from panel.domain.panels import Seat as SeatFacts
from panel.models.accounts import Person
from panel.models.columns import code_column, enum_column, reference
from panel.models.events import Zone


class Seat(Model):
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    zone_id: Mapped[int | None] = reference("zone")
    person_id: Mapped[int] = reference("person")
    replaces_id: Mapped[int | None] = reference("seat", unique=True)
    code: Mapped[str] = code_column()
    role: Mapped[Role] = enum_column(Role)
    scores: Mapped[bool]
    position: Mapped[int]
    closed_at: Mapped[datetime | None] = mapped_column(Instant)

    zone: Mapped[Zone | None] = relationship(back_populates="seats")
    person: Mapped[Person] = relationship(back_populates="seats")
    replaces: Mapped[Seat | None] = relationship(remote_side=[id], back_populates="successor")
    successor: Mapped[Seat | None] = relationship(back_populates="replaces")

    @property
    def facts(self) -> SeatFacts:
        return SeatFacts(
            code=self.code,
            zone=self.zone.code if self.zone else None,
            role=self.role,
            person=self.person.code,
            scores=self.scores,
            home=self.person.home,
            replaces=self.replaces.code if self.replaces else None,
            closed=self.closed_at is not None,
        )
