"""A judge scores with fingers: on a tablet and a phone, with the network gone, and where no script runs."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from panel.db import db, writing
from panel.models import Device, Entry, Mark, Sheet
from tests.conftest import MARKS, MORNING

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "sums.json").read_text())
JUDGE, FIRST = "z1-judge-1", "3101"
BATCHES = "**/entries"


@pytest.fixture
def sheet(server, sign_in):
    """Open a judge's sheet on a page: sheet(page)."""

    def opened(page, person=JUDGE, presenter=FIRST):
        sign_in(page, person)
        page.goto(address(server, person, presenter))
        ready(page)
        return page

    return opened


def address(server, person=JUDGE, presenter=FIRST, endpoint="sheets.sheet"):
    return server.address(endpoint, zone="z1", seat=person, presenter=presenter)


def ready(page):
    """The script has taken over."""
    expect(page.locator("[data-part='save']")).to_be_hidden()


def tap(page, item, mark):
    page.locator(f'.tap[data-item="{item}"][data-mark="{mark}"]').tap()


def box(page, item):
    return page.locator(f'input[name="mark-{item}"]')


def tick(page, field):
    return page.locator(f'[data-tick="{field}"]')


def status(page, state):
    expect(page.locator(f'[data-sync="{state}"]')).to_be_visible(timeout=20_000)


def total(page, marks):
    expect(page.locator("[data-part='grand-total']")).to_have_text(marks)


def read(server, statement):
    with server.app.app_context():
        rows = db.session.execute(statement).all()
        db.session.remove()
    return rows


def marks(server):
    return dict(read(server, select(Mark.node, Mark.value)))


def entries(server):
    return [
        tuple(row) for row in read(server, select(Entry.node, Entry.value, Entry.status).order_by(Entry.id))
    ]


def submit(page, presenter=FIRST):
    page.locator("[data-part='submit']").tap()
    page.locator(f'input[name="heard"][value="{presenter}"]').tap()
    page.locator("main form button").tap()


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_a_judge_scores_a_whole_sheet_by_touch_and_submits_it(request, server, sign_in, no_violations, size):
    page = request.getfixturevalue(size)()
    sign_in(page, JUDGE)
    no_violations(page)
    page.locator(".slot-now a").tap()
    ready(page)
    for item, mark in MARKS.items():
        tap(page, item, mark)
    total(page, "80")
    status(page, "saved")
    expect(page.locator("[data-part='total'][data-item='2.1']")).to_have_text("11")
    no_violations(page)
    page.locator("[data-part='submit']").tap()
    page.wait_for_url("**/submission")
    no_violations(page)
    page.locator(f'input[name="heard"][value="{FIRST}"]').tap()
    page.locator("main form button").tap()
    expect(page.locator(".slot-now [data-tone='success']")).to_be_visible()
    page.locator(".slot-now a").tap()
    page.wait_for_url(f"**/{FIRST}")
    no_violations(page)
    assert marks(server) == MARKS
    assert [(node, value) for node, value, _ in entries(server)] == [*MARKS.items(), ("", None)]


def test_every_finger_target_is_large_enough(tablet, phone, sheet):
    for page in (tablet(), phone()):
        sheet(page)
        for target in page.locator(".tap:visible, .sheet input:visible, .sheet-bar a").all():
            size = target.bounding_box()
            assert min(size["width"], size["height"]) >= 44
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_mark_between_the_taps_is_typed(server, tablet, sheet):
    page = sheet(tablet())
    box(page, "1.1").fill("๗.๕")
    box(page, "1.1").blur()
    expect(box(page, "1.1")).to_have_value("7.5")
    total(page, "7.5")
    status(page, "saved")
    assert entries(server) == [("1.1", "7.5", "stored")]


def test_what_is_no_mark_stays_in_its_box_and_is_never_sent(server, tablet, sheet, no_violations):
    page = sheet(tablet())
    tap(page, "1.2", "7")
    box(page, "1.1").fill("10.5")
    box(page, "1.1").blur()
    expect(page.locator("[id='mark-1.1-error']")).to_be_visible()
    expect(box(page, "1.1")).to_have_attribute("aria-invalid", "true")
    expect(box(page, "1.1")).to_have_value("10.5")
    total(page, "7")
    status(page, "saved")
    no_violations(page)
    tap(page, "1.1", "9")
    expect(page.locator("[id='mark-1.1-error']")).to_be_hidden()
    total(page, "16")
    status(page, "saved")
    assert entries(server) == [("1.2", "7", "stored"), ("1.1", "9", "stored")]


