"""How far judges agree: published tables, and equality with pingouin, krippendorff and scipy."""

from fractions import Fraction
from random import Random

import pytest

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

SHROUT_FLEISS = "9 2 5 8|6 1 3 2|8 4 6 8|7 1 2 6|10 5 6 9|6 2 4 7"
"""Shrout & Fleiss 1979, table 2: six targets, four judges."""
KENDALL = "1 1 6|6 5 3|3 6 2|2 4 5|5 2 4|4 3 1"
"""Three rankings of six."""
KRIPPENDORFF = (
    "1 2 3 3 2 1 4 1 2 . . .|1 2 3 3 2 2 4 1 2 5 . 3|. 3 3 3 2 3 4 2 2 5 1 .|1 2 3 3 2 4 4 1 2 5 1 ."
)
"""Krippendorff 2011, section E: four observers, twelve units."""
PANELS = 200


def rows(text):
    return [[Fraction(mark) for mark in row.split()] for row in text.split("|")]


def units(text):
    observers = [row.split() for row in text.split("|")]
    return [[Fraction(mark) for mark in unit if mark != "."] for unit in zip(*observers, strict=True)]


def panel(seed):
    """Marks of a few whole numbers, so that many are equal; two judges of three presenters or more."""
    chance = Random(seed)
    n, k, most = chance.randint(3, 8), chance.randint(2, 6), chance.randint(3, 9)
    worth = [chance.randint(1, most) for _ in range(n)]
    return [[Fraction(max(1, each + chance.randint(-2, 2))) for _ in range(k)] for each in worth]


def test_mean_squares_of_the_published_table():
    found = mean_squares(rows(SHROUT_FLEISS))
    told = [round(float(each), 4) for each in (found.presenters, found.within, found.judges, found.error)]
    assert told == [11.2417, 6.2639, 32.4861, 1.0194]


def test_intraclass_correlations_of_the_published_table():
    assert {
        name: round(float(icc), 4) for name, icc in intraclass(mean_squares(rows(SHROUT_FLEISS))).items()
    } == {
        "1,1": 0.1657,
        "A,1": 0.2898,
        "C,1": 0.7148,
        "1,k": 0.4428,
        "A,k": 0.6201,
        "C,k": 0.9093,
    }


def test_w_of_three_published_rankings():
    assert round(float(concordance(rows(KENDALL))), 4) == 0.1619


@pytest.mark.parametrize(
    ("scale", "published"),
    [("nominal", 0.7434), ("ordinal", 0.8154), ("interval", 0.8491), ("ratio", 0.7974)],
)
def test_alpha_of_the_published_example(scale, published):
    assert round(float(alpha(units(KRIPPENDORFF), Scale(scale))), 4) == published


@pytest.fixture(scope="module")
def unrounded():
    """pingouin, which rounds nothing but its intervals, and these neither for now."""
    import pingouin

    pingouin.options["round.column.CI95"] = None
    yield pingouin
    pingouin.set_default_options()


def long(marks):
    from pandas import DataFrame

    cells = [(row, column, float(mark)) for row, each in enumerate(marks) for column, mark in enumerate(each)]
    return DataFrame(cells, columns=["presenter", "judge", "mark"])


