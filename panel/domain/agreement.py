"""How far the judges of one panel agree: Kendall's W, intraclass correlations, Krippendorff's alpha.

Everything is exact but intervals, which need quantiles of F: whoever calls brings the function. A figure
that can't be computed (too few marks, all of them equal) is None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from panel.domain.numbers import mean
from panel.domain.reliability import Table

Quantile = Callable[[float, float, float], float]
"""The quantile of F: probability, degrees of freedom above, below."""

Rows = Sequence[Sequence[Fraction]]
"""Marks without a gap: a row a presenter, a column a judge."""


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True)
class MeanSquares:
    """The two-way analysis of variance of n presenters by k judges, one mark each (Shrout & Fleiss 1979)."""

    n: int
    k: int
    presenters: Fraction
    within: Fraction
    """Of the judges within presenters, judges' severities and all."""
    judges: Fraction
    error: Fraction


class Scale(StrEnum):
    """What a difference of two values means to Krippendorff's alpha."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def complete(table: Table) -> Table:
    """The largest part of a table that has no gap, for figures that allow none; of equals the one with more
    presenters. Where a judge was recused once, that presenter is left out, or that judge."""
    judges: list[frozenset[str]] = []
    for marks in table.values():
        known = frozenset(marks)
        found = dict.fromkeys([known, *(known & each for each in judges)])
        judges += [new for new in found if new not in judges]

    def rows(chosen: frozenset[str]) -> list[str]:
        return [presenter for presenter, marks in table.items() if chosen <= set(marks)]

    best = max(judges, key=lambda each: (len(each) * len(rows(each)), len(rows(each))), default=frozenset())
    order = list(dict.fromkeys(judge for marks in table.values() for judge in marks if judge in best))
    return {presenter: {judge: table[presenter][judge] for judge in order} for presenter in rows(best)}


def concordance(rows: Rows) -> Fraction | None:
    """Kendall's W with ties: 12 S / (m² (n³ − n) − m Σ T), T = Σ (t³ − t) over a judge's groups of t equals
    (Kendall & Babington Smith 1939; Kendall 1948, Rank correlation methods, ch. 6)."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    n, m = len(rows), len(rows[0])
    columns = list(zip(*rows, strict=True))
    sums = [sum(ranks, Fraction(0)) for ranks in zip(*(_ranks(column) for column in columns), strict=True)]
    spread = _squares(each - mean(sums) for each in sums)
    ties = sum(count**3 - count for column in columns for count in Counter(column).values())
    possible = m * m * (n**3 - n) - m * ties
    return 12 * spread / possible if possible else None


def by_chance(w: Fraction, n: int, m: int, quantile: Quantile) -> bool:
    """Whether a W of m judges over n presenters is no more than judges who order at random reach one time in
    twenty: F = (m − 1) W / (1 − W) with n − 1 − 2/m and (m − 1)(n − 1 − 2/m) degrees (Kendall & Babington
    Smith 1939; Legendre 2005, J. Agric. Biol. Environ. Stat. 10)."""
    above = n - 1 - 2 / m
    if above <= 0:
        return True
    return w < 1 and (m - 1) * w / (1 - w) <= quantile(0.95, above, (m - 1) * above)


def _ranks(values: Sequence[Fraction]) -> list[Fraction]:
    """1 for the lowest; equals share the mean of their ranks."""
    ordered = sorted(values)
    return [
        Fraction(2 * ordered.index(value) + ordered.count(value) + 1, 2)  # the middle of the places they take
        for value in values
    ]


