"""The plan as pages and papers read it, and what clashes in it."""

from __future__ import annotations

import pytest

from panel.db import db, writing
from panel.domain.audit import digest
from panel.domain.errors import NotFound
from panel.operations.schedules import publish_plan, start_zone
from panel.queries.events import find_zone
from panel.queries.schedules import (
    clashes,
    display_names,
    find_slot,
    plan_body,
    plan_slots,
    published_plan,
    timed_slots,
)
from tests.statements import counted


def test_the_letters_own_times_give_exactly_three_clashes(event):
    found = clashes(event)
    assert [(clash.kind.value, clash.zone, clash.minutes) for clash in found] == [
        ("booking", "z2", 30),
        ("booking", "z3", 30),
        ("booking", "z4", 30),
    ]


def test_half_past_eight_gives_none(event, by):
    with writing():
        for code in ("z2", "z3", "z4"):
            start_zone(find_zone(event, code), at=8 * 60 + 30, by=by("organiser"))
    assert clashes(event) == ()


def test_slots_are_in_the_letters_order_without_practice(event, zone):
    assert [slot.presenter.name for slot in timed_slots(zone)] == [
        "เมืองบุรีรัมย์",
        "ห้วยราช",
        "พลับพลาชัย",
        "บ้านด่าน",
        "กระสัง",
    ]
    assert plan_slots(event)[zone.id] == timed_slots(zone)


def test_a_slot_is_found_by_its_round_or_its_zone_only(event, zone):
    slot = find_slot(zone.round, "3101")
    assert find_slot(zone, "3101") is slot
    for within, presenter in [(find_zone(event, "z2"), "3101"), (zone, "practice-z1"), (zone, "none")]:
        with pytest.raises(NotFound):
            find_slot(within, presenter)


def test_codes_are_called_by_their_names_in_a_language(event):
    assert display_names(event)["3101"] == "เมืองบุรีรัมย์"
    assert display_names(event, lambda thing: getattr(thing, "name_en", ""))["3101"] == "Mueang Buri Ram"


def test_the_published_plan_is_the_latest_and_shows_whether_it_still_holds(event, zone, by):
    assert published_plan(event) is None
    for _ in range(2):
        with writing():
            publish_plan(event, by=by("organiser"))
    assert published_plan(event).version == 2
    assert published_plan(event).digest == digest(plan_body(event))
    with writing():
        start_zone(zone, at=600, by=by("organiser"))
    assert published_plan(event).digest != digest(plan_body(event))


def test_the_plan_takes_few_statements(event):
    with counted() as sent:
        db.session.expire_all()
        plan_slots(event)
        clashes(event)
    assert len(sent) <= 10
