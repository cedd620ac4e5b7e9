"""A served app with its own database, Debian's Chromium, and people who sign in by their real links.

`server` can be killed and started again on its port; `tablet()` and `phone()` open a page of that size with
touch. A script that fails on any page fails the test.
"""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, url_for
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import BaseWSGIServer, make_server

from panel import create_app
from panel.adapters.secrets import link_token
from panel.db import db
from panel.queries.accounts import find_person
from panel.queries.events import find_event
from panel.web import live
from tests.conftest import CODE, SECRET, Hands, settings_for

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""Without its windows it is the same browser at four fifths of the work."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TABLET = {"width": 810, "height": 1080}
PHONE = {"width": 390, "height": 844}
PATIENCE = 10_000
"""Milliseconds that a page may take before a test gives up."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@cache
def _built(database_url: str) -> Flask:
    """One application for all tests over that address, as in tests/conftest: what it compiled is not compiled
    again."""
    return create_app(settings_for(database_url, Path("/none"), base_url="http://127.0.0.1"))


class Server:
    """The app on a port of this machine, in a thread; what a test sets on the app is put back by `close`."""

    def __init__(self, database_url: str, instance: Path, clock: Hands) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = settings_for(database_url, instance, base_url=self.url)
        self._clock = clock
        self._built = self.app = _built(database_url)
        self._before = dict(self.app.config), dict(self.app.extensions), self.app.wsgi_app
        self.app.extensions.update(panel_settings=self._settings, panel_clock=clock)
        live.init_app(self.app)
        self._server: BaseWSGIServer | None = None
        self._thread: Thread | None = None

    def start(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def kill(self) -> None:
        """Off the network at once: tablets that ask find nobody."""
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self.app.extensions["panel_live"].stop()
            self._server = self._thread = None

    def close(self) -> None:
        """Off the network, and away from the database, for good."""
        self.kill()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        config, extensions, self._built.wsgi_app = self._before
        for kept, before in ((self._built.config, config), (self._built.extensions, extensions)):
            kept.clear()
            kept.update(before)

    def update(self) -> None:
        """Another version of the app, to be started."""
        self.app = create_app(self._settings, clock=self._clock)

    def address(self, endpoint: str, **codes: str) -> str:
        """The address of a page: address("sheets.index", zone="z1")."""
        with self.app.test_request_context(base_url=self.url):
            return url_for(endpoint, _external=True, **{"event": CODE, **codes})

    def link(self, person: str) -> str:
        """The personal link of somebody, as the access slips print it."""
        [endpoint] = {
            rule.endpoint
            for rule in self.app.url_map.iter_rules()
            if rule.endpoint.startswith("accounts.") and rule.arguments == {"token"} and "GET" in rule.methods
        }
        with self.app.app_context():
            found = find_person(find_event(CODE), person)
            assert found is not None, person
            token = link_token(SECRET, CODE, found.code, found.generation)
            db.session.remove()
        with self.app.test_request_context(base_url=self.url):
            return url_for(endpoint, _external=True, token=token)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(database_url: str, tmp_path: Path, clock: Hands) -> Iterator[Server]:
    """The served app with this test's own copy of the reference event; `clock` says 09.10 of its day."""
    server = Server(database_url, tmp_path, clock)
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    assert CHROMIUM, "Chromium is not installed: bin/setup test"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def device(server: Server, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A new browser with its own storage: device(TABLET, java_script_enabled=False)."""
    contexts: list[BrowserContext] = []
    failures: list[str] = []

    def opened(size: dict[str, int], **options: object) -> BrowserContext:
        context = chromium.new_context(
            **{"viewport": size, "has_touch": True, "locale": "th-TH", "base_url": server.url} | options
        )
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda failure: failures.append(str(failure.error)))
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()
    assert failures == []


@pytest.fixture
def tablet(device: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """A page on a new tablet, 810×1080 with touch."""
    return lambda **options: device(TABLET, **options).new_page()


@pytest.fixture
def phone(device: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """A page on a new phone, 390×844 with touch."""
    return lambda **options: device(PHONE, **options).new_page()


@pytest.fixture
def sign_in(server: Server) -> Callable[[Page, str], None]:
    """Open somebody's personal link on that page's device and press its button."""

    def signed_in(page: Page, person: str) -> None:
        page.goto(server.link(person))
        with page.expect_navigation():
            page.locator("main form button").first.click()

    return signed_in


@pytest.fixture(scope="session")
def no_violations() -> Callable[[Page], None]:
    """Refuse a page on which axe finds anything serious or critical."""
    axe = Axe()

    def checked(page: Page) -> None:
        found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        serious = [each for each in found if each["impact"] in {"serious", "critical"}]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in serious] == []

    return checked
