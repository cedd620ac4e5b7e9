"""Ties step by step: which figures were compared, in which order, and that places are where the steps end."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given

from panel.domain.ties import Tie, rank, ties, trials
from tests.domain.test_ranking import TIES, fields, result


def told(tie: Tie) -> list[str]:
    """A line for each of a tie: code, place, every figure that was tried, what decided."""
    return [
        f"{trial.code} {trial.rank.place}: "
        + " ".join(str(trial.figures[step]) for step in tie.steps if step in trial.figures)
        + f" {trial.rank.decided_by}"
        for trial in tie.trials
    ]


def test_results_that_differ_are_no_tie():
    assert ties([result("a", "80"), result("b", "79.99"), result("c", None)], TIES) == ()


def test_a_tie_tells_its_steps_until_one_decides():
    tied = [result("a", "80", means=(9, 1)), result("b", "80", means=(1, 2)), result("c", "70")]
    [tie] = ties(tied, TIES)
    assert (str(tie.value), tie.steps, tie.numbers) == ("80", ("criterion:2",), ("2",))
    assert told(tie) == ["b 1: 2 criterion:2", "a 2: 1 criterion:2"]


def test_who_is_set_apart_goes_no_further_and_the_others_do():
    a = result("a", "80", means=(5, 5), chair=("c1", 70))
    b = result("b", "80", means=(5, 5), chair=("c1", 75))
    c = result("c", "80", means=(5, 6), chair=("c2", 60))
    [tie] = ties([a, b, c], TIES)
    assert tie.steps == ("criterion:2", "criterion:1", "chair")
    assert tie.numbers == ("2", "1", "")
    assert told(tie) == ["c 1: 6 criterion:2", "b 2: 5 5 75 chair", "a 3: 5 5 70 chair"]


def test_figures_are_exact_where_rounded_ones_would_be_equal():
    close = [result("a", "80", means=(0, Fraction(241, 3))), result("b", "80", means=(0, Fraction("80.33")))]
    [tie] = ties(close, ("2",))
    assert [trial.figures["criterion:2"] for trial in tie.trials] == [Fraction(241, 3), Fraction("80.33")]


def test_a_joint_rank_says_whether_a_chair_could_have_decided():
    alike = [result(code, "80", chair=("c1", 70)) for code in "ab"]
    apart = [result("a", "80", chair=("c1", 70)), result("b", "80", chair=("c2", 71))]
    for tied, without_chair in ((alike, False), (apart, True)):
        [tie] = ties(tied, ())
        assert (tie.without_chair, [trial.rank.place for trial in tie.trials]) == (without_chair, [1, 1])


def test_each_group_of_equals_is_a_tie_of_its_own_the_best_first():
    field = [result(code, value) for code, value in zip("abcde", ("70", "90", "70", "90", "80"), strict=True)]
    assert [[trial.code for trial in tie.trials] for tie in ties(field, ())] == [["b", "d"], ["a", "c"]]


def named(rows):
    return [result(str(n), value, means=means, chair=c) for n, (value, means, c) in enumerate(rows)]


@given(fields)
def test_places_of_the_steps_are_places_of_the_ranking(rows):
    places = rank(named(rows), TIES)
    stepped = {trial.code: trial.rank for tie in ties(named(rows), TIES) for trial in tie.trials}
    alone = {code: place for code, place in places.items() if code not in stepped}
    assert stepped | alone == places
    assert {place.decided_by for place in alone.values()} <= {"result"}


@given(fields)
def test_figures_alone_give_the_order_and_whoever_is_compared_is_compared_alike(rows):
    """Read back from what is shown: who stands above another had more at the first figure that differs."""
    found = trials(named(rows), TIES)
    for upper, lower in pairwise(found):
        shared = [step for step in upper.figures if step in lower.figures]
        first = next((step for step in shared if upper.figures[step] != lower.figures[step]), None)
        assert first is not None or upper.rank == lower.rank
        assert first is None or upper.figures[first] > lower.figures[first]