@pytest.mark.filterwarnings("ignore")  # pandas deprecates what pingouin calls; it divides by 0
@pytest.mark.parametrize("first", range(0, PANELS, 50))
def test_intraclass_correlations_and_intervals_are_those_of_pingouin(unrounded, first):
    for seed in range(first, first + 50):
        squares = mean_squares(panel(seed))
        theirs = unrounded.intraclass_corr(long(panel(seed)), "presenter", "judge", "mark").set_index("Type")
        ours = {f"ICC({name})": float(icc) for name, icc in intraclass(squares).items()}
        known = {name: icc for name, icc in theirs["ICC"].items() if abs(icc) < 1e9}  # beyond: divided by 0
        assert ours == pytest.approx(known, abs=1e-9), seed
        single = agreement_interval(squares, f_quantile)
        average = of_mean(single, squares.k)
        assert [single.low, single.high] == pytest.approx(list(theirs["CI95"]["ICC(A,1)"]), abs=1e-9), seed
        assert [average.low, average.high] == pytest.approx(list(theirs["CI95"]["ICC(A,k)"]), abs=1e-9), seed


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")  # where all are equal
@pytest.mark.parametrize("scale", [each.value for each in Scale])
def test_alpha_is_that_of_krippendorff_with_gaps(scale):
    import krippendorff
    from numpy import array, nan

    for seed in range(PANELS):
        chance = Random(f"gaps {seed}")
        marks = [[mark if chance.random() > 0.15 else None for mark in row] for row in panel(seed)]
        ours = alpha([[mark for mark in row if mark is not None] for row in marks], Scale(scale))
        given = array([[nan if mark is None else float(mark) for mark in row] for row in marks]).T
        theirs = krippendorff.alpha(reliability_data=given, level_of_measurement=scale)
        assert (nan if ours is None else float(ours)) == pytest.approx(theirs, abs=1e-9, nan_ok=True), seed


def test_w_is_that_of_friedmans_test_in_scipy():
    """Friedman's chi-squared with ties is m (n − 1) W."""
    from scipy.stats import friedmanchisquare

    for seed in range(PANELS):
        marks = panel(seed)
        n, m = len(marks), len(marks[0])
        theirs = friedmanchisquare(*([float(mark) for mark in row] for row in marks)).statistic / (
            m * (n - 1)
        )
        assert float(concordance(marks)) == pytest.approx(theirs, abs=1e-9), seed


def test_the_interval_of_the_published_table():
    """McGraw & Wong's interval, as R's psych::ICC gives it for the same table: 0.02 to 0.76, 0.07 to 0.93."""
    single = agreement_interval(mean_squares(rows(SHROUT_FLEISS)), f_quantile)
    average = of_mean(single, 4)
    told = [round(each, 2) for each in (single.low, single.high, average.low, average.high)]
    assert told == [0.02, 0.76, 0.07, 0.93]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("1 2 3|4 5 6", "1 2 3|4 5 6"),
        ("1 2 3|4 . 6|7 8 9|1 2 4", "1 2 3|7 8 9|1 2 4"),  # nine marks; less the judge it would be eight
        ("1 2 3|4 . 6|7 . 9", "1 3|4 6|7 9"),
        ("1 2 .|. 3 4", "2|3"),
        ("", ""),
    ],
    ids=["whole", "less a presenter", "less a judge", "nothing in common", "nothing"],
)
def test_the_largest_part_without_a_gap(text, part):
    table = {
        f"p{at}": {f"j{seat}": Fraction(mark) for seat, mark in enumerate(row.split()) if mark != "."}
        for at, row in enumerate(text.split("|"))
    }
    found = "|".join(" ".join(str(mark) for mark in marks.values()) for marks in complete(table).values())
    assert found == part


@pytest.mark.parametrize("text", ["1 2 3", "5|6|7", "4 4|4 4|4 4"], ids=["one row", "one judge", "all equal"])
def test_marks_that_tell_nothing_give_no_figure(text):
    squares = mean_squares(rows(text))
    assert concordance(rows(text)) is None
    assert (agreement_interval(squares, f_quantile) if squares else None) is None
    assert alpha([[Fraction(1)], [Fraction(2)]], Scale.INTERVAL) is None


def test_judges_who_agree_in_everything_have_an_interval_of_one_point():
    squares = mean_squares(rows("5 5|6 6|9 9"))
    assert agreement_interval(squares, f_quantile) == Interval(1, 1)


@pytest.mark.parametrize(("w", "chance"), [("0.30", True), ("0.45", False), ("1", False)])
def test_w_is_told_from_chance(w, chance):
    """Five judges of six: F = 4 W / (1 − W) with 4.6 and 18.4 degrees, of which 2.8 is beyond chance."""
    assert by_chance(Fraction(w), 6, 5, f_quantile) == chance


def test_two_who_order_two_are_never_told_from_chance():
    assert by_chance(Fraction(1), 2, 2, f_quantile)
