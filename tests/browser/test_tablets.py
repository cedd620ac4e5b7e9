"""Two judges share one tablet: each scores in turn, and whatever waits goes under the right name."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from panel.db import db, writing
from panel.models import Deposit, Device, Entry, Person, Seat, Sheet
from tests.browser.test_scoring import BATCHES, address, ready, status, tap, tick
from tests.conftest import MORNING

ONE, OTHER = "z1-judge-1", "z1-judge-2"


@pytest.fixture
def shared(server, tablet, sign_in):
    """A tablet on which both are signed in; the first one is at work."""
    page = tablet()
    sign_in(page, ONE)
    sign_in(page, OTHER)  # the first button of the link's page: share
    hand_over(page, server)
    return page


def hand_over(page, server):
    page.goto(server.url + "/tablet")
    page.locator("main form button").tap()
    page.wait_for_url("**/sheets")


def open_sheet(page, server, person):
    page.goto(address(server, person))
    ready(page)


def saved(page, item="1.1"):
    """The server has that mark."""
    expect(tick(page, f"mark-{item}")).to_have_attribute("data-state", "stored")


def authors(server):
    """Whose seat each mark is of, who set it, and to what."""
    with server.app.app_context():
        rows = db.session.execute(
            select(Seat.code, Person.code, Entry.value)
            .join(Sheet, Sheet.seat_id == Seat.id)
            .join(Entry, Entry.sheet_id == Sheet.id)
            .join(Person, Person.id == Entry.person_id)
            .order_by(Entry.id)
        ).all()
        db.session.remove()
    return [tuple(row) for row in rows]


def test_what_waits_of_one_is_sent_as_that_ones_after_the_hand_over(server, shared):
    here = shared
    open_sheet(here, server, ONE)
    here.route(BATCHES, lambda route: route.abort())
    tap(here, "1.1", "8")
    status(here, "offline")
    hand_over(here, server)
    here.unroute(BATCHES)
    open_sheet(here, server, OTHER)
    expect(here.locator(".who strong")).to_have_text("กรรมการคนที่ ๒ กลุ่มโซนที่ ๑")
    tap(here, "1.1", "5")
    saved(here)
    assert authors(server) == [(OTHER, OTHER, "5")]
    with here.expect_response(BATCHES):
        hand_over(here, server)  # the list hands in what waits
    assert authors(server) == [(OTHER, OTHER, "5"), (ONE, ONE, "8")]


def test_a_page_that_stayed_open_goes_on_as_its_own_judge(server, shared):
    open_sheet(shared, server, ONE)
    beside = shared.context.new_page()
    hand_over(beside, server)
    open_sheet(beside, server, OTHER)
    tap(shared, "1.1", "8")
    saved(shared)
    tap(beside, "1.1", "5")
    saved(beside)
    assert sorted(authors(server)) == [(ONE, ONE, "8"), (OTHER, OTHER, "5")]


def test_what_is_left_of_who_was_signed_out_is_handed_in_from_the_sign_in_page(server, tablet, sign_in):
    page = tablet()
    sign_in(page, ONE)
    open_sheet(page, server, ONE)
    page.context.route(BATCHES, lambda route: route.abort())
    tap(page, "1.1", "8")
    status(page, "offline")
    page.goto(server.url + "/tablet")
    with server.app.app_context(), writing():
        db.session.scalars(select(Device)).one().revoked_at = MORNING
    page.goto(address(server, ONE))
    expect(page.locator("[data-behaviour='unsent']")).to_contain_text("1")
    page.context.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-behaviour='unsent']")).to_be_hidden()
    with server.app.app_context():
        held = db.session.execute(
            select(Person.code, Deposit.node, Deposit.value).join(Person, Person.id == Deposit.person_id)
        ).all()
        db.session.remove()
    assert [tuple(row) for row in held] == [(ONE, "1.1", "8")]


def test_whoever_would_sign_another_out_is_warned_of_what_waits(server, shared):
    open_sheet(shared, server, ONE)
    shared.route(BATCHES, lambda route: route.abort())
    tap(shared, "1.1", "8")
    status(shared, "offline")
    shared.goto(server.link("z1-judge-3"))
    expect(shared.locator("[data-behaviour='takeover']")).to_be_visible()


def test_the_own_marks_side_by_side_show_what_waits_on_the_tablet(server, tablet, sign_in):
    page = tablet()
    sign_in(page, ONE)
    open_sheet(page, server, ONE)
    page.route(BATCHES, lambda route: route.abort())
    tap(page, "1.1", "8")
    tap(page, "1.2", "7")
    status(page, "offline")
    page.goto(address(server, endpoint="sheets.overview"))
    first = page.locator("[data-items='1.1 1.2'] [data-cell='3101']")
    expect(first.locator("[data-part='points']")).to_have_text("15")
    expect(page.locator("[data-part='news']")).to_be_visible()
    page.locator("[data-by='total']").tap()
    expect(page.locator("[data-presenter]").first).to_have_attribute("data-presenter", "3101")


def test_marks_are_not_moved_while_some_wait_on_the_tablet(server, tablet, sign_in):
    page = tablet()
    sign_in(page, ONE)
    open_sheet(page, server, ONE)
    tap(page, "1.1", "8")
    saved(page)
    page.route(BATCHES, lambda route: route.abort())
    tap(page, "1.2", "7")
    status(page, "offline")
    page.goto(address(server, ONE, endpoint="sheets.transfer"))
    page.locator("input[name='to'][value='3116']").tap()
    page.locator("main form button").tap()
    expect(page.locator("[data-part='unsent']")).to_be_visible()
    page.unroute(BATCHES)
    open_sheet(page, server, ONE)
    saved(page, "1.2")
    page.goto(address(server, ONE, endpoint="sheets.transfer"))
    page.locator("input[name='to'][value='3116']").tap()
    page.locator("main form button").tap()
    page.wait_for_url("**/3116")
    ready(page)
    expect(page.locator("[data-part='grand-total']")).to_have_text("15")
