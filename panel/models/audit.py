"""The audit log: one chain of records for the event and one for each zone, each with its head.

A chain's row is locked by whoever appends to it, and its `revision` is what live pages wait for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Instant, Model
from panel.models.columns import code_column, reference


class Chain(Model):
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    name: Mapped[str] = code_column()
    """A zone's code, or EVENT_CHAIN."""
    head: Mapped[str]
    revision: Mapped[int] = mapped_column(default=0)


def _said(context: DefaultExecutionContext) -> str:
    return str((context.current_parameters or {})["body"].get("digest", ""))


class Record(Model):
    __table_args__ = (UniqueConstraint("chain_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chain_id: Mapped[int] = reference("chain")
    sequence: Mapped[int]
    act: Mapped[str]
    person: Mapped[str]
    """Code of who acted; "" is the system or the command line."""
    at: Mapped[datetime] = mapped_column(Instant)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str]
    said: Mapped[str] = mapped_column(default=_said, index=True)
    """The digest that its body tells, of a sheet or a file, to find it by; empty where it tells none."""
