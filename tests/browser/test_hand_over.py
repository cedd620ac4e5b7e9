"""A seat changes hands in the middle of a day, while the tablet of who leaves is without a network."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy import select

from panel.db import db
from panel.models import Sheet
from panel.queries.deposits import held_sheets
from panel.queries.events import find_zone
from tests.browser.test_scoring import JUDGE, SECOND, address, ready, status, submit, tap, total
from tests.conftest import MARKS
from tests.stages import Stage

SUCCESSOR = f"{JUDGE}.2"
LEFT = {"1.1": "8", "1.2": "7", "3": "9"}
"""What the judge had set before leaving; it never reached the server."""


def score(page, marks):
    for item, mark in marks.items():
        tap(page, item, mark)
    total(page, str(sum(map(int, marks.values()))))


def sheets(event):
    """The sheets that count, by seat and presenter: how many marks."""
    found = db.session.scalars(select(Sheet).order_by(Sheet.id)).all()
    return {
        (each.seat.code, each.slot.presenter.code): len(each.marks) for each in found if each.state.counts
    }


def waiting(event):
    """What the chair is asked about, by seat and presenter."""
    held = held_sheets(find_zone(event, "z1"))
    return {(each.seat, each.presenter): {entry.node: entry.value for entry in each.entries} for each in held}


def test_the_sheets_of_a_seat_that_changes_hands_amid_the_day(
    server, clock, tablet, phone, sign_in, no_violations
):
    stage = Stage(server.app, clock)
    stage.score(JUDGE)
    leaver = tablet()
    sign_in(leaver, JUDGE)
    leaver.goto(address(server, presenter=SECOND))
    ready(leaver)
    leaver.context.set_offline(True)
    score(leaver, LEFT)
    status(leaver, "offline")

    organiser = tablet()
    sign_in(organiser, "organiser")
    organiser.goto(server.address("panels.replacement", seat=JUDGE))
    previewed = organiser.locator(".card").first
    expect(previewed.locator("[data-tone='success']")).to_have_count(1)
    expect(previewed.locator("ul").first).to_contain_text("เมืองบุรีรัมย์")
    no_violations(organiser)
    organiser.locator("input[name='name']").fill("ผู้มาแทน")
    organiser.locator("main .button-primary").tap()
    organiser.wait_for_url("**/link")
    no_violations(organiser)

    comer = phone()
    comer.goto(organiser.locator("main code").inner_text())
    with comer.expect_navigation():
        comer.locator("main form button").first.tap()
    expect(comer.locator(f"[data-sheet='{SUCCESSOR}/{SECOND}']")).to_be_visible()
    expect(comer.locator(f"[data-sheet='{SUCCESSOR}/3101']")).to_have_count(0)
    comer.goto(address(server, SUCCESSOR, SECOND))
    ready(comer)
    score(comer, MARKS)
    submit(comer, SECOND)
    status(comer, "saved")

    leaver.context.set_offline(False)
    leaver.evaluate("dispatchEvent(new Event('online'))")
    status(leaver, "late")
    assert stage.run(sheets) == {(JUDGE, "3101"): 11, (SUCCESSOR, SECOND): 11}
    assert stage.run(waiting) == {(JUDGE, SECOND): LEFT}
