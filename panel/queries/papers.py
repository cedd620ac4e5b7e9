"""The view-models of the official documents: what one paper says, frozen. `queries/documents` fills them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import ClassVar

from panel.domain.instruments import Criterion, Node, Rating
from panel.domain.letterheads import Signatory
from panel.domain.numbers import decimal_text
from panel.domain.ties import Tie
from panel.models import Snapshot
from panel.queries.certificates import CertificatePaper
from panel.queries.charts import PAPER, Strip, criteria_chart
from panel.queries.letterheads import DRAFT, Hall, Heading, Signer, Stamp
from panel.queries.letters import LetterPaper
from panel.queries.names import Names
from panel.queries.plan_papers import DoorPaper, PlanPaper
from panel.queries.results import PresenterView, SheetView, ZoneView
from panel.queries.slips import SlipsPaper
from panel.queries.standings import ProvinceView


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

    def room(self, node: Node) -> Room | None:
        """What the node's points may take: as its full mark, and as exact as the finest step below it."""
        steps = list(_steps(node))
        if not all(steps):
            return None
        finest = max(len(decimal_text(step).partition(".")[2]) for step in steps if step)
        return Room(whole=len(str(int(node.full))), decimals=finest)


@dataclass(frozen=True)
class Room:
    """For a figure by hand: how many digits, a box each."""

    whole: int
    decimals: int

    @property
    def digits(self) -> int:
        return self.whole + self.decimals


def _steps(node: Node) -> Iterator[Fraction | None]:
    """Those of all ratings below a node; None for what is not a rating."""
    if isinstance(node, Criterion):
        for child in node.children:
            yield from _steps(child)
    else:
        yield node.kind.step if isinstance(node.kind, Rating) else None


@dataclass(frozen=True)
class SignaturePaper:
    """One signature of a judge for all of the judge's sheets, which then have none of their own."""

    template: ClassVar[str] = "signatures"

    heading: Heading
    stamp: Stamp
    hall: Hall
    judge: Signer
    sheets: tuple[SheetPaper, ...]

    @classmethod
    def of(cls, sheets: Sequence[SheetPaper], snapshot: Snapshot | None) -> SignaturePaper:
        """For those sheets of one judge: a draft while one of them is."""
        first = sheets[0]
        final = Stamp.of_snapshot(snapshot) if snapshot else Stamp()
        return cls(
            heading=first.heading,
            stamp=DRAFT if any(each.stamp.draft for each in sheets) else final,
            hall=first.hall,
            judge=first.signers[0],
            sheets=tuple(sheets),
        )


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
    def of(cls, names: Names, zone: ZoneView) -> ZoneLine:
        snapshot, hall = zone.snapshot, names.hall(zone.code)
        return cls(
            name=hall.name,
            name_en=hall.name_en,
            version=snapshot.version if snapshot else None,
            digest=snapshot.digest if snapshot else "",
            finalised_at=snapshot.finalised_at if snapshot else None,
            finalised_by=names.person(snapshot.finalised_by) if snapshot else "",
        )


@dataclass(frozen=True)
class ProvincePaper:
    """The whole province in one order, and what that order means."""

    template: ClassVar[str] = "province"

    heading: Heading
    stamp: Stamp
    certification: Snapshot | None
    certified_by: str
    province: ProvinceView
    ties: tuple[Tie, ...]
    halls: dict[str, Hall]
    graded: bool
    zones: tuple[ZoneLine, ...]
    top: int
    signers: tuple[Signer, ...]
    signatories: tuple[Signatory, ...]


Paper = (
    PlanPaper
    | DoorPaper
    | SlipsPaper
    | SheetPaper
    | SignaturePaper
    | SummaryPaper
    | ResultPaper
    | RankingPaper
    | ProvincePaper
    | CertificatePaper
    | LetterPaper
)
