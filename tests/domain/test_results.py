"""A presenter's result: which sheets count, their mean, rounding, quorum, extremes and grades."""

from decimal import Decimal
from fractions import Fraction
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.domain.events import Rules
from panel.domain.instruments import Criterion, Grade, Indicator, Instrument, Rating
from panel.domain.numbers import half_up
from panel.domain.panels import Role
from panel.domain.results import Ballot, Candidate, Standing, pending, result_of
from panel.domain.sheets import State

RATING = Rating(max=Fraction(100), step=Fraction(1, 1000))
ITEMS = (Indicator("1", "Content", RATING), Indicator("2", "Delivery", RATING))
INSTRUMENT = Instrument("tiny", "Tiny", Criterion("", "All", "sum", ITEMS))
GRADES = (
    Grade("ดีเด่น", Fraction(90)),
    Grade("ดีมาก", Fraction(80)),
    Grade("ดี", Fraction(70)),
    Grade("พอใช้", Fraction(60)),
    Grade("ต้องปรับปรุง", None),
)
OFFERED = Rules(grades=GRADES)


def scored(seat, total, *, state=State.SUBMITTED, role=Role.JUDGE):
    """A sheet with all of its total on item 1."""
    return Ballot(seat, f"person-{seat}", role, state, {"1": str(total), "2": "0"})


def ballots(*totals, **facts):
    """A sheet for each total, by seats a, b, c …"""
    return tuple(scored("abcdefghijkl"[index], total, **facts) for index, total in enumerate(totals))


def unscored(seat, state):
    return Ballot(seat, f"person-{seat}", Role.JUDGE, state)


def result(*sheets, rules=OFFERED, no_show=False):
    return result_of(Candidate("3101", "z1", sheets, no_show), INSTRUMENT, rules)


@pytest.mark.parametrize(
    ("totals", "value", "grade"),
    [
        ((86, 87, 87), "86.67", "ดีมาก"),
        ((0, 0, 0, "0.5"), "0.13", "ต้องปรับปรุง"),
        (("2.67", "2.68"), "2.68", "ต้องปรับปรุง"),
        (("89.99", 90), "90.00", "ดีเด่น"),
        (("89.988", 90), "89.99", "ดีมาก"),
        ((90, 90, 90), "90.00", "ดีเด่น"),
        ((80, 80, 80), "80.00", "ดีมาก"),
        (("79.994",), "79.99", "ดี"),
        ((70, 70), "70.00", "ดี"),
        (("59.995",), "60.00", "พอใช้"),
        (("59.994",), "59.99", "ต้องปรับปรุง"),
        ((0, 0, 0), "0.00", "ต้องปรับปรุง"),
        ((100, 100, 100), "100.00", "ดีเด่น"),
    ],
)
def test_the_mean_is_rounded_half_up_once_and_graded_as_rounded(totals, value, grade):
    found = result(*ballots(*totals))
    assert (str(found.value), found.grade.name) == (value, grade)


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=12))
def test_the_result_is_the_exact_mean_rounded(thousandths):
    totals = [Decimal(each) / 1000 for each in thousandths]
    assert result(*ballots(*totals)).value == half_up(mean(map(Fraction, totals)))


def test_an_event_without_grades_gives_none():
    assert result(*ballots(90, 90, 90), rules=Rules()).grade is None


def test_a_zero_is_a_mark_and_counts():
    assert result(*ballots(0, 90, 90)).value == Decimal("60.00")


@pytest.mark.parametrize("state", [State.RECUSED, State.ABSENT, State.DRAFT, State.RETURNED])
def test_marks_on_a_sheet_that_does_not_count_do_not_enter_the_mean(state):
    found = result(*ballots(80, 90, 91), scored("z", 0, state=state))
    assert (found.value, found.kept) == (Decimal("87.00"), ("a", "b", "c"))


def test_recused_judge_is_left_out_and_not_eligible():
    found = result(*ballots(80, 90, 91), unscored("d", State.RECUSED))
    assert (found.standing, found.eligible, found.quorum) == (Standing.COMPLETE, 3, 3)


def test_absent_judge_is_left_out_but_eligible():
    found = result(*ballots(80, 90, 91), unscored("d", State.ABSENT))
    assert (found.standing, found.eligible, found.quorum) == (Standing.COMPLETE, 4, 3)


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_one_pending_sheet_makes_the_result_provisional(state):
    found = result(*ballots(80, 90, 91), unscored("d", state))
    assert (found.standing, found.value) == (Standing.PROVISIONAL, Decimal("87.00"))


def test_confirmed_sheets_count_as_submitted_ones_do():
    found = result(*ballots(80, 90, 91, state=State.CONFIRMED))
    assert (found.standing, found.value) == (Standing.COMPLETE, Decimal("87.00"))


def test_a_presenter_who_did_not_show_has_no_value_whatever_was_scored():
    found = result(*ballots(80, 90, 91), no_show=True)
    assert (found.standing, found.value, found.grade) == (Standing.NO_SHOW, None, None)


def test_below_quorum_there_is_no_value():
    found = result(*ballots(80, 90), unscored("d", State.ABSENT))
    assert (found.standing, found.value, found.grade) == (Standing.NO_QUORUM, None, None)


