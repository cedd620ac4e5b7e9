"""Sheets and the append-only log of entries behind them.

The log is the truth: `Mark` holds the latest line of each mark and comment, and a sheet's state the
latest act, so that pages need not replay it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.db import Instant, Model
from panel.domain.sheets import Act, Channel, EntryStatus, HeldFor, State
from panel.models.accounts import Person
from panel.models.columns import code_column, enum_column, reference
from panel.models.instruments import InstrumentVersion
from panel.models.panels import Seat
from panel.models.schedules import Slot


class Sheet(Model):
    """One seat's judgement of one presenter in a round. The row is made by the first entry."""

    __table_args__ = (UniqueConstraint("slot_id", "seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = reference("slot")
    seat_id: Mapped[int] = reference("seat")
    instrument_id: Mapped[int] = reference("instrument_version")
    state: Mapped[State] = enum_column(State, default=State.DRAFT)
    channel: Mapped[Channel | None] = enum_column(Channel, nullable=True)
    """How its latest mark came, or how it was recused or set absent."""
    reason: Mapped[str] = mapped_column(default="")
    """Why it was returned, recused, set absent or reopened."""
    submissions: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    typed_by: Mapped[str] = mapped_column(default="")
    """Who typed a paper sheet and read it back."""

    slot: Mapped[Slot] = relationship()
    seat: Mapped[Seat] = relationship()
    instrument: Mapped[InstrumentVersion] = relationship()
    marks: Mapped[list[Mark]] = relationship(cascade="all, delete-orphan")


class Entry(Model):
    """Who set what on which sheet, when, on which device and channel. Its id is the server's sequence."""

    __table_args__ = (Index("ix_entry_sheet_id_act", "sheet_id", "act"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    person_id: Mapped[int | None] = reference("person")
    device_id: Mapped[int | None] = reference("device")
    act: Mapped[Act] = enum_column(Act)
    node: Mapped[str] = mapped_column(default="")
    value: Mapped[Any | None] = mapped_column(JSON)
    base: Mapped[str | None]
    """UUID of the entry that this one's author saw; another one meanwhile makes it stale."""
    status: Mapped[EntryStatus] = enum_column(EntryStatus)
    channel: Mapped[Channel] = enum_column(Channel)
    counter: Mapped[int | None]
    device_at: Mapped[datetime | None] = mapped_column(Instant)
    stored_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    """When a stale or late entry was taken or set aside."""
    settlement: Mapped[str] = mapped_column(default="")


class Mark(Model):
    """The current mark of an indicator, or comment of a node ("" is the whole sheet)."""

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), primary_key=True)
    act: Mapped[Act] = enum_column(Act, primary_key=True)
    node: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any | None] = mapped_column(JSON)
    entry: Mapped[str]
    """UUID of the entry that set it."""


class Deposit(Model):
    """An entry that came but could not be taken: kept as it came, until the chair settles it.

    Taken in, it becomes an entry of the same UUID.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    seat_id: Mapped[int] = reference("seat")
    presenter: Mapped[str] = code_column()
    """Code, as the tablet named it."""
    person_id: Mapped[int] = reference("person")
    device_id: Mapped[int | None] = reference("device")
    act: Mapped[Act] = enum_column(Act)
    node: Mapped[str] = mapped_column(default="")
    value: Mapped[Any | None] = mapped_column(JSON)
    base: Mapped[str | None]
    counter: Mapped[int | None]
    device_at: Mapped[datetime | None] = mapped_column(Instant)
    stored_at: Mapped[datetime] = mapped_column(Instant)
    held_for: Mapped[HeldFor] = enum_column(HeldFor)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settlement: Mapped[str] = mapped_column(default="")

    seat: Mapped[Seat] = relationship()


class Typing(Model):
    """What one typist read from a paper sheet, kept until a second one has typed it too."""

    __table_args__ = (UniqueConstraint("slot_id", "seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = reference("slot")
    seat_id: Mapped[int] = reference("seat")
    person_id: Mapped[int] = reference("person")
    at: Mapped[datetime] = mapped_column(Instant)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Marks and comments by field ("mark-1.1", "comment-2")."""

    slot: Mapped[Slot] = relationship()
    seat: Mapped[Seat] = relationship()
    person: Mapped[Person] = relationship()


class Reminder(Model):
    """That the chair asked a seat for a sheet, last: shown to its author while the sheet is open."""

    __table_args__ = (UniqueConstraint("slot_id", "seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = reference("slot")
    seat_id: Mapped[int] = reference("seat")
    person_id: Mapped[int] = reference("person")
    """Who asked."""
    at: Mapped[datetime] = mapped_column(Instant)

    slot: Mapped[Slot] = relationship()
    seat: Mapped[Seat] = relationship()
