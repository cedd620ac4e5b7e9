"""A chair at the tablet: returns a sheet, sets a judge absent and an amphoe aside, finalises, opens again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from panel.db import db
from panel.domain.sheets import Act
from panel.models import Sheet, Snapshot
from tests.stages import Stage

CHAIR, JUDGE, FIRST, LAST = "z1-chair", "z1-judge-1", "3101", "3103"
WHY = "ข้อ ๑.๑ สูงกว่าที่นำเสนอ"
PIN = "4821"


@pytest.fixture
def stage(server, clock):
    return Stage(server.app, clock)


@pytest.fixture
def chair(server, tablet, sign_in):
    page = tablet()
    sign_in(page, CHAIR)
    return page


def board(page, server):
    page.goto(server.address("results.board", zone="z1"))


def cell(page, seat, presenter):
    """What the board holds of one sheet, unfolded."""
    acts = page.locator("details.cell").filter(has=page.locator(f"a[href*='/sheets/{seat}/{presenter}/']"))
    acts.locator("summary").tap()
    return acts


def rule(page, seat, presenter, act, reason):
    """An act of the chair on a sheet, from the board to the board."""
    cell(page, seat, presenter).locator(f"a[href$='/{act}']").tap()
    page.locator("textarea[name='reason']").fill(reason)
    page.locator("main form button").tap()
    page.wait_for_url("**/board")


def shown_error(page):
    expect(page.locator("main [role='alert']:visible")).to_be_visible()


def rows(page):
    """Place, amphoe and result of each row of a ranking."""
    return page.locator(".results-grid table tbody tr").evaluate_all(
        """rows => rows.map((row) => [...row.cells].slice(0, 3))
            .map((cells) => cells.map((cell) => cell.innerText.split("\\n")[0].trim()))"""
    )


def versions(server):
    with server.app.app_context():
        found = db.session.execute(select(Snapshot.version, Snapshot.digest).order_by(Snapshot.version)).all()
        db.session.remove()
    return [tuple(row) for row in found]


def test_a_returned_sheet_goes_to_its_judge_with_the_reason_and_comes_back(
    server, stage, chair, tablet, sign_in, no_violations
):
    stage.score(CHAIR)
    stage.score(JUDGE)
    board(chair, server)
    no_violations(chair)
    rule(chair, JUDGE, FIRST, "return", WHY)
    judge = tablet()
    sign_in(judge, JUDGE)
    expect(judge.locator(".slot-now")).to_contain_text(WHY)
    judge.locator(".slot-now a").tap()
    expect(judge.locator("main")).to_contain_text(WHY)
    no_violations(judge)
    judge.locator('.tap[data-item="1.1"][data-mark="6"]').tap()
    expect(judge.locator("[data-part='grand-total']")).to_have_text("78")
    expect(judge.locator('[data-sync="saved"]')).to_be_visible()
    judge.locator("[data-part='submit']").tap()
    judge.locator(f'input[name="heard"][value="{FIRST}"]').tap()
    judge.locator("#submission .button-primary").tap()
    expect(judge.locator('[data-when="submitted"]')).to_be_visible()
    board(chair, server)
    expect(cell(chair, JUDGE, FIRST).locator("summary")).to_contain_text("78")


def test_a_chair_sees_no_marks_of_an_amphoe_that_is_still_to_be_scored(server, stage, chair):
    stage.score(JUDGE)
    board(chair, server)
    expect(cell(chair, JUDGE, FIRST).locator("summary")).not_to_contain_text("80")
    stage.score(CHAIR)
    board(chair, server)
    expect(cell(chair, JUDGE, FIRST).locator("summary")).to_contain_text("80")


def test_a_judge_who_left_is_set_absent_and_may_be_restored(server, chair):
    board(chair, server)
    rule(chair, JUDGE, FIRST, "absence", "ไปราชการ")
    assert states(server) == ["absent"]
    rule(chair, JUDGE, FIRST, "restoration", "กลับมาแล้ว")
    assert states(server) == ["draft"]


def states(server):
    with server.app.app_context():
        found = [state.value for state in db.session.scalars(select(Sheet.state))]
        db.session.remove()
    return found


def test_a_chair_finalises_with_a_pin_and_opens_the_ranking_again(server, stage, chair, no_violations):
    """One sheet is missing, one amphoe stays away: both have to be settled before there is a ranking."""
    stage.score_zone()
    stage.act(JUDGE, JUDGE, Act.WITHDRAW, presenter=LAST)
    finalisation = server.address("results.finalisation", zone="z1")
    chair.goto(finalisation)
    assert chair.locator("main form").count() == 0
    stay_away(chair, server)
    set_pin(chair, server, no_violations)
    chair.goto(finalisation)
    no_violations(chair)
    put_name(chair, "0000")
    shown_error(chair)
    assert versions(server) == []
    put_name(chair, PIN)
    chair.wait_for_url("**/results")
    no_violations(chair)
    [(_, digest)] = versions(server)
    expect(chair.locator(".seal code")).to_have_text(digest[:16])
    assert rows(chair) == RANKING
    open_again(chair, server, digest)


RANKING = [
    ["1", "เมืองบุรีรัมย์", "80.00"],
    ["2", "ห้วยราช", "79.00"],
    ["3", "พลับพลาชัย", "78.00"],
    ["4", "บ้านด่าน", "77.00"],
    ["-", "กระสัง", "-"],
]


def stay_away(page, server):
    board(page, server)
    page.locator(f"a[href$='/slots/{LAST}/no-show']").tap()
    page.locator("textarea[name='reason']").fill("น้ำท่วม")
    page.locator("main form button").tap()
    page.wait_for_url("**/board")


def set_pin(page, server, no_violations):
    page.goto(server.address("accounts.pin"))
    no_violations(page)
    for field in ("pin", "again"):
        page.locator(f"input[name='{field}']").fill(PIN)
    page.locator("main form button").tap()
    page.wait_for_url("**/sheets")


def put_name(page, pin):
    page.locator("input[name='pin']").fill(pin)
    page.locator("main form button").tap()


def open_again(page, server, digest):
    page.goto(server.address("results.reopening", zone="z1"))
    put_name(page, PIN)
    shown_error(page)
    page.locator("textarea[name='reason']").fill("พิมพ์ผิด")
    put_name(page, PIN)
    page.wait_for_url("**/board")
    page.goto(server.address("results.finalisation", zone="z1"))
    put_name(page, PIN)
    page.wait_for_url("**/results")
    assert versions(server) == [(1, digest), (2, digest)]
    expect(page.locator(".seal")).to_contain_text(re.compile(r"\b2\b"))
