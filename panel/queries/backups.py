"""Backups as they were noted, and whether anything changed since."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from panel.config import Settings
from panel.db import db
from panel.domain.backups import Standing, standing
from panel.domain.errors import PanelError
from panel.domain.events import EventState
from panel.models import Backup, Chain, Deposit, Entry, Event, Typing, Upload


@dataclass(frozen=True)
class Ring:
    """The good backups, the latest first; why the last attempt failed, if it did; when one was asked for
    that is not there yet. `age`: for so many minutes nothing was backed up."""

    good: Sequence[Backup]
    failed: Backup | None
    asked_at: datetime | None
    standing: Standing
    age: int | None

    @property
    def last(self) -> Backup | None:
        return self.good[0] if self.good else None

    @property
    def failure(self) -> PanelError | None:
        if self.failed is None:
            return None
        code, params = json.loads(self.failed.error)
        return PanelError(code, **params)


def ring_of(settings: Settings, now: datetime) -> Ring:
    rows = db.session.scalars(select(Backup).order_by(Backup.id.desc())).all()
    good = [row for row in rows if row.digest]
    holds_until = good[0].holds_until if good else None
    latest = next((row for row in rows if row.ended_at), None)
    return Ring(
        good=good,
        failed=latest if latest and latest.error else None,
        asked_at=next((row.at for row in rows if not row.ended_at), None),
        standing=standing(holds_until, now, settings.backup_minutes),
        age=max(0, int((now - holds_until).total_seconds()) // 60) if holds_until else None,
    )


def last_good() -> Backup | None:
    return db.session.scalar(select(Backup).where(Backup.digest != "").order_by(Backup.id.desc()).limit(1))


def unfinished() -> Sequence[Backup]:
    """Asked for, or being made, or broken off with the process that made it."""
    return db.session.scalars(select(Backup).where(Backup.ended_at.is_(None)).order_by(Backup.id)).all()


def anything_open() -> bool:
    return db.session.scalar(select(Event.id).where(Event.state == EventState.OPEN).limit(1)) is not None


def state_of_all() -> str:
    """The same as long as nothing worth a backup has changed: each act bumps its chain, and what is no act
    has a row of its own."""
    counted = (
        select(func.sum(Chain.revision)),
        select(func.max(Entry.id)),
        select(func.max(Deposit.id)),
        select(func.max(Upload.id)),
        select(func.max(Typing.at)),
    )
    return " ".join(str(db.session.scalar(each)) for each in counted)
