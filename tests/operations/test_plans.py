"""Plans made in the background: asked for once, followed, stopped, and taken as one edit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from panel.db import db, writing
from panel.domain.days import Happened
from panel.domain.errors import Conflict, Forbidden
from panel.domain.planning.answers import answer_to_json
from panel.domain.planning.terms import Terms
from panel.domain.schedules import Excuse
from panel.models import Edit, Job
from panel.models.jobs import JobState
from panel.operations.edits import undo_edit
from panel.operations.plans import (
    apply_plan,
    apply_zoning,
    ask_for_plan,
    ask_for_zoning,
    finish_plan,
    note_progress,
    stop_plan,
)
from panel.operations.results import finalise_zone
from panel.operations.schedules import start_zone
from panel.queries.edits import plan_facts, plan_revision
from panel.queries.events import find_zone
from panel.queries.schedules import clashes, excuses, find_slot, timed_slots
from tests.conftest import score, score_zone
from tests.queries.test_planning import plan_from

HALF_PAST_EIGHT, NINE = 510, 540


def ask(event, by, who: str = "organiser", **terms: object) -> Job:
    with writing():
        return ask_for_plan(event, Terms(**terms), by=by(who))


def apply(event, by, plan, **how: object) -> int:
    with writing():
        return apply_plan(event, plan, by=by("organiser"), **how)


def starts(event, zone: str) -> list[int]:
    return [slot.start for slot in timed_slots(find_zone(event, zone))]


def order(event, zone: str) -> list[str]:
    return [slot.presenter.code for slot in timed_slots(find_zone(event, zone))]


def test_what_is_being_made_is_not_made_twice(event, by):
    assert ask(event, by).key == ask(event, by).key
    assert ask(event, by, seed=1).key != ask(event, by).key
    assert db.session.scalar(select(func.count(Job.id))) == 2


def test_a_plan_that_was_changed_since_is_another(event, by):
    first = ask(event, by).key
    with writing():
        start_zone(find_zone(event, "z2"), at=HALF_PAST_EIGHT, by=by("organiser"))
    assert ask(event, by).key != first


def test_nobody_has_nothing_made(event, by):
    with pytest.raises(Forbidden), writing():
        ask_for_plan(event, Terms(), by=replace(by("organiser"), person=None))


def test_a_search_goes_on_until_it_is_stopped(event, by):
    job = ask(event, by)
    with writing():
        assert note_progress(job, {"plans": 1})
    with writing():
        stop_plan(job, by=by("organiser"))
    assert not note_progress(job, {"plans": 2})


def test_what_has_ended_is_not_stopped(event, by):
    job = ask(event, by)
    with writing():
        finish_plan(job, answer_to_json(plan_from(event, NINE)), by=by("organiser"))
    assert job.state is JobState.DONE
    with pytest.raises(Conflict) as refused, writing():
        stop_plan(job, by=by("organiser"))
    assert refused.value.code == "plan.ended"


def test_a_plan_is_taken_as_one_edit_and_taken_back_as_one(event, by):
    before = plan_facts(event)
    assert apply(event, by, plan_from(event, HALF_PAST_EIGHT), start=HALF_PAST_EIGHT) == 23
    assert starts(event, "z2") == [510, 540, 570, 600, 630, 660]
    assert (find_zone(event, "z2").start, clashes(event)) == (HALF_PAST_EIGHT, ())
    assert db.session.scalars(select(Edit.act)).all() == ["plan"]
    with writing():
        undo_edit(event, by=by("organiser"))
    assert plan_facts(event) == before


def test_a_plan_that_changes_nothing_is_no_edit(event, by):
    assert apply(event, by, plan_from(event, NINE)) == 0
    assert plan_revision(event) == 0


def test_a_plan_takes_presenters_into_other_zones_and_orders(event, by):
    plan = plan_from(event, HALF_PAST_EIGHT)
    last = replace(
        next(slot for slot in plan.slots if slot.presenter == "3101"),
        zone="z2",
        venue="phutthaisong",
        start=690,
        end=720,
    )
    apply(event, by, replace(plan, slots=(*(each for each in plan.slots if each.presenter != "3101"), last)))
    assert order(event, "z1") == ["3116", "3115", "3121", "3103"]
    assert order(event, "z2")[-2:] == ["3109", "3101"]
    assert [slot.position for slot in timed_slots(find_zone(event, "z2"))] == [1, 2, 3, 4, 5, 6, 7]


def test_who_misses_whom_by_the_plan_is_kept(event, by):
    excuse = Excuse("z1-judge-1", "3116")
    apply(event, by, replace(plan_from(event, NINE), excused=frozenset({excuse})))
    assert excuses(event) == {excuse}
    apply(event, by, plan_from(event, NINE))
    assert excuses(event) == frozenset()


def test_a_stale_plan_is_refused(event, by):
    plan, seen = plan_from(event, HALF_PAST_EIGHT), plan_revision(event)
    with writing():
        start_zone(find_zone(event, "z2"), at=600, by=by("organiser"))
    with pytest.raises(Conflict) as refused:
        apply(event, by, plan, seen=seen)
    assert (refused.value.code, starts(event, "z1")[0]) == ("plan.stale", NINE)


def refusal(event, by, plan) -> str:
    before = plan_facts(event)
    with pytest.raises(Conflict) as refused:
        apply(event, by, plan)
    assert plan_facts(event) == before
    return refused.value.code


def test_other_presenters_are_refused(event, by):
    plan = plan_from(event, HALF_PAST_EIGHT)
    assert refusal(event, by, replace(plan, slots=plan.slots[1:])) == "plan.others_present"


def test_who_began_meanwhile_is_not_moved(event, by):
    plan = plan_from(event, HALF_PAST_EIGHT)
    with writing():
        find_slot(event.rounds[0], "3111").happened = Happened.PRESENTING
    assert refusal(event, by, plan) == "slot.begun"


def test_a_finalised_zone_is_not_changed_but_others_are(event, by):
    plan = plan_from(event, HALF_PAST_EIGHT)
    score_zone(event, find_zone(event, "z2"), by)
    with writing():
        finalise_zone(find_zone(event, "z2"), by=by("z2-chair"))
    assert refusal(event, by, plan) == "result.zone_finalised"
    apply(event, by, replace(plan, slots=_except(plan_from(event, NINE), plan, "z2")))
    assert (starts(event, "z2")[0], starts(event, "z1")[0]) == (NINE, HALF_PAST_EIGHT)


def _except(present, plan, zone: str):
    stay = [each for each in present.slots if each.zone == zone]
    return (*stay, *(each for each in plan.slots if each.zone != zone))


def test_marks_tie_a_presenter_to_the_zone(event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "5"}, submit=False)
    plan = plan_from(event, NINE)
    gone = {"zone": "z2", "venue": "phutthaisong", "start": 720, "end": 750}
    elsewhere = [replace(each, **gone) if each.presenter == "3101" else each for each in plan.slots]
    assert refusal(event, by, replace(plan, slots=tuple(elsewhere))) == "slot.marks_lock"


def test_zones_are_divided_anew_as_one_edit(event, by):
    before = plan_facts(event)
    with writing():
        assert apply_zoning(event, {"3101": "z2", "3111": "z1", "3113": "z2"}, by=by("organiser")) == 2
    assert order(event, "z1") == ["3116", "3115", "3121", "3103", "3111"]
    assert order(event, "z2") == ["3113", "3119", "3122", "3102", "3109", "3101"]
    assert starts(event, "z1") == [540, 570, 600, 630, 660]
    with writing():
        undo_edit(event, by=by("organiser"))
    assert plan_facts(event) == before


def test_who_has_marks_is_not_divided_away(event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "5"}, submit=False)
    with pytest.raises(Conflict) as refused, writing():
        apply_zoning(event, {"3101": "z2"}, by=by("organiser"))
    assert (refused.value.code, order(event, "z1")[0]) == ("slot.marks_lock", "3101")


def test_a_division_is_asked_for_with_who_stays(event, by):
    with writing():
        job = ask_for_zoning(event, Terms(free=True, most=6), {"3101": "z1"}, by=by("organiser"))
    assert job.options["zoning"]["fixed"] == {"3101": "z1"}
    assert job.options["revision"] == 0
