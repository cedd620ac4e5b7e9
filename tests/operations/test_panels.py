"""Appointing, correcting, replacing and closing seats: codes, rights, and what marks lock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from panel.db import db, writing
from panel.domain.errors import Conflict
from panel.domain.panels import Role
from panel.domain.sheets import State
from panel.models import Record
from panel.operations.accounts import sign_in
from panel.operations.panels import (
    Appointment,
    appoint_seat,
    change_seat,
    close_seat,
    replace_seat,
    seat_person,
)
from panel.operations.results import finalise_zone
from panel.queries.accounts import find_device, find_person, identity_of
from panel.queries.events import find_seat, find_zone
from panel.queries.panels import panels_of
from panel.queries.results import zone_results
from tests.conftest import MARKS, SECRET, score, score_zone

WHO = Appointment("กรรมการสำรอง", "นักวิชาการ", None, Role.JUDGE, True)


@pytest.fixture
def judge(event):
    """The seat of z1's first judge."""
    return find_seat(event, "z1-judge-1")


@pytest.fixture
def latest(event):
    """The latest record's act and chain."""

    def told():
        record = db.session.scalars(db.select(Record).order_by(Record.id.desc())).first()
        return record.act, record.body["seat"]

    return told


def as_seat(seat, **changes):
    """The appointment that a seat stands for, with changes."""
    person = seat.person
    return replace(Appointment(person.name, person.position, person.home, seat.role, seat.scores), **changes)


def states(zone, presenter):
    view = next(each for each in zone_results(zone).presenters if each.code == presenter)
    return {sheet.seat: sheet.state for sheet in view.sheets}


def test_a_new_seat_comes_last_with_a_person_and_a_link_of_its_own(event, zone, by, latest):
    with writing():
        seat = appoint_seat(event, zone, WHO, by=by("organiser"), secret=SECRET)
    assert (seat.code, seat.person.code, seat.person.name) == ("z1-judge-5", "z1-judge-5", "กรรมการสำรอง")
    assert panels_of(event)[0].seats[-1] is seat
    assert latest() == ("seat.appointed", "z1-judge-5")


def test_a_seat_of_the_province_has_no_zone(event, by):
    with writing():
        seat = appoint_seat(event, None, replace(WHO, scores=False), by=by("organiser"), secret=SECRET)
    assert (seat.code, seat.zone) == ("province-judge-1", None)


def test_codes_of_the_departed_are_not_given_again(event, zone, by):
    with writing():
        first = appoint_seat(event, zone, WHO, by=by("organiser"), secret=SECRET)
        close_seat(first, by=by("organiser"))
        second = appoint_seat(event, zone, WHO, by=by("organiser"), secret=SECRET)
    assert (first.code, second.code) == ("z1-judge-5", "z1-judge-6")


def test_a_seat_is_corrected(judge, by, latest):
    with writing():
        change_seat(judge, replace(WHO, home="3103", role=Role.ADVISER, scores=False), by=by("organiser"))
    assert as_seat(judge) == replace(WHO, home="3103", role=Role.ADVISER, scores=False)
    assert latest() == ("seat.changed", "z1-judge-1")


@pytest.mark.parametrize("change", [{"role": Role.CHAIR}, {"scores": False}, {"home": "3103"}])
def test_marks_lock_what_they_rest_on(event, judge, by, change):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", submit=False)
    with pytest.raises(Conflict, match=r"seat\.marks_lock"), writing():
        change_seat(judge, as_seat(judge, **change), by=by("organiser"))


@pytest.mark.parametrize("change", [{"name": "กรรมการสำรอง"}, {"position": "นักวิชาการ"}, {}])
def test_marks_do_not_lock_a_spelling(event, judge, by, change):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101")
    with writing():
        change_seat(judge, as_seat(judge, **change), by=by("organiser"))
    assert as_seat(judge) == as_seat(judge, **change)


def test_practice_locks_nothing(event, judge, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "practice-z1")
    with writing():
        change_seat(judge, as_seat(judge, home="3103"), by=by("organiser"))
    assert judge.person.home == "3103"


def test_marks_from_a_link_judges_other_seat_lock_the_home_too(event, judge, by):
    with writing():
        other = appoint_seat(event, find_zone(event, "z2"), WHO, by=by("organiser"), secret=SECRET)
        other.person = judge.person
    score(event, by("z1-judge-1"), "z1-judge-1", "3101")
    with pytest.raises(Conflict, match=r"seat\.marks_lock"), writing():
        change_seat(other, as_seat(other, home="3104"), by=by("organiser"))


def test_a_replacement_names_whom_it_replaces_and_sits_at_the_same_place(judge, by, latest):
    with writing():
        successor = replace_seat(judge, WHO, by=by("organiser"), secret=SECRET)
    assert (successor.code, successor.replaces, judge.successor) == ("z1-judge-1.2", judge, successor)
    assert (successor.position, judge.closed_at is None) == (judge.position, False)
    assert latest() == ("seat.replaced", "z1-judge-1")


def test_the_replacements_replacement_counts_on(judge, by):
    with writing():
        second = replace_seat(judge, WHO, by=by("organiser"), secret=SECRET)
        third = replace_seat(second, WHO, by=by("organiser"), secret=SECRET)
    assert third.code == "z1-judge-1.3"


