"""An event as a problem for the solver: what may move, what stays, and what a plan would change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from panel.db import db, writing
from panel.domain.days import BEGUN
from panel.domain.planning import Plan, Site
from panel.domain.planning.terms import Terms
from panel.domain.schedules import Request, lay_out
from panel.operations.results import finalise_zone
from panel.queries.events import find_zone
from panel.queries.maps import map_of
from panel.queries.planning import heads_of, legs_of, moves_of, problem_of
from panel.queries.schedules import display_names, find_slot
from panel.queries.zoning import zoning_of, zoning_problem
from tests.conftest import score, score_zone
from tests.queries.test_results import add_presenters
from tests.statements import counted

HALF_PAST_EIGHT, NINE = 510, 540
ALL = ("z1", "z2", "z3", "z4")


def task(event, presenter: str = "3101", **terms: object):
    return next(each for each in problem_of(event, Terms(**terms)).tasks if each.presenter == presenter)


def plan_from(event, start: int) -> Plan:
    """Every zone in its order from that minute."""
    problem = problem_of(event)
    slots = [
        slot
        for site in problem.sites
        for slot in lay_out(
            problem.day,
            start,
            [each.presenter for each in problem.tasks if each.zones[0] == site.zone],
            site.zone,
            site.venue,
        )
    ]
    return Plan(tuple(slots))


def test_the_letters_event_as_a_problem(event):
    problem = problem_of(event)
    assert problem.sites[1] == Site("z2", "zones", "phutthaisong", NINE)
    assert (len(problem.tasks), len(problem.places), problem.requests) == (23, 23, ())
    assert [each.presenter for each in problem.tasks[:5]] == ["3101", "3116", "3115", "3121", "3103"]
    assert {len(each.zones) for each in problem.tasks} == {1}
    assert {each.minutes for each in problem.tasks} == {30}


def test_the_terms_give_starts_sizes_and_freedom(event):
    terms = Terms(start=HALF_PAST_EIGHT, free=True, least=5, most=6)
    assert problem_of(event, terms).sites[0] == Site("z1", "zones", "buriram", HALF_PAST_EIGHT, 5, 6)
    assert task(event, "3111", free=True).zones == ("z2", "z1", "z3", "z4")


def test_sizes_bind_only_where_presenters_are_free(event):
    assert problem_of(event, Terms(least=9)).sites[0].least == 0


def test_requests_and_shortened_questions_go_in(event):
    with writing():
        slot = find_slot(event.rounds[0], "3101")
        slot.not_after, slot.firm, slot.questions = 600, True, 5
    assert problem_of(event).requests == (Request("3101", "zones", None, 600, True),)
    assert task(event).minutes == 20


@pytest.mark.parametrize("happened", sorted(BEGUN))
def test_who_has_begun_stays(event, happened):
    with writing():
        find_slot(event.rounds[0], "3101").happened = happened
    found = task(event, free=True)
    assert (found.zones, found.pinned.start) == (("z1",), NINE)


def test_a_pin_stays_and_so_does_a_finalised_zone(event, by):
    with writing():
        find_slot(event.rounds[0], "3101").pinned = True
    score_zone(event, find_zone(event, "z2"), by)
    with writing():
        finalise_zone(find_zone(event, "z2"), by=by("z2-chair"))
    pinned = [each.presenter for each in problem_of(event, Terms(free=True)).tasks if each.pinned]
    assert pinned == ["3101", "3111", "3113", "3119", "3122", "3102", "3109"]
    assert task(event, "3116", free=True).zones == ("z1", "z3", "z4")


def test_who_has_marks_stays_in_the_zone_but_not_at_the_time(event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "5"}, submit=False)
    found = task(event, free=True)
    assert (found.zones, found.pinned) == (("z1",), None)


def test_judges_who_head_an_amphoe_are_told(event):
    with writing():
        find_zone(event, "z1").seats[1].person.home = "3111"
    assert [(each.zone, each.presenter, each.presents_in) for each in heads_of(problem_of(event))] == [
        ("z1", "3111", "z2")
    ]


def test_roads_are_reckoned_unless_they_are_given(event):
    with writing():
        event.travel = [{"from": "buriram", "to": "nang-rong", "minutes": 55}]
    legs = {(leg.here, leg.there): (leg.minutes, leg.given) for leg in legs_of(problem_of(event))}
    assert legs["buriram", "nang-rong"] == (55, True)
    assert legs["nang-rong", "prakhon-chai"] == (45, False)
    assert len(legs) == 6


def test_a_plan_beside_the_present_one(event):
    moves = moves_of(event, plan_from(event, HALF_PAST_EIGHT))
    assert [(move.presenter.code, move.before.start, move.after.start) for move in moves[:2]] == [
        ("3101", NINE, HALF_PAST_EIGHT),
        ("3116", NINE + 30, NINE),
    ]
    assert all(move.changed and not move.changes_zone for move in moves)
    assert not any(move.changed for move in moves_of(event, plan_from(event, NINE)))


def test_a_plan_of_other_presenters_is_none(event):
    plan = plan_from(event, NINE)
    assert moves_of(event, replace(plan, slots=plan.slots[1:])) is None


def test_the_problem_takes_as_many_statements_whatever_its_size(event, zone):
    def statements() -> int:
        with counted() as sent:
            db.session.expire_all()
            problem_of(event, Terms(free=True))
        return len(sent)

    before = statements()
    with writing():
        add_presenters(event, zone, 5)
    assert statements() == before


def test_the_present_zones_with_their_figures(event):
    zoning = zoning_of(event, event.rounds[0])
    assert [len(group.members) for group in zoning.groups] == [5, 6, 6, 6]
    assert (zoning.present.least, zoning.present.most) == (5, 6)
    assert zoning.present.total == sum(group.total for group in zoning.groups) > 0
    assert (zoning.proposed, zoning.changed, zoning.homeless) == (zoning.present, [], ())


def test_a_wanted_zone_is_shown_beside_the_present_one(event):
    zoning = zoning_of(event, event.rounds[0], {"3101": "z2", "9999": "z1"})
    assert [(member.presenter.code, member.now) for member in zoning.changed] == [("3101", "z1")]
    assert [len(group.members) for group in zoning.groups] == [4, 7, 6, 6]
    assert zoning.proposed.total > zoning.present.total


def test_who_has_no_coordinates_is_told_and_not_drawn(event):
    with writing():
        find_slot(event.rounds[0], "3101").presenter.latitude = None
    zoning = zoning_of(event, event.rounds[0])
    assert [presenter.code for presenter in zoning.homeless] == ["3101"]
    assert zoning.groups[0].members[0].minutes is None
    marks = map_of(zoning, display_names(event)).marks
    assert (len(marks), "3101" in {mark.code for mark in marks}) == (26, False)


def test_north_is_up_and_everything_stands_on_the_map(event):
    drawn = map_of(zoning_of(event, event.rounds[0]), display_names(event))
    at = {mark.code: mark for mark in drawn.marks}
    assert at["3113"].y == min(mark.y for mark in drawn.marks)  # Na Pho lies furthest north
    assert at["3103"].x == max(mark.x for mark in drawn.marks)  # Krasang furthest east
    assert all(0 < mark.x < drawn.width and 0 < mark.y < drawn.height for mark in drawn.marks)
    assert all(0 <= mark.name_x <= drawn.width for mark in drawn.marks)


def test_without_any_coordinates_there_is_no_map(event):
    with writing():
        for place in (*event.presenters, *event.venues):
            place.latitude = None
    assert map_of(zoning_of(event, event.rounds[0]), {}) is None


def test_who_is_fixed_is_free_no_more(event):
    problem = zoning_problem(event, Terms(free=True), {"3101": "z3", "3111": "nowhere"})
    zones = {each.presenter: each.zones for each in problem.tasks}
    assert (zones["3101"], zones["3111"]) == (("z3",), ("z2", "z1", "z3", "z4"))
