"""Edits of the plan: kept, refused where somebody was quicker, taken back and done again, told in words."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from panel.db import db, writing
from panel.domain.days import Happened
from panel.domain.errors import Conflict
from panel.domain.events import Break, Window
from panel.models import Edit, Event
from panel.operations.days import note_happening
from panel.operations.edits import edited, redo_edit, set_excuses, undo_edit
from panel.operations.results import finalise_zone
from panel.operations.schedules import insert_break, move_presenter, pin_slot, start_zone, swap_slots
from panel.queries.edits import describe_edit, edits_since, plan_facts, plan_revision, recent_edits
from panel.queries.events import find_zone
from panel.queries.schedules import display_names, find_slot
from tests.conftest import score, score_zone

EARLY = 8 * 60 + 30
BRIEFING = {"name": "ประชุม", "start": 510, "end": 520, "zone": None}


@pytest.fixture
def organiser(by):
    return by("organiser")


def start(event, code: str, by, at: int = EARLY, seen: int | None = None) -> None:
    with writing():
        start_zone(find_zone(event, code), at=at, by=by, seen=seen)


def move(event, presenter: str, to: str, by, position: int = 1) -> None:
    with writing():
        zone = find_zone(event, to)
        slot = find_slot(zone.round, presenter)
        move_presenter(slot, to=zone, position=position, by=by)


def acts() -> list[tuple[str, bool]]:
    return [(edit.act, edit.undone) for edit in db.session.scalars(select(Edit).order_by(Edit.id))]


def test_an_edit_keeps_what_it_changed_and_nothing_else(event, zone, organiser):
    with writing():
        swap_slots(find_slot(zone, "3101"), find_slot(zone, "3116"), by=organiser)
    [edit] = edits_since(event, 0)
    assert (edit.act, edit.body) == ("swap", {"presenter": "3101", "other": "3116"})
    assert set(edit.before) == set(edit.after) == {"slot:zones/3101", "slot:zones/3116"}
    assert (edit.before["slot:zones/3101"]["start"], edit.after["slot:zones/3101"]["start"]) == (540, 570)


def test_what_changes_nothing_is_no_edit(event, zone, organiser):
    start(event, "z1", organiser, at=zone.start)
    assert (plan_revision(event), acts()) == (0, [])


def test_whoever_looked_at_an_older_plan_is_refused(event, organiser):
    start(event, "z1", organiser, seen=0)
    with pytest.raises(Conflict) as refused:
        start(event, "z2", organiser, seen=0)
    assert (refused.value.code, acts()) == ("plan.stale", [("start", False)])
    start(event, "z2", organiser, seen=plan_revision(event))
    assert len(acts()) == 2


def test_edits_are_taken_back_one_by_one_and_done_again(event, organiser):
    stood = plan_facts(event)
    move(event, "3101", "z2", organiser)
    moved = plan_facts(event)
    start(event, "z2", organiser)
    started = plan_facts(event)
    seen = []
    for act in (undo_edit, undo_edit, redo_edit, redo_edit):
        with writing():
            act(event, by=organiser)
        seen.append(plan_facts(event))
    assert seen == [moved, stood, moved, started]


def test_what_others_did_while_the_edit_waited_its_turn_stays(event, organiser):
    """Read before it, another's change lies behind what this session knows: so PostgreSQL lets it be."""
    assert event.breaks == []
    db.session.execute(update(Event).values(breaks=[BRIEFING]).execution_options(synchronize_session=False))
    insert_break(event, Break("พัก", Window(600, 615)), by=organiser)
    assert [each["name"] for each in event.breaks] == ["ประชุม", "พัก"]


@pytest.mark.parametrize("act", [undo_edit, redo_edit])
def test_there_must_be_something_to_take_back_or_do_again(event, by, act):
    start(event, "z1", by("organiser"))
    with pytest.raises(Conflict), writing():
        act(event, by=by("z1-chair"))


