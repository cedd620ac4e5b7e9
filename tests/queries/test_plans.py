"""The plan that goes out: what was published, what changed since the morning, and who sits where."""

from __future__ import annotations

from datetime import datetime

import pytest

from panel.db import db, writing
from panel.domain.days import Happened
from panel.domain.errors import NotFound
from panel.domain.sheets import Act, Actor, Channel
from panel.operations.days import mark_no_show
from panel.operations.edits import set_excuses
from panel.operations.entries import NewEntry, store_entry
from panel.operations.schedules import move_presenter, publish_plan, start_zone
from panel.queries.accounts import find_person
from panel.queries.events import find_zone
from panel.queries.plans import Plan, attended, present_plan, public_plan
from panel.queries.schedules import find_slot
from tests.conftest import CODE
from tests.statements import counted


@pytest.fixture
def publish(event, by):
    def published() -> None:
        with writing():
            publish_plan(event, by=by("organiser"))

    return published


def times(plan: Plan, zone: str) -> list[tuple[str, int, int]]:
    [found] = [each for each in plan.zones if each.code == zone]
    return [(slot.presenter, slot.start, slot.end) for slot in found.slots]


def changed(plan: Plan) -> list[tuple[str, int, str | None]]:
    return [
        (slot.presenter, slot.was.start, slot.was.place.code if slot.was.place else None)
        for zone in plan.zones
        for slot in zone.slots
        if slot.was
    ]


@pytest.mark.parametrize("code", [CODE, "nowhere"])
def test_before_publication_an_event_and_none_are_told_alike(event, code):
    with pytest.raises(NotFound) as refusal:
        public_plan(code)
    assert (refusal.value.code, refusal.value.params) == ("plan.unpublished", {})


def test_the_public_plan_stays_as_published_until_the_next_version(event, zone, by, publish):
    publish()
    with writing():
        start_zone(zone, at=600, by=by("organiser"))
    assert times(public_plan(CODE), "z1")[0] == ("3101", 540, 570)
    publish()
    plan = public_plan(CODE)
    assert (plan.version, times(plan, "z1")[0]) == (2, ("3101", 600, 630))


def test_what_stands_elsewhere_than_in_the_morning_is_marked_with_where_it_stood(event, zone, by, publish):
    publish()
    with writing():
        slot = find_slot(zone, "3103")
        move_presenter(slot, to=find_zone(event, "z2"), position=7, by=by("organiser"))
    with writing():
        start_zone(zone, at=570, by=by("organiser"))
    publish()
    plan = public_plan(CODE)
    assert plan.changed and plan.since == 1
    assert changed(plan) == [
        ("3101", 540, None),
        ("3116", 570, None),
        ("3115", 600, None),
        ("3121", 630, None),
        ("3103", 660, "z1"),
    ]


def test_changes_before_the_day_are_not_marked(event, zone, by, clock, publish):
    for moment, start in (("2025-08-01T09:00+07:00", 540), ("2025-08-07T23:59+07:00", 600)):
        clock.at = datetime.fromisoformat(moment)
        with writing():
            start_zone(zone, at=start, by=by("organiser"))
        publish()
    assert (public_plan(CODE).since, changed(public_plan(CODE))) == (2, [])
    clock.at = datetime.fromisoformat("2025-08-08T00:00+07:00")
    with writing():
        start_zone(zone, at=630, by=by("organiser"))
    publish()
    assert (public_plan(CODE).since, changed(public_plan(CODE))[0]) == (2, ("3101", 600, None))


def test_breaks_stand_between_the_slots_as_they_were_published(event, by, publish):
    with writing():
        event.breaks = [
            {"name": "พัก", "start": 600, "end": 615, "zone": None},
            {"name": "พักเที่ยง", "start": 720, "end": 780, "zone": "z1"},
        ]
    publish()
    with writing():
        event.breaks = []
    [zone, other] = public_plan(CODE).zones[:2]
    assert [getattr(line, "name", "") for line in zone.lines] == [
        "เมืองบุรีรัมย์",
        "ห้วยราช",
        "พัก",
        "พลับพลาชัย",
        "บ้านด่าน",
        "กระสัง",
    ]
    assert [each.name for each in other.breaks] == ["พัก"]


def test_what_happened_is_shown_and_makes_another_state(event, zone, by, publish):
    publish()
    before = public_plan(CODE)
    assert public_plan(CODE).state == before.state
    with writing():
        mark_no_show(find_slot(zone, "3101"), by=by("z1-chair"), reason="น้ำท่วม")
    after = public_plan(CODE)
    assert after.zones[0].slots[0].happened is Happened.NO_SHOW
    assert (after.version, after.state == before.state) == (before.version, False)


def test_the_present_plan_is_a_draft_unless_it_is_the_published_one(event, zone, by, publish):
    assert present_plan(event).version is None
    publish()
    assert present_plan(event).version == 1
    with writing():
        start_zone(zone, at=600, by=by("organiser"))
    assert (present_plan(event).version, public_plan(CODE).version) == (None, 1)


def test_a_part_is_a_venues_or_a_presenters(event, publish):
    publish()
    plan = public_plan(CODE)
    assert [zone.code for zone in plan.part(venue="nang-rong").zones] == ["z3"]
    [zone] = plan.part(presenter="3103").zones
    assert [(slot.number, slot.presenter) for slot in zone.slots] == [(5, "3103")]
    for nothing in (
        {"venue": "nowhere"},
        {"presenter": "practice-z1"},
        {"venue": "buriram", "presenter": "3104"},
    ):
        with pytest.raises(NotFound):
            plan.part(**nothing)


def test_a_judge_attends_all_but_the_own_amphoe_excuses_and_recusals(event, by, publish):
    publish()
    judge = find_person(event, "z1-judge-1")
    with writing():
        judge.home = "3116"
        set_excuses(event, [("z1-judge-1", "3115")])
    recusal = NewEntry("1" * 36, "z1-judge-1", "3121", Act.RECUSE, value={"reason": "ญาติ"})
    with writing():
        store_entry(event, recusal, by=by("z1-judge-1"), actor=Actor.AUTHOR, channel=Channel.TABLET)
    assert attended(public_plan(CODE), "z1-judge-1") == {("zones", "3101"), ("zones", "3103")}


def test_a_secretary_attends_the_whole_zone_and_a_province_chair_none(event, publish):
    publish()
    plan = public_plan(CODE)
    assert len(attended(plan, "z2-secretary")) == 6
    assert attended(plan, "province-chair") == set()
    with pytest.raises(NotFound):
        attended(plan, "nobody")


def test_the_plan_takes_as_many_statements_for_any_size(event, zone, by, publish):
    publish()
    with writing():
        start_zone(zone, at=600, by=by("organiser"))
    publish()
    counts = []
    for slots in (23, 13):
        db.session.expire_all()
        with counted() as sent:
            plan = public_plan(CODE)
        assert sum(len(zone.slots) for zone in plan.zones) == slots
        counts.append(len(sent))
        db.session.rollback()
        if slots == 23:
            with writing():
                for each in list(event.zones[2].slots) + list(event.zones[3].slots)[:-2]:
                    if each.start is not None:
                        each.start = each.end = None
            publish()
    assert counts[0] == counts[1] <= 12
