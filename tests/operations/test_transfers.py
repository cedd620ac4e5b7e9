"""Marks that belong to another amphoe: moved whole, exchanged, moved back, once, or not at all."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from panel.db import db, writing
from panel.domain.errors import NotFound, PanelError
from panel.domain.sheets import Act, Actor, Channel, State
from panel.models import Entry, Mark, Record, Sheet, Slot
from panel.operations.entries import NewEntry, store_entries
from panel.operations.results import finalise_zone
from panel.operations.transfers import transfer_sheet
from panel.queries.audit import broken
from panel.queries.events import find_event, find_seat, find_zone
from panel.queries.transfers import transfer_of
from tests.conftest import CODE, MARKS, score, score_zone

JUDGE, CHAIR, FIRST, SECOND, PRACTICE = "z1-judge-1", "z1-chair", "3101", "3116", "practice-z1"


@pytest.fixture
def move(by):
    """The judge moves the marks of one presenter to another: move(FIRST, SECOND)."""

    def moved(presenter=FIRST, to=SECOND, key=None):
        with writing():
            event = find_event(CODE)
            zone, seat = find_zone(event, "z1"), find_seat(event, JUDGE)
            transfer_sheet(zone, seat, presenter, to=to, key=key or str(uuid4()), by=by(JUDGE))

    return moved


@pytest.fixture
def given(event, by):
    """The judge marks a presenter, without submitting unless told to."""

    def scored(presenter=FIRST, marks=MARKS, *, submit=False):
        score(find_event(CODE), by(JUDGE), JUDGE, presenter, marks, submit=submit)

    return scored


def written(presenter, act=Act.MARK):
    """What stands on the judge's sheet of a presenter."""
    db.session.rollback()
    rows = db.session.execute(
        select(Mark.node, Mark.value)
        .join(Sheet, Sheet.id == Mark.sheet_id)
        .where(Sheet.slot_id == slot(presenter).id, Mark.act == act)
    )
    return {node: value for node, value in rows if value is not None}


def slot(presenter):
    return db.session.scalars(select(Slot).where(Slot.presenter.has(code=presenter))).one()


def act(by, kind, presenter=FIRST, *, person=JUDGE, actor=Actor.AUTHOR, **parts):
    with writing():
        entry = NewEntry(str(uuid4()), JUDGE, presenter, kind, **parts)
        return store_entries(find_event(CODE), [entry], by=by(person), actor=actor, channel=Channel.TABLET)[
            0
        ].status


def count(table):
    return len(db.session.scalars(select(table.id)).all())


def refusal(move, *presenters):
    """The code with which a move is refused; nothing was stored by it."""
    before = count(Entry), count(Record)
    with pytest.raises(PanelError) as refused:
        move(*presenters)
    assert (count(Entry), count(Record)) == before
    return refused.value.code


def test_a_draft_moves_whole(given, move, by):
    given()
    act(by, Act.COMMENT, node="2", value="clear")
    move()
    assert [written(FIRST), written(SECOND)] == [{}, MARKS]
    assert [written(FIRST, Act.COMMENT), written(SECOND, Act.COMMENT)] == [{}, {"2": "clear"}]


def test_it_can_be_moved_back(given, move):
    given()
    move(FIRST, SECOND)
    move(SECOND, FIRST)
    assert [written(FIRST), written(SECOND)] == [MARKS, {}]


def test_two_drafts_are_exchanged(given, move):
    other = {"1.1": "3", "3": "8"}  # of which one mark is the same
    given(FIRST)
    given(SECOND, other)
    move()
    assert [written(FIRST), written(SECOND)] == [other, MARKS]


def test_it_is_made_of_ordinary_entries_of_its_author(given, move, by):
    given(FIRST, {"1.1": "8"})
    [set_by] = db.session.scalars(select(Entry.uuid))
    move()
    cleared, moved = db.session.scalars(select(Entry).order_by(Entry.id)).all()[1:]
    assert (cleared.value, cleared.base, cleared.channel) == (None, set_by, Channel.FORM)
    assert (moved.value, moved.base, moved.channel) == ("8", None, Channel.FORM)
    assert {cleared.person_id, moved.person_id} == {by(JUDGE).person.id}


def test_one_record_names_both(given, move, by):
    given()
    move()
    [kept] = db.session.scalars(select(Record).where(Record.act == "sheet.transferred"))
    assert kept.body == {"seat": JUDGE, "presenter": FIRST, "to": SECOND, "exchanged": False}
    assert (kept.person, broken(find_event(CODE), by(JUDGE).key)) == (JUDGE, ())


