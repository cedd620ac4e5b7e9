"""How a zone's judges judged, for its chair: severities, sheets that stand apart, and how far they agree.

Computed anew from the submitted sheets of whoever appeared; it changes no result. Everything here is made of
marks: it is for who may see them all (`open_to`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from panel.adapters.hub import off_the_hub
from panel.adapters.quantiles import f_quantile
from panel.domain.agreement import (
    Interval,
    Scale,
    agreement_interval,
    alpha,
    by_chance,
    complete,
    concordance,
    intraclass,
    mean_squares,
    of_mean,
)
from panel.domain.instruments import Node
from panel.domain.numbers import signed
from panel.domain.reliability import Outlier, Severity, Table, outliers, severities
from panel.domain.results import Standing
from panel.domain.verdicts import Verdict, of_alpha, of_concordance, of_correlation, stands_out
from panel.models import Seat
from panel.queries.results import PresenterView, SheetView, ZoneView
from panel.queries.sights import Sight

_LEAST_OF_TOTAL, _LEAST_OF_MARK = Fraction(1, 100), Fraction(1, 10)
"""The scale by which outliers are told is never less than such a part of the full marks."""
_MIDDLE, _REACH, _LEAST_REACH = 50.0, 46.0, Fraction(2)
"""Percent of the drawing: where nobody is severe, and how far the furthest bar goes, two points or more."""


@dataclass(frozen=True)
class SeverityView:
    """A judge's bar: to the right of the middle the milder, to the left the more severe. In percent."""

    seat: Seat
    severity: Severity
    clear: bool
    """More than chance makes of it."""
    start: float
    length: float

    middle = _MIDDLE

    @property
    def shown(self) -> str:
        return signed(self.severity.deviation, 1)

    @property
    def milder(self) -> bool:
        return self.severity.deviation > 0


@dataclass(frozen=True)
class OutlierView:
    """A total, or the mark of an indicator (`node`), that stands apart."""

    presenter: PresenterView
    sheet: SheetView
    node: Node | None
    value: Fraction
    apart: str
    z: str


@dataclass(frozen=True)
class Figure:
    """A figure of agreement as it is written, with the ends of its interval, and what it may be called."""

    value: str
    verdict: Verdict
    low: str = ""
    high: str = ""


@dataclass(frozen=True)
class ReliabilityView:
    """A zone's marks as a chair looks at them. `presenters` and `judges`: how many make the part without
    gaps, of which the figures but alpha are made; `of` and `seats`: how many there are in all."""

    severities: tuple[SeverityView, ...]
    outliers: tuple[OutlierView, ...]
    presenters: int
    judges: int
    of: int
    seats: int
    order: Figure
    single: Figure
    average: Figure
    alpha: Figure


def open_to(seen: Sight, zone: ZoneView) -> bool:
    """Whether every mark of the zone may be seen: one figure of a panel tells of all its marks."""
    return {each.code for each in _appeared(zone)} <= seen.marks


def reliability(zone: ZoneView) -> ReliabilityView | None:
    """All of it; None where nobody was judged by two yet."""
    totals = _table(zone, None)
    if not any(len(marks) > 1 for marks in totals.values()):
        return None
    return off_the_hub(_reliability, zone, totals)


def _reliability(zone: ZoneView, totals: Table) -> ReliabilityView:
    whole = complete(totals)
    rows = [list(marks.values()) for marks in whole.values()]
    single, average = _correlations(rows)
    return ReliabilityView(
        severities=_severities(zone, totals),
        outliers=tuple(_outliers(zone, totals)),
        presenters=len(rows),
        judges=len(rows[0]),
        of=len(totals),
        seats=len(zone.panel),
        order=_order(rows),
        single=single,
        average=average,
        alpha=_alpha(totals, single.verdict),
    )


def _appeared(zone: ZoneView) -> list[PresenterView]:
    return [each for each in zone.presenters if each.result.standing is not Standing.NO_SHOW]


def _table(zone: ZoneView, node: Node | None) -> Table:
    """Presenter → seat → the value of a node, the total without one, of each sheet that counts; presenters
    without any left out."""
    table = {
        presenter.code: {
            sheet.seat: value for sheet in presenter.counted if (value := _value(sheet, node)) is not None
        }
        for presenter in _appeared(zone)
    }
    return {presenter: marks for presenter, marks in table.items() if marks}


def _value(sheet: SheetView, node: Node | None) -> Fraction | None:
    """None too where the sheet's version has no such node."""
    if node is None:
        return sheet.outcome.value
    part = sheet.outcome.parts.get(node.number)
    return part.value if part else None


def _severities(zone: ZoneView, totals: Table) -> tuple[SeverityView, ...]:
    """In the order of the seats."""
    found = severities(totals)
    reach = max((abs(each.deviation) for each in found.values()), default=Fraction(0))
    unit = _REACH / float(max(reach, _LEAST_REACH))
    return tuple(_severity(seat, found[seat.code], unit) for seat in zone.panel if seat.code in found)


def _severity(seat: Seat, severity: Severity, unit: float) -> SeverityView:
    length = round(abs(float(severity.deviation)) * unit, 2)
    start = _MIDDLE if severity.deviation > 0 else _MIDDLE - length
    return SeverityView(seat, severity, stands_out(severity, f_quantile), start, length)


def _outliers(zone: ZoneView, totals: Table) -> Iterable[OutlierView]:
    """The totals first, then the marks by indicator: a slip of a finger shows in one mark only."""
    instrument = zone.presenters[0].instrument
    for each in outliers(totals, instrument.full * _LEAST_OF_TOTAL):
        yield _outlier(zone, each, None, totals)
    for node in instrument.indicators:
        marks = _table(zone, node)
        for each in outliers(marks, node.full * _LEAST_OF_MARK):
            yield _outlier(zone, each, node, marks)


def _outlier(zone: ZoneView, found: Outlier, node: Node | None, table: Table) -> OutlierView:
    presenter = zone.presenter(found.presenter)
    sheet = next(sheet for sheet in presenter.sheets if sheet.seat == found.judge)
    value = table[found.presenter][found.judge]
    return OutlierView(presenter, sheet, node, value, signed(found.apart, 1), signed(found.z, 1))


def _order(rows: list[list[Fraction]]) -> Figure:
    w = concordance(rows)
    chance = w is None or by_chance(w, len(rows), len(rows[0]), f_quantile)
    return Figure(_two(w), of_concordance(w, by_chance=chance))


def _correlations(rows: list[list[Fraction]]) -> tuple[Figure, Figure]:
    """ICC(A,1) and ICC(A,k)."""
    squares = mean_squares(rows)
    known = intraclass(squares) if squares else {}
    interval = agreement_interval(squares, f_quantile) if squares else None
    wide = of_mean(interval, len(rows[0])) if interval else None
    return _correlation(known.get("A,1"), interval), _correlation(known.get("A,k"), wide)


def _correlation(icc: Fraction | None, interval: Interval | None) -> Figure:
    if interval is None:
        return Figure(_two(icc), Verdict.TOO_FEW)
    low, high = (_two(Fraction(each)) for each in (interval.low, interval.high))
    return Figure(_two(icc), of_correlation(interval), low, high)


def _alpha(totals: Table, single: Verdict) -> Figure:
    found = alpha([list(marks.values()) for marks in totals.values()], Scale.INTERVAL)
    return Figure(_two(found), of_alpha(found, single))


def _two(value: Fraction | None) -> str:
    """A figure to two decimals; "–" where there is none."""
    return "–" if value is None else signed(value, 2).removeprefix("+")
