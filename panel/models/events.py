"""An event, its rounds, zones and venues; and the one row that says which server this is."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.db import Instant, Model
from panel.domain.events import Break, Day, EventState, RoundKind, Rules, Window
from panel.domain.events import Venue as VenueFacts
from panel.models.columns import code_column, enum_column, reference

if TYPE_CHECKING:
    from panel.models.instruments import InstrumentVersion
    from panel.models.panels import Seat
    from panel.models.schedules import Presenter, Slot


class Server(Model):
    """One row: the epoch tells a tablet that the server was restored and wants its entries again."""

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[str]


class Event(Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = code_column(unique=True)
    state: Mapped[EventState] = enum_column(EventState, default=EventState.OPEN)
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    date: Mapped[date]
    day_start: Mapped[int]
    day_end: Mapped[int]
    present_minutes: Mapped[int]
    question_minutes: Mapped[int]
    gap_minutes: Mapped[int]
    road_speed: Mapped[int]
    breaks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    travel: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Minutes between two venues where they are known: {"from", "to", "minutes"}, good for both ways."""
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    materials_until: Mapped[datetime | None] = mapped_column(Instant)
    """Until when presenters may hand in what they bring; None: until their zone is final."""
    folder: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    """What the folder said when it was last loaded: a later load changes only what it says anew."""
    emblem: Mapped[str] = mapped_column(default="")
    """The office's emblem for its papers: the digest of a PNG among the uploads, or nothing."""
    signatories: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Who signs papers without sitting on a panel: {"code", "name", "name_en", "position", "position_en",
    "documents"}."""

    rounds: Mapped[list[Round]] = relationship(order_by="Round.id")
    zones: Mapped[list[Zone]] = relationship(order_by="Zone.position")
    venues: Mapped[list[Venue]] = relationship(order_by="Venue.code")
    presenters: Mapped[list[Presenter]] = relationship(order_by="Presenter.code")

    @property
    def title(self) -> str:
        return self.texts["short_title"] or self.texts["title"]

    @property
    def title_en(self) -> str:
        return self.texts["short_title_en"] or self.texts["title_en"]

    @property
    def day(self) -> Day:
        return Day(
            date=self.date,
            window=Window(self.day_start, self.day_end),
            present=self.present_minutes,
            questions=self.question_minutes,
            gap=self.gap_minutes,
            breaks=tuple(
                Break(each["name"], Window(each["start"], each["end"]), each["zone"]) for each in self.breaks
            ),
            road_speed=self.road_speed,
            materials_until=self.materials_until,
        )

    @day.setter
    def day(self, day: Day) -> None:
        self.date = day.date
        self.day_start, self.day_end = day.window.start, day.window.end
        self.present_minutes, self.question_minutes = day.present, day.questions
        self.gap_minutes, self.road_speed = day.gap, day.road_speed
        self.materials_until = day.materials_until
        self.breaks = [
            {"name": each.name, "start": each.window.start, "end": each.window.end, "zone": each.zone}
            for each in day.breaks
        ]

    @property
    def main_round(self) -> Round:
        """The round that every event has: its zones, each before its own panel."""
        return self.rounds[0]

    @property
    def settings(self) -> Rules:
        return Rules.from_json(self.rules)

    def text(self, key: str) -> str:
        """One of the event's words (domain.events.TEXTS), empty where it has none."""
        return self.texts.get(key, "")


class Round(Model):
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    code: Mapped[str] = code_column()
    kind: Mapped[RoundKind] = enum_column(RoundKind)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    instrument_id: Mapped[int] = reference("instrument_version")
    """The version for sheets still to come; a slot keeps the version it was first scored with."""
    top: Mapped[int] = mapped_column(default=0)
    """Of a final: how many of each zone come into it."""
    carry: Mapped[int] = mapped_column(default=0)
    """Of a final: the share of the zone's result in its own, in percent."""

    event: Mapped[Event] = relationship(back_populates="rounds")
    zones: Mapped[list[Zone]] = relationship(order_by="Zone.position")
    instrument: Mapped[InstrumentVersion] = relationship()


class Venue(Model):
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    code: Mapped[str] = code_column()
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    screen_generation: Mapped[int] = mapped_column(default=1)
    """Raised to make the links of its hall screen void."""

    bookings: Mapped[list[Booking]] = relationship(
        order_by="Booking.start", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def facts(self) -> VenueFacts:
        return VenueFacts(
            code=self.code,
            name=self.name,
            name_en=self.name_en,
            latitude=self.latitude,
            longitude=self.longitude,
            bookings=tuple(Window(booking.start, booking.end) for booking in self.bookings),
        )


class Booking(Model):
    """A window, in minutes of the event's day, in which a venue may be used."""

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = reference("venue")
    start: Mapped[int]
    end: Mapped[int]


class Zone(Model):
    """Codes are unique in the event, so that a zone needs no round to be named."""

    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    round_id: Mapped[int] = reference("round")
    venue_id: Mapped[int] = reference("venue")
    code: Mapped[str] = code_column()
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    start: Mapped[int]

    event: Mapped[Event] = relationship(back_populates="zones")
    round: Mapped[Round] = relationship(back_populates="zones")
    venue: Mapped[Venue] = relationship(lazy="joined")
    slots: Mapped[list[Slot]] = relationship(order_by="Slot.position", back_populates="zone")
    seats: Mapped[list[Seat]] = relationship(order_by="Seat.position", back_populates="zone")


class Import(Model):
    """A spreadsheet that was read and is looked at before it is taken: nothing is changed until then."""

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[int] = reference("event")
    person_id: Mapped[int] = reference("person")
    at: Mapped[datetime] = mapped_column(Instant)
    sort: Mapped[str]
    file: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
