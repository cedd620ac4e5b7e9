"""The ring: which backups may go, and when the last one is too old."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from panel.domain.backups import Standing, standing, superseded

NOON = datetime.fromisoformat("2025-08-08T12:00:00+07:00")


def ago(**parts: float) -> datetime:
    return NOON - timedelta(**parts)


EVERY_FIVE = [ago(minutes=5 * number) for number in range(200)]
"""From 19.25 the evening before until noon."""


@pytest.mark.parametrize(
    ("made", "gone"),
    [
        ([], []),
        ([ago(days=9)], []),
        ([ago(days=number) for number in range(30)], [ago(days=number) for number in range(24, 30)]),
        (
            EVERY_FIVE,
            [moment for moment in EVERY_FIVE[24:] if moment.minute != 55],
        ),
        ([ago(hours=30), *EVERY_FIVE[:24]], [ago(hours=30)]),
        ([NOON + timedelta(hours=3), *EVERY_FIVE[:23]], []),
    ],
    ids=["none", "one", "one a day", "every five minutes", "older than a day", "a clock that was set back"],
)
def test_the_latest_are_kept_and_one_an_hour(made, gone):
    assert superseded(made, NOON) == set(gone)


@pytest.mark.parametrize(
    ("minutes", "age", "expected"),
    [
        (5, None, Standing.MISSING),
        (5, 10, Standing.GOOD),
        (5, 11, Standing.LATE),
        (5, 15, Standing.LATE),
        (5, 16, Standing.MISSING),
        (1, 3, Standing.LATE),
        (1, 16, Standing.MISSING),
        (30, 60, Standing.GOOD),
        (30, 61, Standing.LATE),
        (30, 91, Standing.MISSING),
        (0, 10, Standing.GOOD),
        (0, 16, Standing.MISSING),
    ],
)
def test_a_backup_ages(minutes, age, expected):
    assert standing(None if age is None else ago(minutes=age), NOON, minutes) is expected
