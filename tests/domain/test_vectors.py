"""What a tablet reckons by itself, it reckons as the server does: one file of vectors tests both."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from panel.domain.instruments import Criterion, Indicator, Rating, Refused, running
from panel.domain.numbers import decimal_text

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "sums.json").read_text())


@pytest.mark.parametrize("vector", VECTORS["marks"], ids=lambda vector: vector["text"])
def test_a_mark_is_taken_or_refused_as_the_vectors_say(vector):
    rating = Rating(Fraction(vector["max"]), Fraction(vector["step"]))
    try:
        taken = rating.normalise(vector["text"])
    except Refused:
        taken = None
    assert taken == vector["mark"]


@pytest.mark.parametrize("vector", VECTORS["sums"], ids=lambda vector: vector["total"])
def test_running_totals_are_what_the_vectors_say(vector):
    kind = Rating(Fraction(10**12), Fraction(1, 10**6))
    marks = {str(number): mark for number, mark in enumerate(vector["marks"])}
    indicators = tuple(Indicator(number, number, kind) for number in marks)
    assert decimal_text(running(Criterion("", "", "sum", indicators), marks)) == vector["total"]
