"""The hall screen and all that follows the day, in a real browser: within a second, by one time, offline."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from flask import url_for
from playwright.sync_api import Page

from panel.adapters.clock import clock_from
from panel.adapters.secrets import derive_key, screen_token
from panel.db import db, writing
from panel.domain.days import Happened
from panel.operations.audit import Author
from panel.operations.days import note_happening
from panel.operations.schedules import publish_plan, start_zone
from panel.queries.events import find_event, find_zone
from panel.queries.schedules import timed_slots
from tests.conftest import CODE, MORNING, SECRET

WALLS = [(1920, 1080), (1280, 720), (1024, 768), (810, 1080)]
HOUR_OFF = "{ const real = Date.now; Date.now = () => real() + 3_600_000 * 1.5; }"
COUNTED_TONES = """
  window.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
"""
SCRIPT = "import(document.querySelector('script[type=module]').src.replace('app.js', '{}'))"
MODULE = SCRIPT.format("time.js")
TIME = f"{MODULE}.then((time) => time.now())"
COLOUR = "getComputedStyle(document.body).backgroundColor"
BOXES = """() => Object.fromEntries(["zone", "notice", "name", "count", "next", "clock"].map((part) => {
  const element = document.querySelector(`[data-part="${part}"]`);
  const box = element.getBoundingClientRect();
  return [part, {top: box.top, bottom: box.bottom, left: box.left, right: box.right, height: box.height}];
}))"""


@pytest.fixture(autouse=True)
def running_clock(server):
    """The app's clock runs on from 09.10 of the event's day."""
    server.app.extensions["panel_clock"] = clock_from(MORNING)


@pytest.fixture
def act(server):
    """act(operation on the event): done at once, by nobody, at the app's time."""

    def acted(operation: Callable) -> None:
        with server.app.app_context():
            with writing():
                at = server.app.extensions["panel_clock"]()
                operation(find_event(CODE), Author(None, at, derive_key(SECRET, "audit")))
            db.session.remove()

    return acted


def happens(place: int, kind: str):
    """What happens to the n-th slot of zone 1."""
    return lambda event, by: note_happening(timed_slots(find_zone(event, "z1"))[place], Happened(kind), by=by)


def sets_out(event, by):
    publish_plan(event, by=by)


def runs_late(event, by):
    start_zone(find_zone(event, "z1"), at=580, by=by)
    publish_plan(event, by=by)


@pytest.fixture
def wall(server, device) -> Callable[..., Page]:
    """The screen of zone 1's hall on a new device."""

    def opened(width: int = 1280, height: int = 720, lang: str = "th", script: str = "") -> Page:
        context = device({"width": width, "height": height})
        if script:
            context.add_init_script(script)
        page = context.new_page()
        token = screen_token(SECRET, CODE, "buriram", 1)
        with server.app.test_request_context(base_url=server.url):
            page.goto(url_for("schedules.screen", _external=True, venue="buriram", token=token, lang=lang))
        page.wait_for_selector("body[data-link=on]")
        return page

    return opened


def seconds_left(page: Page) -> int:
    minutes, seconds = page.locator("[data-part=count]").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def test_screen_judges_and_public_plan_follow_by_themselves(server, wall, tablet, phone, sign_in, act):
    act(sets_out)
    screen, judge, sheet, public = wall(), tablet(), tablet(), phone()
    sign_in(judge, "z1-judge-1")
    judge.goto(server.address("sheets.index", zone="z1"))
    sign_in(sheet, "z1-judge-2")
    sheet.goto(server.address("sheets.sheet", zone="z1", seat="z1-judge-2", presenter="3116"))
    public.add_init_script("Math.random = () => 0.1")  # pages fetch a new version one after another
    with public.expect_response("**/live?lang=th"):
        public.goto(server.address("schedules.public"))
    for page in (judge, sheet):
        page.wait_for_selector("[data-bar]")
    act(happens(0, "presenting"))
    screen.wait_for_selector("body[data-stage=presenting]")
    for page in (judge, public):
        page.wait_for_selector("[data-slot='zones/3101'][data-state=presenting]")
    act(runs_late)
    screen.wait_for_selector("[data-part=next]:has-text('10.10')")
    sheet.wait_for_selector("[data-bar]:has-text('09.40')")
    for page in (judge, public):
        page.wait_for_selector("[data-slot='zones/3116']:has-text('09.40–10.10')")
    public.wait_for_selector(".slot-was")  # what else the new version says, a little later


