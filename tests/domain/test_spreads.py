"""How far apart judges are: lowest, highest, standard deviation, and when the chair is asked to look."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from panel.domain.instruments import Criterion, Indicator, Instrument, Rating, evaluate
from panel.domain.spreads import deviation, spreads

TEN, FIVE = (Rating(Fraction(full), Fraction(1, 2)) for full in (10, 5))
ITEMS = (Indicator("1", "a", TEN), Indicator("2", "b", FIVE))
INSTRUMENT = Instrument("i", "i", Criterion("", "", "sum", ITEMS))


def found(*sheets: dict[str, str]) -> list[tuple[str, Fraction, Fraction, Decimal, bool]]:
    outcomes = [evaluate(INSTRUMENT, answers) for answers in sheets]
    return [
        (each.indicator.number, each.lowest, each.highest, each.deviation, each.far)
        for each in spreads(INSTRUMENT, outcomes)
    ]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([8, 8, 8], "0.00"),
        ([6, 8], "1.41"),
        ([2, 4, 4, 4, 5, 5, 7, 9], "2.14"),  # the textbook's 2.00 divides by n
        ([Fraction(15, 2), 8], "0.35"),
    ],
)
def test_the_standard_deviation_is_that_of_a_sample(points, expected):
    assert deviation([Fraction(each) for each in points]) == Decimal(expected)


@pytest.mark.parametrize(
    ("marks", "far"),
    [(("6", "9.5"), False), (("6", "10"), True), (("5", "5"), False)],
)
def test_four_tenths_of_the_full_marks_are_far_apart(marks, far):
    [(*_, told)] = found(*({"1": mark} for mark in marks))
    assert told is far


def test_each_indicator_is_told_in_its_order_with_its_own_measure():
    assert found({"1": "6", "2": "3"}, {"1": "8", "2": "5"}, {"1": "7", "2": "4"}) == [
        ("1", 6, 8, Decimal("1.00"), False),
        ("2", 3, 5, Decimal("1.00"), True),
    ]


@pytest.mark.parametrize("sheets", [(), ({"1": "6"},), ({"1": "6"}, {"2": "3"})])
def test_one_mark_alone_has_no_spread(sheets):
    assert found(*sheets) == []