def test_a_new_edit_leaves_nothing_to_do_again(event, organiser):
    start(event, "z1", organiser)
    with writing():
        undo_edit(event, by=organiser)
    start(event, "z2", organiser)
    with pytest.raises(Conflict) as refused, writing():
        redo_edit(event, by=organiser)
    assert refused.value.code == "plan.nothing_to_redo"


def test_what_somebody_else_changed_again_is_not_taken_back(event, by):
    move(event, "3101", "z1", by("organiser"), position=3)
    move(event, "3116", "z1", by("z1-chair"), position=5)
    facts = plan_facts(event)
    with pytest.raises(Conflict) as refused, writing():
        undo_edit(event, by=by("organiser"))
    assert (refused.value.code, plan_facts(event)) == ("plan.changed_since", facts)


def test_what_others_changed_elsewhere_does_not_matter(event, by):
    start(event, "z1", by("organiser"))
    start(event, "z2", by("z1-chair"))
    with writing():
        undo_edit(event, by=by("organiser"))
    assert [find_zone(event, code).start for code in ("z1", "z2")] == [540, EARLY]


def test_a_finalised_zone_takes_nothing_back(event, zone, by):
    start(event, "z1", by("organiser"))
    score_zone(event, zone, by)
    with writing():
        finalise_zone(find_zone(event, "z1"), by=by("z1-chair"))
    with pytest.raises(Conflict) as refused, writing():
        undo_edit(event, by=by("organiser"))
    assert refused.value.code == "result.zone_finalised"


def test_marks_hold_a_presenter_in_the_zone_that_it_was_moved_to(event, by):
    move(event, "3101", "z2", by("organiser"))
    score(event, by("z2-judge-1"), "z2-judge-1", "3101", {"1.1": "5"}, submit=False)
    with pytest.raises(Conflict) as refused, writing():
        undo_edit(event, by=by("organiser"))
    assert refused.value.code == "slot.marks_lock"


def test_who_has_begun_since_keeps_zone_and_time(event, by):
    move(event, "3101", "z2", by("organiser"))
    facts = plan_facts(event)
    with writing():
        note_happening(find_slot(find_zone(event, "z2"), "3101"), Happened.PRESENTING, by=by("z2-secretary"))
    with pytest.raises(Conflict) as refused, writing():
        undo_edit(event, by=by("organiser"))
    assert (refused.value.code, plan_facts(event)) == ("slot.begun", facts)


def test_breaks_and_excuses_come_back_too(event, organiser):
    with writing():
        set_excuses(event, [("z1-judge-1", "3101")])
    stood = plan_facts(event)
    with writing():
        insert_break(event, Break("พัก", Window(600, 615)), by=organiser)
    with writing(), edited(event, "plan", by=organiser):
        set_excuses(event, [])
    for _ in range(2):
        with writing():
            undo_edit(event, by=organiser)
    assert plan_facts(event) == stood


def words(event) -> tuple[str, dict[str, object]]:
    [edit] = recent_edits(event, 1)
    return describe_edit(edit, display_names(event))


def test_an_edit_is_told_by_who_was_moved_where(event, organiser):
    move(event, "3101", "z2", organiser)
    code, params = words(event)
    told = (code, params["presenter"], params["zone"])
    assert told == ("edit.move", "เมืองบุรีรัมย์", "กลุ่มโซนที่ ๒")


def test_a_pin_is_told_with_its_time(event, zone, organiser):
    with writing():
        pin_slot(find_slot(zone, "3115"), at=660, by=organiser)
    assert (words(event)[0], words(event)[1]["start_time"]) == ("edit.pin", 660)


def test_an_act_that_nobody_foresaw_is_told_by_how_much_it_changed(event, zone, organiser):
    with writing(), edited(event, "something new", by=organiser):
        zone = find_zone(event, "z1")
        zone.start = EARLY
        find_slot(zone, "3101").questions = 5
    code, params = words(event)
    assert (code, params["slots"], params["zone"]) == ("edit.other", 1, "กลุ่มโซนที่ ๑")