def mean_squares(rows: Rows) -> MeanSquares | None:
    """The mean squares of two presenters and judges or more (Shrout & Fleiss 1979, table 3)."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    n, k = len(rows), len(rows[0])
    grand = mean(value for row in rows for value in row)
    presenters = k * _squares(mean(row) - grand for row in rows)
    judges = n * _squares(mean(column) - grand for column in zip(*rows, strict=True))
    within = _squares(value - mean(row) for row in rows for value in row)
    return MeanSquares(
        n=n,
        k=k,
        presenters=presenters / (n - 1),
        within=within / (n * (k - 1)),
        judges=judges / (k - 1),
        error=(within - judges) / ((n - 1) * (k - 1)),
    )


def _squares(values: Iterable[Fraction]) -> Fraction:
    return sum((value * value for value in values), Fraction(0))


def intraclass(of: MeanSquares) -> dict[str, Fraction]:
    """The six intraclass correlations (Shrout & Fleiss 1979; names of McGraw & Wong 1996): of one judge or
    the mean of k, with judges nested ("1"), drawn (absolute agreement, "A") or fixed (consistency, "C").
    Empty where the marks don't differ."""
    n, k = of.n, of.k
    severity = Fraction(k * (of.judges - of.error), n)
    parts = {
        "1,1": (of.presenters - of.within, of.presenters + (k - 1) * of.within),
        "A,1": (of.presenters - of.error, of.presenters + (k - 1) * of.error + severity),
        "C,1": (of.presenters - of.error, of.presenters + (k - 1) * of.error),
        "1,k": (of.presenters - of.within, of.presenters),
        "A,k": (of.presenters - of.error, of.presenters + severity / k),
        "C,k": (of.presenters - of.error, of.presenters),
    }
    return {name: above / below for name, (above, below) in parts.items() if below}


def agreement_interval(of: MeanSquares, quantile: Quantile, confidence: float = 0.95) -> Interval | None:
    """The confidence interval of ICC(A,1) (McGraw & Wong 1996, table 7; Satterthwaite's degrees)."""
    icc = intraclass(of).get("A,1")
    if icc is None:
        return None
    n, k, side = of.n, of.k, 1 - (1 - confidence) / 2
    judges, error = k * icc * of.judges, (n + (n * k - n - k) * icc) * of.error
    spread = judges**2 / (k - 1) + error**2 / ((n - 1) * (k - 1))
    freedom = float((judges + error) ** 2 / spread) if spread else (n - 1) * (k - 1)
    presenters, mistake = float(of.presenters), float(of.error)
    rest = float(k * of.judges + (k * n - k - n) * of.error)
    below, above = quantile(side, n - 1, freedom), quantile(side, freedom, n - 1)
    return Interval(
        n * (presenters - below * mistake) / (below * rest + n * presenters),
        n * (above * presenters - mistake) / (rest + n * above * presenters),
    )


def of_mean(single: Interval, k: int) -> Interval:
    """The interval of ICC(A,k) from that of ICC(A,1), by Spearman and Brown, as McGraw & Wong's is."""
    return Interval(*(k * each / (1 + (k - 1) * each) for each in (single.low, single.high)))


def alpha(units: Iterable[Sequence[Fraction]], scale: Scale) -> Fraction | None:
    """Krippendorff's alpha = 1 − D_o / D_e, with gaps: a unit's values in any order, pairs of those of which
    it has two or more (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability)."""
    pairable = [list(unit) for unit in units if len(unit) > 1]
    counts = Counter(value for unit in pairable for value in unit)
    difference = _difference(scale, counts)
    expected = sum(
        (counts[one] * counts[other] * difference(one, other) for one, other in combinations(counts, 2)),
        Fraction(0),
    )
    observed = sum(
        (difference(*pair) / (len(unit) - 1) for unit in pairable for pair in combinations(unit, 2)),
        Fraction(0),
    )
    return 1 - (counts.total() - 1) * observed / expected if expected else None


def _difference(scale: Scale, counts: Mapping[Fraction, int]) -> Callable[[Fraction, Fraction], Fraction]:
    """The squared difference of two values."""
    up_to: dict[Fraction, Fraction] = {}  # of the values in order, half of its own
    seen = 0
    for value in sorted(counts):
        up_to[value] = seen + Fraction(counts[value], 2)
        seen += counts[value]
    plain: dict[Scale, Callable[[Fraction, Fraction], Fraction]] = {
        Scale.NOMINAL: lambda one, other: Fraction(one != other),
        Scale.ORDINAL: lambda one, other: up_to[one] - up_to[other],
        Scale.INTERVAL: lambda one, other: one - other,
        Scale.RATIO: lambda one, other: (one - other) / (one + other) if one != other else Fraction(0),
    }
    return lambda one, other: plain[scale](one, other) * plain[scale](one, other)
