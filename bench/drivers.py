"""Database drivers that keep what they are told: statements below everything that may have made them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.types.json import Json
from sqlalchemy import Dialect, Engine, event

Statement = tuple[str, list[list[Any]]]
"""The SQL, and a list of parameters for each time that it is executed in one go."""
INSTANT = "%Y-%m-%d %H:%M:%S.%f"
"""A moment as SQLAlchemy writes it for SQLite; PostgreSQL reads it too."""
_NAMED = re.compile(r"%\((\w+)\)s")
_said: list[Statement] = []


@contextmanager
def listening(engine: Engine) -> Iterator[list[Statement]]:
    """Every statement that reaches the database meanwhile, transaction by transaction, by whatever way."""
    event.listen(engine, "do_connect", _connect)
    engine.dispose()
    engine.connect().close()
    _said.clear()
    said: list[Statement] = []
    yield said
    said += _said
    event.remove(engine, "do_connect", _connect)
    engine.dispose()


def _connect(dialect: Dialect, _record: object, arguments: Any, options: Any) -> Any:
    if dialect.name == "sqlite":
        return sqlite3.connect(*arguments, factory=_Sqlite, **options)
    return _Postgresql.connect(*arguments, **options)


class _Sqlite(sqlite3.Connection):
    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or _SqliteCursor)

    def commit(self) -> None:
        self._end("COMMIT")
        super().commit()

    def rollback(self) -> None:
        self._end("ROLLBACK")
        super().rollback()

    def _end(self, how: str) -> None:
        if self.in_transaction:
            _said.append((how, [[]]))


class _SqliteCursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = ()) -> Any:
        _said.append((sql, [list(parameters)]))
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> Any:
        _said.append((sql, [list(each) for each in parameters]))
        return super().executemany(sql, parameters)


class _Postgresql(psycopg.Connection[Any]):
    """Says BEGIN of itself, before the first statement of a transaction."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.cursor_factory = _PostgresqlCursor

    def commit(self) -> None:
        self._end("COMMIT")
        super().commit()

    def rollback(self) -> None:
        self._end("ROLLBACK")
        super().rollback()

    def _end(self, how: str) -> None:
        if self.info.transaction_status != TransactionStatus.IDLE:
            _said.append((how, [[]]))


class _PostgresqlCursor(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        self._note(query, [params])
        return super().execute(query, params, **options)

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        self._note(query, params_seq)
        super().executemany(query, params_seq, **options)

    def _note(self, query: Any, each: Sequence[Any]) -> None:
        """With places for parameters instead of names: that is what the driver makes of them too."""
        idle = self.connection.info.transaction_status == TransactionStatus.IDLE
        if idle and not self.connection.autocommit:
            _said.append(("BEGIN", [[]]))
        sql = query.decode() if isinstance(query, bytes) else str(query)
        names = _NAMED.findall(sql)
        given = [[values[name] for name in names] if names else list(values or ()) for values in each]
        _said.append((_NAMED.sub("%s", sql), [[_plain(value) for value in values] for values in given]))


def _plain(value: Any) -> Any:
    """As text what is no plain JSON."""
    if isinstance(value, datetime):
        return value.strftime(INSTANT)
    return json.dumps(value.obj) if isinstance(value, Json) else value
