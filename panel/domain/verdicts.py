"""What a figure of agreement may be called in words, and when there is too little to call it anything.

Each threshold has its source. A word is never better founded than its interval: where that reaches from poor
to good there is none (docs/reliability.md).
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from panel.domain.agreement import Interval, Quantile
from panel.domain.reliability import Severity

CONFIDENCE = 0.95


class Verdict(StrEnum):
    """Words for a figure, from none to the best. MODEST: moderate at the most, MODERATE: at the least."""

    TOO_FEW = "too_few"
    POOR = "poor"
    MODEST = "modest"
    MODERATE = "moderate"
    GOOD = "good"
    EXCELLENT = "excellent"


def of_correlation(interval: Interval | None) -> Verdict:
    """Of an intraclass correlation, by its interval and not by its value: 0.5, 0.75 and 0.9 (Koo & Li 2016,
    J. Chiropr. Med. 15). Too few to tell where it reaches from below 0.5 to 0.75 or further."""
    if interval is None:
        return Verdict.TOO_FEW
    for least, verdict in ((0.9, Verdict.EXCELLENT), (0.75, Verdict.GOOD), (0.5, Verdict.MODERATE)):
        if interval.low >= least:
            return verdict
    if interval.high < 0.5:
        return Verdict.POOR
    return Verdict.MODEST if interval.high < 0.75 else Verdict.TOO_FEW


def of_concordance(w: Fraction | None, *, by_chance: bool) -> Verdict:
    """Of Kendall's W: 0.5 and 0.7 (Schmidt 1997, Decision Sciences 28). Too few to tell where judges who
    order at random would reach as much."""
    if w is None or by_chance:
        return Verdict.TOO_FEW
    if w < Fraction("0.5"):
        return Verdict.POOR
    return Verdict.MODERATE if w < Fraction("0.7") else Verdict.GOOD


def of_alpha(alpha: Fraction | None, single: Verdict) -> Verdict:
    """Of Krippendorff's alpha: 0.667 and 0.8 (Krippendorff 2004, Content analysis, ch. 11). It comes without
    an interval: too few to tell where the `single` judges' correlation can't tell either."""
    if alpha is None or single is Verdict.TOO_FEW:
        return Verdict.TOO_FEW
    if alpha < Fraction("0.667"):
        return Verdict.POOR
    return Verdict.MODERATE if alpha < Fraction("0.8") else Verdict.GOOD


def stands_out(severity: Severity, quantile: Quantile) -> bool:
    """Whether a judge's mean deviation is more than chance makes of it: Student's t of the deviations, whose
    square is F with 1 and n − 1 degrees of freedom."""
    if severity.variance is None or not severity.deviation:
        return False
    square = severity.deviation * severity.deviation * severity.presenters
    limit = quantile(CONFIDENCE, 1, severity.presenters - 1)
    return square > limit * severity.variance
