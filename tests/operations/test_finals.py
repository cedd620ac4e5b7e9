"""A final is set up, changed, filled and taken back; what marks rest on stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from panel.db import writing
from panel.domain.errors import Conflict
from panel.domain.events import Break, Window
from panel.domain.panels import Role
from panel.domain.planning.terms import Terms as PlanTerms
from panel.domain.schedules import ClashKind
from panel.models import Round
from panel.operations.days import mark_no_show
from panel.operations.finals import Terms, bring_in, change_final, remove_final, set_up_final
from panel.operations.panels import seat_person
from panel.operations.results import finalise_zone, reopen_zone
from panel.operations.schedules import insert_break, move_presenter
from panel.queries.audit import broken
from panel.queries.edits import recent_edits
from panel.queries.events import find_event, find_seat, find_zone
from panel.queries.finals import final_round, final_zone
from panel.queries.planning import problem_of
from panel.queries.provinces import province_blockers, province_results
from panel.queries.schedules import clashes, find_slot, timed_slots
from tests.conftest import CODE, score

TERMS = Terms("รอบชิงชนะเลิศ", "Final round", 1, 30, "buriram", 780)
ZONES = ("z1", "z2", "z3", "z4")
BEST = ("3101", "3111", "3110", "3108")
"""The first of each zone, in the zones' order."""


@pytest.fixture
def act(event, by):
    """act(operation, …): the organiser does it."""

    def done(operation, *args, **how):
        with writing():
            return operation(find_event(CODE), *args, by=by("organiser"), **how)

    return done


@pytest.fixture
def final(act):
    act(set_up_final, TERMS)


@pytest.fixture
def filled(final, zones_final, act, event, by):
    """Three judges of the zones sit before those who came in."""
    act(bring_in, BEST)
    for code in ("z1-chair", "z2-judge-1", "z3-judge-1"):
        with writing():
            seat_person(
                event, final_zone(event), find_seat(event, code).person, Role.JUDGE, True, by=by("organiser")
            )


def order() -> list[str]:
    return [slot.presenter.code for slot in timed_slots(final_zone(find_event(CODE)))]


def judge(event, by, presenter: str) -> None:
    score(event, by("z1-chair"), "final-judge-1", presenter)


def test_a_final_stands_after_the_zones_with_their_instrument_and_nobody_in_it(final, event):
    round_ = final_round(event)
    assert [zone.code for zone in event.zones] == [*ZONES, "final"]
    assert (round_.code, round_.top, round_.carry) == ("final", 1, 30)
    assert round_.instrument is event.rounds[0].instrument
    assert order() == []
    assert [slot.presenter.code for slot in round_.zones[0].slots] == ["practice-final"]


def test_an_event_has_one_final(final, act):
    with pytest.raises(Conflict, match=r"final\.there"):
        act(set_up_final, TERMS)


def test_what_is_agreed_can_be_said_anew(final, act, event):
    act(change_final, replace(TERMS, top=2, carry=0, venue="nang-rong", start=800))
    zone = final_zone(event)
    assert (zone.round.top, zone.round.carry, zone.venue.code, zone.start) == (2, 0, "nang-rong", 800)


def test_the_best_come_in_with_times_one_after_another(filled, event):
    assert order() == list(BEST)
    assert [slot.start for slot in timed_slots(final_zone(event))] == [780, 810, 840, 870]


def test_bringing_in_is_an_edit_of_the_plan_that_tells_of_it(filled, event):
    assert "final_filled" in [edit.act for edit in recent_edits(event, 3)]


def test_the_order_is_changed_on_the_board_like_any_other(filled, event, by):
    with writing():
        slot = find_slot(final_zone(event), "3108")
        move_presenter(slot, to=final_zone(event), position=1, by=by("organiser"))
    assert order() == ["3108", "3101", "3111", "3110"]


def test_another_selection_before_the_first_mark_starts_afresh(filled, act):
    act(change_final, replace(TERMS, top=2))
    assert len(province_results(find_event(CODE)).misfit.missing) == 4
    act(bring_in, province_results(find_event(CODE)).selection.presenters)
    assert order()[4:] == list(BEST)


def test_after_the_first_mark_who_comes_and_what_they_bring_stay(filled, event, by, act):
    judge(event, by, "3101")
    with pytest.raises(Conflict, match=r"final\.marks_lock"):
        act(change_final, replace(TERMS, carry=40))
    act(change_final, replace(TERMS, name="รอบสุดท้าย"))
    assert final_round(find_event(CODE)).name == "รอบสุดท้าย"


def test_who_was_judged_is_not_taken_out(filled, event, by, act):
    judge(event, by, "3101")
    reopen(event, by, "z1", no_show="3101")
    wanted = province_results(find_event(CODE)).selection.presenters
    assert wanted == ("3116", "3111", "3110", "3108")
    with pytest.raises(Conflict, match=r"final\.judged"):
        act(bring_in, wanted)
    assert [each.code for each in province_blockers(find_event(CODE))][-2:] == [
        "final.missing",
        "final.surplus",
    ]


def reopen(event, by, code: str, no_show: str) -> None:
    """A zone is opened again, one of it noted as not appeared, and made final anew."""
    with writing():
        reopen_zone(find_zone(event, code), by=by(f"{code}-chair"), reason="why")
    with writing():
        mark_no_show(find_slot(find_zone(event, code), no_show), by=by(f"{code}-chair"), reason="why")
    with writing():
        finalise_zone(find_zone(event, code), by=by(f"{code}-chair"))


def test_a_judge_of_a_zone_who_sits_in_the_final_too_needs_the_time_to_get_there(filled, act, event):
    late = {clash.person for clash in clashes(event) if clash.kind is ClashKind.PERSON}
    assert late == {"z2-judge-1", "z3-judge-1"}  # their zones end at 12.00, more than an hour away
    act(change_final, replace(TERMS, start=870))
    assert [clash for clash in clashes(find_event(CODE)) if clash.kind is ClashKind.PERSON] == []


def test_the_planner_leaves_the_finals_presenters_in_it(filled, event):
    problem = problem_of(event, PlanTerms(free=True, least=5, most=6))
    assert (problem.sites[4].zone, problem.sites[4].least, problem.sites[4].most) == ("final", 0, None)
    assert {task.zones for task in problem.tasks if task.round == "final"} == {("final",)}


def test_a_final_is_taken_back_with_its_seats_and_practice(final, act, event, by):
    with writing():
        seat_person(
            event,
            final_zone(event),
            find_seat(event, "z1-chair").person,
            Role.CHAIR,
            True,
            by=by("organiser"),
        )
    score(event, by("z1-chair"), "final-chair-1", "practice-final")
    act(insert_break, Break("พัก", Window(840, 850), "final"))
    act(remove_final)
    event = find_event(CODE)
    assert ([round_.code for round_ in event.rounds], len(event.zones), event.breaks) == (["zones"], 4, [])
    assert "practice-final" not in [each.code for each in event.presenters]
    assert broken(event, by("organiser").key) == ()
    act(set_up_final, TERMS)


def test_a_final_that_was_judged_stays(filled, event, by, act):
    judge(event, by, "3101")
    with pytest.raises(Conflict, match=r"final\.marks_lock"):
        act(remove_final)
    assert isinstance(final_round(event), Round)