def test_short_of_quorum_with_a_sheet_still_open_is_provisional_without_a_value():
    found = result(*ballots(80, 90), unscored("d", State.DRAFT))
    assert (found.standing, found.value) == (Standing.PROVISIONAL, None)


@pytest.mark.parametrize("sheets", [(), (unscored("a", State.RECUSED),), (unscored("a", State.ABSENT),)])
def test_without_a_single_sheet_there_is_no_value(sheets):
    assert (result(*sheets).standing, result(*sheets).value) == (Standing.NO_QUORUM, None)


@pytest.mark.parametrize(
    ("scored", "quorum", "standing"),
    [(1, 1, "complete"), (2, 2, "complete"), (1, 2, "no_quorum"), (4, 5, "no_quorum"), (5, 5, "complete")],
)
def test_an_events_own_quorum_replaces_the_formula(scored, quorum, standing):
    absent = [unscored(f"absent-{number}", State.ABSENT) for number in range(5 - scored)]
    assert result(*ballots(*[80] * scored), *absent, rules=Rules(quorum=quorum)).standing == standing


@pytest.mark.parametrize(
    ("totals", "kept", "value"),
    [
        ((0, 80, 90, 100), "abcd", "67.50"),
        ((0, 80, 90, 91, 100), "bcd", "87.00"),
        ((100, 80, 0, 90, 91), "bde", "87.00"),
        ((0, 80, 90, 91, 92, 100), "bcde", "88.25"),
        ((70, 70, 80, 90, 90), "bcd", "80.00"),
        ((90, 90, 70, 70, 80), "ade", "80.00"),
        ((80, 80, 80, 80, 80), "bcd", "80.00"),
    ],
)
def test_one_lowest_and_one_highest_drop_out_of_five_or_more(totals, kept, value):
    found = result(*ballots(*totals), rules=Rules(drop_extremes=True))
    assert (found.kept, str(found.value)) == (tuple(kept), value)


def test_without_the_option_extremes_stay():
    assert result(*ballots(0, 80, 90, 91, 100)).value == Decimal("72.20")


def test_only_sheets_that_count_are_counted_for_dropping_extremes():
    pending_one = unscored("f", State.DRAFT)
    found = result(*ballots(0, 80, 90, 100), pending_one, rules=Rules(drop_extremes=True))
    assert found.kept == ("a", "b", "c", "d")


@given(st.lists(st.integers(0, 20), min_size=5, max_size=12))
def test_dropping_extremes_is_the_mean_of_what_lies_between(totals):
    between = sorted(totals)[1:-1]
    dropped = result(*ballots(*totals), rules=Rules(drop_extremes=True))
    assert dropped.value == half_up(Fraction(sum(between), len(between)))


def test_the_mean_of_each_node_is_over_every_sheet_that_counts():
    marks = {"a": {"1": "10", "2": "1"}, "b": {"1": "20", "2": "2"}, "c": {"1": "30", "2": "4"}}
    sheets = [Ballot(seat, seat, Role.JUDGE, State.SUBMITTED, given) for seat, given in marks.items()]
    assert result(*sheets).means == {"1": Fraction(20), "2": Fraction(7, 3)}


def test_dropped_extremes_leave_the_means_of_the_nodes_too():
    found = result(*ballots(0, 80, 90, 91, 100), rules=Rules(drop_extremes=True))
    assert found.means == {"1": Fraction(87), "2": Fraction(0)}


def chair(seat, state=State.SUBMITTED):
    return scored(seat, 85, state=state, role=Role.CHAIR)


def test_the_one_chair_who_scored_is_known_with_the_total():
    assert result(*ballots(80, 90, 91), chair("c")).chair == ("person-c", Fraction(85))


@pytest.mark.parametrize(
    "chairs",
    [
        [],
        [chair("c", State.RECUSED)],
        [chair("c", State.ABSENT)],
        [chair("c", State.DRAFT)],
        [chair("c"), chair("d")],
    ],
    ids=["none", "recused", "absent", "draft", "two"],
)
def test_no_chair_or_two_chairs_are_not_one(chairs):
    assert result(*ballots(80, 90, 91), *chairs).chair is None


@pytest.mark.parametrize("no_show", [True, False])
def test_pending_sheets_block_finalising_unless_the_presenter_did_not_show(no_show):
    states = [State.DRAFT, State.SUBMITTED, State.RETURNED, State.RECUSED, State.ABSENT, State.CONFIRMED]
    sheets = tuple(unscored(state.value, state) for state in states)
    blocking = [ballot.seat for ballot in pending(Candidate("3101", "z1", sheets, no_show))]
    assert blocking == ([] if no_show else ["draft", "returned"])


@pytest.mark.parametrize("marks", [{"1": "80"}, {"1": "80", "2": None}, {"1": "80", "2": "101"}, {}])
def test_a_sheet_with_a_gap_or_a_bad_mark_never_counts_as_zero(marks):
    gap = Ballot("z", "person-z", Role.JUDGE, State.SUBMITTED, marks)
    found = result(*ballots(80, 90, 91), gap)
    assert (found.value, found.kept) == (Decimal("87.00"), ("a", "b", "c"))
