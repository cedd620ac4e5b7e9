"""The one clock, and what it says in Thailand. `PANEL_CLOCK` sets it to an instant from which it runs on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from time import monotonic

from panel.adapters.language import BANGKOK

Clock = Callable[[], datetime]


def clock_from(start: datetime | None) -> Clock:
    """A clock that tells the present instant (UTC), or one that was started at `start`."""
    if start is None:
        return lambda: datetime.now(UTC)
    began = monotonic()
    first = start.astimezone(UTC)
    return lambda: first + timedelta(seconds=monotonic() - began)


def minute_of(moment: datetime, day: date) -> int | None:
    """The local minute of `day` that an instant falls in; None if it is another day."""
    local = moment.astimezone(BANGKOK)
    return local.hour * 60 + local.minute if local.date() == day else None
