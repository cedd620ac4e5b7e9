"""A judge's list tells what of the own changes waits: for the chair in all, for the judge on which sheet."""

import pytest

from panel.domain.sheets import Act
from panel.queries.events import find_seat
from panel.queries.sheets import own_day
from tests.conftest import entries_for
from tests.stages import Stage

JUDGE, OTHER, FIRST, SECOND = "z1-judge-1", "z1-judge-2", "3101", "3116"


@pytest.fixture
def stage(app, clock):
    return Stage(app, clock)


def day(stage, seat):
    def asked(event):
        own = own_day(find_seat(event, seat), None)
        return own.held, [each.slot.presenter.code for each in own.rest if each.conflict]

    return stage.run(asked)


def test_what_waits_for_the_chair_is_counted_for_each_seat_alone(stage):
    stage.score(JUDGE)
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.1", value="9")
    stage.hold(JUDGE, *entries_for(JUDGE, SECOND, {"1.2": "6"}))
    assert [day(stage, seat) for seat in (JUDGE, OTHER)] == [(2, []), (0, [])]


def test_a_sheet_with_two_answers_for_a_field_is_named_while_its_author_can_choose(stage):
    for mark in ("5", "7"):
        stage.score(JUDGE, SECOND, {"1.1": mark}, submit=False)
    assert day(stage, JUDGE) == (0, [SECOND])
    stage.act("z1-chair", JUDGE, Act.ABSENT, SECOND, value={"reason": "ไปราชการ"})
    assert day(stage, JUDGE) == (0, [])
