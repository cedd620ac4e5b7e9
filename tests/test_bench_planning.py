"""The benchmark of plans in short: it measures what it says, and would tell of a plan that breaks a rule."""

from dataclasses import replace

import pytest

from bench.greedy import first_fit
from bench.planning import EVENTS, faults, main
from bench.problems import NINE, districts, province, reference
from panel.adapters.solver import solve
from panel.domain.planning import Constraint, Core, Impossible, Kind, Plan

DISTRICTS = """code,province_th,province_en,name_th,name_en,lat,lon
1001,ก,Bangkok,ก,A,13.7,100.4
3101,ข,Buriram,ข,B,14.9,103.0
3102,ข,Buriram,ค,C,15.3,103.0
3103,ข,Buriram,ง,D,,
4501,จ,Roi Et,จ,E,16.0,103.6
"""


@pytest.fixture
def file(tmp_path):
    (tmp_path / "amphoe.csv").write_text(DISTRICTS)
    return tmp_path / "amphoe.csv"


@pytest.mark.slow
def test_a_run_measures_events_provinces_and_random_events(file, capsys):
    ended = main(["--districts", str(file), "--events", "2"])
    told = capsys.readouterr()
    assert (ended, told.err) == (0, "")
    rows = [[cell.strip() for cell in line.split("|")] for line in told.out.splitlines()]
    assert [row[1] for row in rows if len(row) == 8] == ["event", "---", *EVENTS]
    assert [row[1:3] for row in rows if len(row) == 9][2:] == [["4", "2"]] * 4
    assert "2 random events: " in told.out


def test_provinces_leave_bangkok_out_and_keep_whom_no_coordinates_are_known_of(file):
    assert {code: [place[0] for place in places] for code, places in districts(file).items()} == {
        "31": ["3101", "3102", "3103"],
        "45": ["4501"],
    }


def test_a_province_has_zones_of_about_six_and_heads_in_each_panel():
    places = [(f"31{number:02}", 14 + number / 10, 103.0) for number in range(12)]
    problem = province(places)
    zones = [task.zones for task in problem.tasks]
    assert sorted(zones.count(zone) for zone in set(zones)) == [6, 6]
    assert [seat.home is not None for seat in problem.seats] == [True, True, True, False, False] * 2


@pytest.mark.parametrize(("start", "slots", "lost"), [(510, 23, 0), (NINE, 20, 3)])
def test_first_fit_loses_whom_it_finds_no_room_for(start, slots, lost):
    problem = reference(start)
    planned = first_fit(problem)
    assert (len(planned), len(problem.tasks) - len(planned)) == (slots, lost)


PROBLEM = reference()
PLAN = solve(PROBLEM)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (PLAN, []),
        (replace(PLAN, slots=PLAN.slots[1:]), ["1 slots lost"]),
        (
            replace(PLAN, slots=(replace(PLAN.slots[0], end=541), *PLAN.slots[1:])),
            ["venue broken by 1: ('z1-1', 'z1-2')"],
        ),
        (
            replace(PLAN, costs=(replace(PLAN.costs[0], bound=1),)),
            ["missed: 0 is less than the proven 1"],
        ),
        (Impossible(()), ["impossible without a clash"]),
        (Impossible((Core((Constraint(Kind.PIN),)),)), ["no way out of pin"]),
    ],
)
def test_a_wrong_answer_is_told(answer, told):
    assert isinstance(PLAN, Plan)
    assert list(faults(PROBLEM, answer)) == told
