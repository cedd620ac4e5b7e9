"""The one edge at which anything is written: whole or not at all, one after another, readers undisturbed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import event as sql_event
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from panel.db import _Bell, db, writing
from panel.domain.errors import Conflict
from panel.models import Attempt, Event, Server, Zone
from panel.operations.audit import lock_chain
from panel.queries.events import find_event, find_zone
from tests.conftest import CODE


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement that is sent from now on, and every commit."""
    sent: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement.split("\n")[0])

    def note_commit(_connection) -> None:
        sent.append("COMMIT")

    sql_event.listen(engine, "before_cursor_execute", note)
    sql_event.listen(engine, "commit", note_commit)
    yield sent
    sql_event.remove(engine, "before_cursor_execute", note)
    sql_event.remove(engine, "commit", note_commit)


@contextmanager
def somebody_else(app: Flask) -> Iterator[None]:
    """Another request, with a session of its own."""
    with app.app_context():
        yield
        db.session.rollback()


def title(app: Flask) -> str:
    with somebody_else(app):
        return find_event(CODE).texts["title"]


def test_an_act_is_committed_once_at_its_end(app, event, statements):
    with writing():
        find_zone(event, "z1").name = "One"
        db.session.flush()
        find_zone(event, "z2").name = "Two"
        assert "COMMIT" not in statements
    assert statements.count("COMMIT") == 1


@pytest.mark.parametrize(
    "error", [Conflict("seat.closed"), KeyboardInterrupt(), IntegrityError("", {}, Exception())]
)
def test_any_error_rolls_all_of_it_back(app, event, error):
    with pytest.raises(type(error)), writing():
        find_zone(find_event(CODE), "z1").name = "One"
        db.session.flush()
        raise error
    assert find_zone(find_event(CODE), "z1").name == "กลุ่มโซนที่ ๑"


def test_what_the_database_refuses_leaves_a_session_that_works(app, event):
    with pytest.raises(IntegrityError), writing():
        db.session.add(Event(code=CODE, texts={}, day=event.day, rules={}, folder={}))
    with writing():
        find_zone(find_event(CODE), "z1").name = "One"
    assert find_zone(find_event(CODE), "z1").name == "One"


def test_a_write_sees_what_others_wrote_since_the_last_read(app, event):
    assert find_zone(event, "z1").name == "กลุ่มโซนที่ ๑"
    with ThreadPoolExecutor(1) as other:
        other.submit(_rename, app, "One").result()
    with writing():
        assert find_zone(find_event(CODE), "z1").name == "One"


def _rename(app: Flask, name: str) -> None:
    with somebody_else(app), writing():
        find_zone(find_event(CODE), "z1").name = name


def test_two_who_write_at_once_lose_nothing(app):
    def bump(_: int) -> None:
        with somebody_else(app), writing():
            lock_chain(find_event(CODE), "z1").revision += 1

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(bump, range(40)))
    with app.app_context():
        assert lock_chain(find_event(CODE), "z1").revision == 40


def test_two_who_begin_a_chain_at_once_share_it(app):
    gate = threading.Barrier(2)

    def begin(_: int) -> int:
        with somebody_else(app):
            gate.wait(timeout=10)
            with writing():
                return lock_chain(find_event(CODE), "z3").id

    with ThreadPoolExecutor(2) as writers:
        assert len(set(writers.map(begin, range(2)))) == 1


def test_readers_do_not_wait_for_a_writer(app, event):
    with writing():
        find_event(CODE).texts = {"title": "Another"}
        db.session.flush()
        with ThreadPoolExecutor(1) as reader:
            assert reader.submit(title, app).result(timeout=5).startswith("การประเมิน")
    assert title(app) == "Another"


@pytest.fixture
def sqlite(app: Flask) -> None:
    """Only where the database is SQLite."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("SQLite only")


@pytest.mark.usefixtures("sqlite")
def test_only_writes_take_the_write_lock(app, statements):
    with app.app_context():
        find_event(CODE)
        db.session.rollback()
        with writing():
            find_zone(find_event(CODE), "z1").name = "One"
        find_event(CODE)
        begun = [statement for statement in statements if statement.startswith("BEGIN")]
    assert begun == ["BEGIN", "BEGIN IMMEDIATE", "BEGIN"]


@pytest.mark.usefixtures("sqlite")
def test_sqlite_is_set_up_to_lose_nothing(app):
    with app.app_context():
        pragmas = {
            name: db.session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}


def rings(*ends: bool, begun: int) -> list[bool]:
    """Whether the bell rings at the end of each of so many writes that overlap, by whether it committed."""
    bell = _Bell()
    for _ in range(begun):
        bell.begin()
    return [bell.end(committed=committed) for committed in ends]


@pytest.mark.parametrize(
    ("ends", "rung"),
    [
        ([True], [True]),
        ([False], [False]),
        ([True, True, True, True], [True, False, False, True]),
        ([True, True, False], [True, False, True]),
        ([False, False, True], [False, False, True]),
    ],
)
def test_writes_that_overlap_ring_once_and_the_last_of_them_rings_for_all(ends, rung):
    assert rings(*ends, begun=len(ends)) == rung


def test_writes_that_overlap_for_long_do_not_wait_for_the_last(monkeypatch):
    monkeypatch.setattr(_Bell, "PACE", 0)
    assert rings(True, True, True, begun=4) == [True, True, True]


def test_foreign_keys_are_kept(app, event):
    with pytest.raises(IntegrityError), writing():
        db.session.execute(update(Zone).values(venue_id=999))


def test_a_moment_is_kept_in_utc_and_comes_back_with_its_offset(app, context):
    bangkok = datetime(2025, 8, 8, 9, 10, tzinfo=timezone(timedelta(hours=7)))
    with writing():
        db.session.add(Attempt(account="a", address="b", at=bangkok))
    found = db.session.scalars(select(Attempt.at)).one()
    assert (found, found.tzinfo) == (bangkok, UTC)
    assert str(db.session.scalar(text("SELECT at FROM attempt"))).startswith("2025-08-08 02:10:00")


def test_a_database_has_one_epoch(app, context):
    assert len(db.session.scalars(select(Server.epoch)).all()) == 1
