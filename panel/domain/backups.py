"""The ring of backups: which of them are kept, and whether the last good one is young enough to rely on.

Knows neither files nor the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

LAST = 24
"""So many of the latest are kept whatever their age."""
HOURLY = timedelta(hours=24)
"""For so long the last one of each hour is kept too."""
RED = timedelta(minutes=15)
DEFAULT_MINUTES = 5


class Standing(StrEnum):
    """How far the last good backup can be relied on."""

    GOOD = "good"
    LATE = "late"
    MISSING = "missing"


def superseded(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Of backups made at these moments, those that may go."""
    newest = sorted(moments, reverse=True)
    hourly: dict[datetime, datetime] = {}
    for moment in newest:
        if now - moment < HOURLY:
            hourly.setdefault(moment.replace(minute=0, second=0, microsecond=0), moment)
    return set(newest[LAST:]) - set(hourly.values())


def standing(holds_until: datetime | None, now: datetime, minutes: int) -> Standing:
    """By the moment up to which the last good backup holds everything, one being due every so many minutes
    (0: none is)."""
    interval = timedelta(minutes=minutes or DEFAULT_MINUTES)
    if holds_until is None or now - holds_until > max(RED, 3 * interval):
        return Standing.MISSING
    return Standing.LATE if now - holds_until > 2 * interval else Standing.GOOD
