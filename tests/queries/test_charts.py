"""Charts as geometry: where dots and bars stand, and that nothing is drawn of what was not given."""

from __future__ import annotations

from fractions import Fraction

import pytest

from panel.queries.charts import PAPER, SCREEN, _levels, criteria_chart, ranking_bars, zone_field
from panel.queries.results import zone_results
from tests.conftest import MARKS, score, score_zone

SEATS = ("z1-chair", "z1-judge-1", "z1-judge-2")
FIRST, SECOND = "3101", "3116"


@pytest.fixture
def first(event, zone, by):
    for seat, mark in zip(SEATS, ("4", "8", "9"), strict=True):
        score(event, by(seat), seat, FIRST, MARKS | {"3": mark})
    return zone_results(zone).presenter(FIRST)


def test_a_strip_for_each_criterion_with_its_exact_mean(first):
    shown = [(strip.node.number, strip.mean) for strip in criteria_chart(first, first.counted, PAPER)]
    assert shown == [("1", 15), ("2", 57), ("3", 7)]


def test_a_screen_goes_a_level_deeper_than_paper(first):
    numbers = [strip.node.number for strip in criteria_chart(first, first.counted, SCREEN)]
    assert numbers == ["1", "2", "2.1", "2.2", "2.3", "2.4", "2.5", "3"]


def test_a_bar_is_as_long_as_the_means_part_of_the_full_marks(first):
    strip = criteria_chart(first, (), PAPER)[2]
    assert strip.length == pytest.approx(0.7 * strip.room)
    assert strip.end == pytest.approx(PAPER.edge + 0.7 * PAPER.room)


def test_each_judges_mark_is_a_dot_at_its_part_of_the_full_marks(first):
    dots = criteria_chart(first, first.counted, PAPER)[2].dots
    assert [(dot.whose.seat, dot.value) for dot in dots] == [(SEATS[0], 4), (SEATS[1], 8), (SEATS[2], 9)]
    assert [dot.x for dot in dots] == pytest.approx(
        [PAPER.edge + PAPER.room * part for part in (0.4, 0.8, 0.9)]
    )


def test_equal_marks_stand_above_each_other_and_stay_inside(first):
    strip = criteria_chart(first, first.counted, PAPER)[0]
    heights = [dot.y for dot in strip.dots]
    assert len(set(heights)) == 3
    assert min(heights) > 0 and max(heights) < strip.top < strip.height


def test_without_sheets_there_are_bars_and_no_dots(first):
    assert {strip.dots for strip in criteria_chart(first, (), SCREEN)} == {()}


def test_nobodys_sheet_is_no_chart(zone):
    untouched = zone_results(zone).presenter(FIRST)
    assert criteria_chart(untouched, untouched.sheets, SCREEN) == ()


def test_a_presenter_stands_among_all_results_of_its_zone(event, zone, by):
    score_zone(event, zone, by)
    field = zone_field(zone_results(zone), FIRST)
    assert (field.low, field.high) == (75, 80)
    assert [(dot.whose.code, str(dot.value), dot.own) for dot in field.dots[:2]] == [
        (FIRST, "80.00", True),
        (SECOND, "79.00", False),
    ]


def test_one_result_alone_stands_among_nobody(first, zone):
    assert zone_field(zone_results(zone), FIRST) is None


def test_bars_are_those_of_whoever_may_be_shown(event, zone, by):
    score_zone(event, zone, by)
    assert ranking_bars(zone_results(zone), {FIRST}) == {
        FIRST: {"": 80.0, "1": 75.0, "2": round(float(Fraction(57, 70) * 100), 2), "3": 80.0}
    }


@pytest.mark.parametrize(
    ("across", "levels"),
    [
        ([], []),
        ([50, 50, 50], [0, 1, 2]),
        ([10, 90], [0, 0]),
        ([50, 54, 52], [0, 0, 1]),
        ([80, 20, 80], [0, 0, 1]),
    ],
)
def test_dots_that_would_touch_are_stacked(across, levels):
    assert _levels(across, 4) == levels
