"""The pictures of README and guides: a day of the reference event, played and photographed.

Run by bin/pictures. Everything follows from the seed and a clock that is set by hand, so the same day
gives the same pictures. What a picture is about is tapped; the rest goes through operations.
"""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from panel import create_app
from panel.adapters.folder import read_folder
from panel.adapters.language import BANGKOK
from panel.adapters.secrets import derive_key
from panel.cli.worker import make
from panel.db import db, writing
from panel.domain.days import Happened
from panel.domain.documents import Choice, Document
from panel.domain.rehearsals import marks_of
from panel.domain.sheets import Act
from panel.operations.audit import Author
from panel.operations.days import note_happening
from panel.operations.entries import NewEntry
from panel.operations.events import create_event
from panel.operations.jobs import claim_job
from panel.operations.papers import file_paper
from panel.operations.schedules import publish_plan
from panel.queries.instruments import instrument_of
from panel.queries.schedules import find_slot, timed_slots
from tests.browser.camera import DESK, LANDSCAPE, UPRIGHT, WALL, Camera
from tests.browser.conftest import FLAGS, PHONE, TABLET, Server
from tests.browser.test_offline import ALL_KEPT, PAGES, until
from tests.conftest import REFERENCE, SECRET, Hands, entries_for, settings_for
from tests.stages import Stage

PUBLIC_URL = "https://panel.example.go.th"
"""What links and QR codes say."""
SEED = 7
PIN = "2568"
ZONE, JUDGE, CHAIR = "z1", "z1-judge-1", "z1-chair"
JUDGES = [f"z1-judge-{number}" for number in (1, 2, 3, 4)]
FIRST, SECOND, THIRD, NOW, LAST = ("3101", "3116", "3115", "3121", "3103")
"""The amphoe of zone 1 in the order of their slots."""


class Day(Stage):
    """What happens behind the camera, at a time of the day."""

    def set(self, time: str, date: str = "2025-08-08") -> None:
        self.clock.at = datetime.fromisoformat(f"{date}T{time}").replace(tzinfo=BANGKOK)

    def marks(self, seat: str, presenter: str) -> dict[str, str]:
        return self.run(
            lambda event: marks_of(instrument_of(event.rounds[0].instrument), SEED, seat, presenter)
        )

    def fill(self, seats: list[str], presenter: str, first: int | None = None) -> None:
        """Whole sheets, submitted; or only the first so many marks."""
        for seat in seats:
            given = dict(list(self.marks(seat, presenter).items())[:first])
            self.score(seat, presenter, given, submit=first is None)

    def paper(self, seat: str, presenter: str) -> None:
        """The secretary types a sheet."""
        marks = entries_for(seat, presenter, self.marks(seat, presenter))
        submission = NewEntry(f"{seat}-{presenter}", seat, presenter, Act.SUBMIT)
        by = "z1-secretary"
        self.run(
            lambda event: file_paper(
                event, marks, submission, by=self.by(by), read_back_by="กรรมการเจ้าของใบคะแนน"
            ),
            write=True,
        )

    def rule(self, kind: Act, seat: str, presenter: str, reason: str) -> None:
        """The chair's act on a sheet."""
        self.act(CHAIR, seat, kind, presenter, value={"reason": reason})

    def happen(self, presenter: str, **times: str) -> None:
        """The secretary presses: presenting="09:01", done="09:30"."""
        for kind, time in times.items():
            self.set(time)
            self.run(
                lambda _, kind=kind: note_happening(
                    find_slot(self.zone(), presenter), Happened(kind), by=self.by("z1-secretary")
                ),
                write=True,
            )

    def work(self) -> None:
        """The worker makes the plan that was asked for."""
        key = self.run(lambda _: claim_job(by=self.by("organiser")).key, write=True)
        make(self.app.extensions["panel_settings"], key)

    def plan(self, zone: str) -> list[str]:
        return self.run(lambda event: [slot.presenter.code for slot in timed_slots(self.zone(zone))])

    def judge_whole(self, zone: str) -> None:
        """Every sheet of a zone is submitted, and its chair finalises."""
        seats = self.run(lambda event: [seat.code for seat in self.zone(zone).seats if seat.scores])
        for presenter in self.plan(zone):
            self.fill(seats, presenter)
        self.finalise(zone)


def before_the_day(day: Day, camera: Camera) -> None:
    day.set("14:00", date="2025-08-06")
    with camera.device("organiser", DESK) as page:
        camera.shoot(page, "overview")
        camera.shoot(camera.open(page, "schedules.plan"), "plan", whole=True)
        camera.shoot(camera.open(page, "panels.index"), "panels")
        camera.shoot(camera.open(page, "accounts.person_link", person=JUDGE), "access-link")
        the_plan_is_made(day, camera, page)


