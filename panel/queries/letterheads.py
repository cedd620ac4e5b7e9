"""What official papers have in common: their heading, their hall, who signs, and what they stand for."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from panel.adapters.pdf import EMBLEM
from panel.adapters.uploads import upload_path
from panel.config import Settings
from panel.domain.events import Venue
from panel.domain.letterheads import Signatory, Signed
from panel.domain.panels import Role
from panel.models import Event, Seat, Slot, Snapshot, Zone
from panel.queries.plans import Plan


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
    emblem: str = ""
    """The office's own, as a data: address: papers fetch nothing."""

    @classmethod
    def of(cls, event: Event, settings: Settings) -> Heading:
        """That of today."""
        names = [name for each in event.presenters for name in (each.name, each.name_en) if name]
        return cls.written(event.texts, event.date, names, emblem_address(event.emblem, settings))

    @classmethod
    def written(cls, texts: Mapping[str, str], day: date, names: Iterable[str], emblem: str) -> Heading:
        """Of an event's texts (domain.events.TEXTS)."""

        def text(key: str) -> str:
            return texts.get(key, "")

        def dated(key: str) -> date | None:
            return date.fromisoformat(text(key)) if text(key) else None

        return cls(
            title=text("title"),
            title_en=text("title_en"),
            project=text("project"),
            project_en=text("project_en"),
            plan_title=text("plan_title") or text("title"),
            level=text("level"),
            level_en=text("level_en"),
            province=text("province"),
            province_en=text("province_en"),
            organiser=text("organiser"),
            organiser_en=text("organiser_en"),
            order_number=text("order_number"),
            order_date=dated("order_date"),
            letter_number=text("letter_number"),
            letter_date=dated("letter_date"),
            day=day,
            names=tuple(names),
            emblem=emblem,
        )


def issued_today(heading: Heading, event: Event, settings: Settings) -> Heading:
    """Of what is written now about something final: its words, under the emblem of today."""
    return replace(heading, emblem=emblem_address(event.emblem, settings))


def emblem_address(digest: str, settings: Settings) -> str:
    """A kept emblem as a data: address; nothing too where its file is lost: papers must come out."""
    path = upload_path(settings, digest)
    if not digest or not path.is_file():
        return ""
    return EMBLEM + base64.b64encode(path.read_bytes()).decode()


def signatories(event: Event, paper: Signed) -> tuple[Signatory, ...]:
    """Who signs that paper, in the organisers' order."""
    found = (Signatory.from_json(row) for row in event.signatories)
    return tuple(each for each in found if paper in each.signs)


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
    def of_plan(cls, plan: Plan) -> Stamp:
        """Of a published plan; one that was changed since is a draft."""
        return DRAFT if plan.version is None else cls.of(plan.version, plan.digest)

    @classmethod
    def of_snapshot(cls, snapshot: Snapshot | None) -> Stamp:
        """Of a zone's finalised result or the province's certification; a draft without one."""
        if snapshot is None:
            return DRAFT
        stamp = cls.of(snapshot.version, snapshot.digest)
        return replace(stamp, superseded_at=snapshot.reopened_at, superseded_reason=snapshot.reopened_reason)


DRAFT = Stamp(draft=True)