@pytest.mark.parametrize("other", [{}, {"1.1": "3"}])
def test_a_double_tap_moves_once(given, move, other):
    given(FIRST)
    given(SECOND, other)
    key = str(uuid4())
    move(key=key)
    move(key=key)
    assert [written(FIRST), written(SECOND)] == [other, MARKS]
    assert len(db.session.scalars(select(Record).where(Record.act == "sheet.transferred")).all()) == 1


def test_another_tablet_that_does_not_know_of_it_gets_a_conflict(given, move, by):
    given(FIRST, {"1.1": "8"})
    [seen] = db.session.scalars(select(Entry.uuid))
    move()
    assert act(by, Act.MARK, node="1.1", value="9", base=seen) == "stale"
    assert act(by, Act.MARK, SECOND, node="1.1", value="9") == "stale"
    assert [written(FIRST), written(SECOND)] == [{}, {"1.1": "8"}]


def test_what_was_tried_on_the_practice_sheet_by_mistake_can_be_moved(given, move):
    given(PRACTICE)
    move(PRACTICE, FIRST)
    assert [written(PRACTICE), written(FIRST)] == [{}, MARKS]


def test_a_returned_sheets_marks_move(given, move, by):
    given(submit=True)
    act(by, Act.RETURN, person=CHAIR, actor=Actor.CHAIR, value={"reason": "another amphoe"})
    move()
    assert [written(FIRST), written(SECOND)] == [{}, MARKS]
    states = dict(db.session.execute(select(Sheet.slot_id, Sheet.state)).all())
    assert states == {slot(FIRST).id: State.RETURNED, slot(SECOND).id: State.DRAFT}


class TestRefused:
    def test_an_empty_sheet(self, event, move):
        assert refusal(move, FIRST, SECOND) == "transfer.nothing"

    @pytest.mark.parametrize("submitted", [FIRST, SECOND])
    def test_a_submitted_sheet_on_either_side(self, given, move, submitted):
        for presenter in (FIRST, SECOND):
            given(presenter, submit=presenter == submitted)
        assert refusal(move, FIRST, SECOND) == "transfer.state"

    @pytest.mark.parametrize(("kind", "person", "actor"), [
        (Act.RECUSE, JUDGE, Actor.AUTHOR), (Act.ABSENT, CHAIR, Actor.CHAIR),
    ])  # fmt: skip
    def test_a_sheet_that_is_not_judged(self, given, move, by, kind, person, actor):
        given()
        act(by, kind, SECOND, person=person, actor=actor, value={"reason": "a reason"})
        assert refusal(move, FIRST, SECOND) == "transfer.state"

    def test_the_home_amphoe(self, given, move, by):
        given()
        with writing():
            by(JUDGE).person.home = SECOND
        assert refusal(move, FIRST, SECOND) == "transfer.home"

    def test_while_answers_wait_to_be_settled(self, given, move, by):
        given(FIRST, {"1.1": "8"})
        act(by, Act.MARK, node="1.1", value="5")
        assert refusal(move, FIRST, SECOND) == "transfer.held"

    def test_another_version_of_the_instrument(self, given, move):
        given()
        with writing():
            first = slot(FIRST).instrument
            newer = type(first)(
                event_id=first.event_id, code=first.code, version=2, digest="another", body=first.body
            )
            db.session.add(newer)
            slot(SECOND).instrument = newer
        assert refusal(move, FIRST, SECOND) == "transfer.version"

    def test_a_final_zone(self, event, zone, move, by):
        score_zone(event, zone, by)
        with writing():
            finalise_zone(find_zone(find_event(CODE), "z1"), by=by(CHAIR))
        assert refusal(move, FIRST, SECOND) == "result.zone_finalised"

    @pytest.mark.parametrize("to", ["3102", "nothing", FIRST])
    def test_an_amphoe_that_is_none_of_the_zones_others(self, given, move, to):
        given()
        assert refusal(move, FIRST, to) == "presenter.unknown"

    def test_a_seat_that_was_handed_over(self, given, move, clock):
        given()
        with writing():
            find_seat(find_event(CODE), JUDGE).closed_at = clock()
        assert refusal(move, FIRST, SECOND) == "sheet.seat_closed"

    def test_a_form_without_its_key(self, given, move):
        given()
        assert refusal(move, FIRST, SECOND, "no key") == "entry.malformed"


def test_the_page_says_of_each_what_the_act_would(given, by, event):
    given()
    given(SECOND, submit=True)
    db.session.rollback()
    found = transfer_of(find_seat(find_event(CODE), JUDGE), FIRST)
    assert {side.presenter: getattr(found.why_not(side), "code", None) for side in found.others} == {
        SECOND: "transfer.state", "3115": None, "3121": None, "3103": None, PRACTICE: None,
    }  # fmt: skip


def test_a_presenter_of_another_zone_has_no_sheet_here(event):
    with pytest.raises(NotFound):
        transfer_of(find_seat(event, JUDGE), "3102")
