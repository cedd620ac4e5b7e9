"""Versions of an instrument. A version is never changed once a mark was given with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Model
from panel.models.columns import code_column, reference


class InstrumentVersion(Model):
    __table_args__ = (UniqueConstraint("event_id", "code", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    code: Mapped[str] = code_column()
    version: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    digest: Mapped[str]
