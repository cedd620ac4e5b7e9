"""Slots laid out in order, travel between halls, and clashes put in words."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.adapters.messages.schedules import TEXTS
from panel.domain.events import Break, Day, Venue, Window
from panel.domain.schedules import (
    Clash,
    ClashKind,
    Schedule,
    Slot,
    WayOut,
    clash_to_json,
    describe,
    describe_way_out,
    lay_out,
    overlap,
    travel_minutes,
)

NOON = Break("lunch", Window(720, 780))


def day(*breaks: Break, gap: int = 0) -> Day:
    return Day(date(2025, 8, 8), Window(510, 990), present=15, questions=15, gap=gap, breaks=breaks)


def times(plan_of: Day, start: int, count: int) -> list[tuple[int, int]]:
    presenters = [f"a{number}" for number in range(count)]
    slots = lay_out(plan_of, start, presenters, "z1", "hall")
    assert [slot.presenter for slot in slots] == presenters
    return [(slot.start, slot.end) for slot in slots]


@pytest.mark.parametrize(
    ("plan_of", "start", "expected"),
    [
        pytest.param(day(), 540, [(540, 570), (570, 600), (600, 630)], id="back to back"),
        pytest.param(day(gap=5), 540, [(540, 570), (575, 605), (610, 640)], id="with a gap between"),
        pytest.param(day(NOON), 690, [(690, 720), (780, 810), (810, 840)], id="up to the break and after it"),
        pytest.param(day(NOON), 705, [(780, 810), (810, 840), (840, 870)], id="never astride a break"),
        pytest.param(
            day(Break("prayer", Window(775, 790)), NOON),
            705,
            [(790, 820), (820, 850), (850, 880)],
            id="past breaks that overlap",
        ),
        pytest.param(
            day(Break("opening", Window(540, 560), zone="z2")),
            540,
            [(540, 570), (570, 600), (600, 630)],
            id="another zone's break is nothing to this one",
        ),
        pytest.param(day(), 970, [(970, 1000), (1000, 1030), (1030, 1060)], id="even past the day's end"),
    ],
)
def test_a_zone_is_laid_out_in_its_order(plan_of, start, expected):
    assert times(plan_of, start, 3) == expected


def test_nobody_to_present_is_an_empty_plan():
    assert times(day(NOON), 540, 0) == []


windows = st.tuples(st.integers(400, 1000), st.integers(1, 120)).map(lambda pair: Window(pair[0], sum(pair)))


@given(
    breaks=st.lists(windows, max_size=5),
    gap=st.integers(0, 15),
    start=st.integers(480, 800),
    count=st.integers(1, 9),
)
def test_a_layout_overlaps_neither_breaks_nor_itself(breaks, gap, start, count):
    laid = times(day(*(Break("pause", window) for window in breaks), gap=gap), start, count)
    assert all(end - begin == 30 for begin, end in laid)
    assert all(later[0] >= earlier[1] + gap for earlier, later in pairwise(laid))
    assert not any(overlap(Window(*slot), window) for slot in laid for window in breaks)


PHUTTHAISONG = Venue("phutthaisong", "Phutthaisong", latitude=15.56, longitude=103.01)
NANG_RONG = Venue("nang-rong", "Nang Rong", latitude=14.63, longitude=102.79)
NOWHERE = Venue("nowhere", "Nowhere")
HALLS = {venue.code: venue for venue in (PHUTTHAISONG, NANG_RONG, NOWHERE)}


@pytest.mark.parametrize(
    ("here", "there", "travel", "minutes"),
    [
        pytest.param("nang-rong", "nang-rong", {}, 0, id="the same hall"),
        pytest.param("nang-rong", "phutthaisong", {}, 170, id="106.1 km × 1.3 at 50 km/h, up to 5 minutes"),
        pytest.param("phutthaisong", "nang-rong", {}, 170, id="the same both ways"),
        pytest.param("nang-rong", "nowhere", {}, 0, id="unknown coordinates"),
        pytest.param("nang-rong", "phutthaisong", {("nang-rong", "phutthaisong"): 96}, 96, id="as given"),
        pytest.param(
            "phutthaisong", "nang-rong", {("nang-rong", "phutthaisong"): 96}, 96, id="given one way"
        ),
        pytest.param("nang-rong", "nowhere", {("nang-rong", "nowhere"): 20}, 20, id="given beats unknown"),
    ],
)
def test_travel_is_given_or_reckoned(here, there, travel, minutes):
    assert travel_minutes(Schedule(day(), HALLS, (), travel=travel), here, there) == minutes


NAMES = {
    "z2": "Zone 2",
    "hall": "Phutthaisong hall",
    "other": "Nang Rong hall",
    "3104": "Nang Rong",
    "z2-chair": "Chair of zone 2",
}
WAYS_OUT = (
    WayOut("way.start_zone", {"zone": "z2", "start_time": 510}),
    WayOut("way.book_venue", {"venue": "hall", "start_time": 510, "end_time": 720}),
)


def clash_of(kind: ClashKind) -> Clash:
    slots = (Slot("3103", "z2", "hall", 660, 690), Slot("3104", "z2", "hall", 690, 720))
    return Clash(
        kind, "z2", "hall", ("3104",), 30, slots, Window(510, 690), "z2-chair", "other", ways_out=WAYS_OUT
    )


def test_a_clash_is_described_by_names_and_minutes():
    assert describe(clash_of(ClashKind.BOOKING), NAMES) == (
        "clash.booking",
        {
            "zone": "Zone 2",
            "venue": "Phutthaisong hall",
            "other_venue": "Nang Rong hall",
            "person": "Chair of zone 2",
            "presenters": "Nang Rong",
            "slots": 2,
            "minutes": 30,
            "start_time": 660,
            "end_time": 720,
            "from_time": 510,
            "until_time": 690,
        },
    )


def test_a_way_out_is_described_by_names_and_minutes():
    assert [describe_way_out(way, NAMES) for way in WAYS_OUT] == [
        ("way.start_zone", {"zone": "Zone 2", "start_time": 510}),
        ("way.book_venue", {"venue": "Phutthaisong hall", "start_time": 510, "end_time": 720}),
    ]


def test_a_code_without_a_name_shows_itself():
    assert describe(clash_of(ClashKind.BREAK), {})[1]["presenters"] == "3104"


@pytest.mark.parametrize("kind", ClashKind)
def test_every_kind_of_clash_has_its_words(kind):
    code, params = describe(clash_of(kind), NAMES)
    assert "Nang Rong" in TEXTS[code] % params


def test_every_way_out_has_its_words():
    words = [TEXTS[code] % params for code, params in (describe_way_out(way, NAMES) for way in WAYS_OUT)]
    assert words == ["Start Zone 2 at 510.", "Book Phutthaisong hall from 510 to 720."]


def test_a_clash_is_written_as_json_with_codes_and_clock_times():
    assert clash_to_json(clash_of(ClashKind.BOOKING)) == {
        "kind": "booking",
        "zone": "z2",
        "venue": "hall",
        "other_venue": "other",
        "presenters": ["3104"],
        "person": "z2-chair",
        "minutes": 30,
        "window": {"start": "08:30", "end": "11:30"},
        "ways_out": [
            {"code": "way.start_zone", "params": {"zone": "z2", "start_time": "08:30"}},
            {
                "code": "way.book_venue",
                "params": {"venue": "hall", "start_time": "08:30", "end_time": "12:00"},
            },
        ],
    }
