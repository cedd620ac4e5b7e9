"""How the judges of one panel judged: how severe each is, and which totals stand apart.

A panel is a table of presenter → judge → mark, with gaps: whoever was recused or absent has no mark there.
Everything is exact. Nothing here changes a result or leaves a mark out: it tells the chair where to look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median, variance

from panel.domain.numbers import mean

Table = Mapping[str, Mapping[str, Fraction]]
"""Presenter → judge → mark."""

LIMIT = Fraction(7, 2)
"""Beyond this robust z a mark is flagged (Iglewicz & Hoaglin 1993, How to detect and handle outliers)."""
_NORMAL = Fraction("1.4826")
"""A median absolute deviation, times this, is the standard deviation of a normal distribution."""
_LEAST_JUDGES = 3
_LEAST_PRESENTERS = 3


@dataclass(frozen=True)
class Judgement:
    """The total that a person gave a presenter, on which panel: what an adjusted ranking is made of."""

    presenter: str
    person: str
    panel: str
    total: Fraction


@dataclass(frozen=True)
class Severity:
    """By how many points a judge lies above (+, milder) or below (−, more severe) the panel, over how many
    presenters, and the variance of these differences (None of one alone)."""

    deviation: Fraction
    presenters: int
    variance: Fraction | None


@dataclass(frozen=True)
class Outlier:
    """A mark that stands apart. `apart`: by how many points, from the others' and this judge's usual."""

    presenter: str
    judge: str
    apart: Fraction
    z: Fraction


def severities(table: Table) -> dict[str, Severity]:
    """Each judge's mean deviation from the panel's mean of the same presenter, over those who were judged by
    somebody else too.

    Over a table without gaps this is the judge's effect in the two-way analysis of variance, and the
    deviations add up to 0. Judges in the order in which they come.
    """
    deviations: dict[str, list[Fraction]] = {}
    for marks in table.values():
        if len(marks) > 1:
            centre = mean(marks.values())
            for judge, mark in marks.items():
                deviations.setdefault(judge, []).append(mark - centre)
    return {
        judge: Severity(mean(apart), len(apart), variance(apart) if len(apart) > 1 else None)
        for judge, apart in deviations.items()
    }


def outliers(table: Table, least: Fraction) -> list[Outlier]:
    """The marks whose robust z is beyond LIMIT, the furthest first: flags, never deletions.

    Leave one out, twice: each mark less the median of the *others'* of that presenter, and that less the
    judge's usual difference (the median of the judge's *other* ones), so that who is severe with everybody is
    not flagged for each sheet. z is what remains, divided by 1.4826 × the median of the absolute remains of
    the whole table (MAD): by that of one presenter's few marks chance alone would be flagged every tenth
    time (docs/reliability.md). Where the MAD is 0 or tiny, since most marks agree exactly, the scale is
    `least`, so that the smallest difference among equals does not stand apart. Presenters with fewer than
    three marks and judges of fewer than three presenters are left out: nothing tells there who stands apart.
    """
    remains = _remains(_differences(table))
    if not remains:
        return []
    scale = max(_NORMAL * median(abs(apart) for _, _, apart in remains), least)
    found = [
        Outlier(presenter, judge, apart, apart / scale)
        for presenter, judge, apart in remains
        if abs(apart) > LIMIT * scale
    ]
    return sorted(found, key=lambda each: -abs(each.z))


def _differences(table: Table) -> dict[str, dict[str, Fraction]]:
    """Judge → presenter → how far the mark is from the median of the others'."""
    differences: dict[str, dict[str, Fraction]] = {}
    for presenter, marks in table.items():
        for judge, mark in marks.items():
            if len(marks) >= _LEAST_JUDGES:
                differences.setdefault(judge, {})[presenter] = mark - median(_less(marks, judge))
    return differences


def _remains(differences: Mapping[str, Mapping[str, Fraction]]) -> list[tuple[str, str, Fraction]]:
    """Presenter, judge and what is left of each difference without the judge's usual one."""
    return [
        (presenter, judge, apart - median(_less(by_presenter, presenter)))
        for judge, by_presenter in differences.items()
        if len(by_presenter) >= _LEAST_PRESENTERS
        for presenter, apart in by_presenter.items()
    ]


def _less(values: Mapping[str, Fraction], one: str) -> list[Fraction]:
    """All values but one."""
    return [value for key, value in values.items() if key != one]