def test_a_comment_is_saved_when_the_hand_rests(server, tablet, sheet):
    page = sheet(tablet())
    page.locator("textarea[name='comment-']").press_sequentially("เสียงเบาไป")
    expect(tick(page, "comment-")).to_have_attribute("data-state", "stored")
    assert entries(server) == [("", "เสียงเบาไป", "stored")]


def test_marks_survive_a_server_that_dies_and_comes_back(server, tablet, sheet, no_violations):
    page = sheet(tablet())
    tap(page, "1.1", "8")
    total(page, "8")
    status(page, "saved")
    server.kill()
    for item, mark in list(MARKS.items())[1:]:
        tap(page, item, mark)
    tap(page, "1.1", "5")
    status(page, "offline")
    total(page, "77")
    expect(tick(page, "mark-3")).to_have_attribute("data-state", "waiting")
    no_violations(page)
    page.locator("[data-part='submit']").dispatch_event("click")
    expect(page.locator("[data-part='submit']")).to_have_attribute("aria-disabled", "true")
    server.start()
    status(page, "saved")
    assert marks(server) == MARKS | {"1.1": "5"}
    kept = [(node, value) for node, value, _ in entries(server)]
    assert kept == [*MARKS.items(), ("1.1", "5")]
    submit(page)
    page.wait_for_url("**/sheets")
    assert [state for (state,) in read(server, select(Sheet.state))] == ["submitted"]


PORTALS = {
    "a page of a guest network": {"status": 200, "content_type": "text/html", "body": "<h1>Welcome</h1>"},
    "its own idea of JSON": {"status": 200, "content_type": "application/json", "body": "{}"},
    "a receipt of another request": {
        "status": 200,
        "content_type": "application/vnd.panel.entries+json",
        "body": '{"nonce": "another", "epoch": "x", "now": "2025-08-08T09:10:00+07:00", "receipts": []}',
    },
    "a redirect": {"status": 302, "headers": {"Location": "/sign-in"}},
    "an error": {"status": 503, "content_type": "text/html", "body": "busy"},
    "nothing": {"status": 204},
}


@pytest.mark.parametrize("answer", PORTALS.values(), ids=PORTALS)
def test_nothing_but_a_receipt_makes_a_mark_saved(server, tablet, sheet, answer):
    page = sheet(tablet())
    page.route(BATCHES, lambda route: route.fulfill(**answer))
    tap(page, "1.1", "8")
    status(page, "offline")
    expect(tick(page, "mark-1.1")).to_have_attribute("data-state", "waiting")
    page.unroute(BATCHES)
    status(page, "saved")
    assert entries(server) == [("1.1", "8", "stored")]


def test_a_receipt_that_was_lost_makes_no_second_entry(server, tablet, sheet):
    page = sheet(tablet())
    lost = []

    def lose_first(route):
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    page.route(BATCHES, lose_first)
    tap(page, "1.1", "8")
    tap(page, "1.1", "9")
    total(page, "9")
    status(page, "saved")
    assert lost == [200]
    assert entries(server) == [("1.1", "8", "stored"), ("1.1", "9", "stored")]


def test_a_page_that_is_loaded_again_shows_what_waits_and_sends_it(server, tablet, sheet):
    page = sheet(tablet())
    page.route(BATCHES, lambda route: route.abort())
    tap(page, "1.1", "8")
    box(page, "1.2").fill("6.5")
    box(page, "1.2").blur()
    status(page, "offline")
    page.reload()
    ready(page)
    expect(box(page, "1.1")).to_have_value("8")
    expect(page.locator('.tap[data-item="1.1"][data-mark="8"]')).to_have_attribute("aria-pressed", "true")
    expect(box(page, "1.2")).to_have_value("6.5")
    total(page, "14.5")
    tap(page, "1.1", "9")
    total(page, "15.5")
    page.unroute(BATCHES)
    status(page, "saved")
    assert [each[:2] for each in entries(server)] == [("1.1", "8"), ("1.2", "6.5"), ("1.1", "9")]
    assert marks(server) == {"1.1": "9", "1.2": "6.5"}


def test_two_devices_that_disagree_are_asked_which_one_counts(server, tablet, phone, sheet, no_violations):
    here, there = sheet(tablet()), sheet(phone())
    tap(there, "1.1", "8")
    total(there, "8")
    status(there, "saved")
    tap(here, "1.1", "5")
    status(here, "stale")
    assert marks(server) == {"1.1": "8"}
    here.reload()
    ready(here)
    no_violations(here)
    here.locator(".indicator .notice button").nth(1).tap()
    ready(here)
    expect(box(here, "1.1")).to_have_value("5")
    assert marks(server) == {"1.1": "5"}
    tap(here, "1.1", "6")
    total(here, "6")
    status(here, "saved")
    assert marks(server) == {"1.1": "6"}


