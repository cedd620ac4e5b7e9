"""The one clock: the time of the machine, or one that was set and runs on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import sleep

from panel.adapters.clock import clock_from

START = datetime.fromisoformat("2025-08-08T08:30:00+07:00")


def test_without_a_start_it_tells_the_present_in_utc():
    now = clock_from(None)()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_start_is_told_in_utc_and_runs_on():
    clock = clock_from(START)
    first = clock()
    sleep(0.01)
    assert first.tzinfo is UTC
    assert timedelta(0) <= first - START < timedelta(seconds=5)
    assert clock() - first >= timedelta(milliseconds=10)
