"""Databases for tests: one is laid down once, and each test gets a copy of it, of SQLite as of PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text

ON_POSTGRESQL = os.environ.get("PANEL_TEST_DATABASE") == "postgresql"
TEMPLATE = f"panel_template_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
"""What PostgreSQL calls the database that is laid down; two processes have two."""


@contextmanager
def new_database(folder: Path) -> Iterator[str]:
    """URL of an empty one, of which copies can be made."""
    if not ON_POSTGRESQL:
        yield f"sqlite:///{folder / 'panel.db'}"
        return
    yield _create(TEMPLATE)
    _drop(TEMPLATE)
    _server().dispose()


@contextmanager
def fresh_copy(template: str, folder: Path) -> Iterator[str]:
    """URL of a copy of the template; the same URL for the same folder."""
    if not ON_POSTGRESQL:
        for left in folder.glob("panel.db*"):
            left.unlink()
        shutil.copy(make_url(template).database or "", folder / "panel.db")
        yield f"sqlite:///{folder / 'panel.db'}"
        return
    name = f"{TEMPLATE}_{folder.name}"
    yield _create(name, template=make_url(template).database or "")
    _drop(name)


@cache
def _server() -> Engine:
    """The PostgreSQL server itself, by the database that nobody tests."""
    return create_engine(os.environ["PANEL_TEST_POSTGRESQL_URL"], isolation_level="AUTOCOMMIT")


def _create(name: str, template: str = "template1") -> str:
    _drop(name)
    with _server().connect() as connection:
        version = connection.dialect.server_version_info or ()
        plain = "STRATEGY FILE_COPY" if version >= (15,) else ""  # before that the only way; half the cost
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {plain}'))
    return _server().url.set(database=name).render_as_string(hide_password=False)


def _drop(name: str) -> None:
    with _server().connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
