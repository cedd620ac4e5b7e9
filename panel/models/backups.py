"""Backups: what was copied, when, and whether the copy was found good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Instant, Model


class Backup(Model):
    """One copy of the database and the uploads in the ring, or the attempt at one. Until `ended_at` it is
    being made, or was asked for and waits."""

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    file: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    """Bytes."""
    digest: Mapped[str] = mapped_column(default="")
    """SHA-256 of the file, hex; empty unless it was read again and found whole."""
    error: Mapped[str] = mapped_column(default="")
    holds_until: Mapped[datetime | None] = mapped_column(Instant)
    """Of a good one: everything up to then is in it. Moved on for as long as nothing changes."""
