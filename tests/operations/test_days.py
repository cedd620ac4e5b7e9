"""The day as it goes, written down line after line, and what that does to the rest of the plan."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from panel.db import db, writing
from panel.domain.days import Happened
from panel.domain.errors import Conflict, Invalid, PanelError
from panel.domain.events import Window
from panel.domain.shifts import (
    Course,
    extend_booking,
    insert_break,
    outcome,
    postpone,
    shift,
    shorten_questions,
)
from panel.models import Edit, Happening, PlanVersion, Record
from panel.operations.days import (
    change_course,
    mark_no_show,
    note_happening,
    reverse_change,
    take_back,
    take_back_no_show,
)
from panel.operations.edits import undo_edit
from panel.operations.results import finalise_zone
from panel.operations.schedules import publish_plan
from panel.queries.days import actual_times, course_of
from panel.queries.edits import plan_revision
from panel.queries.events import find_zone
from panel.queries.schedules import find_slot, timed_slots
from tests.conftest import MORNING, score_zone

NINE = 9 * 60
TENTH = partial(shift, minutes=10)


def press(zone, kind: Happened, by, presenter: str = "3101") -> bool:
    with writing():
        return note_happening(find_slot(zone, presenter), kind, by=by("z1-secretary"))


def change(zone, how, by, *, act: str = "shift", seen: int | None = None, **body: object) -> Edit:
    """Agree to what is looked at, and make it."""
    course = course_of(zone)
    agreed = outcome(course, how(course))
    revision = plan_revision(zone.event) if seen is None else seen
    with writing():
        return change_course(
            find_zone(zone.event, zone.code),
            how,
            act=act,
            by=by("z1-secretary"),
            seen=revision,
            expected=agreed,
            **body,
        )


def reverse(zone, edit: Edit, by) -> Edit:
    with writing():
        return reverse_change(zone, edit, by=by("z1-secretary"))


def times(zone) -> list[tuple[str, int | None]]:
    return [(slot.presenter.code, slot.start) for slot in timed_slots(zone)]


def lines() -> list[tuple[Happened, str]]:
    found = db.session.execute(select(Happening.kind, Happening.note).order_by(Happening.id))
    return [(kind, note) for kind, note in found]


def test_a_no_show_is_noted_with_who_and_why_and_can_be_taken_back(event, zone, by):
    with writing():
        mark_no_show(find_slot(zone, "3101"), by=by("z1-chair"), reason=" nobody came ")
    slot = find_slot(zone, "3101")
    assert slot.no_show
    with writing():
        take_back_no_show(find_slot(zone, "3101"), by=by("z1-chair"), reason="came late")
    assert not find_slot(zone, "3101").no_show
    assert lines() == [(Happened.NO_SHOW, "nobody came"), (Happened.PLANNED, "came late")]


def test_a_no_show_needs_a_reason(event, zone, by):
    with pytest.raises(PanelError) as refused, writing():
        mark_no_show(find_slot(zone, "3101"), by=by("z1-chair"), reason=" ")
    assert refused.value.code == "sheet.reason_missing"
    assert not find_slot(zone, "3101").no_show


def test_only_a_no_show_can_be_taken_back(event, zone, by):
    with pytest.raises(Conflict), writing():
        take_back_no_show(find_slot(zone, "3101"), by=by("z1-chair"), reason="why")


def test_a_slot_goes_from_call_to_end_with_its_actual_times(event, zone, by, clock):
    for kind in (Happened.CALLED, Happened.PRESENTING, Happened.QUESTIONS, Happened.DONE):
        press(zone, kind, by)
        clock.forward(minutes=15)
    found = actual_times(event)[find_slot(zone, "3101").id]
    times = (found.called, found.presenting, found.questions, found.ended)
    assert times == tuple(MORNING + timedelta(minutes=15 * step) for step in range(4))


def test_a_press_that_was_made_already_is_noted_once(event, zone, by, clock):
    assert [press(zone, Happened.PRESENTING, by), press(zone, Happened.PRESENTING, by)] == [True, False]
    assert lines() == [(Happened.PRESENTING, "")]


@pytest.mark.parametrize(
    ("pressed", "kind", "code"),
    [
        ([], Happened.QUESTIONS, "day.order"),
        ([], Happened.DONE, "day.order"),
        ([Happened.PRESENTING], Happened.CALLED, "day.order"),
        ([Happened.PRESENTING, Happened.DONE], Happened.PRESENTING, "day.order"),
        ([Happened.PRESENTING], Happened.NO_SHOW, "day.order"),
        ([Happened.NO_SHOW], Happened.PRESENTING, "day.order"),
    ],
)
def test_what_can_not_follow_is_refused(event, zone, by, pressed, kind, code):
    for each in pressed:
        press(zone, each, by)
    with pytest.raises(Conflict) as refused:
        press(zone, kind, by)
    assert refused.value.code == code


def test_one_presents_at_a_time_while_the_next_may_be_called(event, zone, by):
    press(zone, Happened.PRESENTING, by)
    press(zone, Happened.CALLED, by, "3116")
    with pytest.raises(Conflict) as refused:
        press(zone, Happened.PRESENTING, by, "3116")
    assert refused.value.code == "day.on_stage"


def test_a_wrong_press_is_taken_back_and_the_phase_before_has_been_since_it_began(event, zone, by, clock):
    press(zone, Happened.PRESENTING, by)
    clock.forward(minutes=2)
    press(zone, Happened.QUESTIONS, by)
    clock.forward(minutes=1)
    with writing():
        take_back(find_slot(zone, "3101"), Happened.QUESTIONS, by=by("z1-secretary"))
    slot = find_slot(zone, "3101")
    found = actual_times(event)[slot.id]
    assert (slot.happened, found.presenting, found.questions) == (Happened.PRESENTING, MORNING, None)


@pytest.mark.parametrize(
    ("pressed", "left"),
    [
        ([Happened.CALLED], Happened.PLANNED),
        ([Happened.PRESENTING], Happened.PLANNED),
        ([Happened.CALLED, Happened.PRESENTING], Happened.CALLED),
        ([Happened.PRESENTING, Happened.DONE], Happened.PRESENTING),
        ([Happened.PRESENTING, Happened.QUESTIONS, Happened.DONE], Happened.QUESTIONS),
    ],
)
def test_taking_back_goes_one_step_and_a_second_press_none(event, zone, by, pressed, left):
    for each in pressed:
        press(zone, each, by)
    for _ in range(2):
        with writing():
            take_back(find_slot(zone, "3101"), pressed[-1], by=by("z1-secretary"))
    assert find_slot(zone, "3101").happened is left


def test_nothing_is_noted_in_a_final_zone(event, zone, by):
    score_zone(event, zone, by)
    with writing():
        finalise_zone(find_zone(event, "z1"), by=by("z1-chair"))
    agreed = [
        lambda: press(zone, Happened.CALLED, by),
        lambda: change(zone, TENTH, by),
    ]
    for act in agreed:
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "result.zone_finalised"


def test_a_shift_moves_the_rest_and_writes_a_line_for_each(event, zone, by):
    press(zone, Happened.PRESENTING, by)
    change(zone, TENTH, by)
    assert times(zone) == [
        ("3101", NINE),
        ("3116", NINE + 40),
        ("3115", NINE + 70),
        ("3121", NINE + 100),
        ("3103", NINE + 130),
    ]
    assert lines()[1:] == [
        (Happened.MOVED, "09:30 > 09:40"),
        (Happened.MOVED, "10:00 > 10:10"),
        (Happened.MOVED, "10:30 > 10:40"),
        (Happened.MOVED, "11:00 > 11:10"),
    ]
    assert find_slot(zone, "3101").happened is Happened.PRESENTING


def test_a_change_is_one_edit_that_is_recorded_and_undone(event, zone, by):
    before = times(zone)
    edit = change(zone, TENTH, by, minutes=10)
    assert (edit.act, edit.body) == ("shift", {"zone": "z1", "minutes": 10})
    acts = db.session.scalars(select(Record.act).order_by(Record.id.desc()).limit(1)).all()
    assert acts == ["day.changed"]
    with writing():
        undo_edit(zone.event, by=by("z1-secretary"))
    assert times(zone) == before


def test_what_took_a_change_back_is_no_change_to_take_back(event, zone, by):
    change(zone, TENTH, by)
    stood = times(zone)
    taken = reverse(zone, change(zone, TENTH, by), by)
    with pytest.raises(Conflict) as refused:
        reverse(zone, taken, by)
    assert (refused.value.code, times(zone)) == ("plan.nothing_to_undo", stood)


def test_who_was_called_and_is_postponed_is_no_longer_called(event, zone, by):
    press(zone, Happened.CALLED, by)
    change(zone, lambda it: postpone(it, "3101"), by, act="postpone", presenter="3101")
    assert [code for code, _ in times(zone)] == ["3116", "3115", "3121", "3103", "3101"]
    assert find_slot(zone, "3101").happened is Happened.PLANNED


def test_a_break_questions_and_a_booking_are_kept(event, by):
    zone = find_zone(event, "z2")
    change(zone, lambda it: insert_break(it, Window(600, 615), "พัก"), by, act="break")
    change(zone, lambda it: shorten_questions(it, 10), by, act="shorten")
    change(zone, lambda it: extend_booking(it, 720), by, act="booking")
    zone = find_zone(event, "z2")
    assert zone.event.breaks[-1] == {"name": "พัก", "start": 600, "end": 615, "zone": "z2"}
    assert {(slot.questions, slot.minutes) for slot in timed_slots(zone)} == {(10, 25)}
    assert [(each.start, each.end) for each in zone.venue.bookings] == [(510, 720)]


def test_a_change_of_a_published_plan_is_published(event, zone, by):
    change(zone, TENTH, by)
    assert db.session.scalars(select(PlanVersion.version)).all() == []
    with writing():
        publish_plan(zone.event, by=by("organiser"))
    change(zone, TENTH, by)
    plans = db.session.scalars(select(PlanVersion).order_by(PlanVersion.version)).all()
    starts = [plan.body["zones"][0]["slots"][1]["start"] for plan in plans]
    assert starts == [NINE + 40, NINE + 50]


def test_a_change_that_was_looked_at_before_another_is_refused(event, zone, by):
    seen = plan_revision(event)
    change(zone, TENTH, by)
    with pytest.raises(Conflict) as refused:
        change(zone, TENTH, by, seen=seen)
    assert refused.value.code == "plan.stale"


def test_a_change_that_would_come_out_otherwise_by_now_is_refused(event, zone, by):
    course = course_of(zone)
    agreed = outcome(course, shift(course, 10))
    press(zone, Happened.PRESENTING, by)
    before = times(zone)
    with pytest.raises(Conflict) as refused, writing():
        change_course(zone, TENTH, act="shift", by=by("z1-secretary"), seen=0, expected=agreed)
    assert (refused.value.code, times(zone)) == ("day.changed", before)


def test_what_changes_nothing_is_refused(event, zone, by):
    def same(course: Course) -> Course:
        return course

    with pytest.raises(Invalid) as refused:
        change(zone, same, by)
    assert refused.value.code == "day.no_change"


def test_practice_has_no_place_in_the_day(event, zone, by):
    assert f"practice-{zone.code}" not in [slot.presenter for slot in course_of(zone).slots]
    with pytest.raises(PanelError):
        press(zone, Happened.CALLED, by, f"practice-{zone.code}")
