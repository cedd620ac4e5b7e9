"""A secretary with a heap of paper sheets and a keyboard: from one code to the next, without a mouse."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from sqlalchemy import select

from panel.adapters.secrets import paper_code
from panel.db import db
from panel.models import Mark, Seat, Sheet
from tests.conftest import CODE, MARKS, SECRET

SEATS = ("z1-judge-1", "z1-judge-2")


def keys(page: Page, *typed: str) -> None:
    for each in typed:
        page.keyboard.press(each) if each in {"Enter", "Tab", "Space"} else page.keyboard.type(each)


def in_focus(page: Page, name: str) -> None:
    page.wait_for_function("name => document.activeElement?.name === name", arg=name)


def test_papers_are_typed_one_after_another_by_keyboard_alone(server, tablet, sign_in):
    page = tablet()
    sign_in(page, "z1-secretary")
    page.goto(server.address("sheets.papers", zone="z1"))
    for seat in SEATS:
        in_focus(page, "code")
        keys(page, paper_code(SECRET, CODE, "zones", seat, "3101").lower().replace("-", ""), "Enter")
        in_focus(page, "mark-1.1")
        for mark in MARKS.values():
            keys(page, mark, "Enter")
        in_focus(page, "total")
        expect(page.locator("[data-part=running]")).to_have_text("80")
        keys(page, "80", "Enter")
        if seat == SEATS[0]:  # who reads is named once
            in_focus(page, "read_back_by")
            keys(page, "กรรมการ", "Tab")
        in_focus(page, "confirmed")
        keys(page, "Space", "Enter")
        page.wait_for_url(server.address("sheets.papers", zone="z1"))
    with server.app.app_context():
        rows = db.session.execute(
            select(Seat.code, Sheet.state, Mark.node, Mark.value)
            .join(Sheet, Sheet.seat_id == Seat.id)
            .join(Mark, Mark.sheet_id == Sheet.id)
        ).all()
        db.session.remove()
    assert {(row.code, row.state, row.node, row.value) for row in rows if row.value} == {
        (seat, "submitted", node, mark) for seat in SEATS for node, mark in MARKS.items()
    }


def test_a_total_that_differs_is_told_where_it_was_typed(server, tablet, sign_in):
    page = tablet()
    sign_in(page, "z1-secretary")
    page.goto(server.address("sheets.paper", zone="z1", seat=SEATS[0], presenter="3101"))
    in_focus(page, "mark-1.1")
    for mark in MARKS.values():
        keys(page, mark, "Enter")
    keys(page, "81", "Enter")
    in_focus(page, "total")
    assert page.locator("#total").get_attribute("aria-invalid") == "true"
