"""The cast and the stage: a database with the reference event, and people of it who are signed in.

The event is laid down once a run; each test gets a copy, at an address that is the same for all tests of a
process, so that they share one application: what it has compiled of SQL, templates and routes takes a third
of a run to make. `PANEL_TEST_DATABASE=postgresql` plays the same tests on PostgreSQL
(`PANEL_TEST_POSTGRESQL_URL` names a server on which databases may be made).
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from panel import create_app
from panel.adapters.folder import read_folder
from panel.adapters.secrets import derive_key
from panel.config import ROOT, Settings
from panel.db import db, writing
from panel.domain.errors import PanelError
from panel.domain.sheets import Act, Actor, Channel
from panel.models import Event, Person, Zone
from panel.operations.accounts import sign_in
from panel.operations.audit import Author
from panel.operations.entries import NewEntry, Receipt, store_entries
from panel.operations.events import create_event
from panel.operations.results import finalise_zone
from panel.queries.accounts import find_person
from panel.queries.events import find_event, find_zone
from panel.queries.schedules import timed_slots
from tests.databases import fresh_copy, new_database

# Two busy cores make any wall-clock limit on an example flaky.
hypothesis.settings.register_profile("panel", deadline=None)
hypothesis.settings.load_profile("panel")

gc.set_threshold(50_000, 20, 20)  # at its own pace the collector took a tenth of a run

ROOMY = 10**9
"""Bytes."""
REFERENCE = ROOT / "schedules" / "growth-team-buriram-2568"
CODE = REFERENCE.name
SECRET = "a secret for tests"
MORNING = datetime.fromisoformat("2025-08-08T09:10:00+07:00")
MARKS = {
    "1.1": "8",
    "1.2": "7",
    "2.1.1": "4",
    "2.1.2": "4",
    "2.1.3": "3",
    "2.2.1": "8",
    "2.2.2": "4",
    "2.3.1": "12",
    "2.4.1": "13",
    "2.5.1": "9",
    "3": "8",
}
"""A full sheet: 80 points."""


class Hands:
    """A clock that a test can set forward."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **parts: float) -> None:
        self.at += timedelta(**parts)


