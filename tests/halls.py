"""A hall with a server of its own: a laptop with SQLite, whatever the province's database is.

It knows the reference event as the province's server does, by the same secret key, and was never heard of
there. `bundle` is what it hands over.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from panel import create_app
from panel.adapters.bundles import Bundle, read_bundle, scans_in, write_bundle
from panel.adapters.folder import read_folder
from panel.adapters.secrets import derive_key
from panel.adapters.uploads import upload_path
from panel.config import Settings
from panel.db import db, writing
from panel.models import Edit, Entry, Happening, Mark, Record, Seat, Sheet, Snapshot, Typing, Upload
from panel.operations.audit import Author
from panel.operations.bundles import bundle_seal, export_zone
from panel.operations.events import create_event
from panel.queries.accounts import find_person
from panel.queries.bundles import zone_facts
from panel.queries.events import find_event, find_zone
from tests.conftest import CODE, MORNING, REFERENCE, SECRET, settings_for
from tests.stages import Stage

KEY = derive_key(SECRET, "audit")


class Hall(Stage):
    """Acts in the hall; its settings, and what it hands over."""

    @property
    def settings(self) -> Settings:
        found: Settings = self.app.extensions["panel_settings"]
        return found

    def bundle(self, name: str = "z1.zip", zone: str = "z1") -> Bundle:
        file = self.settings.instance / name
        by = Author(None, self.clock(), KEY)
        facts = self.run(lambda event: export_zone(find_zone(event, zone), by=by), write=True)
        scans = {digest: upload_path(self.settings, digest) for digest in scans_in(facts)}
        seal = bundle_seal(self.settings)
        write_bundle(file, facts, scans, seal)
        return read_bundle(file, seal)


@contextmanager
def opened_hall(house: Path, folder: Path, clock: Callable) -> Iterator[Hall]:
    """A hall in which nothing has happened yet. `house` is where tests of this process have databases."""
    app = _app(house)
    shutil.copy(house / "hall-template.db", house / "hall.db")
    folder.mkdir()
    app.extensions.update(panel_settings=settings_for(_url(house), folder), panel_clock=clock)
    yield Hall(app, clock)
    with app.app_context():
        db.engine.dispose()
    for left in house.glob("hall.db*"):
        left.unlink()


def _url(house: Path) -> str:
    return f"sqlite:///{house / 'hall.db'}"


@cache
def _app(house: Path) -> Flask:
    """One application for all halls, which come one after another, and the template of their database."""
    app = create_app(settings_for(_url(house), house), clock=lambda: MORNING)
    with app.app_context():
        upgrade()
        with writing():
            create_event(
                read_folder(REFERENCE), by=Author(None, MORNING, derive_key(SECRET, "audit")), secret=SECRET
            )
        db.session.remove()
        db.engine.dispose()
    (house / "hall.db").rename(house / "hall-template.db")
    return app


def author(code: str) -> Author:
    """Somebody of the event whose application is at hand."""
    return Author(find_person(find_event(CODE), code), MORNING, KEY)


def counts() -> list[int | None]:
    tables = (Entry, Mark, Sheet, Record, Snapshot, Happening, Upload, Typing, Edit, Seat)
    return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]


def here() -> dict:
    """The zone as this server would hand it over; what tells two servers apart left out."""
    facts = zone_facts(find_zone(find_event(CODE), "z1"), at=MORNING)
    return told(facts)


def told(facts: dict) -> dict:
    return {name: fact for name, fact in facts.items() if name not in {"made_at", "epoch"}}