def test_what_was_submitted_counts_and_what_was_open_goes_to_the_successor(event, zone, judge, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101")
    score(event, by("z1-judge-1"), "z1-judge-1", "3116", MARKS, submit=False)
    with writing():
        replace_seat(judge, WHO, by=by("organiser"), secret=SECRET)
    first, second = states(zone, "3101"), states(zone, "3116")
    assert (first.get("z1-judge-1"), first.get("z1-judge-1.2")) == (State.SUBMITTED, None)
    assert (second.get("z1-judge-1"), second.get("z1-judge-1.2")) == (None, State.DRAFT)


def test_who_was_replaced_keeps_no_right(event, judge, by):
    with writing():
        credential = sign_in(find_person(event, "z1-judge-1"), by=by("z1-judge-1"), label="")
        replace_seat(judge, WHO, by=by("organiser"), secret=SECRET)
    assert identity_of(find_device(credential.key)).seats == ()


def test_a_closed_seat_leaves_only_what_was_submitted(event, zone, judge, by, latest):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101")
    with writing():
        close_seat(judge, by=by("organiser"))
    assert [states(zone, code).get("z1-judge-1") for code in ("3101", "3116")] == [State.SUBMITTED, None]
    assert latest() == ("seat.closed", "z1-judge-1")


def acts_on(event, seat, by):
    """Every act on a panel, as calls that have yet to be made."""
    return {
        "appoint": lambda: appoint_seat(event, seat.zone, WHO, by=by("organiser"), secret=SECRET),
        "change": lambda: change_seat(seat, as_seat(seat, role=Role.CHAIR), by=by("organiser")),
        "replace": lambda: replace_seat(seat, WHO, by=by("organiser"), secret=SECRET),
        "close": lambda: close_seat(seat, by=by("organiser")),
    }


@pytest.mark.parametrize("act", ["replace", "close"])
def test_a_closed_seat_is_not_handed_over_or_closed_again(event, judge, by, act):
    with writing():
        close_seat(judge, by=by("organiser"))
    with pytest.raises(Conflict, match=r"seat\.closed"), writing():
        acts_on(event, judge, by)[act]()


@pytest.mark.parametrize("act", ["appoint", "change", "replace", "close"])
def test_the_panel_of_a_finalised_zone_stays(event, zone, judge, by, act):
    score_zone(event, zone, by)
    with writing():
        finalise_zone(zone, by=by("z1-chair"))
    with pytest.raises(Conflict, match=r"result\.zone_finalised"), writing():
        acts_on(event, judge, by)[act]()


def test_a_successor_does_not_score_where_the_predecessor_has_judged_already(event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101")
    with writing():
        code = replace_seat(find_seat(event, "z1-judge-1"), WHO, by=by("organiser"), secret=SECRET).code
    [judged, *_] = score(event, by(code), code, "3101", submit=False)
    [open_, *_] = score(event, by(code), code, "3116", submit=False)
    assert (judged.status, open_.status) == ("late", "stored")


# --- Further seats ------------------------------------------------------------------------------------


def seat_too(event, by, person="z1-judge-1", zone="z2", role=Role.JUDGE, scores=True):
    with writing():
        panel = find_zone(event, zone) if zone else None
        return seat_person(event, panel, find_person(event, person), role, scores, by=by("organiser"))


def test_a_link_judge_sits_on_two_panels_with_one_link(event, by, latest):
    seat = seat_too(event, by)
    assert (seat.code, seat.person.code, seat.position) == ("z2-judge-5", "z1-judge-1", 26)
    assert latest() == ("seat.added", "z2-judge-5")
    with writing():
        credential = sign_in(find_person(event, "z1-judge-1"), by=by("z1-judge-1"), label="")
    assert identity_of(find_device(credential.key)).zones == ("z1", "z2")


def test_a_zones_chair_certifies_the_province_too(event, by):
    seat = seat_too(event, by, "z1-chair", None, Role.CHAIR, False)
    assert (seat.code, seat.zone, seat.scores) == ("province-chair-1", None, False)


@pytest.mark.parametrize(("person", "zone"), [("z1-judge-1", "z1"), ("province-chair", None)])
def test_nobody_sits_on_one_panel_twice(event, by, person, zone):
    with pytest.raises(Conflict, match=r"seat\.sits_already"):
        seat_too(event, by, person, zone)


def test_who_left_a_panel_may_sit_there_again(event, judge, by):
    with writing():
        close_seat(judge, by=by("organiser"))
    assert seat_too(event, by, zone="z1").code == "z1-judge-5"


def test_nobody_joins_the_panel_of_a_finalised_zone(event, zone, by):
    score_zone(event, zone, by)
    with writing():
        finalise_zone(zone, by=by("z1-chair"))
    with pytest.raises(Conflict, match=r"result\.zone_finalised"):
        seat_too(event, by, "z2-judge-1", "z1")


def test_the_home_amphoe_recuses_a_link_judge_on_each_panel(event, judge, by):
    with writing():
        change_seat(judge, as_seat(judge, home="3111"), by=by("organiser"))
    seat_too(event, by)
    assert states(find_zone(event, "z2"), "3111")["z2-judge-5"] is State.RECUSED
    assert states(find_zone(event, "z2"), "3113")["z2-judge-5"] is State.DRAFT