def settings_for(url: str, instance: Path, **changes: object) -> Settings:
    values: dict[str, object] = {
        "instance": instance,
        "database_url": url,
        "base_url": "http://localhost",
        "secret_key": SECRET,
    }
    return Settings(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a database with the tables and the reference event."""
    folder = tmp_path_factory.mktemp("template")
    with new_database(folder) as url:
        _lay_down(create_app(settings_for(url, folder), clock=Hands()))
        yield url


def _lay_down(app: Flask) -> None:
    with app.app_context():
        upgrade()
        with writing():
            by = Author(None, MORNING, derive_key(SECRET, "audit"))
            create_event(read_folder(REFERENCE), by=by, secret=SECRET)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def final_template(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of the same with every sheet handed in and every zone final."""
    folder = tmp_path_factory.mktemp("final")
    with fresh_copy(template, folder) as url:
        app = create_app(settings_for(url, folder), clock=Hands())
        with app.app_context():
            for zone in find_event(CODE).zones:
                score_zone(zone.event, zone, author_of)
                with writing():
                    finalise_zone(find_zone(find_event(CODE), zone.code), by=author_of(f"{zone.code}-chair"))
            db.session.remove()
            db.engine.dispose()
        yield url


def author_of(code: str, at: datetime = MORNING) -> Author:
    """Somebody of the event as the author of an act."""
    return Author(find_person(find_event(CODE), code), at, derive_key(SECRET, "audit"))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the tests of this process have their database, one after another: in memory where that can be
    had, for on a disk every write waits for it."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOMY:
        yield tmp_path_factory.mktemp("house")
        return
    with TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture
def zones_final() -> None:
    """For who asks for it every sheet was handed in and every zone is final, before anything else."""


@pytest.fixture
def database_url(request: pytest.FixtureRequest, house: Path) -> Iterator[str]:
    """URL of this test's own copy."""
    wanted = "final_template" if "zones_final" in request.fixturenames else "template"
    with fresh_copy(request.getfixturevalue(wanted), house) as url:
        yield url


@pytest.fixture
def clock() -> Hands:
    """09.10 on the reference day."""
    return Hands()


@cache
def _built(url: str) -> Flask:
    """The application over that database, without a folder."""
    app = create_app(settings_for(url, Path("/none")))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def app(database_url: str, tmp_path: Path, clock: Hands) -> Iterator[Flask]:
    """The application with this test's own database, folder and clock; what a test sets on it is put back."""
    app = _built(database_url)
    config, extensions = dict(app.config), dict(app.extensions)
    settings = replace(extensions["panel_settings"], instance=tmp_path)
    app.extensions.update(panel_settings=settings, panel_clock=clock)
    yield app
    app.extensions["panel_live"].stop()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    for kept, before in ((app.config, config), (app.extensions, extensions)):
        kept.clear()
        kept.update(before)


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """An application context, for tests of operations and queries. Never around test clients."""
    with app.app_context():
        yield


@pytest.fixture
def event(context: None) -> Event:
    return find_event(CODE)


@pytest.fixture
def zone(event: Event) -> Zone:
    """กลุ่มโซนที่ ๑: five amphoe, a chair and four judges."""
    return find_zone(event, "z1")


@pytest.fixture
def by(event: Event, clock: Hands) -> Callable[[str], Author]:
    """Somebody as the author of an act: by("z1-chair"), by("organiser")."""

    return lambda code: author_of(code, clock())


@pytest.fixture
def as_(app: Flask, clock: Hands) -> Callable[[str], FlaskClient]:
    """A browser in which that person of the event is signed in: as_("z1-judge-1")."""

    def browser(code: str) -> FlaskClient:
        client = app.test_client()
        with app.app_context():
            person = find_person(find_event(CODE), code)
            assert person is not None
            with writing():
                person = find_person(find_event(CODE), code)
                assert isinstance(person, Person)
                by = Author(person, clock(), derive_key(SECRET, "audit"))
                credential = sign_in(person, by=by, label="test")
        with client.session_transaction() as session:
            session["_user_id"] = credential.key
            session["_fresh"] = True
            session["lang"] = "en"
        client.set_cookie("panel_device", str(credential), path="/entries")
        return client

    return browser


def refusal_of(act: Callable[..., object], *args: object, **how: object) -> str:
    """The code with which an act is refused."""
    with pytest.raises(PanelError) as refused:
        act(*args, **how)
    return refused.value.code


def entries_for(seat: str, presenter: str, marks: dict[str, str] | None = None) -> list[NewEntry]:
    """One entry a mark, as a tablet would send them for an empty sheet."""
    given = MARKS if marks is None else marks
    return [
        NewEntry(uuid=str(uuid4()), seat=seat, presenter=presenter, act=Act.MARK, node=node, value=value)
        for node, value in given.items()
    ]


def score(
    event: Event,
    by: Author,
    seat: str,
    presenter: str,
    marks: dict[str, str] | None = None,
    *,
    submit: bool = True,
) -> list[Receipt]:
    """Fill a sheet and, unless told not to, submit it."""
    entries = entries_for(seat, presenter, marks)
    if submit:
        entries.append(NewEntry(str(uuid4()), seat, presenter, Act.SUBMIT))
    with writing():
        return hand_in(event, entries, by)


def hand_in(event: Event, entries: list[NewEntry], by: Author) -> list[Receipt]:
    return store_entries(event, entries, by=by, actor=Actor.AUTHOR, channel=Channel.TABLET)


def score_zone(event: Event, zone: Zone, by: Callable[[str], Author]) -> None:
    """Every seat of a zone submits every sheet, in one write; the n-th amphoe is worth n points less."""
    with writing():
        for seat in [seat.code for seat in zone.seats if seat.scores]:
            for place, presenter in enumerate([slot.presenter.code for slot in timed_slots(zone)]):
                entries = entries_for(seat, presenter, MARKS | {"1.1": str(8 - place)})
                hand_in(event, [*entries, NewEntry(str(uuid4()), seat, presenter, Act.SUBMIT)], by(seat))
