"""Jobs: documents asked for on the web and made by `bin/panel work`, away from the web server."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Instant, Model
from panel.models.columns import enum_column, reference


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[int] = reference("event")
    person_id: Mapped[int] = reference("person")
    document: Mapped[str]
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[JobState] = enum_column(JobState, default=JobState.WAITING)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    file: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")
