"""Panels: quorum, who is recused, and who judges after a replacement."""

import pytest

from panel.domain.events import Rules
from panel.domain.panels import Role, Seat, default_quorum, judging, recused_by_system
from panel.domain.sheets import State


def seat(code, *, scores=True, home=None, replaces=None, closed=False):
    return Seat(code, "z1", Role.JUDGE, f"person-{code}", scores, home, replaces, closed)


@pytest.mark.parametrize(
    ("eligible", "quorum"),
    list(enumerate([0, 1, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6])),
)
def test_the_default_quorum_is_half_the_panel_but_three_at_least(eligible, quorum):
    assert (default_quorum(eligible), Rules().quorum_for(eligible)) == (quorum, quorum)


@pytest.mark.parametrize(
    ("own", "eligible", "quorum"), [(1, 5, 1), (2, 5, 2), (5, 5, 5), (5, 4, 4), (3, 0, 0), (4, 12, 4)]
)
def test_an_events_own_quorum_never_asks_for_more_than_are_eligible(own, eligible, quorum):
    assert Rules(quorum=own).quorum_for(eligible) == quorum


def test_chair_and_judge_score_by_default():
    assert {role for role in Role if role.scores_by_default} == {Role.CHAIR, Role.JUDGE}


@pytest.mark.parametrize(
    ("home", "scores", "recused"),
    [("3101", True, True), ("3102", True, False), (None, True, False), ("3101", False, False)],
)
def test_a_judge_whose_home_amphoe_presents_is_recused(home, scores, recused):
    assert recused_by_system(seat("j1", home=home, scores=scores), "3101") is recused


def test_a_seat_without_a_sheet_has_not_begun():
    assert judging([seat("j1"), seat("j2")], {"j2": State.SUBMITTED}, "3101") == {
        "j1": State.DRAFT,
        "j2": State.SUBMITTED,
    }


def test_seats_that_do_not_score_do_not_judge():
    assert judging([seat("j1"), seat("s1", scores=False)], {}, "3101") == {"j1": State.DRAFT}


def test_the_head_of_the_presenting_amphoe_is_recused_there_alone():
    heads = [seat("j1", home="3101"), seat("j2")]
    assert judging(heads, {}, "3101") == {"j1": State.RECUSED, "j2": State.DRAFT}
    assert judging(heads, {}, "3102") == {"j1": State.DRAFT, "j2": State.DRAFT}


def test_a_replaced_seat_that_nobody_follows_judges_no_more():
    assert judging([seat("j1", closed=True)], {"j1": State.DRAFT}, "3101") == {}


FIRST, SECOND = seat("j1", closed=True), seat("j2", replaces="j1")


@pytest.mark.parametrize("kept", [State.SUBMITTED, State.CONFIRMED, State.ABSENT])
def test_a_replaced_seat_keeps_what_was_settled(kept):
    assert judging([FIRST, SECOND], {"j1": kept}, "3101") == {"j1": kept}


@pytest.mark.parametrize("left", [None, State.DRAFT, State.RETURNED, State.RECUSED])
def test_for_all_else_its_successor_answers(left):
    states = {"j1": left} if left else {}
    assert judging([FIRST, SECOND], states, "3101") == {"j2": State.DRAFT}


def test_a_successor_is_recused_by_its_own_home_not_by_its_predecessors():
    seats = [seat("j1", home="3101", closed=True), seat("j2", home="3102", replaces="j1")]
    assert judging(seats, {}, "3101") == {"j2": State.DRAFT}
    assert judging(seats, {}, "3102") == {"j2": State.RECUSED}


@pytest.mark.parametrize(
    ("states", "judges"),
    [
        ({}, {"j3": State.DRAFT}),
        ({"j1": State.SUBMITTED}, {"j1": State.SUBMITTED}),
        ({"j2": State.SUBMITTED}, {"j2": State.SUBMITTED}),
        ({"j1": State.DRAFT, "j2": State.RETURNED}, {"j3": State.DRAFT}),
        ({"j1": State.SUBMITTED, "j2": State.SUBMITTED}, {"j1": State.SUBMITTED}),
        ({"j1": State.ABSENT, "j2": State.SUBMITTED}, {"j1": State.ABSENT}),
        ({"j1": State.SUBMITTED, "j3": State.SUBMITTED}, {"j1": State.SUBMITTED}),
    ],
)
def test_of_seats_that_replace_one_another_only_one_judges(states, judges):
    chain = [FIRST, seat("j2", replaces="j1", closed=True), seat("j3", replaces="j2")]
    assert judging(chain, states, "3101") == judges
