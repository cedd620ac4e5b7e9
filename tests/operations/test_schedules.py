"""Changes of the plan by hand: moves, swaps, pins, requests, starts, breaks, publication."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from panel.db import db, writing
from panel.domain.days import Happened
from panel.domain.errors import Conflict, Invalid, NotFound
from panel.domain.events import Break, Window
from panel.models import PlanVersion, Record
from panel.operations.schedules import (
    ask_for_time,
    change_break,
    insert_break,
    move_presenter,
    pin_slot,
    publish_plan,
    remove_break,
    start_zone,
    swap_slots,
)
from panel.queries.events import find_zone
from panel.queries.schedules import find_slot, timed_slots
from tests.conftest import score

NINE = 9 * 60


def move(slot, to, position: int, by) -> None:
    with writing():
        move_presenter(slot, to=to, position=position, by=by("organiser"))


def order(zone) -> list[str]:
    return [slot.presenter.code for slot in timed_slots(zone)]


def times(zone) -> list[tuple[int, int]]:
    return [(slot.start, slot.end) for slot in timed_slots(zone)]


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (1, ["3121", "3101", "3116", "3115", "3103"]),
        (3, ["3101", "3116", "3121", "3115", "3103"]),
        (4, ["3101", "3116", "3115", "3121", "3103"]),
        (5, ["3101", "3116", "3115", "3103", "3121"]),
    ],
)
def test_within_a_zone_the_others_close_up_and_make_room(event, zone, by, position, expected):
    move(find_slot(zone, "3121"), zone, position, by)
    assert order(zone) == expected
    assert times(zone) == [(NINE + 30 * place, NINE + 30 * place + 30) for place in range(5)]


def test_a_move_to_another_zone_lays_both_out_anew(event, zone, by):
    other = find_zone(event, "z2")
    move(find_slot(zone, "3101"), other, 2, by)
    assert (len(order(zone)), order(zone)[0]) == (4, "3116")
    assert order(other)[:3] == ["3111", "3101", "3113"]
    assert times(zone)[0] == (NINE, NINE + 30)
    assert len(times(other)) == 7


def test_a_move_is_recorded_in_both_zones(event, zone, by):
    other = find_zone(event, "z2")
    move(find_slot(zone, "3101"), other, 1, by)
    acts = db.session.execute(select(Record.act, Record.body).order_by(Record.id.desc()).limit(2)).all()
    assert [tuple(each) for each in acts] == [
        ("slot.moved", {"presenter": "3101", "position": 1}),
        ("slot.left", {"presenter": "3101", "to": "z2"}),
    ]


def test_the_first_mark_ties_an_amphoe_to_its_zone_but_not_to_its_place(event, zone, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "5"}, submit=False)
    with pytest.raises(Conflict) as refused:
        move(find_slot(zone, "3101"), find_zone(event, "z2"), 1, by)
    assert refused.value.code == "slot.marks_lock"
    move(find_slot(zone, "3101"), zone, 5, by)
    assert order(zone)[-1] == "3101"


@pytest.mark.parametrize("position", [0, 6, -1])
def test_a_place_outside_the_order_is_refused(event, zone, by, position):
    with pytest.raises(Invalid) as refused:
        move(find_slot(zone, "3101"), zone, position, by)
    assert (refused.value.code, refused.value.params) == ("slot.position", {"last": 5})


def test_a_zone_starts_when_it_is_told_and_all_follow(event, zone, by):
    with writing():
        start_zone(zone, at=NINE + 45, by=by("organiser"))
    assert times(zone)[0] == (NINE + 45, NINE + 75)
    assert times(zone)[-1] == (NINE + 165, NINE + 195)


def test_two_presenters_change_places_and_nobody_else_moves(event, zone, by):
    other = find_zone(event, "z2")
    before = times(zone), times(other)
    with writing():
        swap_slots(find_slot(zone, "3115"), find_slot(other, "3111"), by=by("organiser"))
    assert order(zone) == ["3101", "3116", "3111", "3121", "3103"]
    assert (order(other)[0], (times(zone), times(other))) == ("3115", before)


def test_the_pin_stays_with_the_place(event, zone, by):
    with writing():
        pin_slot(find_slot(zone, "3101"), at=NINE, by=by("organiser"))
        swap_slots(find_slot(zone, "3101"), find_slot(zone, "3103"), by=by("organiser"))
    assert [(slot.presenter.code, slot.pinned) for slot in timed_slots(zone)][::4] == [
        ("3103", True),
        ("3101", False),
    ]


def test_a_swap_with_a_shorter_slot_lays_the_zone_anew(event, zone, by):
    with writing():
        find_slot(zone, "3101").questions = 5
        swap_slots(find_slot(zone, "3101"), find_slot(zone, "3116"), by=by("organiser"))
    assert times(zone)[:3] == [(NINE, NINE + 30), (NINE + 30, NINE + 50), (NINE + 50, NINE + 80)]


def test_marks_lock_a_swap_across_zones_but_not_within_one(event, zone, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "5"}, submit=False)
    with pytest.raises(Conflict) as refused, writing():
        swap_slots(find_slot(zone, "3116"), find_slot(find_zone(event, "z2"), "3111"), by=by("organiser"))
        swap_slots(find_slot(find_zone(event, "z2"), "3113"), find_slot(zone, "3101"), by=by("organiser"))
    assert refused.value.code == "slot.marks_lock"
    with writing():
        swap_slots(find_slot(zone, "3101"), find_slot(zone, "3116"), by=by("organiser"))
    assert order(zone)[:2] == ["3116", "3101"]


def test_a_pinned_slot_stays_and_the_others_are_laid_around_it(event, zone, by):
    with writing():
        pin_slot(find_slot(zone, "3101"), at=NINE + 45, by=by("organiser"))
    assert order(zone) == ["3116", "3101", "3115", "3121", "3103"]
    assert [start - NINE for start, _ in times(zone)] == [0, 45, 75, 105, 135]
    move(find_slot(zone, "3103"), zone, 1, by)
    assert (order(zone)[:2], times(zone)[1][0]) == (["3103", "3101"], NINE + 45)


def test_a_pin_where_a_slot_is_moves_nobody(zone, by):
    before = times(zone)
    with writing():
        pin_slot(find_slot(zone, "3115"), at=NINE + 60, by=by("organiser"))
    assert (times(zone), find_slot(zone, "3115").pinned) == (before, True)


@pytest.mark.parametrize("happened", [Happened.PRESENTING, Happened.DONE, Happened.NO_SHOW])
def test_what_has_begun_stays_and_the_rest_comes_after_it(event, zone, by, happened):
    with writing():
        find_slot(zone, "3101").happened = happened
        start_zone(zone, at=NINE - 30, by=by("organiser"))
    assert [start - NINE for start, _ in times(zone)] == [0, 30, 60, 90, 120]
    with pytest.raises(Conflict) as refused:
        move(find_slot(zone, "3101"), zone, 3, by)
    assert refused.value.code == "slot.begun"


@pytest.mark.parametrize(
    ("before", "after", "firm", "kept"),
    [
        (600, None, True, (600, None, True)),
        (600, 700, False, (600, 700, False)),
        (None, None, True, (None, None, False)),
    ],
)
def test_a_request_is_noted_and_moves_nobody(zone, by, before, after, firm, kept):
    slot, stood = find_slot(zone, "3101"), times(zone)
    with writing():
        slot = find_slot(zone, "3101")
        ask_for_time(slot, not_before=before, not_after=after, firm=firm, by=by("organiser"))
    assert ((slot.not_before, slot.not_after, slot.firm), times(zone)) == (kept, stood)


def test_slots_make_room_for_a_break_of_their_zone(event, zone, by):
    other = find_zone(event, "z2")
    with writing():
        insert_break(event, Break("พัก", Window(600, 615), "z1"), by=by("organiser"))
    assert [start for start, _ in times(zone)] == [540, 570, 615, 645, 675]
    assert times(other)[2] == (600, 630)


def test_a_break_that_is_changed_or_removed_gives_its_time_back(event, zone, by):
    with writing():
        insert_break(event, Break("พัก", Window(600, 615)), by=by("organiser"))
        change_break(event, 1, Break("พัก", Window(630, 645), "z2"), by=by("organiser"))
    assert [times(find_zone(event, code))[3][0] for code in ("z1", "z2")] == [630, 645]
    with writing():
        remove_break(event, 1, by=by("organiser"))
    assert (event.day.breaks, times(find_zone(event, "z2"))[3][0]) == ((), 630)


@pytest.mark.parametrize("window", [Window(600, 600), Window(-5, 60), Window(600, 1441)])
def test_a_break_must_be_one(event, by, window):
    with pytest.raises(Invalid) as refused, writing():
        insert_break(event, Break("พัก", window), by=by("organiser"))
    assert refused.value.code == "break.malformed"


@pytest.mark.parametrize("number", [0, 1, -1])
def test_there_must_be_a_break_to_remove(event, by, number):
    with pytest.raises(NotFound), writing():
        remove_break(event, number, by=by("organiser"))


def test_each_publication_keeps_the_plan_as_it_stood(event, zone, by):
    with writing():
        publish_plan(event, by=by("organiser"))
    move(find_slot(zone, "3101"), zone, 5, by)
    with writing():
        publish_plan(event, by=by("organiser"))
    first, second = db.session.scalars(select(PlanVersion).order_by(PlanVersion.version))
    assert [plan.body["zones"][0]["slots"][0]["presenter"] for plan in (first, second)] == ["3101", "3116"]
    assert first.digest != second.digest
