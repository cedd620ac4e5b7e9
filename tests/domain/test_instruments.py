"""What an instrument makes of answers: exact values up the tree, nothing for what is missing or wrong."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.domain.instruments import (
    Criterion,
    Grade,
    Indicator,
    Instrument,
    Part,
    Rating,
    Refused,
    evaluate,
    grade_of,
    normalise_number,
    running,
)
from panel.domain.numbers import decimal_text

TEN = Rating(Fraction(10), Fraction(1, 2))
GOOD, FAIR, POOR = Grade("Good", Fraction(20)), Grade("Fair", Fraction(10)), Grade("Poor", None)
INSTRUMENT = Instrument(
    code="small",
    title="Small",
    root=Criterion(
        number="",
        title="Small",
        combine="sum",
        grades=(GOOD, FAIR, POOR),
        children=(
            Criterion(
                number="1",
                title="One",
                combine="sum",
                grades=(Grade("Pass", Fraction(10)), Grade("Fail", None)),
                children=(Indicator("1.1", "First", TEN), Indicator("1.2", "Second", TEN)),
            ),
            Indicator("2", "Two", Rating(Fraction(5), Fraction(1))),
        ),
    ),
)
ALL = {"1.1": "8", "1.2": "7.5", "2": "3"}

halves = st.integers(min_value=0, max_value=20).map(lambda steps: Fraction(steps, 2))


@pytest.mark.parametrize(
    ("answer", "mark", "stored"),
    [
        ("0", "0", "0"),
        ("10", "10", "10"),
        ("10.0", "10", "10"),
        ("0.5", "1/2", "0.5"),
        ("8.50", "17/2", "8.5"),
        ("๘.๕", "17/2", "8.5"),
        ("๑0", "10", "10"),
        (" 7 ", "7", "7"),
        ("007", "7", "7"),
    ],
)
def test_a_rating_takes_marks_in_its_steps(answer, mark, stored):
    assert (TEN.value(answer), TEN.normalise(answer)) == (Fraction(mark), stored)


@pytest.mark.parametrize(
    ("answer", "code", "params"),
    [
        *(
            (text, "mark.not_a_number", {"max": "10"})
            for text in ("", " ", "ten", "แปด", "-1", "+1", "1e1", "8,5")
        ),
        *((shape, "mark.not_a_number", {"max": "10"}) for shape in (["8"], {"value": "8"})),
        *((text, "mark.out_of_range", {"max": "10"}) for text in ("10.5", "11", "๑๑", "10.000001")),
        *(
            (text, "mark.wrong_step", {"max": "10", "step": "0.5"})
            for text in ("0.25", "8.1", "๙.๙", "0.000001")
        ),
    ],
)
def test_a_rating_refuses_all_else_and_says_what_it_expects(answer, code, params):
    with pytest.raises(Refused) as refused:
        TEN.value(answer)
    assert (refused.value.code, refused.value.params) == (code, params)


@pytest.mark.parametrize(
    ("most", "step", "taps"),
    [
        ("5", "1", (0, 1, 2, 3, 4, 5)),
        ("3", "1/2", (0, 1, 2, 3)),
        ("10", "5", (0, 5, 10)),
        ("5/2", "1/2", (0, 1, 2)),
        ("3", "3/2", (0, 3)),
    ],
)
def test_taps_are_the_whole_marks_of_a_rating(most, step, taps):
    assert Rating(Fraction(most), Fraction(step)).taps == taps


def test_full_marks_are_the_sum_of_what_is_below():
    assert (INSTRUMENT.full, INSTRUMENT.root.children[0].full) == (25, 20)


def test_nodes_come_in_printed_order_with_their_depth():
    assert [(depth, node.number) for depth, node in INSTRUMENT.nodes()] == [
        (1, "1"),
        (2, "1.1"),
        (2, "1.2"),
        (1, "2"),
    ]


def test_a_node_is_found_by_its_number_and_an_indicator_only_as_such():
    assert INSTRUMENT.node("1") is INSTRUMENT.root.children[0]
    assert (INSTRUMENT.indicator("1"), INSTRUMENT.node("3"), INSTRUMENT.node("")) == (None, None, None)
    assert [each.number for each in INSTRUMENT.indicators] == ["1.1", "1.2", "2"]


def test_all_answers_give_a_value_and_a_grade_at_every_node():
    outcome = evaluate(INSTRUMENT, ALL)
    assert (outcome.value, outcome.grade, outcome.missing, outcome.invalid) == (Fraction(37, 2), FAIR, (), {})
    assert outcome.parts == {
        "1": Part(Fraction(31, 2), Grade("Pass", Fraction(10))),
        "1.1": Part(Fraction(8), None),
        "1.2": Part(Fraction(15, 2), None),
        "2": Part(Fraction(3), None),
    }


@pytest.mark.parametrize("answers", [{**ALL, "1.2": None}, {"1.1": "8", "2": "3"}])
def test_what_is_missing_leaves_all_above_it_without_a_value(answers):
    outcome = evaluate(INSTRUMENT, answers)
    assert (outcome.value, outcome.grade, outcome.missing) == (None, None, ("1.2",))
    assert {number: part.value for number, part in outcome.parts.items()} == {
        "1": None,
        "1.1": 8,
        "1.2": None,
        "2": 3,
    }


def test_a_zero_is_a_mark_and_not_missing():
    outcome = evaluate(INSTRUMENT, dict.fromkeys(ALL, "0"))
    assert (outcome.value, outcome.grade, outcome.missing) == (0, POOR, ())


def test_a_wrong_answer_is_told_and_leaves_all_above_it_without_a_value():
    outcome = evaluate(INSTRUMENT, {**ALL, "1.1": "ten", "2": "0.5"})
    assert {number: refusal.code for number, refusal in outcome.invalid.items()} == {
        "1.1": "mark.not_a_number",
        "2": "mark.wrong_step",
    }
    assert (outcome.value, outcome.missing, outcome.parts["1"].value) == (None, (), None)


def test_an_answer_to_nothing_changes_nothing():
    assert evaluate(INSTRUMENT, {**ALL, "9": "1"}) == evaluate(INSTRUMENT, ALL)


def test_no_answers_at_all_are_all_missing():
    outcome = evaluate(INSTRUMENT, {})
    assert (outcome.value, outcome.missing) == (None, ("1.1", "1.2", "2"))


@given(first=halves, second=halves, third=st.integers(min_value=0, max_value=5))
def test_the_value_is_the_exact_sum_of_the_marks(first, second, third):
    answers = {"1.1": decimal_text(first), "1.2": decimal_text(second), "2": str(third)}
    outcome = evaluate(INSTRUMENT, answers)
    assert outcome.value == first + second + third == running(INSTRUMENT.root, answers)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_mark_within_range_or_is_refused(text):
    outcome = evaluate(INSTRUMENT, {**ALL, "1.1": text})
    assert (outcome.value is None) == ("1.1" in outcome.invalid)
    assert outcome.value is None or 0 <= outcome.parts["1.1"].value <= 10


@pytest.mark.parametrize(
    ("answers", "points"),
    [({}, "0"), ({"1.1": "8"}, "8"), ({"1.1": "8", "1.2": "ten", "2": "5"}, "13"), (ALL, "37/2")],
)
def test_running_points_count_what_is_there_so_far(answers, points):
    assert running(INSTRUMENT.root, answers) == Fraction(points)


@pytest.mark.parametrize(
    ("value", "grade"),
    [("25", GOOD), ("20", GOOD), ("1999/100", FAIR), ("10", FAIR), ("999/100", POOR), ("0", POOR)],
)
def test_a_grade_begins_at_its_limit(value, grade):
    assert grade_of((GOOD, FAIR, POOR), Fraction(value)) == grade


def test_there_is_no_grade_without_a_value_or_without_bands():
    assert (grade_of((GOOD, POOR), None), grade_of((), Fraction(5))) == (None, None)


@pytest.mark.parametrize(("typed", "number"), [("๒.๑", "2.1"), (" 3 ", "3"), ("2.1.1", "2.1.1")])
def test_numbers_are_kept_in_arabic_digits(typed, number):
    assert normalise_number(typed) == number
