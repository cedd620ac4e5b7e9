"""The words of figures: each threshold from both sides, and where there are none."""

from fractions import Fraction

import pytest

from panel.adapters.quantiles import f_quantile
from panel.domain.agreement import Interval
from panel.domain.reliability import Severity
from panel.domain.verdicts import Verdict, of_alpha, of_concordance, of_correlation, stands_out


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.9, 0.99, "excellent"),
        (0.89, 0.99, "good"),
        (0.75, 0.8, "good"),
        (0.74, 0.99, "moderate"),
        (0.5, 0.6, "moderate"),
        (0.49, 0.74, "modest"),
        (0.49, 0.75, "too_few"),
        (-0.2, 0.99, "too_few"),
        (-0.2, 0.49, "poor"),
    ],
)
def test_a_correlation_is_called_by_its_interval(low, high, verdict):
    assert of_correlation(Interval(low, high)) == verdict


def test_a_correlation_without_an_interval_is_called_nothing():
    assert of_correlation(None) is Verdict.TOO_FEW


@pytest.mark.parametrize(
    ("w", "by_chance", "verdict"),
    [
        ("0.7", False, "good"),
        ("0.69", False, "moderate"),
        ("0.5", False, "moderate"),
        ("0.49", False, "poor"),
        ("0.49", True, "too_few"),
        (None, False, "too_few"),
    ],
)
def test_concordance_is_called_by_its_value_unless_chance_reaches_it(w, by_chance, verdict):
    assert of_concordance(None if w is None else Fraction(w), by_chance=by_chance) == verdict


@pytest.mark.parametrize(
    ("alpha", "single", "verdict"),
    [
        ("0.8", "good", "good"),
        ("0.79", "good", "moderate"),
        ("0.667", "modest", "moderate"),
        ("0.66", "poor", "poor"),
        ("0.95", "too_few", "too_few"),
        (None, "good", "too_few"),
    ],
)
def test_alpha_is_called_by_its_value_where_the_judges_correlation_tells(alpha, single, verdict):
    assert of_alpha(None if alpha is None else Fraction(alpha), Verdict(single)) == verdict


@pytest.mark.parametrize(
    ("deviation", "presenters", "variance", "told"),
    [
        ("2.5", 6, 6, False),  # t = 2.5; at 5 degrees of freedom 2.571 is beyond chance
        ("2.6", 6, 6, True),
        ("-2.6", 6, 6, True),
        ("2.6", 1, None, False),
        ("1", 3, 0, True),
        ("0", 3, 0, False),
    ],
)
def test_a_severity_stands_out_by_students_t(deviation, presenters, variance, told):
    severity = Severity(Fraction(deviation), presenters, None if variance is None else Fraction(variance))
    assert stands_out(severity, f_quantile) == told
