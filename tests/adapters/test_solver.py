"""Plans: proven on the reference event and with judges who head amphoe elsewhere; whatever is asked, what
comes back holds by the checker, or is explained."""

from collections import Counter
from dataclasses import replace

import pytest

from bench.planning import faults, schedule_of
from bench.problems import DAY, HALF_PAST_EIGHT, HALF_PAST_ELEVEN, NINE, random_event, reference
from panel.adapters.solver import solve
from panel.domain.clashes import check
from panel.domain.errors import Invalid
from panel.domain.events import Break, Rules, Venue, Window
from panel.domain.panels import Role, Seat
from panel.domain.planning import Impossible, Plan, Problem, Site, Task, Undecided, Wish
from panel.domain.schedules import ClashKind, Excuse, Request, Slot

HALL = Venue("h1", "h1")
ELSEWHERE = Venue("h2", "h2")


def problem(*tasks, day=DAY, start=HALF_PAST_EIGHT, sites=None, venues=(HALL, ELSEWHERE), **more):
    """One zone, or two an hour apart; `tasks` by presenter's code, all of z1, or as they are given."""
    return Problem(
        day=day,
        venues={venue.code: venue for venue in venues},
        sites=sites or (Site("z1", "r", "h1", start), Site("z2", "r", "h2", start)),
        tasks=tuple(task if isinstance(task, Task) else Task(task, "r", ("z1",), 30) for task in tasks),
        travel={("h1", "h2"): 60},
        **more,
    )


def seat(code, zone="z1", *, home=None, role=Role.JUDGE):
    return Seat(code, zone, role, code, role.scores_by_default, home=home)


def times(plan):
    return [(slot.presenter, slot.start) for slot in plan.slots]


def costs(plan):
    return {cost.wish.value: cost.value for cost in plan.costs if cost.value}


def test_from_half_past_eight_the_reference_event_has_a_proven_plan_in_the_letters_order():
    plan = solve(reference())
    assert plan.proven
    assert costs(plan) == {"end": HALF_PAST_ELEVEN}
    assert [slot.presenter for slot in plan.slots] == [task.presenter for task in reference().tasks]


def test_three_judges_a_zone_who_head_amphoe_elsewhere_miss_nothing_if_the_halls_are_free_all_day():
    asked = reference(heads=3, until=None)
    plan = solve(asked)
    assert (plan.proven, costs(plan), list(faults(asked, plan))) == (
        True,
        {"end": 860, "gaps": 155, "order": 15},
        [],
    )


def test_tight_panels_of_four_miss_as_few_sheets_as_they_can():
    asked = reference(heads=3, judges=4, until=780)
    plan = solve(asked)
    assert (plan.proven, costs(plan)["missed"], list(faults(asked, plan))) == (True, 7, [])


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_asked_a_plan_holds_or_every_clash_has_a_way_out(seed):
    asked = random_event(seed)
    answer = solve(asked, seconds=3)
    assert list(faults(asked, answer)) == []


def test_the_same_seed_gives_the_same_answer():
    asked = reference(heads=3, until=None)
    assert solve(asked, seed=7) == solve(asked, seed=7)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(problem("a", "b"), [("a", 510), ("b", 540)], id="one after another"),
        pytest.param(problem("a", "b", day=replace(DAY, gap=5)), [("a", 510), ("b", 545)], id="with a gap"),
        pytest.param(problem("a", start=NINE), [("a", 540)], id="when the zone starts"),
        pytest.param(
            problem("a", "b", day=replace(DAY, breaks=(Break("tea", Window(530, 547)),))),
            [("a", 547), ("b", 577)],
            id="around a break that fits no grid",
        ),
        pytest.param(
            problem(
                "a", "b", venues=(replace(HALL, bookings=(Window(510, 545), Window(552, 600))), ELSEWHERE)
            ),
            [("a", 510), ("b", 552)],
            id="in two bookings",
        ),
        pytest.param(
            problem("a", Task("b", "r", ("z1",), 30, Slot("b", "z1", "h1", 533, 563, pinned=True))),
            [("b", 533), ("a", 563)],
            id="after a pin",
        ),
        pytest.param(
            problem("a", "b", requests=(Request("a", "r", not_before=540, firm=True),)),
            [("b", 510), ("a", 540)],
            id="a firm request",
        ),
        pytest.param(
            problem("a", "b", requests=(Request("a", "r", not_after=540), Request("b", "r", not_after=540))),
            [("a", 510), ("b", 540)],
            id="one of two requests",
        ),
        pytest.param(
            problem(
                "a",
                Task("b", "r", ("z2",), 30),
                sites=(Site("z1", "r", "h1", 510), Site("z2", "r", "h1", 510)),
            ),
            [("a", 510), ("b", 540)],
            id="two zones in one hall",
        ),
        pytest.param(
            problem(
                "a",
                Task("a", "final", ("f",), 30),
                sites=(Site("z1", "r", "h1", 510), Site("f", "final", "h2", 510)),
            ),
            [("a", 510), ("a", 600)],
            id="a final an hour away",
        ),
        pytest.param(problem(), [], id="nobody presents"),
    ],
)
def test_a_plan_keeps_to_what_it_is_given(asked, expected):
    plan = solve(asked)
    assert (plan.proven, times(plan), list(faults(asked, plan))) == (True, expected, [])


