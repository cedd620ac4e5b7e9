"""Changes of the plan: moves, starts, no-shows, publication."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from panel.db import db, writing
from panel.domain.days import Happened
from panel.domain.errors import Conflict, Invalid, PanelError
from panel.models import Happening, PlanVersion, Record
from panel.operations.schedules import (
    mark_no_show,
    move_presenter,
    publish_plan,
    start_zone,
    take_back_no_show,
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


def test_slots_go_around_a_break(event, zone, by):
    with writing():
        event.breaks = [{"name": "พัก", "start": 10 * 60, "end": 10 * 60 + 15, "zone": None}]
        start_zone(zone, at=NINE, by=by("organiser"))
    assert [start for start, _ in times(zone)] == [540, 570, 615, 645, 675]


def test_a_no_show_is_noted_with_who_and_why_and_can_be_taken_back(event, zone, by):
    with writing():
        mark_no_show(find_slot(zone, "3101"), by=by("z1-chair"), reason=" nobody came ")
    slot = find_slot(zone, "3101")
    assert slot.no_show
    with writing():
        take_back_no_show(find_slot(zone, "3101"), by=by("z1-chair"), reason="came late")
    assert not find_slot(zone, "3101").no_show
    lines = db.session.execute(select(Happening.kind, Happening.note).order_by(Happening.id))
    assert [tuple(line) for line in lines] == [
        (Happened.NO_SHOW, "nobody came"),
        (Happened.PLANNED, "came late"),
    ]


def test_a_no_show_needs_a_reason(event, zone, by):
    with pytest.raises(PanelError) as refused, writing():
        mark_no_show(find_slot(zone, "3101"), by=by("z1-chair"), reason=" ")
    assert refused.value.code == "sheet.reason_missing"
    assert not find_slot(zone, "3101").no_show


def test_only_a_no_show_can_be_taken_back(event, zone, by):
    with pytest.raises(Conflict), writing():
        take_back_no_show(find_slot(zone, "3101"), by=by("z1-chair"), reason="why")


def test_each_publication_keeps_the_plan_as_it_stood(event, zone, by):
    with writing():
        publish_plan(event, by=by("organiser"))
    move(find_slot(zone, "3101"), zone, 5, by)
    with writing():
        publish_plan(event, by=by("organiser"))
    first, second = db.session.scalars(select(PlanVersion).order_by(PlanVersion.version))
    assert [plan.body["zones"][0]["slots"][0]["presenter"] for plan in (first, second)] == ["3101", "3116"]
    assert first.digest != second.digest
