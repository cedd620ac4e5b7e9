"""The stage of a run: events in a database, their judges signed in, sheets filled once.

Filled sheets make every measured request the same work: a mark that replaces another. What POST /entries
executes for it is recorded here too, for each sheet.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from bench.drivers import Statement, listening
from bench.recording import with_slots
from bench.scenes import Place, Scene, lay_down
from bench.tablets import CONTENT_TYPE, Batch, Tablet
from panel.adapters.secrets import token_digest
from panel.db import db
from panel.queries.events import epoch

JUDGES = 20
"""Of the reference event."""


@dataclass
class Stage:
    """The tablets as they left the stage, and what a server of it needs."""

    scene: Scene
    tablets: list[Tablet]
    statements: int
    """How many reach the database for one request."""

    def environment(self, copy: str) -> dict[str, str]:
        """The settings of a server with a copy of the database of its own."""
        url = self.database(copy)
        if url.startswith("sqlite"):
            shutil.copy(make_url(self.scene.url).database or "", make_url(url).database or "")
        else:
            _copy_postgresql(self.scene.url, url)
        recordings = str(self.scene.folder / "recordings.json")
        return self.scene.environment() | {"PANEL_DATABASE_URL": url, "BENCH_RECORDINGS": recordings}

    def database(self, copy: str) -> str:
        """Its URL."""
        url = make_url(self.scene.url)
        sqlite = url.drivername == "sqlite"
        name = str(self.scene.folder / f"{copy}.db") if sqlite else f"{url.database}-{copy}"
        return url.set(database=name).render_as_string(hide_password=False)


def _copy_postgresql(url: str, copy: str) -> None:
    server = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    made, of = make_url(copy).database, make_url(url).database
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{made}" TEMPLATE "{of}"'))
    server.dispose()


class _Clock:
    """Stands still within a request, so that its moment is one parameter."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.at


def set_up(folder: Path, *, clients: int, batch: int, url: str = "", sheets: int | None = None) -> Stage:
    """Lay down as many events as so many judges need and sign them in; record a batch of this size for each
    sheet, or for so many of each judge."""
    clock = _Clock()
    scene = lay_down(
        folder, url or f"sqlite:///{folder / 'panel.db'}", events=-(-clients // JUDGES), clock=clock
    )
    players = [_Player(scene, clock, place, sheets) for place in scene.places()[:clients]]
    recordings = {name: said for player in players for name, said in player.record(batch)}
    secrets = dict(player.secret for player in players)
    with scene.app.app_context():
        kept = {"epoch": epoch(), "secrets": secrets, "recordings": recordings}
    scene.leave()
    (folder / "recordings.json").write_text(json.dumps(kept))
    return Stage(scene, [player.tablet for player in players], len(next(iter(recordings.values()))))


class _Player:
    """A judge who signs in and fills sheets of the zone, inside this process."""

    def __init__(self, scene: Scene, clock: _Clock, place: Place, sheets: int | None) -> None:
        self.app = scene.app
        self.clock = clock
        self.visitor = scene.sign_in(place)
        nodes = tuple(indicator.number for indicator in scene.instrument.indicators)
        presenters = place.presenters[:sheets]
        self.tablet = Tablet(place.seat, self.visitor.cookies, presenters, nodes, event=place.event)

    @property
    def secret(self) -> tuple[str, str]:
        """The device's key, and its secret's digest."""
        key, _, secret = self.visitor.credential.partition(".")
        return key, token_digest(secret)

    def record(self, size: int) -> list[tuple[str, list[Statement]]]:
        """Fill each sheet, change `size` marks on it, and say by which statements that was done."""
        key, _ = self.secret
        return [(f"{key}/{presenter}", self._record(presenter, size)) for presenter in self.tablet.presenters]

    def _record(self, presenter: str, size: int) -> list[Statement]:
        self._send(self.tablet.batch(presenter, list(self.tablet.nodes), "2"))
        batch = self.tablet.batch(presenter, list(self.tablet.nodes[:size]), "3")
        with self.app.app_context():
            engine = db.engine
        with listening(engine) as statements:
            self._send(batch)
        return with_slots(statements, batch, self.clock.at)

    def _send(self, batch: Batch) -> None:
        self.clock.at += timedelta(seconds=1)
        answer = self.visitor.client.post(
            "/entries", json=batch, content_type=CONTENT_TYPE, headers={"Origin": "http://localhost"}
        )
        assert answer.status_code == 200, answer.text
        assert self.tablet.take(batch, answer.data) == 0, answer.text
