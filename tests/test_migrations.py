"""The migrations make exactly the tables that the models declare, and take them away again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, make_url, select, text

from panel import create_app
from panel.db import db
from panel.models import Event, Person, Seat
from tests.conftest import settings_for


@pytest.fixture
def empty(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application over an empty database of the kind that is tested."""
    url = database_url
    if make_url(url).drivername == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    app = create_app(settings_for(url, tmp_path))
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            with db.engine.begin() as connection:
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_an_upgrade_from_nothing_gives_what_the_models_declare(empty):
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []
    assert tables() == set(db.metadata.tables) | {"alembic_version"}


def test_a_second_upgrade_changes_nothing(empty):
    upgrade()
    before = tables()
    upgrade()
    assert tables() == before


def test_a_downgrade_takes_every_table_away(empty):
    upgrade()
    downgrade(revision="base")
    assert tables() == {"alembic_version"}


def test_a_whole_event_goes_back_a_version_and_comes_again(context, database_url):
    before = db.session.scalars(select(Person.code).order_by(Person.id)).all()
    db.session.remove()
    downgrade(revision="0003")
    upgrade()
    assert db.session.scalars(select(Person.code).order_by(Person.id)).all() == before
    assert len(db.session.scalars(select(Seat)).all()) == 25


def test_an_upgrade_keeps_what_is_there(empty):
    upgrade(revision="0001")
    columns = (
        "code, state, texts, date, day_start, day_end, present_minutes, question_minutes, gap_minutes,"
        " road_speed, breaks, rules, folder"
    )
    values = "'old', 'open', '{}', '2025-08-08', 510, 990, 15, 15, 0, 50, '[]', '{}', '{}'"
    with db.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO event ({columns}) VALUES ({values})"))
        connection.execute(
            text("INSERT INTO venue (event_id, code, name, name_en) SELECT id, 'hall', 'หอ', '' FROM event")
        )
    upgrade()
    event = db.session.scalars(select(Event)).one()
    assert (event.code, event.travel) == ("old", [])
    assert [(venue.name, venue.screen_generation) for venue in event.venues] == [("หอ", 1)]