def test_a_request_that_is_not_granted_is_told():
    second = Request("b", "r", not_after=540)
    plan = solve(problem("a", "b", requests=(Request("a", "r", not_after=540), second)))
    assert (plan.refused, costs(plan)["requests"]) == ((second,), 1)


PANEL = tuple(seat(code) for code in "pqrs")
HEAD = seat("head", home="b")
SHORT = replace(DAY, window=Window(510, 540))


def test_a_judge_who_presents_elsewhere_is_excused_while_the_quorum_holds():
    asked = problem("a", Task("b", "r", ("z2",), 30), day=SHORT, seats=(*PANEL, HEAD))
    plan = solve(asked)
    assert (plan.excused, costs(plan)["missed"]) == (frozenset({Excuse("head", "a")}), 1)
    assert list(faults(asked, plan)) == []


def test_who_is_not_excused_is_told_by_the_checker():
    asked = reference(heads=3)
    plan = schedule_of(asked, solve(asked, seconds=1))
    assert len(plan.excused) > 0
    assert {clash.kind for clash in check(replace(plan, excused=frozenset()))} == {ClashKind.PERSON}


def test_nobody_is_excused_where_the_quorum_needs_all():
    asked = reference(heads=1, judges=3, until=None)
    plan = solve(asked)
    assert (plan.proven, plan.excused) == (True, frozenset())


def test_below_the_quorum_nobody_is_excused():
    asked = problem("a", Task("b", "r", ("z2",), 30), day=SHORT, seats=(*PANEL, HEAD), rules=Rules(quorum=5))
    (core,) = solve(asked).cores
    assert [way.code for way in core.ways_out][-1] == "way.lower_quorum"


def test_a_secretary_is_excused_whatever_the_quorum():
    head = seat("head", home="b", role=Role.SECRETARY)
    plan = solve(problem("a", Task("b", "r", ("z2",), 30), day=SHORT, seats=(*PANEL, head)))
    assert plan.excused == {Excuse("head", "a")}


def test_free_presenters_are_divided_within_the_zones_limits():
    sites = (Site("z1", "r", "h1", 510, least=1, most=1), Site("z2", "r", "h2", 510))
    plan = solve(problem(*(Task(code, "r", ("z1", "z2"), 30) for code in "abc"), sites=sites))
    assert sorted(slot.zone for slot in plan.slots) == ["z1", "z2", "z2"]


def test_the_reference_with_all_zones_to_choose_keeps_to_their_limits():
    whole = reference()
    zones = tuple(site.zone for site in whole.sites)
    free = replace(
        whole,
        tasks=tuple(replace(task, zones=zones) for task in whole.tasks),
        sites=tuple(replace(site, least=5, most=6) for site in whole.sites),
    )
    plan = solve(free, seconds=2)
    assert list(faults(free, plan)) == []
    assert sorted(Counter(slot.zone for slot in plan.slots).values()) == [5, 6, 6, 6]


def test_free_presenters_take_the_zone_that_is_near():
    near = (replace(HALL, latitude=15.0, longitude=103.0), replace(ELSEWHERE, latitude=16.0, longitude=103.0))
    asked = problem(
        *(Task(code, "r", ("z1", "z2"), 30) for code in "ab"),
        venues=near,
        places={"a": (16.0, 103.0), "b": (15.0, 103.0)},
    )
    assert {slot.presenter: slot.zone for slot in solve(asked).slots} == {"a": "z2", "b": "z1"}


def test_whoever_follows_the_search_may_end_it_and_keeps_the_best_plan():
    told = []

    def enough(progress):
        told.append(progress)
        return progress.plans == 0

    asked = reference(heads=3, until=None)
    plan = solve(asked, told=enough)
    assert isinstance(plan, Plan)
    assert (plan.proven, list(faults(asked, plan)), told[0].plans, told[-1].plans) == (False, [], 0, 1)


def test_without_time_nothing_is_decided():
    assert solve(reference(), seconds=0) == Undecided()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (problem(Task("a", "r", ("z9",), 30)), "planning.zone_unknown"),
        (problem(Task("a", "other", ("z1",), 30)), "planning.zone_unknown"),
        (problem("a", sites=(Site("z1", "r", "h9", 510),)), "planning.venue_unknown"),
        (problem(Task("a", "r", (), 30)), "planning.no_zone"),
        (problem(Task("a", "r", ("z1",), 0)), "planning.length"),
        (problem("a", "a"), "planning.twice"),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(asked, code):
    with pytest.raises(Invalid) as refused:
        solve(asked)
    assert refused.value.code == code


def test_every_wish_has_its_cost_in_the_order_in_which_it_counts():
    assert [cost.wish for cost in solve(problem("a")).costs] == list(Wish)


def test_an_impossible_part_makes_the_whole_impossible():
    tasks = ["a", Task("b", "r", ("z2",), 600)]
    assert isinstance(solve(problem(*tasks)), Impossible)