def the_plan_is_made(day: Day, camera: Camera, page: Page) -> None:
    """The letter's times are refused; an organiser takes a way out of each clash, and publishes."""
    camera.open(page, "schedules.planning")
    with page.expect_navigation():
        page.locator("form.card button").click()
    day.work()
    clashes = page.locator("section[aria-labelledby='cores'] .notice")
    clashes.last.wait_for()
    camera.shoot(page, "plan-refused")
    for place in range(clashes.count()):
        with page.expect_navigation():
            clashes.nth(place).locator(".ways button").first.click()
    camera.open(page, "schedules.zoning")
    with page.expect_navigation():
        page.locator("button[formaction$='/zoning']").click()
    day.work()
    page.locator("svg.map").wait_for()
    page.set_viewport_size(UPRIGHT)
    page.locator("p[data-said]").evaluate("each => each.scrollIntoView()")
    camera.shoot(page, "zoning")
    day.run(lambda event: publish_plan(event, by=day.by("organiser")), write=True)


def until_the_fourth(day: Day) -> None:
    """Three amphoe of zone 1 have presented, with a recusal, a paper sheet, an absence, a sheet returned."""
    day.happen(FIRST, called="08:55", presenting="09:01", questions="09:15")
    day.set("09:28")
    day.act("z1-judge-2", "z1-judge-2", Act.RECUSE, FIRST, value={"reason": "เคยปฏิบัติงานที่อำเภอนี้"})
    day.fill([JUDGE, "z1-judge-3", "z1-judge-4", CHAIR], FIRST)
    day.happen(FIRST, done="09:31")
    day.happen(SECOND, presenting="09:33", questions="09:47")
    day.set("09:58")
    day.fill([JUDGE, "z1-judge-2", "z1-judge-4", CHAIR], SECOND)
    day.paper("z1-judge-3", SECOND)
    day.happen(SECOND, done="10:04")
    day.happen(THIRD, presenting="10:06", questions="10:21")
    day.set("10:29")
    day.fill([JUDGE, "z1-judge-2", "z1-judge-3", CHAIR], THIRD)
    day.rule(Act.ABSENT, "z1-judge-4", THIRD, "ติดราชการด่วน")
    day.happen(THIRD, done="10:35")
    day.set("10:36")
    day.rule(Act.RETURN, JUDGE, THIRD, "โปรดทบทวนคะแนนข้อ ๒.๓.๑ ให้ตรงกับเอกสารหลักฐาน")
    day.happen(NOW, presenting="10:38")
    day.happen(LAST, called="10:46")
    day.set("10:50")
    day.fill(["z1-judge-2"], NOW, first=4)
    day.fill(["z1-judge-3"], NOW, first=7)


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
        _tap(page, marks[6:])
        _saved(page, marks)
        page.locator("[data-part='submit']").tap()
        page.locator("#submission[open]").wait_for()
        page.wait_for_timeout(500)  # the touch still shows where it was
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
    with camera.device(CHAIR, LANDSCAPE) as page:
        camera.shoot(camera.open(page, "results.board", zone=ZONE), "board", whole=True)
        decision = page.locator("form[action$='/settlement']")
        decision.locator("input[name='reason']").fill("ใบกระดาษที่ลงนามแล้วถูกต้อง")
        with page.expect_navigation():
            decision.locator("button[value='0']").tap()
    with camera.device("z1-secretary", LANDSCAPE) as page:
        camera.shoot(camera.open(page, "sheets.papers", zone=ZONE), "papers")
    with camera.device("organiser", DESK) as page:
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
        camera.shoot(camera.open(page, "results.finalisation", zone=ZONE), "finalisation", whole=True)
        page.locator("input[name='pin']").fill(PIN)
        with page.expect_navigation():
            page.locator("main form button").click()
        camera.shoot(camera.open(page, "results.zone", zone=ZONE), "zone-results")


def the_province_reads(day: Day, camera: Camera, folder: Path) -> None:
    for zone in ("z2", "z3", "z4"):
        day.judge_whole(zone)
    day.set("12:05")
    with camera.device("organiser", DESK) as page:
        camera.shoot(camera.open(page, "results.province"), "province", whole=True)
        camera.shoot(camera.open(page, "documents.index"), "documents")
    camera.print("paper-sheet", Choice(Document.SHEETS, ZONE, FIRST, JUDGE), folder)
    camera.print("summary-paper", Choice(Document.SUMMARY, ZONE), folder)
    camera.print("ranking-paper", Choice(Document.RANKING, ZONE), folder)


@contextmanager
def _stage(folder: Path) -> Iterator[tuple[Server, Hands]]:
    """The served app with the reference event in a database of its own."""
    clock, url = Hands(), f"sqlite:///{folder / 'panel.db'}"
    server = Server(url, folder, clock)
    server.app = create_app(settings_for(url, folder, base_url=PUBLIC_URL), clock=clock)
    with server.app.app_context():
        db.create_all()
        with writing():
            by = Author(None, clock(), derive_key(SECRET, "audit"))
            create_event(read_folder(REFERENCE), by=by, secret=SECRET)
        db.session.remove()
    server.start()
    try:
        yield server, clock
    finally:
        server.kill()


def main(target: Path) -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        with _stage(folder) as (server, clock):
            day, camera = Day(server.app, clock), Camera(server, browser, clock, target)
            before_the_day(day, camera)
            until_the_fourth(day)
            a_judge_scores(day, camera)
            a_phone_loses_its_network(day, camera)
            the_hall_is_run(day, camera)
            the_panel_is_followed(day, camera)
            the_chair_finalises(day, camera)
            the_province_reads(day, camera, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
