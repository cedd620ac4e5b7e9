"""What official papers have in common: their heading, their hall, who signs, and what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from panel.domain.events import Venue
from panel.domain.panels import Role
from panel.models import Event, Seat, Slot, Snapshot, Zone


@dataclass(frozen=True)
class Heading:
    """What every paper says of its event."""

    title: str
    title_en: str
    project: str
    project_en: str
    plan_title: str
    level: str
    level_en: str
    province: str
    province_en: str
    organiser: str
    organiser_en: str
    order_number: str
    order_date: date | None
    letter_number: str
    letter_date: date | None
    day: date
    names: tuple[str, ...]
    """What presenters are called: names that no line may break."""

    @classmethod
    def of(cls, event: Event) -> Heading:
        def day(key: str) -> date | None:
            return date.fromisoformat(text) if (text := event.text(key)) else None

        return cls(
            title=event.text("title"),
            title_en=event.text("title_en"),
            project=event.text("project"),
            project_en=event.text("project_en"),
            plan_title=event.text("plan_title") or event.text("title"),
            level=event.text("level"),
            level_en=event.text("level_en"),
            province=event.text("province"),
            province_en=event.text("province_en"),
            organiser=event.text("organiser"),
            organiser_en=event.text("organiser_en"),
            order_number=event.text("order_number"),
            order_date=day("order_date"),
            letter_number=event.text("letter_number"),
            letter_date=day("letter_date"),
            day=event.date,
            names=tuple(name for each in event.presenters for name in (each.name, each.name_en) if name),
        )


@dataclass(frozen=True)
class Hall:
    """A zone, where it sits and from when to when."""

    code: str
    name: str
    name_en: str
    venue: Venue
    start: int | None
    end: int | None

    @classmethod
    def of(cls, zone: Zone, slots: Sequence[Slot]) -> Hall:
        return cls(
            code=zone.code,
            name=zone.name,
            name_en=zone.name_en,
            venue=zone.venue.facts,
            start=min((slot.start for slot in slots if slot.start is not None), default=None),
            end=max((slot.end for slot in slots if slot.end is not None), default=None),
        )


@dataclass(frozen=True)
class Signer:
    """Whose signature a block awaits."""

    name: str
    position: str
    role: Role

    @classmethod
    def of(cls, seat: Seat) -> Signer:
        return cls(seat.person.name, seat.person.position, seat.role)


@dataclass(frozen=True)
class Stamp:
    """The version and digest that a paper stands for; `path` is where its QR code leads. A version that no
    longer holds says since when, and why."""

    version: int | None = None
    digest: str = ""
    path: str = ""
    draft: bool = False
    superseded_at: datetime | None = None
    superseded_reason: str = ""

    @classmethod
    def of(cls, version: int | None, digest: str) -> Stamp:
        return cls(version, digest, f"/verify/{digest}")

    @classmethod
    def of_snapshot(cls, snapshot: Snapshot | None) -> Stamp:
        """Of a zone's finalised result or the province's certification; a draft without one."""
        if snapshot is None:
            return DRAFT
        stamp = cls.of(snapshot.version, snapshot.digest)
        return replace(stamp, superseded_at=snapshot.reopened_at, superseded_reason=snapshot.reopened_reason)


DRAFT = Stamp(draft=True)
