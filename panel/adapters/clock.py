"""The one clock. `PANEL_CLOCK` sets it to an instant from which it then runs on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

Clock = Callable[[], datetime]


def clock_from(start: datetime | None) -> Clock:
    """A clock that tells the present instant (UTC), or one that was started at `start`."""
    if start is None:
        return lambda: datetime.now(UTC)
    began = monotonic()
    first = start.astimezone(UTC)
    return lambda: first + timedelta(seconds=monotonic() - began)
