"""The page that moves marks to the amphoe that they belong to."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from panel.db import db
from panel.domain.sheets import Act
from panel.models import Mark, Presenter, Sheet, Slot
from tests.conftest import MARKS
from tests.statements import counted
from tests.web.conftest import EVENT, page

JUDGE, FIRST, SECOND = "z1-judge-1", "3101", "3116"
SHEETS = f"{EVENT}/zones/z1/sheets/{JUDGE}"
MOVE = f"{SHEETS}/{FIRST}/transfer"


@pytest.fixture
def judge(as_):
    return as_(JUDGE)


@pytest.fixture
def marks(app):
    """How many marks stand on each sheet."""

    def counted():
        with app.app_context():
            rows = db.session.execute(
                select(Presenter.code, Mark.value)
                .join(Slot, Slot.presenter_id == Presenter.id)
                .join(Sheet, Sheet.slot_id == Slot.id)
                .join(Mark, Mark.sheet_id == Sheet.id)
                .where(Mark.act == Act.MARK)
            ).all()
        given = [code for code, value in rows if value is not None]
        return {code: given.count(code) for code in given}

    return counted


def offered(text):
    return re.findall(r'name="to"[^>]* value="([^"]+)"', text)


def test_it_offers_whom_the_marks_may_be_for_and_says_why_not_the_others(stage, judge):
    stage.score(JUDGE, FIRST, submit=False)
    stage.score(JUDGE, SECOND)
    stage.score(JUDGE, "3115", {"1.1": "7"}, submit=False)
    text = page(judge.get(MOVE))
    assert offered(text) == ["3115", "3121", "3103", "practice-z1"]
    assert "(marks: 11, points: 80, and all comments)" in text
    assert "Phlapphla Chai: its marks (1) come here in exchange" in text
    assert "Ban Dan: its sheet is empty" in text
    assert "Huai Rat</strong>: Its sheet stands at “Submitted”" in text


def test_the_marks_move_and_their_new_sheet_opens(stage, judge, marks):
    stage.score(JUDGE, FIRST, submit=False)
    response = judge.post(MOVE, data={"key": str(uuid4()), "to": SECOND})
    assert (response.location, marks()) == (f"{SHEETS}/{SECOND}", {SECOND: len(MARKS)})
    assert "Look through this sheet once more" in page(judge.get(response.location))


def test_a_double_tap_moves_once(stage, judge, marks):
    stage.score(JUDGE, FIRST, submit=False)
    form = {"key": str(uuid4()), "to": SECOND}
    assert [judge.post(MOVE, data=form).status_code for _ in range(2)] == [302, 302]
    assert marks() == {SECOND: len(MARKS)}


@pytest.mark.parametrize(
    ("to", "words"),
    [("", "Choose the amphoe."), ("nothing", "Not a valid choice."), (SECOND, "Its sheet stands at")],
)
def test_what_can_not_be_is_told_on_the_form(stage, judge, marks, to, words):
    stage.score(JUDGE, FIRST, submit=False)
    stage.score(JUDGE, SECOND)
    response = judge.post(MOVE, data={"key": str(uuid4()), "to": to})
    assert (response.status_code, words in page(response)) == (422, True)
    assert marks() == {FIRST: len(MARKS), SECOND: len(MARKS)}


def test_what_keeps_the_marks_here_is_told_once_and_there_is_no_button(judge):
    text = page(judge.get(MOVE))
    assert (offered(text), text.count("Nothing is written on this sheet.")) == ([], 1)


def test_an_amphoe_of_another_zone_has_no_such_page(judge):
    assert judge.get(f"{SHEETS}/3102/transfer").status_code == 404


def test_the_page_takes_the_same_few_queries_however_much_is_marked(stage, judge):
    def asked():
        with counted() as statements:
            judge.get(MOVE)
        return len(statements)

    stage.score(JUDGE, FIRST, submit=False)
    few = asked()
    for presenter in (SECOND, "3115", "3121"):
        stage.score(JUDGE, presenter, submit=False)
    assert (asked() <= few + 1, few <= 22) == (True, True)
