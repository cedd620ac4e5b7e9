"""The pictures of README and guides: a day of the reference event, played and photographed.

Run by bin/pictures. Everything follows from the seed and a clock that is set by hand, so the same day
gives the same pictures. What a picture is about is tapped; the rest goes through operations (played).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from panel import create_app
from panel.adapters.folder import read_folder
from panel.adapters.secrets import derive_key
from panel.db import db, writing
from panel.domain.documents import Choice, Document
from panel.domain.panels import Role
from panel.operations.audit import Author
from panel.operations.events import create_event
from panel.operations.schedules import publish_plan
from tests.browser.camera import DESK, UPRIGHT, Camera
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE, Server
from tests.browser.pictures_hall import (
    a_judge_scores,
    a_phone_loses_its_network,
    the_chair_finalises,
    the_hall_is_run,
    the_panel_is_followed,
)
from tests.browser.played import ELSEWHERE, FIRST, JUDGE, LAST, NOW, SECOND, ZONE, Day, until_the_fourth
from tests.conftest import REFERENCE, SECRET, Hands, settings_for

PUBLIC_URL = "https://panel.example.go.th"
"""What links and QR codes say."""
FINAL_PANEL = {
    "z1-chair": Role.CHAIR,
    "z2-judge-1": Role.JUDGE,
    "z3-judge-1": Role.JUDGE,
    "z4-judge-1": Role.JUDGE,
}


def before_the_day(day: Day, camera: Camera) -> None:
    day.set("14:00", date="2025-08-06")
    with camera.device("organiser", DESK) as page:
        camera.shoot(page, "overview")
        camera.shoot(camera.open(page, "schedules.plan"), "plan", whole=True)
        camera.shoot(camera.open(page, "panels.index"), "panels")
        camera.shoot(camera.open(page, "accounts.person_link", person=JUDGE), "access-link")
        the_plan_is_made(day, camera, page)
        day.wait_for_materials(timedelta(days=1))
        for presenter in (FIRST, SECOND, NOW, LAST):
            day.bring(presenter)
        with camera.device(f"amphoe-{LAST}", PHONE) as phone:
            camera.open(phone, "schedules.presenting_of", presenter=LAST)
            phone.locator("#materials").evaluate("each => each.scrollIntoView()")
            camera.shoot(phone, "phone-materials")
        what_is_missing(day, camera, page)


def what_is_missing(day: Day, camera: Camera, page: Page) -> None:
    """The evening before."""
    day.set("17:30", date="2025-08-07")
    day.keep_house()
    camera.shoot(camera.open(page, "events.readiness"), "readiness")


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


def the_province_reads(day: Day, camera: Camera, folder: Path) -> None:
    """All zones are final; the best of each go into the final, which decides; what is published is read."""
    with camera.device("organiser", DESK) as page:
        the_final_is_agreed_on(page, camera)
        for zone, heard in ELSEWHERE.items():
            day.judge(zone, after=heard)
            day.finalise(zone)
        day.set("12:40")
        page.set_viewport_size({"width": 1280, "height": 960})
        camera.shoot(camera.open(page, "results.final"), "final")
        page.set_viewport_size(DESK)
        day.fill_the_final(FINAL_PANEL)
        day.set("16:20")
        day.end_the_final("z1-chair")
        camera.shoot(camera.open(page, "results.province"), "province", whole=True)
        results_are_published(page, camera)
        camera.shoot(camera.open(page, "documents.index"), "documents")
    with camera.device(f"amphoe-{NOW}", PHONE) as page:
        camera.shoot(camera.open(page, "results.feedback"), "phone-result")
    camera.print("paper-sheet", Choice(Document.SHEETS, ZONE, FIRST, JUDGE), folder)
    camera.print("blank-sheet", Choice(Document.BLANK_SHEETS, ZONE, FIRST, JUDGE), folder)
    camera.print("result-paper", Choice(Document.RESULTS, ZONE, FIRST), folder)
    camera.print("summary-paper", Choice(Document.SUMMARY, ZONE), folder)
    camera.print("ranking-paper", Choice(Document.RANKING, ZONE), folder)
    camera.print("province-paper", Choice(Document.RANKING), folder, page=-2)
    camera.print("brief-paper", Choice(Document.BRIEF), folder)
    camera.print(
        "signature-paper", Choice(Document.SHEETS, ZONE, seat=JUDGE, one_signature=True), folder, page=-1
    )


def the_final_is_agreed_on(page: Page, camera: Camera) -> None:
    camera.open(page, "results.final")
    for name, text in {"name": "รอบชิงชนะเลิศ", "top": "2", "carry": "20", "start": "13.30"}.items():
        page.locator(f"main input[name='{name}']").fill(text)
    with page.expect_navigation():
        page.locator("button[name='save']").click()


def results_are_published(page: Page, camera: Camera) -> None:
    """To each amphoe its own; to everybody the province, as the picture shows it beforehand."""
    for what in ("feedback", "public"):
        camera.open(page, "results.new_publication")
        page.locator("select[name='zone']").select_option(ZONE if what == "feedback" else "-")
        page.locator(f"input[name='what'][value='{what}']").check()
        with page.expect_navigation():
            page.locator("main form .button-primary").first.click()
        if what == "public":
            page.locator("#preview").evaluate("each => each.scrollIntoView()")
            camera.shoot(page, "publication")
        with page.expect_navigation():
            page.locator("form[method='post'][action$='/publications'] .button-primary").click()


@contextmanager
def _stage(folder: Path) -> Iterator[tuple[Server, Hands]]:
    """The served app with the reference event in a database of its own."""
    clock, url = Hands(), f"sqlite:///{folder / 'panel.db'}"
    clock.forward(days=-4)
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
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
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
