"""The chair's board in a real browser: it follows the judges by itself, catches up, and lets hands be."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from panel.domain.sheets import Act
from panel.queries.schedules import timed_slots
from tests.conftest import MARKS
from tests.stages import Stage
from tests.web.test_board_streams import hand_over

CHAIR, JUDGE, FIRST = "z1-chair", "z1-judge-1", "3101"
WHY = "ถามกรรมการแล้ว"


@pytest.fixture
def stage(server, clock):
    return Stage(server.app, clock)


@pytest.fixture
def board(server, tablet, sign_in):
    """The chair's, open, connected, and marked so that a reload would tell."""
    page = tablet()
    sign_in(page, CHAIR)
    page.goto(server.address("results.board", zone="z1"))
    expect(page.locator('[data-heard="true"]')).to_be_visible()
    page.evaluate("window.stayed = true")
    return page


def cell(page, seat=JUDGE, presenter=FIRST):
    return page.locator(f'[data-part="cell {seat} {presenter}"]')


def test_a_judges_mark_is_on_the_chairs_board_by_itself(server, board, tablet, sign_in, no_violations):
    judge = tablet()
    sign_in(judge, JUDGE)
    judge.goto(server.address("sheets.sheet", zone="z1", seat=JUDGE, presenter=FIRST))
    judge.locator('.tap[data-item="1.1"][data-mark="8"]').tap()
    expect(cell(board)).to_contain_text("1/11")
    expect(cell(board)).to_have_class("fresh")
    no_violations(board)
    assert board.evaluate("window.stayed")


def test_totals_come_into_sight_once_the_chairs_own_sheet_is_in(stage, board):
    stage.score(JUDGE)
    expect(cell(board).locator('[data-state="submitted"]')).to_be_visible()
    expect(cell(board)).not_to_contain_text("80")
    stage.score(CHAIR, FIRST, MARKS | {"1.1": "3"})
    expect(cell(board)).to_contain_text("80")
    expect(board.locator(f'[data-part="result {FIRST}"]')).to_be_empty()  # two sheets are no quorum
    expect(board.locator(f'[data-part="spread {FIRST}"] details')).to_be_visible()


def test_a_board_that_was_offline_catches_up_without_a_reload(server, stage, board, clock):
    server.kill()
    expect(board.locator('[data-heard="false"]')).to_be_visible()
    clock.forward(minutes=5)
    stage.score(JUDGE)
    stage.score("z1-judge-2", marks={"1.1": "8"}, submit=False)
    server.start()
    expect(cell(board).locator('[data-state="submitted"]')).to_be_visible()
    expect(cell(board, "z1-judge-2")).to_contain_text("1/11")
    expect(board.locator('[data-heard="true"]')).to_be_visible()
    assert board.evaluate("window.stayed")


def test_what_somebody_is_at_work_in_stays_as_it_is(stage, board):
    stage.score(CHAIR)
    stage.score(JUDGE)
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.1", value="9.5")
    expect(board.locator("#late-entries")).to_be_visible()
    reason = board.locator('input[name="reason"]')
    reason.fill(WHY)
    cell(board).locator("summary").tap()
    reason.focus()
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.2", value="6")
    expect(board.locator('[data-part="late"] .badge').first).to_contain_text("2")
    expect(reason).to_have_value(WHY)
    expect(reason).to_be_focused()
    expect(cell(board).locator("details")).to_have_attribute("open", "")
    board.locator('button[name="take"][value="1"]').tap()
    board.wait_for_url("**/board")
    expect(cell(board)).to_contain_text("81.5")


def test_another_judge_at_the_table_is_a_new_column(server, stage, board):
    """A hand-over changes the rows and columns: the board is fetched anew, and not by a reload."""
    hand_over(stage, "z1-judge-4")
    expect(board.locator(".panel-grid thead th")).to_have_count(8)
    expect(board.locator(".panel-grid thead")).to_contain_text("ผู้มาแทน")
    assert board.evaluate("window.stayed")


def test_the_provinces_board_follows_every_zone(server, stage, tablet, sign_in, no_violations):
    page = tablet()
    sign_in(page, "province-chair")
    page.goto(server.address("results.province_board"))
    expect(page.locator('[data-heard="true"]')).to_be_visible()
    stage.score("z4-judge-1", first_of(stage, "z4"))
    expect(page.locator('[data-part="zone z4"] td[data-state="submitted"]')).to_have_count(1)
    no_violations(page)
    assert "80" not in page.locator('[data-part="zone z4"] tbody').inner_text()


def first_of(stage, zone):
    """The first amphoe of a zone."""
    return stage.run(lambda event: timed_slots(stage.zone(zone))[0].presenter.code)
