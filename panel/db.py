"""The database: declarative base, engine events, and the one edge at which anything is written.

Reads run in their own transactions. A write takes `writing()`: on SQLite a process-wide lock around a
short BEGIN IMMEDIATE, so that no two writers of one process wait inside SQLite and freeze the hub.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, MetaData, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator


class Base(DeclarativeBase):
    """The base of every table; named constraints are what migrations on SQLite need."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Instant(TypeDecorator[datetime]):
    """A moment in UTC: SQLite forgets offsets, so they are taken off going in and put back coming out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base  # db.Model is made at run time, which a type checker can't follow
else:
    Model = db.Model

_writer = threading.Lock()
_WRITING = {"panel_writing": True}


class _Bell:
    """When to wake the processes that serve live pages, after writes of this one: at once, and while writes
    overlap at most every so many seconds. The last of them wakes them in any case."""

    PACE = 0.2

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writing = 0
        self._unheard = False
        self._rung = 0.0

    def begin(self) -> None:
        with self._lock:
            self._writing += 1

    def end(self, *, committed: bool) -> bool:
        """Whether to ring now."""
        with self._lock:
            self._writing -= 1
            self._unheard |= committed
            now = time.monotonic()
            if not self._unheard or (self._writing and now < self._rung + self.PACE):
                return False
            self._unheard, self._rung = False, now
            return True


_bell = _Bell()


@contextmanager
def writing() -> Iterator[Connection]:
    """The transaction of one act: committed once at its end, rolled back whole on any error.

    What was read before it is let go first, so that its reads and writes see one state. Gives the session's
    own connection, for who needs no objects.
    """
    session, committed = db.session, False
    session.rollback()
    _bell.begin()
    try:
        with _writer if db.engine.dialect.name == "sqlite" else nullcontext():
            try:
                yield session.connection(execution_options=_WRITING)
                session.commit()
                committed = True
            except BaseException:
                session.rollback()
                raise
    finally:
        if _bell.end(committed=committed) and db.engine.dialect.name == "postgresql":
            _wake(db.engine)


def _wake(engine: Engine) -> None:
    """Tell the processes that serve live pages (`adapters/wakeups`). After the commit: inside it, NOTIFY
    would let commits wait for each other. The act stands whatever becomes of this: they look again anyway."""
    with suppress(SQLAlchemyError), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        plain.exec_driver_sql("NOTIFY panel")


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # SQLAlchemy's begin event below says when and how
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        immediate = connection.get_execution_options().get("panel_writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
