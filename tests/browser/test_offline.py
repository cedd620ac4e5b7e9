"""A tablet without a network: it opens its pages, keeps what is set, and hands everything in once it can."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect
from sqlalchemy import select

from panel.db import db
from panel.models import Device
from panel.queries.events import find_zone
from panel.queries.schedules import timed_slots
from tests.browser.conftest import CHROMIUM, FLAGS, TABLET
from tests.browser.test_scoring import (
    FIRST,
    JUDGE,
    address,
    entries,
    marks,
    ready,
    standing,
    states,
    status,
    submit,
    tap,
    total,
)
from tests.conftest import CODE, MARKS
from tests.conftest import score as score_sheet
from tests.stages import Stage

PERSON, OTHER = f"{CODE}/{JUDGE}", "z1-judge-2"
PAGES = 8  # list, overview, five sheets, the practice one
WHOLE = [*MARKS.items(), ("", None)]
WAITING = "[data-sheet='z1-judge-1/3101'] [data-part='waiting']"
VERSION = "0123456789ab"
ALL_KEPT = """async ([person, count]) => {
  if (!navigator.serviceWorker.controller) return false;
  return (await (await caches.open(`panel-pages-${person}`)).keys()).length === count;
}"""
ONLY_FILES = """async ([name]) =>
  (await caches.keys()).filter((each) => each.startsWith("panel-files-")).join() === name"""


def until(page, script, *facts):
    """Wait for what a script finds out by asking: Playwright takes a promise for an answer."""
    for _ in range(200):
        with suppress(Error):  # the page is just loaded again
            if page.evaluate(script, facts):
                return
        page.wait_for_timeout(50)
    raise AssertionError(script)


@pytest.fixture
def opened(server, sign_in):
    """A judge's list that this tablet keeps with all its pages: opened(page)."""

    def on(page, person=JUDGE):
        sign_in(page, person)
        page.wait_for_url("**/sheets")
        until(page, ALL_KEPT, f"{CODE}/{person}", PAGES)
        return page

    return on


def caches(page, name=""):
    """The names of the tablet's caches that begin so."""
    return page.evaluate(
        "async (name) => (await caches.keys()).filter((each) => each.startsWith(name))", name
    )


def score(page, given):
    for item, mark in given:
        tap(page, item, mark)
    total(page, str(sum(int(mark) for _, mark in given)))


def stored(page):
    """What became of the entries that the tablet still has."""
    return page.evaluate(
        """async (name) => {
          const app = document.querySelector("script[src]").src;
          const { done, open } = await import(app.replace("app.js", "database.js"));
          const db = await open(name);
          const all = await done(db.transaction("entries").objectStore("entries").getAll());
          db.close();
          return all.map(({ state }) => state);
        }""",
        PERSON,
    )


def sent(server):
    """The acts that the server has, in its order, each once."""
    return [each[:2] for each in entries(server)]


def test_marks_of_a_tab_that_was_closed_offline_are_handed_in(server, tablet, opened, no_violations):
    page = opened(tablet())
    context = page.context
    server.kill()
    page.goto(address(server))
    ready(page)
    score(page, list(MARKS.items()))
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(server.url)
    page.wait_for_url("**/sheets")
    expect(page.locator("[data-behaviour='offline']")).to_be_visible()
    expect(page.locator(WAITING)).to_contain_text("11")
    status(page, "offline")
    no_violations(page)
    page.locator(".slot-now a").tap()
    ready(page)
    submit(page)
    standing(page, "submitting")
    page.goto(server.url)
    expect(page.locator(WAITING)).to_contain_text("12")
    expect(page.locator("[data-part='progress'] progress")).to_have_js_property("value", 1)
    assert sent(server) == []
    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    status(page, "saved")
    assert (sent(server), marks(server), states(server)) == (WHOLE, MARKS, ["submitted"])
    expect(page.locator(WAITING)).to_be_empty()


@pytest.fixture
def browser(chromium, server, tmp_path):
    """A browser on one folder, that can be started again: browser() gives its page."""
    running = []

    def start():
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "browser", executable_path=CHROMIUM, args=FLAGS, viewport=TABLET, has_touch=True
        )
        running.append(context)
        return context.pages[0]

    yield start
    running[-1].close()


