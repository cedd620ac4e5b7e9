"""Places: ties and the step that decides them, who is unranked, and the margin across zones."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panel.domain.results import Result, Standing, flip_margin
from panel.domain.ties import Rank, rank

TIES = ("2", "1")


def result(code, value, *, zone="z1", means=(), chair=None):
    """A result by hand: `means` are those of items 1 and 2, `chair` the person and the total."""
    return Result(
        code=code,
        zone=zone,
        standing=Standing.NO_QUORUM if value is None else Standing.COMPLETE,
        value=None if value is None else Decimal(value),
        grade=None,
        quorum=3,
        eligible=5,
        outcomes={},
        kept=(),
        means={number: Fraction(mean) for number, mean in zip("12", means, strict=False)},
        chair=chair and (chair[0], Fraction(chair[1])),
    )


def ranking(*results, ties=TIES):
    """Place and step of each as "1 result", in one line, by code."""
    return {code: f"{each.place} {each.decided_by}" for code, each in rank(results, ties).items()}


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ("90", [1]),
        ("90 80 70", [1, 2, 3]),
        ("70 80 90", [3, 2, 1]),
        ("90 80 80 70", [1, 2, 2, 4]),
        ("90 90 80 70", [1, 1, 3, 4]),
        ("80 80 80 80", [1, 1, 1, 1]),
        ("90 80 80 80 70 70 60", [1, 2, 2, 2, 5, 5, 7]),
        ("0 0.00 0.01", [2, 2, 1]),
    ],
)
def test_joint_places_leave_a_gap_behind_them(values, places):
    results = [result(str(number), value) for number, value in enumerate(values.split())]
    assert [rank(results, ())[each.code].place for each in results] == places


def test_results_without_a_value_are_unranked():
    assert ranking(result("a", "80"), result("b", None), result("c", "0")) == {
        "a": "1 result",
        "c": "2 result",
    }


def test_nobody_ranked_is_no_ranking():
    assert rank([result("a", None)], TIES) == {}


def test_a_tie_is_decided_by_the_first_criterion_that_differs():
    first = ranking(result("a", "80", means=(9, 1)), result("b", "80", means=(1, 2)))
    second = ranking(result("a", "80", means=(9, 2)), result("b", "80", means=(1, 2)))
    assert first == {"b": "1 criterion:2", "a": "2 criterion:2"}
    assert second == {"a": "1 criterion:1", "b": "2 criterion:1"}


def test_criteria_are_compared_exactly_not_as_rounded():
    close = ranking(result("a", "80", means=("0", "79.9949")), result("b", "80", means=("0", "79.9950")))
    assert close == {"b": "1 criterion:2", "a": "2 criterion:2"}


def test_without_criteria_the_chair_decides():
    tied = [result("a", "80", means=(9, 9), chair=("c1", 70)), result("b", "80", chair=("c1", 71))]
    assert ranking(*tied, ties=()) == {"b": "1 chair", "a": "2 chair"}


def test_criteria_come_before_the_chair():
    a, b = (
        result("a", "80", means=(1, 2), chair=("c1", 70)),
        result("b", "80", means=(1, 1), chair=("c1", 99)),
    )
    assert ranking(a, b) == {"a": "1 criterion:2", "b": "2 criterion:2"}


def test_what_even_the_chair_scored_alike_is_joint():
    tied = [result(code, "80", means=(1, 2), chair=("c1", 70)) for code in "ab"]
    assert ranking(*tied) == {"a": "1 joint", "b": "1 joint"}


@pytest.mark.parametrize(
    ("one", "other"),
    [(("c1", 70), ("c2", 71)), (("c1", 70), None), (None, None)],
    ids=["two chairs", "one without", "both without"],
)
def test_a_tie_across_zones_skips_the_chair_step(one, other):
    tied = [result("a", "80", zone="z1", chair=one), result("b", "80", zone="z2", chair=other)]
    assert ranking(*tied) == {"a": "1 joint", "b": "1 joint"}


def test_a_link_chair_of_both_zones_decides_across_them():
    tied = [result("a", "80", zone="z1", chair=("c1", 70)), result("b", "80", zone="z2", chair=("c1", 71))]
    assert ranking(*tied) == {"b": "1 chair", "a": "2 chair"}


def test_one_tied_presenter_of_another_chair_takes_the_step_from_all():
    chairs = {"a": ("c1", 70), "b": ("c1", 71), "c": ("c2", 90)}
    tied = [result(code, "80", chair=chair) for code, chair in chairs.items()]
    assert ranking(*tied) == {"a": "1 joint", "b": "1 joint", "c": "1 joint"}


def test_one_of_three_is_set_apart_by_a_criterion_and_the_others_by_the_chair():
    a = result("a", "80", means=(5, 5), chair=("c1", 70))
    b = result("b", "80", means=(5, 5), chair=("c1", 75))
    c = result("c", "80", means=(5, 6), chair=("c2", 60))
    assert ranking(a, b, c) == {"c": "1 criterion:2", "b": "2 chair", "a": "3 chair"}


def test_one_of_three_is_set_apart_and_the_others_stay_joint_behind_it():
    tied = [result(code, "80", means=(0, mean)) for code, mean in zip("abc", (5, 5, 6), strict=True)]
    behind = result("d", "79")
    assert ranking(*tied, behind) == {
        "c": "1 criterion:2",
        "a": "2 joint",
        "b": "2 joint",
        "d": "4 result",
    }


def test_the_chair_may_set_one_apart_and_leave_two_joint():
    tied = [result(code, "80", chair=("c1", total)) for code, total in zip("abc", (7, 7, 6), strict=True)]
    assert ranking(*tied) == {"a": "1 joint", "b": "1 joint", "c": "3 chair"}


def test_each_tie_in_a_ranking_is_settled_by_itself():
    above = [result("a", "90", chair=("c1", 80)), result("b", "90", chair=("c1", 81))]
    below = [result("c", "70", means=(1, 2)), result("d", "70", means=(2, 2))]
    assert ranking(*above, *below) == {
        "b": "1 chair",
        "a": "2 chair",
        "d": "3 criterion:1",
        "c": "4 criterion:1",
    }


few = st.integers(0, 2)
chairs = st.none() | st.tuples(st.sampled_from(["c1", "c1", "c2"]), few)
fields = st.lists(
    st.tuples(st.none() | st.integers(79, 80), st.tuples(few, few), chairs), min_size=1, max_size=7
)


def key(each):
    return (each.value, *(each.means[number] for number in TIES))


def expected(each, results):
    """Place and step by counting, without groups: one more than those who are strictly better."""
    equals = [other for other in results if key(other) == key(each)]
    one_chair = len({other.chair and other.chair[0] for other in equals}) == 1 and each.chair
    full = [(*key(o), o.chair[1] if one_chair and o in equals else 0) for o in results]
    own = full[results.index(each)]
    place = 1 + sum(other > own for other in full)
    if full.count(own) > 1:
        return Rank(place, "joint")
    shared = [sum(other[:length] == own[:length] for other in full) for length in range(1, len(own) + 1)]
    return Rank(place, ["result", *(f"criterion:{number}" for number in TIES), "chair"][shared.index(1)])


@given(fields)
def test_ranks_are_those_of_counting_who_is_strictly_better(rows):
    results = [result(str(n), value, means=means, chair=c) for n, (value, means, c) in enumerate(rows)]
    valued = [each for each in results if each.value is not None]
    assert rank(results, TIES) == {each.code: expected(each, valued) for each in valued}


@given(fields, st.randoms(use_true_random=False))
def test_ranks_do_not_depend_on_the_order_of_the_results(rows, random):
    results = [result(str(n), value, means=means, chair=c) for n, (value, means, c) in enumerate(rows)]
    assert rank(random.sample(results, len(results)), TIES) == rank(results, TIES)


def field(*rows):
    """Results of "zone value" rows."""
    pairs = [row.split() for row in rows]
    return [result(str(number), value, zone=zone) for number, (zone, value) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("rows", "top", "margin"),
    [
        (["z1 90", "z2 89.75"], 1, "0.25"),
        (["z1 90", "z1 89.99", "z2 85"], 1, "5"),
        (["z1 90", "z2 85", "z2 84", "z1 80"], 2, "5"),
        (["z1 90", "z2 88", "z2 87", "z1 70"], 2, "3"),
        (["z1 90", "z2 90"], 1, "0"),
        (["z1 80", "z1 80", "z2 78"], 1, "2"),
    ],
)
def test_the_flip_margin_is_the_nearest_gap_between_zones_across_the_line(rows, top, margin):
    assert flip_margin(field(*rows), top) == Decimal(margin)


@pytest.mark.parametrize(
    ("rows", "top"),
    [([], 3), (["z1 90", "z1 80"], 1), (["z1 90", "z2 80"], 2), (["z1 90", "z2 80"], 3), (["z1 90"], 1)],
)
def test_there_is_no_flip_margin_where_no_shift_can_change_the_top(rows, top):
    assert flip_margin(field(*rows), top) is None


def test_the_unranked_have_no_part_in_the_flip_margin():
    assert flip_margin([*field("z1 90", "z2 80"), result("x", None, zone="z3")], 1) == Decimal(10)


def possible_tops(values, top):
    """Every choice of the `top` best that the values allow: more than one where a tie lies on the line."""
    everyone = range(len(values))
    return {
        chosen
        for chosen in combinations(everyone, top)
        if min(values[i] for i in chosen) >= max(values[i] for i in everyone if i not in chosen)
    }


def smallest_shift(rows, top):
    """Shift each zone both ways by quarters of a point until who is on top may change."""
    before = possible_tops([value for _, value in rows], top)
    for quarters in range(1, 4 * 20):
        for moved in {zone for zone, _ in rows}:
            for shift in (Fraction(quarters, 4), Fraction(-quarters, 4)):
                shifted = [value + shift * (zone == moved) for zone, value in rows]
                if possible_tops(shifted, top) != before:
                    return Decimal(quarters // 4)
    return None


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["z1", "z2", "z3"]), st.integers(0, 12)), min_size=2, max_size=6),
    st.data(),
)
def test_the_flip_margin_is_what_shifting_every_zone_finds(rows, data):
    top = data.draw(st.integers(1, len(rows) - 1))
    results = field(*(f"{zone} {value}" for zone, value in rows))
    assert flip_margin(results, top) == smallest_shift(rows, top)
