"""How far apart the judges of one presenter are, indicator by indicator: for the chair's eye, never a result.

A flag asks the chair to look, and changes nothing: an unusual mark may be the right one (DESIGN §6).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import variance

from panel.domain.instruments import Indicator, Instrument, Outcome
from panel.domain.numbers import half_up

FAR = Fraction(40, 100)
"""Of the full marks: so far from the lowest mark to the highest, and the indicator is flagged. The project's
own rule, chosen because it can be checked by eye: 4 of 10 points, 2 of 5."""


@dataclass(frozen=True)
class Spread:
    """The points that several judges gave for one indicator. `deviation` is their sample standard deviation
    (divided by n - 1), to two decimals."""

    indicator: Indicator
    lowest: Fraction
    highest: Fraction
    deviation: Decimal

    @property
    def far(self) -> bool:
        """Whether the judges are so far apart that the chair should look."""
        return self.highest - self.lowest >= FAR * self.indicator.full > 0


def spreads(instrument: Instrument, outcomes: Collection[Outcome]) -> tuple[Spread, ...]:
    """Every indicator that two of these sheets or more have points for, in the instrument's order."""
    found = []
    for indicator in instrument.indicators:
        parts = [part for each in outcomes if (part := each.parts.get(indicator.number))]
        points = [part.value for part in parts if part.value is not None]
        if len(points) > 1:
            found.append(Spread(indicator, min(points), max(points), deviation(points)))
    return tuple(found)


def deviation(points: Sequence[Fraction]) -> Decimal:
    """The sample standard deviation of two values or more."""
    square = variance(points)
    root = (Decimal(square.numerator) / Decimal(square.denominator)).sqrt()
    return half_up(Fraction(root))
