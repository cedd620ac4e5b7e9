"""Persons, the devices they signed in on, and failed attempts to get in.

A person's link is derived (HMAC of code and generation), never stored: the row keeps its digest, to
find the person by. Passwords and PINs are argon2id hashes.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.db import Instant, Model
from panel.domain.panels import Role
from panel.models.columns import code_column, reference

if TYPE_CHECKING:
    from panel.models.events import Event
    from panel.models.panels import Seat
    from panel.models.schedules import Presenter


class Person(Model):
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    code: Mapped[str] = code_column()
    name: Mapped[str]
    position: Mapped[str] = mapped_column(default="")
    home: Mapped[str | None]
    """Code of the amphoe that the person heads or comes from."""
    organiser: Mapped[bool] = mapped_column(default=False)
    generation: Mapped[int] = mapped_column(default=1)
    link_digest: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    pin_hash: Mapped[str | None]
    slip_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the access slip was last printed; a renewed link makes it void."""
    presents_id: Mapped[int | None] = reference("presenter")
    """The amphoe whose materials the person brings, for who is let in for that."""

    event: Mapped[Event] = relationship()
    presents: Mapped[Presenter | None] = relationship()
    seats: Mapped[list[Seat]] = relationship(order_by="Seat.id", back_populates="person")
    devices: Mapped[list[Device]] = relationship(order_by="Device.id", back_populates="person")

    @property
    def shut_out(self) -> bool:
        """A closed event lets in nobody but its organisers."""
        return self.event.state.shuts_out(organiser=self.organiser)

    @property
    def open_seats(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.closed_at is None]

    @property
    def guards(self) -> bool:
        """Does acts that a PIN guards: chairs a panel, or the province."""
        return any(seat.role is Role.CHAIR for seat in self.open_seats)

    @property
    def live_devices(self) -> list[Device]:
        """Those on which the person is signed in."""
        return [device for device in self.devices if device.revoked_at is None]


class Device(Model):
    """A tablet, phone or browser on which a person signed in. Its secret is kept as a digest only."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = reference("person")
    key: Mapped[str] = mapped_column(unique=True)
    secret_digest: Mapped[str]
    label: Mapped[str]
    signed_in_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    counter: Mapped[int] = mapped_column(default=0)
    """The highest counter of an entry that it sent."""
    waiting: Mapped[int] = mapped_column(default=0)
    """How many entries it last said were still unsent."""
    kept: Mapped[int] = mapped_column(default=0)
    """How many of the person's sheets it last said that it keeps, to be opened without a network."""

    person: Mapped[Person] = relationship(back_populates="devices")


class Attempt(Model):
    """A failed sign-in or PIN, counted per account and address."""

    __table_args__ = (Index("ix_attempt_account_address_at", "account", "address", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
