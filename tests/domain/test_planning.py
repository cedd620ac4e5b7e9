"""What a plan costs, how a problem falls into parts, and answers as JSON: tables without a solver."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.domain.events import Break, Day, Venue, Window
from panel.domain.panels import Role, Seat
from panel.domain.planning import (
    Constraint,
    Core,
    Cost,
    Impossible,
    Kind,
    Plan,
    Problem,
    Progress,
    Site,
    Task,
    Undecided,
    Wish,
)
from panel.domain.planning.answers import answer_from_json, answer_to_json, progress_to_json
from panel.domain.planning.constraints import grid
from panel.domain.planning.costs import measure
from panel.domain.planning.parts import parts
from panel.domain.schedules import Excuse, Request, Slot, WayOut

DAY = Day(date(2025, 8, 8), Window(510, 990), 15, 15, breaks=(Break("lunch", Window(720, 780)),))
PROBLEM = Problem(
    day=DAY,
    venues={code: Venue(code, code, latitude=15.0, longitude=103.0) for code in ("h1", "h2")},
    sites=(Site("z1", "r", "h1", 510), Site("z2", "r", "h2", 510)),
    tasks=(Task("a", "r", ("z1",), 30), Task("b", "r", ("z1", "z2"), 30), Task("c", "r", ("z2",), 30)),
    requests=(Request("a", "r", not_before=540), Request("c", "r", not_after=600, firm=True)),
    travel={("h1", "h2"): 45},
    places={"b": (15.2, 103.0)},
)


def slot(presenter, start, zone="z1"):
    return Slot(presenter, zone, f"h{zone[1]}", start, start + 30)


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        pytest.param([], {}, id="nothing"),
        pytest.param([slot("a", 540)], {"end": 570}, id="one slot"),
        pytest.param([slot("a", 510)], {"end": 540, "requests": 1}, id="a request not granted"),
        pytest.param([slot("a", 540), slot("b", 600)], {"end": 630, "gaps": 30, "travel": 35}, id="a gap"),
        pytest.param([slot("a", 690), slot("b", 780)], {"end": 810, "travel": 35}, id="a break is no gap"),
        pytest.param([slot("a", 570), slot("b", 540)], {"end": 600, "travel": 35, "order": 1}, id="turned"),
        pytest.param(
            [slot("c", 510, "z2"), slot("b", 540, "z2")],
            {"end": 570, "travel": 35, "order": 1},
            id="elsewhere",
        ),
    ],
)
def test_a_plan_costs_what_it_breaks_of_each_wish(slots, expected):
    values, _ = measure(PROBLEM, slots)
    assert {wish.value: value for wish, value in values.items() if value} == expected


def test_missed_sheets_count_each_seat_and_presenter_once():
    excuses = [Excuse("s", "a"), Excuse("s", "b"), Excuse("s", "a")]
    assert measure(PROBLEM, [], excuses)[0][Wish.MISSED] == 2


def test_only_wishes_that_are_not_firm_are_refused():
    assert measure(PROBLEM, [slot("a", 510), slot("c", 900, "z2")])[1] == (PROBLEM.requests[0],)


FIXED = replace(PROBLEM, tasks=(PROBLEM.tasks[0], replace(PROBLEM.tasks[1], zones=("z1",)), PROBLEM.tasks[2]))


def seat(zone, person, home=None, *, closed=False):
    return Seat(f"{zone}-{person}", zone, Role.JUDGE, person, scores=True, home=home, closed=closed)


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        pytest.param(FIXED, [["z1"], ["z2"]], id="nothing shared"),
        pytest.param(PROBLEM, [["z1", "z2"]], id="a presenter who may choose"),
        pytest.param(
            replace(FIXED, seats=(seat("z1", "j", "c"),)), [["z1", "z2"]], id="a judge who presents there"
        ),
        pytest.param(
            replace(FIXED, seats=(seat("z1", "j", "x"),)), [["z1"], ["z2"]], id="a judge from elsewhere"
        ),
        pytest.param(
            replace(FIXED, seats=(seat("z1", "j"), seat("z2", "j"))), [["z1", "z2"]], id="a link judge"
        ),
        pytest.param(
            replace(FIXED, seats=(seat("z1", "j"), seat("z2", "j", closed=True))),
            [["z1"], ["z2"]],
            id="no more",
        ),
        pytest.param(
            replace(FIXED, sites=(FIXED.sites[0], replace(FIXED.sites[1], venue="h1"))),
            [["z1", "z2"]],
            id="one hall",
        ),
        pytest.param(
            replace(FIXED, tasks=(*FIXED.tasks[:2], replace(FIXED.tasks[2], pinned=slot("c", 510, "z1")))),
            [["z1"], ["z2"]],
            id="pinned in another zone",
        ),
    ],
)
def test_a_problem_falls_into_parts_that_share_nothing(problem, expected):
    assert [[site.zone for site in part.sites] for part in parts(problem)] == expected


def test_parts_have_all_tasks_between_them():
    assert [[task.presenter for task in part.tasks] for part in parts(FIXED)] == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({}, 15),
        ({"travel": {("h1", "h2"): 40}}, 10),
        ({"day": replace(DAY, gap=5)}, 5),
        ({"day": replace(DAY, breaks=(Break("tea", Window(600, 617)),))}, 1),
        ({"tasks": ()}, 15),
    ],
)
def test_the_grid_is_as_wide_as_lengths_openings_and_roads_allow(changes, step):
    assert grid(replace(PROBLEM, **changes)) == step


minutes = st.integers(0, 1440)
texts = st.text(max_size=5)
slots = st.builds(Slot, texts, texts, texts, minutes, minutes, st.booleans())
plans = st.builds(
    Plan,
    st.lists(slots, max_size=3).map(tuple),
    st.lists(st.builds(Cost, st.sampled_from(Wish), minutes, minutes), max_size=2).map(tuple),
    st.frozensets(st.builds(Excuse, texts, texts), max_size=2),
    st.lists(
        st.builds(Request, texts, texts, st.none() | minutes, st.none() | minutes, st.booleans()), max_size=2
    ).map(tuple),
)
names = st.none() | texts
constraints = st.builds(
    Constraint,
    st.sampled_from(Kind),
    names,
    names,
    names,
    names,
    st.none() | st.builds(Window, minutes, minutes),
    minutes,
    minutes,
)
ways = st.builds(WayOut, texts, st.dictionaries(texts, names | minutes, max_size=2))
cores = st.builds(
    Core,
    st.lists(constraints, min_size=1, max_size=2).map(tuple),
    minutes,
    st.lists(ways, max_size=2).map(tuple),
)
answers = plans | st.builds(Impossible, st.lists(cores, max_size=2).map(tuple)) | st.just(Undecided())


@given(answers)
def test_an_answer_comes_back_from_json_as_it_was(answer):
    assert answer_from_json(json.loads(json.dumps(answer_to_json(answer)))) == answer


@pytest.mark.parametrize(("wish", "written"), [(Wish.END, "end"), (None, None)])
def test_progress_is_plain_json(wish, written):
    progress = Progress(wish, 3, 2, 1, 0.5)
    assert json.loads(json.dumps(progress_to_json(progress))) == {
        "wish": written,
        "value": 3,
        "bound": 2,
        "plans": 1,
        "seconds": 0.5,
    }


def test_a_core_is_named_after_its_weightiest_constraint():
    assert Core((Constraint(Kind.SLOTS), Constraint(Kind.PIN), Constraint(Kind.VENUE))).kind is Kind.PIN


@pytest.mark.parametrize(("bound", "proven"), [(3, True), (2, False)])
def test_a_plan_is_proven_if_all_its_costs_are(bound, proven):
    assert Plan((), (Cost(Wish.END, 3, bound),)).proven is proven
