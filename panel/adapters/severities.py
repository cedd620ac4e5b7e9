"""Severities across panels: totals taken apart into presenter, person, panel and chance, by REML.

total = mean + presenter + person + panel + residual, all but the mean random and crossed (Patterson &
Thompson 1971; the equations of Henderson 1975, the profiled criterion of Bates et al. 2015). What `panel` is
shared by the own judges of a panel; who sits on several brings one severity, the person's own, to them all:
that is what links the panels. numpy and scipy are imported late. The same judgements give the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING

from panel.domain.errors import Conflict
from panel.domain.reliability import Judgement

if TYPE_CHECKING:
    from numpy import float64, intp
    from numpy.typing import NDArray

    Array = NDArray[float64]

_TERMS = ("presenter", "person", "panel")
_MOST = 1e6
"""The largest ratio of a variance to the residual's: more is a table without a residual."""
_NO_RESIDUAL = 1e-12


@dataclass(frozen=True)
class Estimate:
    """A figure in points of the total, with its standard error."""

    value: float
    error: float


@dataclass(frozen=True)
class Adjusted:
    """What is left of the totals once severities are taken off.

    `presenters`: the total that each would have before an average judge of an average panel (mean + BLUP,
    shrunk towards the mean as far as the marks leave it uncertain). `persons` and `panels`: their offsets,
    + is milder. `components`: the variances of presenter, person, panel and residual. Standard errors
    are of prediction, with the variances taken as known.
    """

    presenters: Mapping[str, Estimate]
    persons: Mapping[str, Estimate]
    panels: Mapping[str, Estimate]
    components: Mapping[str, float]


@dataclass(frozen=True)
class _Design:
    """The mixed model's equations without their variances: the mean's column first, then a column a level.

    `cross` is A'A, `right` A'y, `square` y'y of y centred; `term` says of each column which term it is of
    (0: the mean).
    """

    levels: tuple[tuple[str, ...], ...]
    term: NDArray[intp]
    cross: Array
    right: Array
    square: float
    count: int
    centre: float


@dataclass(frozen=True)
class _Solution:
    """Of given ratios: the effects, their covariance to the residual's variance, the residual sum of squares,
    the REML criterion (−2 log likelihood but for a constant) and its gradient by the ratios."""

    effects: Array
    inverse: Array
    residual: float
    criterion: float
    gradient: Array


def adjust(judgements: Sequence[Judgement]) -> Adjusted:
    """Estimate all effects. Raises Conflict where the judgements are too few to tell them from chance."""
    import numpy
    from scipy.optimize import minimize

    design = _design(judgements)

    def criterion(ratios: Array) -> tuple[float, Array]:
        solved = _solve(design, ratios)
        return solved.criterion, solved.gradient

    found = minimize(
        criterion,
        numpy.ones(len(_TERMS)),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.0, _MOST if known else 0.0) for known in design.levels],
        options={"ftol": 1e-14, "gtol": 1e-8, "maxiter": 1000},
    )
    return _adjusted(design, found.x)


def _design(judgements: Sequence[Judgement]) -> _Design:
    import numpy

    columns = _columns(judgements)
    levels = tuple(tuple(sorted({label for label in column if label is not None})) for column in columns)
    presenters, persons, _ = (len(each) for each in levels)
    if min(presenters, persons) < 2 or len(judgements) < presenters + persons:
        raise Conflict("adjusted.too_little")
    totals = numpy.array([float(each.total) for each in judgements])
    centre = float(totals.mean())
    blocks = [numpy.ones((len(judgements), 1))]
    for column, known in zip(columns, levels, strict=True):
        blocks.append(numpy.array([[float(label == level) for level in known] for label in column]))
    matrix = numpy.hstack([block.reshape(len(judgements), -1) for block in blocks])
    term = numpy.repeat(numpy.arange(len(blocks)), [1, *(len(known) for known in levels)])
    y = totals - centre
    return _Design(levels, term, matrix.T @ matrix, matrix.T @ y, float(y @ y), len(totals), centre)


def _columns(judgements: Sequence[Judgement]) -> list[list[str | None]]:
    """Of every term each judgement's level; None: of none. A lone panel has nothing to be told from."""
    panels: dict[str, set[str]] = {}
    for each in judgements:
        panels.setdefault(each.person, set()).add(each.panel)
    several = len({each.panel for each in judgements}) > 1
    return [
        [each.presenter for each in judgements],
        [each.person for each in judgements],
        [each.panel if several and len(panels[each.person]) == 1 else None for each in judgements],
    ]


def _solve(design: _Design, ratios: Array) -> _Solution:
    """Solve the equations for given ratios of the variances to the residual's.

    With S = diag(1, √ratio) they are (S A'A S + diag(0, 1)) b = S A'y: nothing is divided by a
    ratio, so that a variance of 0 is an ordinary point. The gradient is by the ratios, right at 0 too.
    """
    import numpy
    from scipy.linalg import cho_factor, cho_solve

    scale = numpy.sqrt(numpy.concatenate([[1.0], ratios]))[design.term]
    equations = design.cross * numpy.outer(scale, scale) + numpy.diag(numpy.sign(design.term).astype(float))
    factor = cho_factor(equations, lower=True)
    inverse = cho_solve(factor, numpy.diag(scale)) * scale[:, None]
    effects = inverse @ design.right
    left = design.right - design.cross @ effects
    residual = max(design.square - float(effects @ design.right), _NO_RESIDUAL * max(design.square, 1.0))
    freedom = design.count - 1
    leverage = numpy.diag(design.cross) - ((design.cross @ inverse) * design.cross).sum(axis=1)
    slopes = leverage - freedom * left**2 / residual
    gradient = numpy.bincount(design.term, slopes, len(_TERMS) + 1)[1:].astype(numpy.float64)
    determinant = 2 * float(numpy.log(numpy.diag(factor[0])).sum())
    return _Solution(effects, inverse, residual, freedom * log(residual) + determinant, gradient)


def _adjusted(design: _Design, ratios: Array) -> Adjusted:
    import numpy

    solved = _solve(design, ratios)
    variance = solved.residual / (design.count - 1)
    errors = variance * solved.inverse
    base = float(solved.effects[0])

    def estimates(term: int, *, shown: bool) -> dict[str, Estimate]:
        """The levels' own effects; `shown` with the mean: the totals that they stand for."""
        found = {}
        first = int(numpy.argmax(design.term == term))
        for at, level in enumerate(design.levels[term - 1], start=first):
            effect, spread = float(solved.effects[at]), float(errors[at, at])
            if shown:
                effect += design.centre + base
                spread += float(errors[0, 0] + 2 * errors[0, at])
            found[level] = Estimate(effect, sqrt(max(spread, 0.0)))
        return found

    return Adjusted(
        presenters=estimates(1, shown=True),
        persons=estimates(2, shown=False),
        panels=estimates(3, shown=False),
        components={
            **{name: float(ratio) * variance for name, ratio in zip(_TERMS, ratios, strict=True)},
            "residual": variance,
        },
    )
