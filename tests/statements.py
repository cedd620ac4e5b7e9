"""Counting the statements that a page or query sends to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

KINDS = ("SELECT", "INSERT", "UPDATE", "DELETE")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent inside the block, transaction control left out."""
    sent: list[str] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        if statement.startswith(KINDS):
            sent.append(statement)

    event.listen(Engine, "after_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "after_cursor_execute", note)
