"""Presenters, their slots, edits and published versions of the plan, and what happened on the day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.db import Instant, Model
from panel.domain.days import Happened
from panel.domain.schedules import Request
from panel.domain.schedules import Slot as SlotFacts
from panel.models.accounts import Person
from panel.models.columns import code_column, enum_column, reference
from panel.models.events import Round, Zone
from panel.models.instruments import InstrumentVersion
from panel.models.panels import Seat


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
    anchor: Mapped[bool] = mapped_column(default=False)
    """A practice presenter that stands for a presentation which every panel scores, to compare panels."""


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
    questions: Mapped[int | None]
    """Minutes of questions, where they are not the day's: shortened when the day runs late."""
    not_before: Mapped[int | None]
    not_after: Mapped[int | None]
    firm: Mapped[bool] = mapped_column(default=False)
    """What the presenter requested: to start no earlier, to have ended by then; firm if it must be so."""
    happened: Mapped[Happened | None] = enum_column(Happened, nullable=True)
    """The latest line of its happenings but for moves, for lists."""

    round: Mapped[Round] = relationship()
    zone: Mapped[Zone] = relationship(back_populates="slots")
    presenter: Mapped[Presenter] = relationship(lazy="joined")
    instrument: Mapped[InstrumentVersion] = relationship()

    @property
    def no_show(self) -> bool:
        return self.happened is Happened.NO_SHOW

    @property
    def minutes(self) -> int:
        """How long it takes: the day's presenting, and its own questions where they were shortened."""
        day = self.zone.event
        return day.present_minutes + (day.question_minutes if self.questions is None else self.questions)

    @property
    def facts(self) -> SlotFacts:
        """The slot as the rules see it; practice, which has no time, has no such facts."""
        if self.start is None or self.end is None:
            raise ValueError(f"{self.presenter.code} has no time")
        return SlotFacts(
            presenter=self.presenter.code,
            zone=self.zone.code,
            venue=self.zone.venue.code,
            start=self.start,
            end=self.end,
            pinned=self.pinned,
        )

    @property
    def request(self) -> Request | None:
        """What its presenter requested, if anything."""
        if self.not_before is None and self.not_after is None:
            return None
        return Request(self.presenter.code, self.zone.round.code, self.not_before, self.not_after, self.firm)


class Happening(Model):
    """One line of a slot's day: called, presenting, questions, done, no-show, moved. Append-only."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = reference("slot")
    person_id: Mapped[int | None] = reference("person")
    kind: Mapped[Happened] = enum_column(Happened)
    at: Mapped[datetime] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(default="")


class Excuse(Model):
    """A seat that misses a slot of its own zone by the plan: its person must be elsewhere then."""

    __table_args__ = (UniqueConstraint("seat_id", "slot_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = reference("seat")
    slot_id: Mapped[int] = reference("slot")

    seat: Mapped[Seat] = relationship()
    slot: Mapped[Slot] = relationship()


class Edit(Model):
    """One change of the plan, so that it can be told, refused as stale and undone. The latest edit's id is
    the plan's revision. `before` and `after` hold what it changed, in `queries/edits`'s terms."""

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    person_id: Mapped[int | None] = reference("person")
    at: Mapped[datetime] = mapped_column(Instant)
    act: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone: Mapped[bool] = mapped_column(default=False)
    """Taken back, and not yet done again."""

    person: Mapped[Person | None] = relationship()


class PlanVersion(Model):
    """The plan as it was published: what people were told, kept as it stood."""

    __table_args__ = (UniqueConstraint("event_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    version: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(Instant)