def kill(folder):
    """The browser that runs on that folder is gone at once, as when a battery is empty."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in line and b"--type=" not in line:
            os.kill(int(process.name), signal.SIGKILL)


def test_a_browser_that_died_offline_goes_on_where_it_was(server, browser, opened, tmp_path):
    page = opened(browser())
    page.context.close()
    server.kill()
    page = browser()
    page.goto(address(server))
    ready(page)
    score(page, list(MARKS.items())[:10])
    with page.expect_event("close"):
        kill(tmp_path / "browser")
    page = browser()
    page.goto(server.url)
    expect(page.locator(WAITING)).to_contain_text("10")
    page.locator(".slot-now a").tap()
    ready(page)
    tap(page, "3", MARKS["3"])
    total(page, "80")
    submit(page)
    standing(page, "submitting")
    server.start()
    status(page, "saved")
    assert (sent(server), marks(server), states(server)) == (WHOLE, MARKS, ["submitted"])


def test_a_new_version_takes_over_and_the_outbox_stays(server, tablet, opened, monkeypatch):
    page = opened(tablet())
    server.kill()
    page.goto(address(server))
    ready(page)
    tap(page, "1.1", "8")
    status(page, "offline")
    monkeypatch.setattr("panel.static_version", lambda _folder: VERSION)
    server.update()
    server.start()
    page.goto(server.address("sheets.index", zone="z1"))
    until(page, ONLY_FILES, f"panel-files-{VERSION}")
    status(page, "saved")
    assert sent(server) == [("1.1", "8")]
    server.kill()
    page.goto(address(server))
    ready(page)
    total(page, "8")


PORTALS = {
    "a page of a guest network": {"status": 200, "content_type": "text/html", "body": "<h1>Welcome</h1>"},
    "a way to it": {"status": 302, "headers": {"Location": "http://guest.invalid/"}},
    "its refusal": {"status": 403, "content_type": "text/html", "body": "<h1>Pay first</h1>"},
    "a server in trouble": {"status": 502, "content_type": "text/html", "body": "<h1>Bad gateway</h1>"},
}


@pytest.mark.parametrize("answer", PORTALS.values(), ids=PORTALS)
def test_no_other_page_takes_the_place_of_a_kept_one(server, tablet, opened, answer):
    page = opened(tablet())
    page.context.route("**/sheets/**", lambda route: route.fulfill(**answer))
    page.goto(address(server))
    ready(page)
    expect(page.locator("[data-behaviour='offline']")).to_be_visible()
    page.context.unroute_all()
    server.kill()
    page.goto(address(server))
    ready(page)


def test_the_server_is_told_how_many_sheets_a_tablet_keeps(server, tablet, opened):
    page = tablet()
    with page.expect_request(lambda request: '"kept":6' in (request.post_data or "")) as told:
        opened(page)
    assert told.value.response().ok
    with server.app.app_context():
        assert db.session.scalars(select(Device.kept)).all() == [6]
        db.session.remove()


def test_a_tablet_shows_nobody_anothers_pages(server, tablet, opened, sign_in):
    page = opened(tablet())
    opened(page, OTHER)
    server.kill()
    page.goto(address(server, OTHER))
    expect(page.locator(".who")).to_contain_text("กรรมการคนที่ ๒")
    assert caches(page, "panel-pages-") == [f"panel-pages-{PERSON}", f"panel-pages-{CODE}/{OTHER}"]
    with pytest.raises(Exception, match=r"ERR_FAILED|ERR_CONNECTION_REFUSED"):
        page.goto(address(server))


def test_signing_out_waits_for_what_is_unsent_and_takes_the_kept_pages(server, tablet, opened, no_violations):
    page = opened(tablet())
    page.context.route("**/entries", lambda route: route.abort())
    page.goto(address(server))
    ready(page)
    tap(page, "1.1", "8")
    status(page, "offline")
    leave = page.locator("[data-behaviour='leaving'] button")
    leave.tap()
    said = page.locator("[data-part='stays']")
    expect(said).to_contain_text("1")
    no_violations(page)
    page.context.unroute_all()
    status(page, "saved")
    server.kill()
    leave.tap()
    expect(said).not_to_contain_text("1")
    expect(said).to_be_visible()
    server.start()
    leave.tap()
    page.wait_for_url("**/sign-in")
    assert caches(page, "panel-pages-") == []
    assert sent(server) == [("1.1", "8")]
    assert stored(page) == ["stored"]


def score_the_rest(event, stage):
    """All sheets of the zone but the judge's first one are submitted."""
    zone = find_zone(event, "z1")
    for seat in [seat.code for seat in zone.seats if seat.scores]:
        for presenter in [slot.presenter.code for slot in timed_slots(zone)]:
            if (seat, presenter) != (JUDGE, FIRST):
                score_sheet(event, stage.by(seat), seat, presenter)


def test_what_the_server_has_goes_once_the_zone_is_final(server, clock, tablet, opened):
    stage = Stage(server.app, clock)
    page = opened(tablet())
    page.goto(address(server))
    ready(page)
    score(page, list(MARKS.items()))
    submit(page)
    standing(page, "submitted")
    status(page, "saved")
    assert stored(page) == ["stored"] * 12
    stage.run(lambda event: score_the_rest(event, stage))
    stage.finalise()
    page.goto(server.url)
    status(page, "saved")
    expect(page.locator("[data-final]")).to_be_visible()
    assert stored(page) == []


def test_a_page_that_was_not_changed_costs_next_to_nothing(server, tablet, opened):
    page = opened(tablet())
    page.goto(address(server))
    ready(page)
    wire = []
    whole = server.app.wsgi_app

    def counted(environ, start_response):
        def begin(line, headers, *rest):
            wire.append((environ["PATH_INFO"], sum(len(f"{name}: {value}\r\n") for name, value in headers)))
            return start_response(line, headers, *rest)

        for chunk in whole(environ, begin):
            wire.append((environ["PATH_INFO"], len(chunk)))
            yield chunk

    server.app.wsgi_app = counted
    page.reload()
    ready(page)
    cost = sum(count for path, count in wire if not path.endswith(("/live", "/entries")))
    assert (cost <= 5_000, page.evaluate("document.querySelector('form.sheet') !== null")) == (True, True), (
        wire
    )
