"""`panel schedule`: the plan, and exactly the clashes that it has."""

from __future__ import annotations

import json

import pytest

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


def test_the_plan_lists_every_slot_in_the_letters_order(panel):
    result = panel("schedule", "plan", CODE, "--start", "08:30")
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr, len(lines)) == (0, "", 23)
    hall = "Meeting room of the Phutthaisong District Office"
    assert lines[5] == f"Zone 2  08:30–09:00  Satuek              {hall}"
    assert lines[10] == f"Zone 2  11:00–11:30  Phutthaisong        {hall}"


def test_a_plan_that_clashes_says_so_and_ends_with_1(panel):
    result = panel("schedule", "plan", CODE)
    assert (result.exit_code, len(result.stdout.splitlines()), result.stderr) == (1, 23, CLASHES)


def test_the_plan_as_json(panel):
    result = panel("schedule", "plan", CODE, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, len(found["slots"]), len(found["clashes"])) == (1, 23, 3)
    assert found["slots"][0] == {
        "zone": "z1",
        "venue": "buriram",
        "presenter": "3101",
        "start": "09:00",
        "end": "09:30",
    }


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
