"""What bin/pictures photographs in a hall: the wall, tablets of judges, the board, an amphoe's phone."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.camera import DEEP, DESK, LANDSCAPE, UPRIGHT, WALL, Camera
from tests.browser.conftest import PHONE, TABLET
from tests.browser.played import CHAIR, JUDGE, JUDGES, LAST, NOW, SECOND, THIRD, ZONE, Day
from tests.browser.test_offline import ALL_KEPT, PAGES, until
from tests.conftest import REFERENCE

PIN = "2568"


def the_hall_is_run(day: Day, camera: Camera) -> None:
    """The secretary's clock and a change of the rest; the wall and everybody's phones follow."""
    day.set("10:50:30")
    with camera.anybody(WALL) as page:
        page.goto(camera.wall())
        page.wait_for_selector("body[data-link=on]")
        camera.shoot(page, "hall-screen")
    with camera.device("z1-secretary", TABLET) as page:
        camera.shoot(camera.open(page, "schedules.day", zone=ZONE), "day")
        page.locator("a[href*='/changes/follow']").tap()
        page.locator("form[method='post'] button").last.wait_for()
        camera.shoot(page, "day-change")
        with page.expect_navigation():
            page.locator("form[action$='/changes/follow'][method='post'] button").tap()
        camera.shoot(page, "day-told")
    with camera.anybody(PHONE) as page:
        camera.open(page, "schedules.public")
        page.locator(".board-column").first.evaluate("each => each.scrollIntoView()")
        camera.shoot(page, "phone-plan")
    with camera.device(f"amphoe-{LAST}", PHONE) as page:
        camera.shoot(camera.open(page, "schedules.presenting_of", presenter=LAST), "phone-amphoe")


def a_judge_scores(day: Day, camera: Camera) -> None:
    marks = list(day.marks(JUDGE, NOW).items())
    sheet = {"zone": ZONE, "seat": JUDGE}
    with camera.device(JUDGE, TABLET) as page:
        camera.shoot(camera.open(page, "sheets.index", zone=ZONE), "my-sheets")
        camera.shoot(camera.open(page, "sheets.sheet", presenter=THIRD, **sheet), "returned")
        camera.open(page, "sheets.sheet", presenter=NOW, **sheet)
        _tap(page, marks[:6])
        _saved(page, marks[:6])
        page.evaluate("window.scrollTo(0, 0)")
        camera.shoot(page, "sheet")
        page.locator("main details.card > summary").tap()
        page.wait_for_timeout(500)  # the touch still shows where it was
        camera.shoot(page, "sheet-materials")
        _tap(page, marks[6:])
        _saved(page, marks)
        page.locator("[data-part='submit']").tap()
        page.locator("#submission[open]").wait_for()
        page.wait_for_timeout(500)
        camera.shoot(page, "submission")


def a_phone_loses_its_network(day: Day, camera: Camera) -> None:
    seat = "z1-judge-4"
    with camera.device(seat, PHONE, link="link") as page:
        page.wait_for_url("**/sheets")
        until(page, ALL_KEPT, f"{REFERENCE.name}/{seat}", PAGES)
        camera.open(page, "sheets.sheet", zone=ZONE, seat=seat, presenter=NOW)
        marks = list(day.marks(seat, NOW).items())
        _tap(page, marks[:2])
        _saved(page, marks[:2])
        page.context.set_offline(True)
        _tap(page, marks[2:5])
        page.locator('[data-sync="offline"]').wait_for()
        camera.shoot(page, "phone-sheet")
        _tap(page, marks[5:])
        _submit(page)
        camera.shoot(camera.open(page, "sheets.index", zone=ZONE), "phone-list")


def _submit(page: Page) -> None:
    page.locator("[data-part='submit']").tap()
    dialog = page.locator("#submission")
    dialog.locator(f"input[name='heard'][value='{NOW}']").check()
    dialog.locator("button.button-primary").tap()
    page.locator("[data-when='submitting']").wait_for()


def _tap(page: Page, marks: list[tuple[str, str]]) -> None:
    """Whole marks by tap, others typed."""
    for item, mark in marks:
        tap = page.locator(f'.tap[data-item="{item}"][data-mark="{mark}"]')
        if tap.count():
            tap.tap()
        else:
            page.locator(f'input[name="mark-{item}"]').fill(mark)
            page.locator(f'input[name="mark-{item}"]').blur()


def _saved(page: Page, marks: list[tuple[str, str]]) -> None:
    """The server has each of them."""
    for item, _ in marks:
        page.locator(f'[data-tick="mark-{item}"][data-state="stored"]').wait_for()
    page.locator('[data-sync="saved"]').wait_for()


def the_panel_is_followed(day: Day, camera: Camera) -> None:
    """A tablet comes back after its judge's paper was typed: what it still had waits for the chair."""
    day.set("10:53")
    day.score("z1-judge-3", SECOND, {"1.1": "7", "2.3.1": "10.5"}, submit=False)
    with camera.device(CHAIR, DEEP) as page:
        camera.shoot(camera.open(page, "results.board", zone=ZONE), "board")
        decision = page.locator("form[action$='/settlement']")
        decision.locator("input[name='reason']").fill("ใบกระดาษที่ลงนามแล้วถูกต้อง")
        with page.expect_navigation():
            decision.locator("button[value='0']").tap()
    with camera.device("z1-secretary", LANDSCAPE) as page:
        camera.shoot(camera.open(page, "sheets.papers", zone=ZONE), "papers")
    with camera.device("organiser", DESK) as page:
        camera.shoot(camera.open(page, "results.province_board"), "province-board", whole=True)
        page.goto(camera.server.address("accounts.people") + f"?zone={ZONE}")
        camera.shoot(page, "access")


def the_chair_finalises(day: Day, camera: Camera) -> None:
    day.happen(NOW, questions="10:53", done="11:08")
    day.happen(LAST, presenting="11:09", questions="11:24", done="11:38")
    day.fill([JUDGE], THIRD)
    for presenter in (NOW, LAST):
        day.fill([*JUDGES, CHAIR], presenter)
    day.set("11:40")
    with camera.device(JUDGE, TABLET) as page:
        camera.shoot(camera.open(page, "sheets.overview", zone=ZONE), "own-marks")
    with camera.device(CHAIR, LANDSCAPE) as page:
        camera.open(page, "accounts.pin")
        for name in ("pin", "again"):
            page.locator(f"input[name='{name}']").fill(PIN)
        with page.expect_navigation():
            page.locator("main form button").click()
        camera.shoot(camera.open(page, "results.reliability", zone=ZONE), "reliability", whole=True)
        camera.shoot(camera.open(page, "results.finalisation", zone=ZONE), "finalisation", whole=True)
        page.locator("input[name='pin']").fill(PIN)
        with page.expect_navigation():
            page.locator("main form button").click()
        camera.shoot(camera.open(page, "results.zone", zone=ZONE), "zone-results")
        page.set_viewport_size(UPRIGHT)
        camera.shoot(camera.open(page, "results.presenter", zone=ZONE, presenter=NOW), "amphoe-result")
