"""Jobs: documents and plans asked for on the web and made by `bin/panel work`, away from the web server."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Instant, Model
from panel.models.columns import enum_column, reference


class JobKind(StrEnum):
    DOCUMENT = "document"
    PLAN = "plan"


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    """What is to be made of `options`. A document's answer is a `file`, a plan's is in `answer`."""

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[int] = reference("event")
    person_id: Mapped[int] = reference("person")
    kind: Mapped[JobKind] = enum_column(JobKind, default=JobKind.DOCUMENT)
    document: Mapped[str] = mapped_column(default="")
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[JobState] = enum_column(JobState, default=JobState.WAITING)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    progress: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    stopped: Mapped[bool] = mapped_column(default=False)
    """Whoever asked wants no more of it: a search ends with the best that it has."""
    file: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")
