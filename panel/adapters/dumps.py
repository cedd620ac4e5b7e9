"""The database as one file, and back: SQLite by its online backup, PostgreSQL by pg_dump and psql.

A copy is of one moment, whatever is written meanwhile, holds no writer up, and is checked before it counts.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
from alembic.script import ScriptDirectory
from sqlalchemy import URL, make_url

from panel.config import ROOT
from panel.domain.errors import Conflict

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_PAGES = 256
"""A step of 1 MB; between two of them others get the disk."""
_EMPTY = """DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
  LOOP EXECUTE format('DROP TABLE public.%I CASCADE', name); END LOOP;
END $$"""


@dataclass(frozen=True)
class Facts:
    """What a database's copy holds. `revision` is the migration that its tables are at."""

    kind: str
    revision: str
    epoch: str
    events: list[dict[str, str]]
    entries: int
    sheets: int


class _Connection(Protocol):
    """sqlite3's and psycopg's alike."""

    def execute(self, query: Any, /) -> Any: ...


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever a database says against it, as our own refusal."""
    try:
        yield
    except (sqlite3.Error, psycopg.Error) as error:
        raise Conflict("backup.copy_failed", what=" ".join(str(error).split())) from error


def kind_of(url: str) -> str:
    return make_url(url).get_backend_name()


def database_file(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(make_url(url).database or "")


def journals(file: Path) -> list[Path]:
    """What SQLite has written beside a database of late."""
    beside = (file.with_name(file.name + suffix) for suffix in ("-wal", "-shm"))
    return [each for each in beside if each.exists()]


def knows(revision: str) -> bool:
    """Whether this Panel's migrations lead from that revision of the tables to its own."""
    script = ScriptDirectory(str(ROOT / "panel" / "migrations"))
    return revision in {each.revision for each in script.walk_revisions()}


def dump(url: str, target: Path) -> Facts:
    """Write a checked copy of the database to `target`; raises Conflict."""
    with _refusing():
        if kind_of(url) == SQLITE:
            return _dump_sqlite(database_file(url), target)
        return _dump_postgresql(_uri(url), target)


def _dump_sqlite(file: Path, target: Path) -> Facts:
    """From within a read transaction: of a database that is written to all the time the copy would else
    begin anew with each write, and never end. In WAL mode a reader holds no writer up."""
    with (
        closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        ) as source,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(copy, pages=_PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")
        faults = (
            copy.execute("PRAGMA integrity_check").fetchall()
            + copy.execute("PRAGMA foreign_key_check").fetchall()
        )
        if faults != [("ok",)]:
            raise Conflict("backup.database_broken", what=faults[0])
        return _facts(copy, SQLITE)


def _dump_postgresql(uri: URL, target: Path) -> Facts:
    """pg_dump reads the very snapshot that the facts are counted in."""
    with psycopg.connect(uri.render_as_string(hide_password=False)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        [snapshot] = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        _run(
            *("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"),
            f"--file={target}",
            uri=uri,
        )
        _run("pg_restore", "--list", str(target))
        return _facts(connection, POSTGRESQL)


def _facts(connection: _Connection, kind: str) -> Facts:
    def one(query: str) -> Any:
        return connection.execute(query).fetchone()[0]

    events = [
        (code, json.loads(texts))
        for code, texts in connection.execute(
            "SELECT code, CAST(texts AS TEXT) FROM event ORDER BY id"
        ).fetchall()
    ]
    return Facts(
        kind=kind,
        revision=one("SELECT version_num FROM alembic_version"),
        epoch=one("SELECT epoch FROM server"),
        events=[
            {"code": code, "title": texts.get("short_title") or texts.get("title", "")}
            for code, texts in events
        ],
        entries=one("SELECT count(*) FROM entry"),
        sheets=one("SELECT count(*) FROM sheet"),
    )


def close_sqlite(file: Path) -> None:
    """Fold a SQLite database's journal into its one file; raises Conflict where somebody has it open.

    What can't be read can't be folded, and is as good as closed.
    """
    if not file.exists():
        return
    with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise Conflict("backup.serving") from None
        except sqlite3.DatabaseError:
            pass


def refuse_while_connected(url: str) -> None:
    """Raises Conflict while anybody else is connected to the PostgreSQL database."""
    with _refusing(), psycopg.connect(_uri(url).render_as_string(hide_password=False)) as connection:
        others = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchall()
    if others:
        raise Conflict("backup.connected", others=len(others))


def has_tables(url: str) -> bool:
    """Whether there is anything in the PostgreSQL database that a restored one would replace."""
    with _refusing(), psycopg.connect(_uri(url).render_as_string(hide_password=False)) as connection:
        return connection.execute("SELECT to_regclass('alembic_version')").fetchone() != (None,)


def load_postgresql(copy: Path, url: str) -> None:
    """Put the copy in the place of all tables, in one transaction: an error changes nothing."""
    script = copy.with_suffix(".sql")
    with _refusing():
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(copy))
        _run(
            *("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
            f"--command={_EMPTY}",
            f"--file={script}",
            uri=_uri(url),
        )


def _uri(url: str) -> URL:
    """As PostgreSQL's own programs read it."""
    return make_url(url).set(drivername=POSTGRESQL)


def _run(program: str, *arguments: str, uri: URL | None = None) -> None:
    """A program of PostgreSQL's; the password is not shown to whoever lists processes."""
    if shutil.which(program) is None:
        raise Conflict("backup.no_program", program=program)
    environment = dict(os.environ)
    if uri is not None:
        environment["PGPASSWORD"] = uri.password or environment.get("PGPASSWORD", "")
        arguments = (*arguments, f"--dbname={_without_password(uri)}")
    done = subprocess.run(  # noqa: S603 - our own words only
        [program, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Conflict("backup.copy_failed", what=" ".join(done.stderr.split())[-500:] or program)


def _without_password(uri: URL) -> str:
    parts = uri._asdict() | {"password": None}
    return URL.create(**parts).render_as_string()
