"""What web tests share: strangers' browsers, links, devices, and open streams."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from panel.adapters import live
from panel.adapters.secrets import link_token
from panel.db import db, writing
from panel.models import Device
from panel.operations.audit import Author
from panel.queries.accounts import find_person
from panel.queries.events import find_event
from tests.conftest import CODE, SECRET, Hands
from tests.stages import Stage
from tests.web.listeners import Listener

EVENT = f"/events/{CODE}"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


def link(person: str, generation: int = 1) -> str:
    """The path of a person's link."""
    return f"/l/{link_token(SECRET, CODE, person, generation)}"


def page(response: TestResponse) -> str:
    """What is shown, with quotation marks and spaces as they are read."""
    return unescape(response.text).replace("\N{NO-BREAK SPACE}", " ")


def read(response: TestResponse) -> list[str]:
    """The words of the page's main part, one by one: addresses and tags have digits of their own."""
    return re.sub(r"<[^>]*>", " ", page(response).partition("<main")[2]).split()


def knock(
    client: FlaskClient,
    password: str,
    account: str = "organiser",
    address: str = "10.0.0.1",
    **more: str,
) -> TestResponse:
    """Try to sign in by a password."""
    form = {"account": account, "password": password, **more}
    return client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": address})


@pytest.fixture
def quick_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for a frame that never comes is told soon."""
    monkeypatch.setattr(live, "BEAT", 0.1)
    monkeypatch.setattr(live, "QUIET", 0.5)


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    """listen(client, url): an open stream, closed when the test ends."""
    opened: list[Listener] = []

    def listening(client, url, **headers):
        opened.append(Listener(client, url, **headers))
        return opened[-1]

    yield listening
    for each in opened:
        each.close()


@pytest.fixture
def stage(app: Flask, clock: Hands) -> Stage:
    """The event behind the pages."""
    return Stage(app, clock)


@pytest.fixture
def browser(app: Flask) -> Callable[[], FlaskClient]:
    """A browser in which nobody is signed in, reading English."""

    def opened():
        client = app.test_client()
        with client.session_transaction() as session:
            session["lang"] = "en"
        return client

    return opened


@pytest.fixture
def do(app: Flask, clock: Hands) -> Callable[..., None]:
    """An operation on a person, by nobody: do(set_pin, "z1-chair", …)."""

    def act(operation, person, *args, **kwargs):
        with app.app_context(), writing():
            by = Author(None, clock(), b"key")
            operation(find_person(find_event(CODE), person), *args, by=by, **kwargs)

    return act


@pytest.fixture
def devices(app: Flask) -> Callable[[], list[tuple[str, str, bool]]]:
    """All devices as (person, label, signed in)."""

    def listed():
        with app.app_context():
            found = db.session.scalars(db.select(Device).order_by(Device.id))
            return [(each.person.code, each.label, each.revoked_at is None) for each in found]

    return listed
