"""The view-models of the official documents: what one paper says, frozen. `queries/documents` fills them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from panel.domain.events import Venue
from panel.domain.ties import Tie
from panel.models import Snapshot
from panel.queries.charts import PAPER, Strip, criteria_chart
from panel.queries.letterheads import Hall, Heading, Signer, Stamp
from panel.queries.plans import PlanZone
from panel.queries.results import PresenterView, SheetView, ZoneView
from panel.queries.slips import SlipsPaper
from panel.queries.standings import ProvinceView


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

    @property
    def chart(self) -> tuple[Strip, ...]:
        """Each criterion's mean under the marks of the judges."""
        return criteria_chart(self.presenter, self.sheets, PAPER)


@dataclass(frozen=True)
class RankingPaper:
    """A zone's ranking, and how equal results were told apart. `audit_head` is where the log stood when
    it was finalised."""

    template: ClassVar[str] = "ranking"

    heading: Heading
    stamp: Stamp
    hall: Hall
    rows: tuple[PresenterView, ...]
    graded: bool
    audit_head: str
    ties: tuple[Tie, ...]
    signers: tuple[Signer, ...]

    @property
    def names(self) -> Mapping[str, PresenterView]:
        return {each.code: each for each in self.rows}


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
    """The whole province in one order, and what that order means."""

    template: ClassVar[str] = "province"

    heading: Heading
    stamp: Stamp
    certification: Snapshot | None
    province: ProvinceView
    ties: tuple[Tie, ...]
    halls: dict[str, Hall]
    graded: bool
    zones: tuple[ZoneLine, ...]
    top: int
    signers: tuple[Signer, ...]


Paper = (
    PlanPaper
    | DoorPaper
    | SlipsPaper
    | SheetPaper
    | SummaryPaper
    | ResultPaper
    | RankingPaper
    | ProvincePaper
)
