"""What the chair asks for reaches the judge's tablet: on the list, and on the sheet that is just open."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from panel.db import db
from panel.domain.sheets import Act
from panel.models import Reminder
from panel.queries.events import find_seat
from panel.queries.schedules import find_slot
from tests.browser.test_scoring import JUDGE, address, ready
from tests.stages import Stage

CHAIR, SECOND = "z1-chair", "3116"
GREET = "dispatchEvent(new Event('online'))"


@pytest.fixture
def stage(server, clock):
    return Stage(server.app, clock)


@pytest.fixture
def remind(stage, clock):
    def reminded(presenter):
        def row(event):
            slot, seat = find_slot(stage.zone(), presenter), find_seat(event, JUDGE)
            db.session.add(Reminder(slot=slot, seat=seat, person_id=stage.by(CHAIR).person.id, at=clock()))

        stage.run(row, write=True)

    return reminded


def test_a_reminder_stands_on_the_list_that_is_open_and_leads_to_the_sheet(
    tablet, sign_in, remind, no_violations
):
    page = tablet()
    sign_in(page, JUDGE)
    page.wait_for_url("**/sheets")
    asks = page.locator("[data-part='asks']")
    expect(asks).to_be_hidden()
    remind(SECOND)
    page.evaluate(GREET)
    expect(asks).to_contain_text("ห้วยราช")
    expect(asks).to_contain_text("09.10")
    no_violations(page)
    page.reload()
    expect(asks.locator("a")).to_have_text(["ห้วยราช"])
    asks.locator("a").tap()
    ready(page)
    page.evaluate(GREET)
    expect(page.locator("[data-warning='reminded']")).to_be_visible()
    expect(page.locator("[data-warning='asked']")).to_be_hidden()


def test_a_sheet_that_comes_back_while_it_is_open_offers_to_be_loaded_again(
    server, tablet, sign_in, stage, clock, no_violations
):
    stage.score(JUDGE)
    page = tablet()
    sign_in(page, JUDGE)
    page.goto(address(server))
    ready(page)
    back = page.locator("[data-part='back']")
    expect(back).to_be_hidden()
    clock.forward(minutes=3)
    stage.act(CHAIR, JUDGE, Act.RETURN, value={"reason": "ขาดข้อสังเกต"})
    expect(back).to_be_visible()  # by the page's own sign of life
    no_violations(page)
    back.locator("a").tap()
    ready(page)
    expect(page.get_by_text("ขาดข้อสังเกต")).to_be_visible()
    expect(back).to_be_hidden()
