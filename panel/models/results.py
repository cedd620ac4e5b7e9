"""Snapshots: a zone's (or, with no zone, the whole event's) result as it was put a name to; publications."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.db import Instant, Model
from panel.domain.publications import Readership, Scope
from panel.models.accounts import Person
from panel.models.columns import enum_column, reference
from panel.models.events import Zone


class Snapshot(Model):
    __table_args__ = (UniqueConstraint("event_id", "zone_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    zone_id: Mapped[int | None] = reference("zone")
    version: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(index=True)
    audit_head: Mapped[str]
    finalised_at: Mapped[datetime] = mapped_column(Instant)
    finalised_by_id: Mapped[int] = reference("person")
    reopened_at: Mapped[datetime | None] = mapped_column(Instant)
    reopened_reason: Mapped[str] = mapped_column(default="")
    names: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What everybody and everything on its papers was called then: a later change of a name touches none."""

    finalised_by: Mapped[Person] = relationship()


class Publication(Model):
    """That results are shown to more than the panels: what of it, to whom, from when, until withdrawn."""

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    zone_id: Mapped[int | None] = reference("zone")
    """None: of the whole province."""
    scope: Mapped[Scope] = enum_column(Scope)
    readership: Mapped[Readership] = enum_column(Readership)
    shown_from: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[int] = reference("person")
    at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_reason: Mapped[str] = mapped_column(default="")

    zone: Mapped[Zone | None] = relationship()
    person: Mapped[Person] = relationship()
