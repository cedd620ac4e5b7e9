"""The solver: the reference day, judges who head amphoe elsewhere, odd problems, and thirty random events,
each judged by the checker, which knows nothing of how plans are made."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from bench.planning import faults, schedule_of
from bench.problems import HALF_PAST_EIGHT, NINE, random_event, reference
from panel.adapters.solver import solve
from panel.domain.clashes import check
from panel.domain.errors import Invalid
from panel.domain.events import Break, Window
from panel.domain.planning import Impossible, Kind, Plan, Problem, Undecided, Wish
from panel.domain.schedules import Request, Slot, WayOut


def alone(**changes) -> Problem:
    """The reference's first zone by itself: five amphoe, a hall without a booking."""
    whole = reference()
    sites = tuple(site for site in whole.sites if site.zone == "z1")
    tasks = tuple(task for task in whole.tasks if task.zones == ("z1",))
    seats = tuple(seat for seat in whole.seats if seat.zone == "z1")
    return replace(whole, sites=sites, tasks=tasks, seats=seats, **changes)


def planned(problem: Problem) -> Plan:
    answer = solve(problem)
    assert isinstance(answer, Plan), answer
    assert list(faults(problem, answer)) == []
    return answer


def cores_of(problem: Problem):
    answer = solve(problem)
    assert isinstance(answer, Impossible), answer
    assert list(faults(problem, answer)) == []
    return answer.cores


def values(plan: Plan) -> dict[Wish, int]:
    return {cost.wish: cost.value for cost in plan.costs if cost.value}


# --- The reference ----------------------------------------------------------------------------------


def test_from_half_past_eight_the_reference_has_a_proven_plan_in_the_letters_order():
    problem = reference(HALF_PAST_EIGHT)
    plan = planned(problem)
    assert plan.proven
    assert values(plan) == {Wish.END: 690}
    order = [slot.presenter for slot in plan.slots]
    assert order == [task.presenter for task in problem.tasks]


def test_at_the_letters_own_times_three_bookings_clash_each_with_both_ways_out():
    assert [(core.kind, core.minutes, core.ways_out) for core in cores_of(reference(NINE))] == [
        (
            Kind.BOOKING,
            30,
            (
                WayOut("way.start_zone", {"zone": zone, "start_time": 510}),
                WayOut("way.book_venue", {"venue": zone, "start_time": 510, "end_time": 720}),
            ),
        )
        for zone in ("z2", "z3", "z4")
    ]


def test_a_core_holds_nothing_that_could_be_spared():
    [core, *_] = cores_of(reference(NINE))
    assert {each.kind for each in core.constraints} == {Kind.BOOKING, Kind.VENUE, Kind.START, Kind.SLOTS}


def test_the_same_seed_gives_the_same_answer():
    problem = reference(heads=3, until=None)
    assert solve(problem, seed=3) == solve(problem, seed=3)


# --- Judges who head an amphoe elsewhere ------------------------------------------------------------


def test_three_judges_a_zone_who_head_amphoe_elsewhere_have_a_proven_plan():
    plan = planned(reference(heads=3, until=None))
    assert plan.proven
    assert plan.excused == frozenset()


@pytest.fixture(scope="module")
def short_day() -> tuple[Problem, Plan]:
    """Three heads a zone and only the morning: a plan that some must be excused from."""
    problem = reference(heads=3)
    return problem, planned(problem)


def test_a_short_day_lets_some_of_them_miss_sheets_whose_quorum_holds(short_day):
    problem, plan = short_day
    judges = {seat.code: seat for seat in problem.seats}
    assert values(plan)[Wish.MISSED] == len(plan.excused) > 0
    assert [excuse for excuse in plan.excused if judges[excuse.seat].home is None] == []


def test_who_is_not_excused_is_told_by_the_checker(short_day):
    problem, plan = short_day
    assert {clash.kind for clash in check(replace(schedule_of(problem, plan), excused=frozenset()))} == {
        "person"
    }


def test_nobody_is_excused_where_the_quorum_needs_all():
    plan = planned(reference(heads=1, judges=3, until=None))
    assert plan.excused == frozenset()


# --- What is wished for -----------------------------------------------------------------------------


