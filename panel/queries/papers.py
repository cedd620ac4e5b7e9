"""The view-models of the official documents: what one paper says, frozen. `queries/documents` fills them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from panel.domain.events import Venue
from panel.domain.panels import Role
from panel.models import Event, Seat, Slot, Zone
from panel.queries.plans import PlanZone
from panel.queries.results import PresenterView, SheetView, ZoneView


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
    """The version and digest that a paper stands for; `path` is where its QR code leads."""

    version: int | None = None
    digest: str = ""
    path: str = ""
    draft: bool = False

    @classmethod
    def of(cls, version: int | None, digest: str) -> Stamp:
        return cls(version, digest, f"/verify/{digest}")

    @classmethod
    def of_zone(cls, zone: ZoneView) -> Stamp:
        return cls.of(zone.snapshot.version, zone.snapshot.digest) if zone.snapshot else DRAFT


DRAFT = Stamp(draft=True)


@dataclass(frozen=True)
class PlanPaper:
    template: ClassVar[str] = "plan"

    heading: Heading
    stamp: Stamp
    zones: tuple[PlanZone, ...]
    several_rounds: bool
    present: int
    questions: int


@dataclass(frozen=True)
class DoorPaper:
    """What hangs at a venue's door: all that takes place behind it. `path` is where its QR code leads."""

    template: ClassVar[str] = "door"

    heading: Heading
    stamp: Stamp
    zones: tuple[PlanZone, ...]
    path: str

    @property
    def venue(self) -> Venue:
        return self.zones[0].venue

    @property
    def size(self) -> str:
        """Of its letters: as large as so many lines leave room for on one page."""
        lines = sum(len(zone.lines) + 1 for zone in self.zones)
        return next((size for size, most in DOOR_LINES.items() if lines <= most), "small")


DOOR_LINES = {"huge": 8, "large": 10, "medium": 14}


@dataclass(frozen=True)
class SheetPaper:
    """A judge's sheet of a presenter."""

    template: ClassVar[str] = "sheet"
    blank: ClassVar[bool] = False

    heading: Heading
    stamp: Stamp
    hall: Hall
    presenter: PresenterView
    sheet: SheetView
    signers: tuple[Signer, ...]


@dataclass(frozen=True)
class BlankPaper(SheetPaper):
    """The same, to be filled in by hand. `code` says in plain letters what its QR code says."""

    blank: ClassVar[bool] = True

    code: str


@dataclass(frozen=True)
class SummaryRow:
    """A presenter and, a column each, the panel's sheets; None where that seat does not judge it."""

    presenter: PresenterView
    sheets: tuple[SheetView | None, ...]


@dataclass(frozen=True)
class SummaryPaper:
    """A zone's totals by judge. `blank` is the same table to be filled in by hand."""

    template: ClassVar[str] = "summary"

    heading: Heading
    stamp: Stamp
    hall: Hall
    judges: tuple[Signer, ...]
    rows: tuple[SummaryRow, ...]
    signers: tuple[Signer, ...]
    blank: bool = False


@dataclass(frozen=True)
class ResultPaper:
    """A presenter's result with the marks behind it. Without names the columns stand in order of totals,
    so that their place says nothing of the seat."""

    template: ClassVar[str] = "result"

    heading: Heading
    stamp: Stamp
    hall: Hall
    presenter: PresenterView
    sheets: tuple[SheetView, ...]
    names: bool
    signers: tuple[Signer, ...]


@dataclass(frozen=True)
class RankingPaper:
    """A zone's ranking. `audit_head` is where the log stood when it was finalised."""

    template: ClassVar[str] = "ranking"

    heading: Heading
    stamp: Stamp
    hall: Hall
    rows: tuple[PresenterView, ...]
    graded: bool
    audit_head: str
    signers: tuple[Signer, ...]


@dataclass(frozen=True)
class ZoneLine:
    """A zone's part in the whole: what was finalised, when, and by whom."""

    name: str
    name_en: str
    version: int | None
    digest: str
    finalised_at: datetime | None
    finalised_by: str

    @classmethod
    def of(cls, zone: ZoneView) -> ZoneLine:
        snapshot = zone.snapshot
        return cls(
            name=zone.name,
            name_en=zone.name_en,
            version=snapshot.version if snapshot else None,
            digest=snapshot.digest if snapshot else "",
            finalised_at=snapshot.finalised_at if snapshot else None,
            finalised_by=snapshot.finalised_by.name if snapshot else "",
        )


@dataclass(frozen=True)
class ProvincePaper:
    """The whole province in one order. Unless `connected`, zones are not on a common scale."""

    template: ClassVar[str] = "province"

    heading: Heading
    stamp: Stamp
    rows: tuple[PresenterView, ...]
    halls: dict[str, Hall]
    graded: bool
    zones: tuple[ZoneLine, ...]
    connected: bool
    flip_margin: Decimal | None
    top: int
    signers: tuple[Signer, ...]


Paper = PlanPaper | DoorPaper | SheetPaper | SummaryPaper | ResultPaper | RankingPaper | ProvincePaper
