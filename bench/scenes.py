"""Where a run takes place: a database with the reference event, once or many times, and its judges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from panel import create_app
from panel.adapters.clock import Clock
from panel.adapters.folder import read_folder
from panel.adapters.secrets import derive_key, link_token, new_secret
from panel.config import ROOT, Settings
from panel.db import db, writing
from panel.domain.instruments import Instrument
from panel.domain.panels import Role
from panel.models import Zone
from panel.operations.audit import Author
from panel.operations.events import create_event
from panel.queries.events import all_events
from panel.queries.schedules import timed_slots

REFERENCE = ROOT / "schedules" / "growth-team-buriram-2568"
SESSION_COOKIE, DEVICE_COOKIE = "panel_session", "panel_device"


@dataclass(frozen=True)
class Place:
    """A seat that scores, and what its judge needs to know of it."""

    event: str
    zone: str
    seat: str
    chair: bool
    link: str
    presenters: tuple[str, ...]


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in."""

    client: FlaskClient
    cookies: str
    credential: str
    """Of the tablet: its key, a full stop, its secret."""


@dataclass(frozen=True)
class Scene:
    """A database, and what a server of it needs."""

    folder: Path
    url: str
    secret: str
    app: Flask
    instrument: Instrument
    """On which all of them score."""

    def environment(self) -> dict[str, str]:
        return {
            "PANEL_INSTANCE": str(self.folder),
            "PANEL_DATABASE_URL": self.url,
            "PANEL_BASE_URL": "http://127.0.0.1",
            "PANEL_SECRET_KEY": self.secret,
            "PANEL_TRUSTED_PROXIES": "0",
            "PANEL_CLOCK": "",
        }

    def places(self) -> list[Place]:
        """Every scoring seat: the first of each zone of each event, then the second of each."""
        with self.app.app_context():
            zones = [zone for event in all_events() for zone in event.main_round.zones]
            found = [place for zone in zones for place in _seats(zone, self.secret)]
            db.session.remove()
        return [place for _, place in sorted(found, key=lambda each: each[0])]

    def sign_in(self, place: Place) -> Visitor:
        """Another tablet at that place."""
        client = self.app.test_client()
        client.post(place.link)
        session = client.get_cookie(SESSION_COOKIE)
        device = client.get_cookie(DEVICE_COOKIE, path="/entries")
        assert session and device, "signed in"
        cookies = f"{SESSION_COOKIE}={session.value}; {DEVICE_COOKIE}={device.value}"
        return Visitor(client, cookies, device.value)

    def leave(self) -> None:
        """Let go of the database: from here on it is the servers'."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def lay_down(folder: Path, url: str, *, events: int = 1, clock: Clock | None = None) -> Scene:
    """The reference event in an empty database; with more than one, under the codes p1, p2 and so on."""
    secret = new_secret()
    app = create_app(Settings(folder, url, "http://localhost", secret), clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    reference = read_folder(REFERENCE)
    codes = [reference.code] if events == 1 else [f"p{number}" for number in range(1, events + 1)]
    by = Author(None, datetime.now(UTC), derive_key(secret, "audit"))
    with app.app_context():
        upgrade()
        with writing():
            for code in codes:
                create_event(replace(reference, code=code), by=by, secret=secret)
    return Scene(folder, url, secret, app, reference.instrument)


def _seats(zone: Zone, secret: str) -> Iterator[tuple[int, Place]]:
    event = zone.event
    presenters = tuple(slot.presenter.code for slot in timed_slots(zone))
    for rank, seat in enumerate(seat for seat in zone.seats if seat.scores):
        token = link_token(secret, event.code, seat.person.code, seat.person.generation)
        chair = seat.role is Role.CHAIR
        yield rank, Place(event.code, zone.code, seat.code, chair, f"/l/{token}", presenters)
