"""The day as pages and changes see it: actual times, lateness, the course of the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from panel.db import writing
from panel.domain.days import Happened
from panel.domain.events import Window
from panel.domain.shifts import shift
from panel.operations.days import note_happening
from panel.operations.schedules import start_zone
from panel.queries.days import course_of, edits_of, new_clashes, zone_day
from panel.queries.events import find_zone
from panel.queries.schedules import find_slot
from tests.conftest import MORNING

FIRST = "3101"


def note(zone, kind: Happened, by, presenter: str = FIRST) -> None:
    with writing():
        note_happening(find_slot(zone, presenter), kind, by=by("z1-chair"))


def seen(zone, clock) -> tuple[str | None, str | None, int | None, int | None]:
    day = zone_day(zone, clock())
    current, coming = (each and each.presenter.code for each in (day.current, day.next))
    return current, coming, day.late, day.free_at


def test_before_the_first_begins_it_is_the_one_to_press_and_overdue(zone, clock):
    assert seen(zone, clock) == (FIRST, "3116", 10, 550)


def test_who_is_on_stage_is_expected_to_take_as_long_as_planned(zone, by, clock):
    note(zone, Happened.PRESENTING, by)
    clock.forward(minutes=5)
    assert seen(zone, clock) == (FIRST, "3116", 10, 580)
    clock.forward(minutes=40)
    assert seen(zone, clock) == (FIRST, "3116", 25, 595)


def test_once_it_ends_the_next_is_the_one_to_press(zone, by, clock):
    note(zone, Happened.PRESENTING, by)
    clock.forward(minutes=25)
    note(zone, Happened.DONE, by)
    assert seen(zone, clock) == ("3116", "3115", 5, 575)
    [first, *_] = zone_day(zone, clock()).slots
    assert (first.late, first.times.presenting, first.times.ended) == (
        10,
        MORNING,
        MORNING + timedelta(minutes=25),
    )


def test_on_another_day_nothing_is_late(zone, clock):
    clock.forward(days=1)
    assert seen(zone, clock) == (FIRST, "3116", None, None)


def test_once_all_is_over_nobody_is_on(zone, by, clock):
    for each in zone_day(zone, clock()).slots:
        note(zone, Happened.NO_SHOW, by, each.presenter.code)
    assert seen(zone, clock) == (None, None, None, None)


def test_a_course_knows_who_has_begun_and_when_the_hall_is_free(event, by, clock):
    zone = find_zone(event, "z2")
    with writing():
        note_happening(find_slot(zone, "3111"), Happened.PRESENTING, by=by("z2-chair"))
    course = course_of(find_zone(event, "z2"))
    assert (course.begun, course.free, course.bookings) == ({"3111"}, 580, (Window(510, 690),))


def test_edits_are_told_to_the_zones_that_they_touch(event, zone, by, clock):
    with writing():
        start_zone(find_zone(event, "z2"), at=600, by=by("organiser"))
    touched = [code for code in ("z1", "z2") if edits_of(find_zone(event, code), MORNING)]
    assert touched == ["z2"]
    assert edits_of(find_zone(event, "z2"), MORNING + timedelta(minutes=1)) == []


@pytest.mark.parametrize(("minutes", "kinds"), [(0, []), (30, ["venue"])])
def test_a_shift_that_hinders_somebody_else_is_told(event, by, minutes, kinds):
    with writing():
        find_zone(event, "z3").venue = find_zone(event, "z2").venue
        start_zone(find_zone(event, "z3"), at=12 * 60, by=by("organiser"))
    course = course_of(find_zone(event, "z2"))
    assert [clash.kind for clash in new_clashes(event, shift(course, minutes))] == kinds
