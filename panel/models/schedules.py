"""Presenters, their slots, published plans, and what happened to each slot on the day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.db import Instant, Model
from panel.domain.days import Happened
from panel.models.columns import code_column, enum_column, reference
from panel.models.events import Round, Zone
from panel.models.instruments import InstrumentVersion


class Presenter(Model):
    """Who is evaluated. The practice presenter of a zone counts nowhere and locks nothing."""

    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    code: Mapped[str] = code_column()
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    practice: Mapped[bool] = mapped_column(default=False)


class Slot(Model):
    """A presenter in a round: its zone, place and time. `start`, in minutes, is None for practice."""

    __table_args__ = (UniqueConstraint("round_id", "presenter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = reference("round")
    zone_id: Mapped[int] = reference("zone")
    presenter_id: Mapped[int] = reference("presenter")
    instrument_id: Mapped[int] = reference("instrument_version")
    position: Mapped[int]
    start: Mapped[int | None]
    end: Mapped[int | None]
    pinned: Mapped[bool] = mapped_column(default=False)
    happened: Mapped[Happened | None] = enum_column(Happened, nullable=True)
    """The latest line of its happenings, for lists."""

    round: Mapped[Round] = relationship()
    zone: Mapped[Zone] = relationship(back_populates="slots")
    presenter: Mapped[Presenter] = relationship(lazy="joined")
    instrument: Mapped[InstrumentVersion] = relationship()

    @property
    def no_show(self) -> bool:
        return self.happened is Happened.NO_SHOW


class Happening(Model):
    """One line of a slot's day: called, presenting, questions, done, no-show, moved. Append-only."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = reference("slot")
    person_id: Mapped[int | None] = reference("person")
    kind: Mapped[Happened] = enum_column(Happened)
    at: Mapped[datetime] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(default="")


class PlanVersion(Model):
    """The plan as it was published: what people were told, kept as it stood."""

    __table_args__ = (UniqueConstraint("event_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    version: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(Instant)
