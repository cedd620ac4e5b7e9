"""Files that people hand in: kept under their digest in the instance's folder, named and checked here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.db import Instant, Model
from panel.models.accounts import Person
from panel.models.columns import reference
from panel.models.results import Snapshot
from panel.models.sheets import Sheet


class Upload(Model):
    """A file of an event: the scan of a paper sheet. The bytes lie under `digest` (SHA-256, hex)."""

    __table_args__ = (UniqueConstraint("sheet_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    sheet_id: Mapped[int | None] = reference("sheet")
    person_id: Mapped[int] = reference("person")
    """Who handed it in."""
    at: Mapped[datetime] = mapped_column(Instant)
    digest: Mapped[str] = mapped_column(index=True)
    media_type: Mapped[str]
    size: Mapped[int]
    """Bytes."""
    name: Mapped[str] = mapped_column(default="")
    """What the file was called."""

    sheet: Mapped[Sheet | None] = relationship()
    person: Mapped[Person] = relationship()


class SignedCopy(Model):
    """The scan of pages that were signed by hand, beside the version of a result that they stand for."""

    __table_args__ = (UniqueConstraint("snapshot_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = reference("snapshot")
    person_id: Mapped[int] = reference("person")
    at: Mapped[datetime] = mapped_column(Instant)
    digest: Mapped[str] = mapped_column(index=True)
    media_type: Mapped[str]
    size: Mapped[int]
    """Bytes."""
    name: Mapped[str] = mapped_column(default="")

    snapshot: Mapped[Snapshot] = relationship()
    person: Mapped[Person] = relationship()
