"""The stage of a run: the reference event in a database, its judges signed in, every sheet filled once.

Filled sheets make every measured request the same work: a mark that replaces another. What POST /entries
executes for it is recorded here too, for each sheet.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from bench.recording import Statement, recording, with_slots
from bench.tablets import CONTENT_TYPE, Batch, Tablet
from panel import create_app
from panel.adapters.folder import read_folder
from panel.adapters.secrets import derive_key, link_token, new_secret, token_digest
from panel.config import ROOT, Settings
from panel.db import db, writing
from panel.models import Event
from panel.operations.audit import Author
from panel.operations.events import create_event
from panel.queries.events import epoch
from panel.queries.instruments import instrument_of
from panel.queries.schedules import timed_slots

REFERENCE = ROOT / "schedules" / "growth-team-buriram-2568"
DEVICE_COOKIE, SESSION_COOKIE = "panel_device", "panel_session"


@dataclass
class Stage:
    """The tablets as they left the stage, and what a server of it needs."""

    folder: Path
    secret: str
    tablets: list[Tablet]
    statements: int
    """How many reach the database for one request."""

    def environment(self, copy: str) -> dict[str, str]:
        """The settings of a server with a copy of the database of its own."""
        shutil.copy(self.folder / "panel.db", self.database(copy))
        return {
            "PANEL_INSTANCE": str(self.folder),
            "PANEL_DATABASE_URL": f"sqlite:///{self.database(copy)}",
            "PANEL_BASE_URL": "http://127.0.0.1",
            "PANEL_SECRET_KEY": self.secret,
            "PANEL_TRUSTED_PROXIES": "0",
            "PANEL_CLOCK": "",
            "BENCH_RECORDINGS": str(self.folder / "recordings.json"),
        }

    def database(self, copy: str) -> Path:
        return self.folder / f"{copy}.db"


class _Clock:
    """Stands still within a request, so that its moment is one parameter."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.at


def set_up(folder: Path, *, clients: int, batch: int) -> Stage:
    """Lay the event down in `folder`, sign so many judges in, record a batch of this size for each sheet."""
    secret, clock = new_secret(), _Clock()
    url = f"sqlite:///{folder / 'panel.db'}"
    app = create_app(Settings(folder, url, "http://localhost", secret), clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
        with writing():
            by = Author(None, clock.at, derive_key(secret, "audit"))
            event = create_event(read_folder(REFERENCE), by=by, secret=secret)
        judges = _judges(event, secret)[:clients]
        server = epoch()
    players = [_Player(app, clock, link, tablet) for link, tablet in judges]
    recordings = {name: said for player in players for name, said in player.record(batch)}
    secrets = dict(player.secret for player in players)
    (folder / "recordings.json").write_text(
        json.dumps({"epoch": server, "secrets": secrets, "recordings": recordings})
    )
    with app.app_context():
        db.engine.dispose()
    statements = len(next(iter(recordings.values())))
    return Stage(folder, secret, [player.tablet for player in players], statements)


def _judges(event: Event, secret: str) -> list[tuple[str, Tablet]]:
    """Link and tablet of every scoring seat, one of each zone in turn."""
    found = []
    for zone in event.rounds[0].zones:
        presenters = tuple(slot.presenter.code for slot in timed_slots(zone))
        instrument = instrument_of(event.rounds[0].instrument)
        nodes = tuple(indicator.number for indicator in instrument.indicators)
        for place, seat in enumerate(seat for seat in zone.seats if seat.scores):
            token = link_token(secret, event.code, seat.person.code, seat.person.generation)
            found.append((place, f"/l/{token}", Tablet(seat.code, "", presenters, nodes)))
    return [(link, tablet) for _, link, tablet in sorted(found, key=lambda each: each[0])]


class _Player:
    """A judge who signs in and fills every sheet of the zone, inside this process."""

    def __init__(self, app: Flask, clock: _Clock, link: str, tablet: Tablet) -> None:
        self.app = app
        self.clock = clock
        self.tablet = tablet
        self.client: FlaskClient = app.test_client()
        self.client.post(link)
        session = self.client.get_cookie(SESSION_COOKIE)
        device = self.client.get_cookie(DEVICE_COOKIE, path="/entries")
        assert session and device, "signed in"
        self.credential = device.value
        tablet.cookie = f"{SESSION_COOKIE}={session.value}; {DEVICE_COOKIE}={device.value}"

    @property
    def secret(self) -> tuple[str, str]:
        """The device's key, and its secret's digest."""
        key, _, secret = self.credential.partition(".")
        return key, token_digest(secret)

    def record(self, size: int) -> list[tuple[str, list[Statement]]]:
        """Fill each sheet, change `size` marks on it, and say by which statements that was done."""
        return [
            (f"{self.tablet.seat}/{presenter}", self._record(presenter, size))
            for presenter in self.tablet.presenters
        ]

    def _record(self, presenter: str, size: int) -> list[Statement]:
        self._send(self.tablet.batch(presenter, list(self.tablet.nodes), "2"))
        batch = self.tablet.batch(presenter, list(self.tablet.nodes[:size]), "3")
        with self.app.app_context():
            engine = db.engine
        with recording(engine) as statements:
            self._send(batch)
        return with_slots(statements, batch, self.clock.at)

    def _send(self, batch: Batch) -> None:
        self.clock.at += timedelta(seconds=1)
        answer = self.client.post(
            "/entries", json=batch, content_type=CONTENT_TYPE, headers={"Origin": "http://localhost"}
        )
        assert answer.status_code == 200, answer.text
        assert self.tablet.take(batch, answer.data) == 0, answer.text