def test_two_screens_agree_though_the_clock_of_one_is_hours_off(wall, act):
    act(happens(0, "presenting"))
    one, other = wall(), wall(script=HOUR_OFF)
    assert other.evaluate("Date.now()") - one.evaluate("Date.now()") > 3_600_000
    began = time.monotonic()
    first, second = one.evaluate(TIME), other.evaluate(TIME)
    assert abs(second - first) < 500 + 1000 * (time.monotonic() - began)
    apart = seconds_left(one) - seconds_left(other)
    assert abs(apart) <= 1 and 14 * 60 < seconds_left(other) <= 15 * 60


def test_a_screen_counts_on_without_the_server_and_catches_up_when_it_is_back(server, wall, act):
    act(happens(0, "presenting"))
    page = wall()
    server.kill()
    page.wait_for_selector("[data-part=offline]")
    assert "09.1" in page.locator("[data-part=offline]").inner_text()
    before, began = seconds_left(page), time.monotonic()
    page.wait_for_timeout(2_000)
    assert abs(before - seconds_left(page) - (time.monotonic() - began)) < 1.5
    act(happens(0, "questions"))
    server.start()
    page.wait_for_selector("body[data-stage=questions]")
    page.wait_for_selector("[data-part=offline]", state="hidden")
    assert seconds_left(page) <= 15 * 60


def test_signs_come_by_words_colour_and_once_touched_by_sound(server, wall, act):
    act(happens(0, "presenting"))
    page = wall(script=COUNTED_TONES)
    calm = page.evaluate(COLOUR)
    page.locator("[data-part=sound]").tap()
    page.wait_for_selector("[data-part=sound]:has-text('Sound is on'), [data-part=sound]:has-text('เสียง')")
    heard = [page.evaluate("window.tones")]
    for minute, sign in ((21, "three"), (23, "one"), (24, "over")):
        server.app.extensions["panel_clock"] = clock_from(MORNING.replace(minute=minute, second=59))
        page.evaluate(f"{MODULE}.then((time) => time.sync('/time'))")
        page.wait_for_selector(f"body[data-sign={sign}] [data-part=warning]:not(:empty)")
        heard.append(page.evaluate("window.tones"))
    page.wait_for_selector("[data-part=count]:has-text('+0:0')")
    assert (heard, page.evaluate(COLOUR) == calm) == ([1, 2, 4, 7], False)


def test_a_countdown_reads_to_the_end_and_then_the_overrun(wall):
    readings = wall().evaluate(
        """async () => {
          const { reading } = await MODULE;
          return [900_000, 180_001, 180_000, 60_001, 60_000, 1, 0, -1, -999, -1_000, -61_000].map((left) => {
            const { text, sign } = reading(left);
            return [text, sign];
          });
        }""".replace("MODULE", SCRIPT.format("countdown.js"))
    )
    assert readings == [
        ["15:00", ""], ["3:01", ""], ["3:00", "three"], ["1:01", "three"], ["1:00", "one"], ["0:01", "one"],
        ["0:00", "over"], ["0:00", "over"], ["0:00", "over"], ["+0:01", "over"], ["+1:01", "over"],
    ]  # fmt: skip


def misplaced(boxes: dict[str, dict[str, float]], width: int, height: int) -> list[str]:
    """The parts that stand outside the wall, or upon the one below."""
    outside = [
        part
        for part, box in boxes.items()
        if box["top"] < 0 or box["left"] < 0 or box["bottom"] > height or box["right"] > width
    ]
    order = ("zone", "notice", "name", "count", "next")
    return outside + [one for one, below in pairwise(order) if boxes[one]["bottom"] > boxes[below]["top"] + 1]


def settled(page: Page, width: int, height: int) -> dict[str, dict[str, float]]:
    """The boxes once they have taken to the wall's new size, or at the end of a good while."""
    boxes: dict[str, dict[str, float]] = {}
    for _ in range(40):
        page.wait_for_timeout(50)
        before, boxes = boxes, page.evaluate(BOXES)
        if boxes == before and not misplaced(boxes, width, height):
            break
    return boxes


@pytest.mark.parametrize(("lang", "long"), [("th", "เฉลิมพระเกียรติ"), ("en", "Chaloem Phra Kiat")])
def test_name_and_countdown_fill_every_wall_and_nothing_is_cut_off(wall, act, no_violations, lang, long):
    act(happens(0, "presenting"))
    page = wall(lang=lang)
    for name in (page.locator("h1").inner_text(), long, "ยี่งอปั๊กกี้น้ำปู่"):
        page.locator("h1").evaluate("(h1, name) => { h1.textContent = name; }", name)
        for width, height in WALLS:
            page.set_viewport_size({"width": width, "height": height})
            boxes = settled(page, width, height)
            assert misplaced(boxes, width, height) == [], (name, width, height, boxes)
            assert boxes["count"]["height"] > 0.22 * height and boxes["name"]["height"] > 0.12 * height
    no_violations(page)