def test_two_tabs_of_one_tablet_follow_each_other(server, tablet, sheet):
    one = sheet(tablet())
    other = one.context.new_page()
    other.goto(one.url)
    ready(other)
    tap(one, "1.1", "8")
    expect(box(other, "1.1")).to_have_value("8")
    tap(other, "1.1", "9")
    expect(box(one, "1.1")).to_have_value("9")
    total(other, "9")
    status(other, "saved")
    assert entries(server) == [("1.1", "8", "stored"), ("1.1", "9", "stored")]


def test_a_device_that_was_signed_out_keeps_its_marks_and_says_so(server, tablet, sheet):
    page = sheet(tablet())
    with server.app.app_context(), writing():
        db.session.scalars(select(Device)).one().revoked_at = MORNING
    tap(page, "1.1", "8")
    status(page, "signed-out")
    expect(tick(page, "mark-1.1")).to_have_attribute("data-state", "waiting")
    expect(box(page, "1.1")).to_have_value("8")
    assert entries(server) == []


def test_a_mark_for_a_sheet_that_was_submitted_elsewhere_waits_for_the_chair(server, tablet, phone, sheet):
    here, there = sheet(tablet()), sheet(phone())
    for item, mark in MARKS.items():
        tap(there, item, mark)
    total(there, "80")
    status(there, "saved")
    submit(there)
    there.wait_for_url("**/sheets")
    tap(here, "1.1", "0")
    status(here, "late")
    assert marks(server) == MARKS


def test_a_browser_that_keeps_nothing_is_left_the_plain_form(server, tablet, sign_in):
    page = tablet()
    page.add_init_script("indexedDB.open = () => { throw new DOMException('none', 'SecurityError'); }")
    sign_in(page, JUDGE)
    page.goto(address(server))
    status(page, "unkept")
    tap(page, "1.1", "8")
    page.wait_for_url("**#indicator-1.1")
    status(page, "unkept")  # the new page's scripts are in, so that none is cut off by the end of the test
    assert entries(server) == [("1.1", "8", "stored")]


def test_a_whole_sheet_is_scored_and_submitted_without_script(server, tablet, sign_in, no_violations):
    page = tablet(java_script_enabled=False)
    sign_in(page, JUDGE)
    page.locator(".slot-now a").tap()
    for item, mark in MARKS.items():
        tap(page, item, mark)
        expect(page.locator(f'.tap[data-item="{item}"][data-mark="{mark}"]')).to_have_attribute(
            "aria-pressed", "true"
        )
    total(page, "80")
    box(page, "1.1").fill("8.5")
    box(page, "1.1").press("Enter")
    total(page, "80.5")
    submit(page)
    page.wait_for_url("**/sheets")
    assert marks(server) == MARKS | {"1.1": "8.5"}
    assert [state for (state,) in read(server, select(Sheet.state))] == ["submitted"]


def test_a_secretary_types_a_paper_sheet_with_the_keyboard(server, tablet, sign_in, no_violations):
    page = tablet()
    sign_in(page, "z1-secretary")
    page.goto(server.address("sheets.papers", zone="z1"))
    no_violations(page)
    page.goto(address(server, endpoint="sheets.paper"))
    expect(box(page, "1.1")).to_be_focused()
    no_violations(page)
    for mark in MARKS.values():
        page.keyboard.type(mark)
        page.keyboard.press("Enter")
    expect(page.locator(".read-aloud")).to_be_visible()
    no_violations(page)
    page.locator("input[name='read_back_by']").fill("กรรมการ")
    page.locator("input[name='confirmed']").tap()
    page.locator("main form button").first.tap()
    page.wait_for_url("**/paper")
    assert marks(server) == MARKS


def test_a_tablet_takes_marks_and_adds_them_up_as_the_server_does(server, tablet):
    page = tablet()
    page.goto(server.url + "/sign-in")
    taken = page.evaluate(
        """async (vectors) => {
          const { taken } = await import("/static/js/marks.js");
          return vectors.map(({ text, max, step }) => taken(text, max, step));
        }""",
        VECTORS["marks"],
    )
    assert taken == [vector["mark"] for vector in VECTORS["marks"]]
    sums = page.evaluate(
        """async (vectors) => {
          const { sum } = await import("/static/js/totals.js");
          return vectors.map(({ marks }) => sum(marks));
        }""",
        VECTORS["sums"],
    )
    assert sums == [vector["total"] for vector in VECTORS["sums"]]
