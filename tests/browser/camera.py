"""The camera of bin/pictures: people on devices of their own, what they see, and what is printed for them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
from flask import url_for
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from panel.adapters.secrets import screen_token
from panel.db import db
from panel.domain.documents import Choice
from panel.operations.documents import render
from panel.queries.events import find_event
from tests.browser.conftest import PHONE, TABLET, Server
from tests.conftest import REFERENCE, SECRET, Hands

DESK = {"width": 1280, "height": 900}
LANDSCAPE = {"width": 1180, "height": 820}
DEEP = {"width": 1180, "height": 1430}
UPRIGHT = {"width": 760, "height": 1380}
WALL = {"width": 1280, "height": 720}
"""A hall's projector."""
CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
ANDROID, WINDOWS = CHROME.format("Linux; Android 14"), CHROME.format("Windows NT 10.0; Win64; x64")
COLOURS = 128
MOST_BYTES = 120_000


class Camera:
    """People on their devices, and pictures of what they see."""

    def __init__(self, server: Server, browser: Browser, clock: Hands, folder: Path) -> None:
        self.server = server
        self.browser = browser
        self.clock = clock
        self.folder = folder

    @contextmanager
    def device(self, person: str, size: dict[str, int], link: str = "") -> Iterator[Page]:
        """Somebody signs in on a new device; `link` names a picture of the page before the button."""
        context = self._context(size)
        page = context.new_page()
        page.clock.set_fixed_time(self.clock.at)
        page.goto(self.server.link(person))
        if link:
            self.shoot(page, link)
        with page.expect_navigation():
            page.locator("main form button").first.click()
        yield page
        context.close()

    @contextmanager
    def anybody(self, size: dict[str, int]) -> Iterator[Page]:
        """A device on which nobody signs in."""
        context = self._context(size)
        yield context.new_page()
        context.close()

    def _context(self, size: dict[str, int]) -> BrowserContext:
        return self.browser.new_context(
            viewport=size,
            device_scale_factor=1.5 if size in (TABLET, PHONE) else 1,
            has_touch=size not in (DESK, WALL),
            user_agent=WINDOWS if size in (DESK, WALL) else ANDROID,
            locale="th-TH",
            timezone_id="Asia/Bangkok",
            reduced_motion="reduce",
        )

    def open(self, page: Page, endpoint: str, **codes: str) -> Page:
        page.goto(self.server.address(endpoint, **codes))
        page.wait_for_timeout(500)  # a page that follows the day is never idle on the network
        return page

    def wall(self, venue: str = "buriram") -> str:
        """The address of a hall's screen."""
        token = screen_token(SECRET, REFERENCE.name, venue, 1)
        with self.server.app.test_request_context(base_url=self.server.url):
            return url_for("schedules.screen", _external=True, venue=venue, token=token)

    def shoot(self, page: Page, name: str, *, whole: bool = False) -> None:
        path = self.folder / f"{name}.png"
        page.screenshot(path=path, full_page=whole, animations="disabled", caret="hide")
        _shrink(path)

    def print(self, name: str, choice: Choice, folder: Path, *, page: int = 0) -> None:
        """A page of a document, the first unless told otherwise; from the end where it is negative."""
        pdf, path = folder / f"{name}.pdf", self.folder / name
        with self.server.app.app_context():
            pdf.write_bytes(
                render(find_event(REFERENCE.name), choice, self.server.app.extensions["panel_settings"])
            )
            db.session.remove()
        picture(pdf, path, page)


def picture(pdf: Path, path: Path, page: int) -> None:
    """Of one page."""
    with pikepdf.open(pdf) as document:
        number = str(range(1, len(document.pages) + 1)[page])
    command = ["pdftoppm", "-r", "90", "-png", "-singlefile", "-f", number, str(pdf), str(path)]
    subprocess.run(command, check=True)
    _shrink(path.with_suffix(".png"))


def _shrink(path: Path) -> None:
    """The fewest bytes that still read well: few colours, and no dots between them."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    size = path.stat().st_size
    print(f"      {path.name}: {size // 1000} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"{path} has {size} bytes: expected at most {MOST_BYTES}")
