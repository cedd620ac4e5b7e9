"""Charts as frozen geometry, for screen and paper alike: `components/charts.html` draws what stands here.

Figures come exact and as they were computed, and go to the page as text; only coordinates are floats.
Across, these are percent of a strip's width, so that shapes keep their form on any screen; down, pixels.
What is not to be seen is not given in, and so can't be drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from panel.domain.instruments import Criterion, Node
from panel.queries.results import PresenterView, SheetView, ZoneView

TRACK, LINE = 10, 6
"""Pixels of a bar below dots, and of a line."""
RADIUS = 4.5
ROUND = 5
"""A zone's results are shown between multiples of so many points."""

Figure = Fraction | Decimal


@dataclass(frozen=True)
class Layout:
    """How deep into the instrument a chart goes; the percent left free at either end, for half a dot; within
    how many percent dots would touch, so that one stands above the other; and the pixels that they may then
    take in all."""

    deepest: int
    edge: float
    near: float
    stack: float

    @property
    def room(self) -> float:
        """Percent between the edges."""
        return 100 - 2 * self.edge


SCREEN = Layout(deepest=2, edge=2, near=4, stack=44)
PAPER = Layout(deepest=1, edge=9, near=9, stack=15)


@dataclass(frozen=True)
class Dot:
    """One figure on a strip, and whose it is."""

    whose: SheetView | PresenterView
    value: Figure
    x: float
    y: float
    own: bool = False


@dataclass(frozen=True)
class Strip:
    """A criterion's mean as a bar against its full marks, under the marks of the judges."""

    node: Node
    inner: bool
    full: Fraction
    mean: Fraction
    length: float
    """Of the mean's bar, where `room` is that of the full marks."""
    dots: tuple[Dot, ...]
    height: float
    start: float
    room: float

    track = TRACK

    @property
    def end(self) -> float:
        """Where the mean stands."""
        return round(self.start + self.length, 2)

    @property
    def top(self) -> float:
        """Of the bar, which reaches to the bottom."""
        return self.height - self.track


@dataclass(frozen=True)
class Field:
    """All results of a zone on one line, between two round figures."""

    low: int
    high: int
    dots: tuple[Dot, ...]
    height: float

    @property
    def axis(self) -> float:
        """Where the line lies."""
        return self.height - LINE / 2


def criteria_chart(
    presenter: PresenterView, sheets: Sequence[SheetView], layout: Layout
) -> tuple[Strip, ...]:
    """A strip for each criterion, and for an indicator that stands among the first; dots for `sheets` alone.
    Nothing where nobody's sheet is in."""
    counted = [sheet for sheet in sheets if sheet.state.counts]
    return tuple(
        _strip(presenter.result.means[node.number], node, depth, counted, layout)
        for depth, node in presenter.instrument.nodes()
        if presenter.result.means and depth <= layout.deepest and (depth == 1 or isinstance(node, Criterion))
    )


def _strip(mean: Fraction, node: Node, depth: int, sheets: Sequence[SheetView], layout: Layout) -> Strip:
    parts = [(sheet, sheet.outcome.parts[node.number].value) for sheet in sheets]
    given = [(sheet, value) for sheet, value in parts if value is not None]
    spots, height = _spots([value for _, value in given], Fraction(0), node.full, TRACK + 2, layout)
    dots = tuple(Dot(sheet, value, x, y) for (sheet, value), (x, y) in zip(given, spots, strict=True))
    length = round(layout.room * _share(mean, node.full) / 100, 2)
    return Strip(node, depth > 1, node.full, mean, length, dots, height, layout.edge, layout.room)


def zone_field(zone: ZoneView, own: str) -> Field | None:
    """Where one presenter stands among all of its zone; None where it has no result or is alone with one."""
    ranked = [(each, each.result.value) for each in zone.ranking if each.result.value is not None]
    if len(ranked) < 2 or own not in {each.code for each, _ in ranked}:
        return None
    values = [value for _, value in ranked]
    low = floor(min(values) / ROUND) * ROUND
    high = max(ceil(max(values) / ROUND) * ROUND, low + ROUND)
    spots, height = _spots(values, Fraction(low), Fraction(high), LINE, SCREEN)
    dots = tuple(
        Dot(each, value, x, y, each.code == own) for (each, value), (x, y) in zip(ranked, spots, strict=True)
    )
    return Field(low, high, dots, height)


def ranking_bars(zone: ZoneView, shown: Collection[str]) -> Mapping[str, Mapping[str, float]]:
    """Of each presenter that may be shown: how long the bars of its result ("") and of each criterion are."""
    return {each.code: _bars(each) for each in zone.presenters if each.code in shown}


def _bars(presenter: PresenterView) -> Mapping[str, float]:
    root, result = presenter.instrument.root, presenter.result
    bars = {node.number: _share(result.means.get(node.number, 0), node.full) for node in root.children}
    return bars | {"": _share(result.value or 0, root.full)}


def _spots(
    values: Sequence[Figure], low: Fraction, high: Fraction, below: float, layout: Layout
) -> tuple[list[tuple[float, float]], float]:
    """Where a dot of each value stands, above another that it would touch; and how high all stand, with what
    is `below` them."""
    across = [_across(value, low, high, layout) for value in values]
    levels = _levels(across, layout.near)
    most = max(levels, default=0)
    gap = min(2 * RADIUS + 1, layout.stack / max(most, 1))
    height = round(below + most * gap + (2 * RADIUS + 2 if values else 0), 2)
    lowest = height - below - RADIUS - 1
    return [(x, round(lowest - level * gap, 2)) for x, level in zip(across, levels, strict=True)], height


def _levels(across: Sequence[float], near: float) -> list[int]:
    """On which level each dot stands: the lowest on which none before it is near."""
    ends: list[float] = []
    levels = [0] * len(across)
    for index in sorted(range(len(across)), key=across.__getitem__):
        free = (level for level, end in enumerate(ends) if across[index] - end >= near)
        level = next(free, len(ends))
        ends[level : level + 1] = [across[index]]
        levels[index] = level
    return levels


def _across(value: Figure | int, low: Fraction, high: Fraction, layout: Layout) -> float:
    """Percent from the left."""
    return round(layout.edge + layout.room * _share(Fraction(value) - low, high - low) / 100, 2)


def _share(value: Figure | int, full: Fraction) -> float:
    """Percent of the full marks."""
    return round(float(Fraction(value) / full * 100), 2) if full else 0.0
