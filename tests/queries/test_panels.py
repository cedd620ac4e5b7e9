"""Panels: who could sit on a further one, what a hand-over leaves, and where judges were not the same."""

from __future__ import annotations

from uuid import uuid4

import pytest

from panel.db import writing
from panel.domain.panels import Role
from panel.domain.sheets import Act, Actor, Channel
from panel.operations.accounts import sign_in
from panel.operations.edits import set_excuses
from panel.operations.entries import NewEntry, store_entry
from panel.operations.panels import Appointment, replace_seat
from panel.operations.schedules import start_zone
from panel.queries.accounts import find_person
from panel.queries.events import find_event, find_seat, find_zone
from panel.queries.panels import candidates, hand_over, uneven
from panel.queries.results import zone_results
from panel.queries.schedules import excuses
from tests.conftest import CODE, SECRET, score

JUDGE = "z1-judge-1"
WHO = Appointment("ผู้มาแทน", "กรรมการ", None, Role.JUDGE, True)


def rule(by, act, presenter, seat=JUDGE):
    entry = NewEntry(str(uuid4()), seat, presenter, act, value={"reason": "why"})
    with writing():
        event = find_event(CODE)
        store_entry(event, entry, by=by("z1-chair"), actor=Actor.CHAIR, channel=Channel.CHAIR)


def codes(slots):
    return [own.slot.presenter.code for own in slots]


def test_a_hand_over_tells_what_stays_what_is_begun_anew_and_what_goes(event, by):
    score(event, by(JUDGE), JUDGE, "3101")
    score(event, by(JUDGE), JUDGE, "3116", {"1.1": "8"}, submit=False)
    rule(by, Act.ABSENT, "3115")
    rule(by, Act.RECUSE, "3121")
    told = hand_over(find_seat(event, JUDGE))
    assert codes(told.kept) == ["3101", "3115"]
    assert codes(told.begun) == ["3116"]
    assert codes(told.untouched) == ["3121", "3103"]


def test_what_is_told_is_what_happens(event, zone, by):
    score(event, by(JUDGE), JUDGE, "3101")
    score(event, by(JUDGE), JUDGE, "3116", {"1.1": "8"}, submit=False)
    told = hand_over(find_seat(event, JUDGE))
    with writing():
        replace_seat(find_seat(event, JUDGE), WHO, by=by("organiser"), secret=SECRET)
    judged = {each.code: each.sheet(JUDGE) is not None for each in zone_results(zone).presenters}
    assert [code for code, still in judged.items() if still] == codes(told.kept)


def test_devices_of_who_leaves_are_told_with_what_they_owe(event, by):
    with writing():
        sign_in(find_person(event, JUDGE), by=by(JUDGE), label="แท็บเล็ต")
        find_person(event, JUDGE).devices[0].waiting = 3
    told = hand_over(find_seat(event, JUDGE))
    assert ([device.label for device in told.devices], told.owed) == (["แท็บเล็ต"], 3)


def test_who_sits_here_already_or_nowhere_is_no_candidate(event):
    found = {each.person.code for each in candidates(event, find_zone(event, "z2"))}
    assert found & {"z2-judge-1", "organiser"} == set()
    assert {"z1-judge-1", "province-chair"} <= found


def test_a_candidate_is_needed_in_two_halls_unless_the_zones_present_at_different_times(event, by):
    def busy():
        found = candidates(event, find_zone(event, "z2"))
        return next(bool(each.clashes) for each in found if each.person.code == JUDGE)

    assert busy()
    with writing():
        start_zone(find_zone(event, "z2"), at=15 * 60, by=by("organiser"))
    assert not busy()


def told(zone):
    return [
        ([sheet.seat for sheet in each.without], [presenter.code for presenter in each.presenters])
        for each in uneven(zone_results(zone), excuses(zone.event))
    ]


def test_a_panel_that_scores_all_is_even(zone):
    assert told(zone) == []


@pytest.mark.parametrize("act", [Act.ABSENT, Act.RECUSE])
def test_who_was_away_from_some_is_told(zone, by, act):
    for presenter in ("3116", "3121"):
        rule(by, act, presenter)
    assert told(zone) == [([JUDGE], ["3116", "3121"])]


def test_whom_the_plan_excuses_from_some_is_told(zone):
    with writing():
        set_excuses(find_event(CODE), [(JUDGE, "3116")])
    assert told(zone) == [([JUDGE], ["3116"])]


def test_who_was_away_from_all_makes_nothing_uneven(zone, by):
    for presenter in ("3101", "3116", "3115", "3121", "3103"):
        rule(by, Act.ABSENT, presenter)
    assert told(zone) == []


def test_a_seat_that_was_handed_over_makes_its_zone_uneven(event, zone, by):
    score(event, by(JUDGE), JUDGE, "3101")
    with writing():
        replace_seat(find_seat(event, JUDGE), WHO, by=by("organiser"), secret=SECRET)
    assert told(zone) == [
        ([f"{JUDGE}.2"], ["3101"]),
        ([JUDGE], ["3116", "3115", "3121", "3103"]),
    ]
