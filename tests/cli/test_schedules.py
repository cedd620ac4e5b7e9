"""`panel schedule`: exactly the clashes that the plan has, and a plan by the solver or why there is none."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from panel.db import db
from panel.models import Edit
from tests.cli.test_events import CLASHES
from tests.conftest import CODE


def test_at_nine_three_halls_clash_in_words_with_ways_out(panel):
    result = panel("schedule", "check", CODE)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", CLASHES)


@pytest.mark.parametrize("start", ["08:30", "08.30"])
def test_at_half_past_eight_nothing_clashes(panel, start):
    result = panel("schedule", "check", CODE, "--start", start)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(panel("schedule", "check", CODE, "--start", start, "--json").stdout) == []


def test_clashes_as_json(panel):
    result = panel("schedule", "check", CODE, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (1, "")
    assert [(each["kind"], each["zone"], each["presenters"], each["minutes"]) for each in found] == [
        ("booking", "z2", ["3109"], 30),
        ("booking", "z3", ["3104"], 30),
        ("booking", "z4", ["3107"], 30),
    ]
    assert found[0] == {
        "kind": "booking",
        "zone": "z2",
        "venue": "phutthaisong",
        "other_venue": None,
        "presenters": ["3109"],
        "person": None,
        "minutes": 30,
        "window": {"start": "08:30", "end": "11:30"},
        "ways_out": [
            {"code": "way.start_zone", "params": {"zone": "z2", "start_time": "08:30"}},
            {
                "code": "way.book_venue",
                "params": {"venue": "phutthaisong", "start_time": "08:30", "end_time": "12:00"},
            },
        ],
    }


def test_a_plan_lists_every_slot_in_the_letters_order_and_what_it_costs(panel):
    result = panel("schedule", "plan", CODE, "--start", "08:30")
    lines = result.stdout.splitlines()
    hall = "Meeting room of the Phutthaisong District Office"
    assert (result.exit_code, result.stderr, lines[23]) == (0, "", "")
    assert lines[5] == f"Zone 2  08:30–09:00  Satuek              {hall}"
    assert lines[10] == f"Zone 2  11:00–11:30  Phutthaisong        {hall}"
    assert "The last slot ends at" in lines[26]
    assert [line.endswith("proven: no plan is better") for line in lines[24:]] == [True] * 6


def test_without_a_plan_three_clashes_are_told_with_their_ways_out(panel):
    result = panel("schedule", "plan", CODE)
    lines = result.stderr.splitlines()
    hall = "Meeting room of the Phutthaisong District Office"
    assert (result.exit_code, result.stdout, len(lines)) == (1, "", 9)
    assert lines[0].startswith(f"Zone 2, {hall}: 30 minutes too few. {hall} may be used from 08:30 to 11:30 ")
    assert "Zone 2: 6 slots take 180 minutes." in lines[0]
    assert lines[1:3] == [
        "  → Start Zone 2 at 08:30.",
        f"  → Book {hall} from 08:30 to 12:00.",
    ]


def test_no_plan_as_json(panel):
    result = panel("schedule", "plan", CODE, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["slots"], found["costs"], found["excused"]) == (1, [], [], [])
    told = [(each["kind"], each["zone"], each["venue"], each["minutes"]) for each in found["clashes"]]
    assert told == [
        ("booking", "z2", "phutthaisong", 30),
        ("booking", "z3", "nang-rong", 30),
        ("booking", "z4", "prakhon-chai", 30),
    ]
    assert found["clashes"][0]["presenters"] == ["3111", "3113", "3119", "3122", "3102", "3109"]
    assert found["clashes"][0]["window"] == {"start": "08:30", "end": "11:30"}
    checked = json.loads(panel("schedule", "check", CODE, "--json").stdout)
    assert [each["ways_out"] for each in found["clashes"]] == [each["ways_out"] for each in checked]


def test_a_plan_as_json(panel):
    result = panel("schedule", "plan", CODE, "--start", "08:30", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, len(found["slots"]), found["clashes"], found["decided"]) == (0, 23, [], True)
    assert found["slots"][0] == {
        "zone": "z1",
        "venue": "buriram",
        "presenter": "3101",
        "start": "08:30",
        "end": "09:00",
    }
    assert found["costs"][2] == {"wish": "end", "value": 690, "bound": 690}


def test_the_same_seed_gives_the_same_plan(panel):
    asked = ("schedule", "plan", CODE, "--start", "08:30", "--seed", "7", "--json")
    assert panel(*asked).stdout == panel(*asked).stdout


def test_a_plan_is_only_taken_where_that_is_asked_for(panel, event):
    panel("schedule", "plan", CODE, "--start", "08:30")
    assert panel("schedule", "check", CODE).exit_code == 1
    assert panel("schedule", "plan", CODE, "--start", "08:30", "--apply").exit_code == 0
    assert panel("schedule", "check", CODE).exit_code == 0
    assert db.session.scalars(select(Edit.act)).all() == ["plan"]


def test_where_there_is_no_plan_nothing_is_taken(panel, event):
    assert panel("schedule", "plan", CODE, "--apply").exit_code == 1
    assert db.session.scalars(select(Edit.act)).all() == []


@pytest.mark.parametrize(
    "option", [("--seed", "-1"), ("--seed", "x"), ("--seconds", "0"), ("--seconds", "301")]
)
def test_a_number_out_of_range_is_not_understood(panel, option):
    assert panel("schedule", "plan", CODE, *option).exit_code == 2


def test_in_thai_times_and_names_are_thai(panel):
    line = panel("--lang", "th", "schedule", "plan", CODE, "--start", "08:30").stdout.splitlines()[0]
    assert line.startswith("กลุ่มโซนที่ ๑  08.30–09.00  เมืองบุรีรัมย์ ")


@pytest.mark.parametrize("start", ["9", "24:00", "09:60", "nine", ""])
def test_a_time_that_is_none_is_refused(panel, start):
    result = panel("schedule", "check", CODE, "--start", start)
    words = f"{start}: expected a time of day such as 09:00.\n"
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", words)


def test_an_event_that_is_not_there_is_refused(panel):
    result = panel("schedule", "check", "nowhere")
    assert (result.exit_code, result.stderr) == (1, "There is no event nowhere.\n")
