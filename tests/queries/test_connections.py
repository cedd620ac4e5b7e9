"""Whether a round is one graph: by seats, plan and sheets as they stand; and what would join it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from panel.db import db, writing
from panel.domain.panels import Role
from panel.domain.sheets import Act, Actor, Channel
from panel.models import Excuse
from panel.operations.anchors import set_anchor
from panel.operations.entries import NewEntry, store_entry
from panel.operations.panels import close_seat, seat_person
from panel.operations.results import finalise_zone
from panel.operations.schedules import start_zone
from panel.queries.accounts import find_person
from panel.queries.connections import connections, suggested_links
from panel.queries.events import find_event, find_zone
from panel.queries.results import round_results
from panel.queries.schedules import timed_slots
from tests.conftest import CODE, score, score_zone
from tests.statements import counted

PAIRS = [("z1-judge-1", "z2"), ("z2-judge-1", "z3"), ("z3-judge-1", "z4")]


@pytest.fixture
def round_(event):
    return event.main_round


@pytest.fixture
def link(event, by):
    """Seats somebody on a further panel: link("z1-judge-1", "z2")."""

    def seated(person, zone):
        with writing():
            who = find_person(event, person)
            return seat_person(event, find_zone(event, zone), who, Role.JUDGE, True, by=by("organiser"))

    return seated


def absent(by, seat, presenter):
    entry = NewEntry(str(uuid4()), seat, presenter, Act.ABSENT, value={"reason": "away"})
    with writing():
        chair = by(f"{seat[:2]}-chair")
        store_entry(find_event(CODE), entry, by=chair, actor=Actor.CHAIR, channel=Channel.CHAIR)


def zones_of(round_):
    return [group.zones for group in connections(round_).groups]


def test_zones_with_panels_of_their_own_are_apart(round_):
    view = connections(round_)
    assert (view.connected, view.needed, round_results(round_).connected) == (False, 3, False)
    assert zones_of(round_) == [("z1",), ("z2",), ("z3",), ("z4",)]
    assert [(len(each.presenters), len(each.persons)) for each in view.groups] == [
        (5, 5),
        (6, 5),
        (6, 5),
        (6, 5),
    ]


def test_a_chain_of_link_judges_joins_them_all(round_, link):
    for person, zone in PAIRS:
        link(person, zone)
    assert (connections(round_).connected, round_results(round_).connected) == (True, True)


def test_a_link_judge_who_is_away_from_the_other_panel_joins_nothing(event, round_, link, by):
    seat = link("z1-judge-1", "z2").code
    for slot in timed_slots(find_zone(event, "z2")):
        absent(by, seat, slot.presenter.code)
    assert zones_of(round_) == [("z1",), ("z2",), ("z3",), ("z4",)]


def test_nor_does_one_who_is_excused_from_it_by_the_plan_unless_a_sheet_is_in_all_the_same(
    event, round_, link, by
):
    seat = link("z1-judge-1", "z2")
    with writing():
        slots = timed_slots(find_zone(event, "z2"))
        db.session.add_all(Excuse(seat_id=seat.id, slot_id=slot.id) for slot in slots)
    assert len(zones_of(round_)) == 4
    score(event, by("z1-judge-1"), seat.code, "3111")
    assert zones_of(round_) == [("z1", "z2"), ("z3",), ("z4",)]


def test_nor_does_one_whose_further_seat_was_closed(event, round_, link, by):
    seat = link("z1-judge-1", "z2")
    with writing():
        close_seat(seat, by=by("organiser"))
    assert len(zones_of(round_)) == 4


def test_an_anchor_presentation_joins_them_all(round_, by):
    with writing():
        set_anchor(round_, "recorded", by=by("organiser"))
    assert connections(round_).connected


def test_of_a_final_zone_only_those_count_who_scored_the_anchor_before(event, zone, round_, by, clock):
    with writing():
        set_anchor(round_, "recorded", by=by("organiser"))
    score(event, by("z2-judge-1"), "z2-judge-1", "anchor-z2")
    for code in ("z1", "z2"):
        score_zone(event, find_zone(event, code), by)
        with writing():
            finalise_zone(find_zone(event, code), by=by(f"{code}-chair"))
    clock.forward(minutes=5)
    score(event, by("z1-judge-1"), "z1-judge-1", "anchor-z1")
    assert zones_of(round_) == [("z1",), ("z2", "z3", "z4")]


def test_nobody_is_free_while_all_zones_present_at_the_same_time(event, round_):
    assert suggested_links(event, connections(round_).groups) == ()


def test_judges_of_a_zone_that_is_over_by_then_are_free_for_another(event, round_, by):
    with writing():
        start_zone(find_zone(event, "z2"), at=15 * 60, by=by("organiser"))
    found = suggested_links(event, connections(round_).groups)
    assert [(link.person, link.zone) for link in found][:1] == [("z2-judge-1", "z1")]
    assert len(found) == 3


def test_it_takes_the_same_queries_however_many_there_are(event, round_, link):
    with counted() as before:
        connections(round_)
    for person, zone in PAIRS:
        link(person, zone)
    db.session.expire_all()
    with counted() as after:
        connections(find_event(CODE).main_round)
    assert len(after) <= len(before) + 3
