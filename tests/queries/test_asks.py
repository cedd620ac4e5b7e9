"""What a judge is asked for: by the chair's reminder of an open sheet, or by a sheet that was returned."""

from __future__ import annotations

import pytest

from panel.db import db, writing
from panel.domain.sheets import Act
from panel.models import Reminder
from panel.queries.asks import Ask, Asked, asks_of
from panel.queries.events import find_seat
from panel.queries.schedules import find_slot
from tests.conftest import MORNING
from tests.stages import Stage

JUDGE, CHAIR = "z1-judge-1", "z1-chair"


@pytest.fixture
def stage(app, clock):
    return Stage(app, clock)


@pytest.fixture
def remind(stage, clock):
    def reminded(seat=JUDGE, presenter="3101"):
        def row(event):
            slot, whom = find_slot(stage.zone(), presenter), find_seat(event, seat)
            chair = stage.by(CHAIR).person
            db.session.add(Reminder(slot=slot, seat=whom, person_id=chair.id, at=clock()))

        stage.run(row, write=True)

    return reminded


@pytest.fixture
def asked(stage):
    def found(person=JUDGE):
        def act(_event):
            whom = stage.by(person).person
            with writing() as connection:
                return asks_of(connection, whom.id)

        return stage.run(act)

    return found


def test_nobody_is_asked_for_what_nobody_asked(asked):
    assert asked() == []


def test_a_reminder_is_told_to_the_seats_author_alone(asked, remind):
    remind()
    assert asked() == [Ask(f"{JUDGE}/3101", Asked.REMIND, MORNING)]
    assert asked("z1-judge-2") == []


def test_a_reminder_has_its_effect_once_the_sheet_is_in(asked, remind, stage):
    remind()
    stage.score(JUDGE, submit=False)
    assert [each.ask for each in asked()] == [Asked.REMIND]
    stage.act(JUDGE, JUDGE, Act.SUBMIT)
    assert asked() == []


def test_a_returned_sheet_is_asked_for_since_it_was_returned_and_until_it_is_in_again(asked, stage, clock):
    stage.score(JUDGE)
    clock.forward(minutes=5)
    stage.act(CHAIR, JUDGE, Act.RETURN, value={"reason": "ขาดข้อสังเกต"})
    assert asked() == [Ask(f"{JUDGE}/3101", Asked.RETURN, clock())]
    clock.forward(minutes=5)
    stage.act(JUDGE, JUDGE, Act.SUBMIT)
    assert asked() == []


@pytest.mark.parametrize(("later", "told"), [("remind", Asked.REMIND), ("return", Asked.RETURN)])
def test_of_a_return_and_a_reminder_the_latest_counts(asked, remind, stage, clock, later, told):
    if later == "return":
        remind()
    stage.score(JUDGE)
    clock.forward(minutes=1)
    stage.act(CHAIR, JUDGE, Act.RETURN, value={"reason": "ขาดข้อสังเกต"})
    clock.forward(minutes=1)
    if later == "remind":
        remind()
    assert [each.ask for each in asked()] == [told]


def test_sheets_are_asked_for_in_the_order_of_the_plan(asked, remind, stage):
    for presenter in ("3115", "3101"):
        remind(presenter=presenter)
    order = [each.sheet.partition("/")[2] for each in asked()]
    plan = stage.run(lambda event: [slot.presenter.code for slot in stage.zone().slots])
    assert order == [code for code in plan if code in {"3115", "3101"}]