def test_a_firm_request_is_granted_and_a_soft_one_that_costs_a_firm_rule_is_told():
    window = (Request("z1-1", "zones", not_before=630, firm=True), Request("z1-2", "zones", not_after=500))
    plan = planned(alone(requests=window))
    start = {slot.presenter: slot.start for slot in plan.slots}
    assert start["z1-1"] == 630
    assert plan.refused == (window[1],)


def test_slots_lie_around_breaks_and_pins():
    problem = alone()
    pinned = Slot("z1-4", "z1", "z1", 510, 540, pinned=True)
    tasks = tuple(
        replace(task, pinned=pinned) if task.presenter == "z1-4" else task for task in problem.tasks
    )
    day = replace(problem.day, breaks=(Break("tea", Window(570, 600)),))
    plan = planned(replace(problem, tasks=tasks, day=day))
    assert [(slot.presenter, slot.start) for slot in plan.slots] == [
        ("z1-4", 510),
        ("z1-1", 540),
        ("z1-2", 600),
        ("z1-3", 630),
        ("z1-5", 660),
    ]


def test_presenters_who_are_free_fill_zones_within_their_limits():
    whole = reference()
    zones = tuple(site.zone for site in whole.sites)
    free = replace(
        whole,
        tasks=tuple(replace(task, zones=(*task.zones, *zones)) for task in whole.tasks),
        sites=tuple(replace(site, least=5, most=6) for site in whole.sites),
    )
    answer = solve(free, seconds=2)
    assert isinstance(answer, Plan)
    assert list(faults(free, answer)) == []
    sizes = Counter(slot.zone for slot in answer.slots)
    assert sorted(sizes.values()) == [5, 6, 6, 6]


# --- Impossible problems ----------------------------------------------------------------------------


def pinned_over_each_other() -> Problem:
    problem = alone()
    tasks = [
        replace(task, pinned=Slot(task.presenter, "z1", "z1", 540, 570, pinned=True))
        if task.presenter in {"z1-1", "z1-2"}
        else task
        for task in problem.tasks
    ]
    return replace(problem, tasks=tuple(tasks))


def longer_than_any_window() -> Problem:
    problem = alone()
    return replace(problem, tasks=(replace(problem.tasks[0], minutes=600), *problem.tasks[1:]))


def booked_outside_the_day() -> Problem:
    problem = alone()
    hall = replace(problem.venues["z1"], bookings=(Window(1000, 1200),))
    return replace(problem, venues={**problem.venues, "z1": hall})


def asked_for_too_early() -> Problem:
    problem = alone(requests=(Request("z1-1", "zones", not_after=560, firm=True),))
    return replace(problem, sites=(replace(problem.sites[0], start=NINE),))


@pytest.mark.parametrize(
    ("problem", "kinds"),
    [
        (pinned_over_each_other(), [Kind.PIN]),
        (longer_than_any_window(), [Kind.DAY]),
        (booked_outside_the_day(), [Kind.BOOKING]),
        (asked_for_too_early(), [Kind.REQUEST]),
    ],
    ids=["overlapping pins", "longer than any window", "booked outside the day", "a request too early"],
)
def test_what_makes_a_plan_impossible_is_named_with_a_way_out(problem, kinds):
    assert [core.kind for core in cores_of(problem)] == kinds


def test_nobody_to_plan_is_an_empty_plan():
    assert planned(alone(requests=())).slots
    assert planned(replace(alone(), tasks=())).slots == ()


def test_an_unknown_zone_is_refused():
    problem = alone()
    with pytest.raises(Invalid):
        solve(replace(problem, tasks=(replace(problem.tasks[0], zones=("z9",)),)))


# --- The search -------------------------------------------------------------------------------------


def test_whoever_is_told_may_end_the_search():
    plan = solve(reference(heads=3, until=None), told=lambda progress: progress.plans == 0)
    assert isinstance(plan, Plan)
    assert not plan.proven
    assert list(faults(reference(heads=3, until=None), plan)) == []


def test_no_time_at_all_decides_nothing():
    assert solve(reference(heads=3, until=None), seconds=0) == Undecided()


@pytest.mark.parametrize("seed", range(30))
def test_a_random_event_is_planned_without_a_clash_or_explained(seed):
    problem = random_event(seed)
    assert list(faults(problem, solve(problem, seconds=3))) == []


def test_random_events_are_of_both_kinds():
    kinds = {type(solve(random_event(seed), seconds=1)).__name__ for seed in range(6)}
    assert kinds >= {"Plan", "Impossible"}
