"""A judge's own marks side by side: the presenters of a zone by the items of the instrument.

Made of the seat's own day alone, so that nobody else's marks can come in. The points are for the eye, to
level the sheets by; results are computed elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from panel.domain.instruments import Criterion, Indicator, Node, running
from panel.models import Seat
from panel.queries.instruments import instrument_of
from panel.queries.results import SheetView
from panel.queries.sheets import OwnSlot, own_day


class By(StrEnum):
    """In which order the presenters stand."""

    SLOT = "slot"
    TOTAL = "total"


@dataclass(frozen=True)
class Cell:
    """What one presenter was given for one node. `points` is None where nothing is given yet; they are
    `whole` once every mark below the node is there. `share` is their part of the full mark, in percent."""

    points: Fraction | None
    whole: bool
    share: int
    comment: bool


@dataclass(frozen=True)
class Line:
    """A node with its cells, in the order of the presenters. `least` and `most` are of the whole cells, None
    where there are no two to compare."""

    node: Node
    depth: int
    items: tuple[str, ...]
    """The indicators that it is made of."""
    cells: tuple[Cell, ...]
    least: Fraction | None
    most: Fraction | None


@dataclass(frozen=True)
class Own:
    """A presenter as the seat judged it. `place` among the sheets with all their marks, equal ones alike."""

    slot: OwnSlot
    sheet: SheetView
    place: int | None = None

    @property
    def version(self) -> int:
        return self.slot.slot.instrument.version

    @property
    def whole(self) -> bool:
        return self.sheet.given == len(self.sheet.marks)


@dataclass(frozen=True)
class Comparison:
    """The presenters that were judged with one version of the instrument."""

    version: int
    presenters: tuple[Own, ...]
    total: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class OwnMarks:
    """`apart` are the presenters that this seat does not judge."""

    comparisons: tuple[Comparison, ...]
    apart: tuple[OwnSlot, ...]


def own_marks(seat: Seat, by: By) -> OwnMarks:
    """All sheets of a seat, practice left out, in as many queries as its list takes."""
    slots = own_day(seat, None).slots
    judged = [Own(own, own.sheet) for own in slots if own.sheet and _judges(own, own.sheet)]
    versions = sorted({own.version for own in judged})
    return OwnMarks(
        comparisons=tuple(
            _comparison([own for own in judged if own.version == each], by) for each in versions
        ),
        apart=tuple(slot for slot in slots if slot not in [own.slot for own in judged]),
    )


def _judges(own: OwnSlot, sheet: SheetView) -> bool:
    """Whether marks are the seat's to give, and count for something."""
    return sheet.state.judges and not own.slot.no_show


def _comparison(judged: Sequence[Own], by: By) -> Comparison:
    instrument = instrument_of(judged[0].slot.slot.instrument)
    totals = [own.slot.total for own in judged if own.whole]
    ranked = [
        replace(own, place=1 + sum(total > own.slot.total for total in totals)) if own.whole else own
        for own in judged
    ]
    if by is By.TOTAL:
        ranked.sort(key=lambda own: (not own.whole, -own.slot.total))
    sheets = [own.sheet for own in ranked]
    return Comparison(
        version=judged[0].version,
        presenters=tuple(ranked),
        total=_line(instrument.root, 0, sheets),
        lines=tuple(_line(node, depth, sheets) for depth, node in instrument.nodes()),
    )


def _line(node: Node, depth: int, sheets: Sequence[SheetView]) -> Line:
    cells = tuple(_cell(node, sheet) for sheet in sheets)
    whole = [cell.points for cell in cells if cell.whole and cell.points is not None]
    compared = len(whole) > 1
    return Line(
        node=node,
        depth=depth,
        items=_items(node),
        cells=cells,
        least=min(whole) if compared else None,
        most=max(whole) if compared else None,
    )


def _items(node: Node) -> tuple[str, ...]:
    if isinstance(node, Indicator):
        return (node.number,)
    return tuple(item for child in node.children for item in _items(child))


def _cell(node: Node, sheet: SheetView) -> Cell:
    items = _items(node)
    given = [item for item in items if sheet.marks[item] is not None]
    tree = node if isinstance(node, Criterion) else Criterion(node.number, node.title, "sum", (node,))
    points = running(tree, sheet.marks) if given else None
    return Cell(
        points=points,
        whole=len(given) == len(items),
        share=int(100 * points / node.full) if points is not None and node.full else 0,
        comment=node.number in sheet.comments,
    )
