"""How a process notices that somebody changed the database: PostgreSQL says so, SQLite is asked.

A wake-up says only that something was committed, by whichever process; what, the revisions say. Each kind
keeps the pace of five a second itself.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Protocol

import psycopg
from sqlalchemy import make_url

CHANNEL = "panel"
"""What `db.writing` notifies on PostgreSQL."""
PACE = 0.2
"""Seconds between two wake-ups, at least: all that was committed meanwhile is one."""


class Wakeups(Protocol):
    """A listener of one thread."""

    def heard(self) -> bool:
        """Whether something was committed since the last time; waits for it a little."""

    def close(self) -> None: ...


def wakeups(url: str) -> Wakeups:
    """A listener on the database of that URL."""
    parts = make_url(url)
    if parts.drivername == "sqlite":
        return _Sqlite(parts.database or "")
    return _Postgresql(parts.set(drivername="postgresql").render_as_string(hide_password=False))


class _Sqlite:
    """`PRAGMA data_version` of an own connection changes when any other commits, in any process."""

    def __init__(self, file: str) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._seen = self._version()

    def _version(self) -> int:
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version

    def heard(self) -> bool:
        time.sleep(PACE)
        before, self._seen = self._seen, self._version()
        return before != self._seen

    def close(self) -> None:
        self._connection.close()


class _Postgresql:
    """LISTEN: the first of several wakes at once, the others wait until the pace allows them."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(f"LISTEN {CHANNEL}")
        self._last = 0.0

    def heard(self) -> bool:
        time.sleep(max(0.0, self._last + PACE - time.monotonic()))
        heard = bool(list(self._connection.notifies(timeout=PACE, stop_after=1)))
        if heard:
            self._last = time.monotonic()
        return heard

    def close(self) -> None:
        self._connection.close()
