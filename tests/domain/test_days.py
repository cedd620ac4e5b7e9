"""Which slot is on, and which comes next: what was recorded in the hall goes before the clock."""

from dataclasses import dataclass

import pytest

from panel.domain.days import Happened, now_and_next


@dataclass(frozen=True)
class Slot:
    name: str
    start: int | None
    end: int | None
    happened: Happened | None = None


def day(**happened):
    """Three slots of half an hour from 09.00, and a practice slot."""
    times = {"a": (540, 570), "b": (570, 600), "c": (600, 630), "try": (None, None)}
    return [Slot(name, *time, happened.get(name)) for name, time in times.items()]


@pytest.mark.parametrize(
    ("minute", "happened", "expected"),
    [
        (530, {}, (None, "a")),
        (540, {}, ("a", "b")),
        (569, {}, ("a", "b")),
        (570, {}, ("b", "c")),
        (600, {}, ("c", None)),
        (630, {}, (None, None)),
        (None, {}, (None, None)),
        (575, {"a": Happened.PRESENTING}, ("a", "b")),
        (575, {"a": Happened.QUESTIONS}, ("a", "b")),
        (555, {"a": Happened.DONE}, (None, "b")),
        (555, {"a": Happened.NO_SHOW}, (None, "b")),
        (555, {"a": Happened.NO_SHOW, "b": Happened.CALLED}, ("b", "c")),
        (555, {"a": Happened.PLANNED}, ("a", "b")),
        (575, {"b": Happened.NO_SHOW}, (None, "c")),
        (None, {"b": Happened.PRESENTING}, ("b", "c")),
    ],
)
def test_now_and_next(minute, happened, expected):
    found = now_and_next(day(**happened), minute)
    assert tuple(slot and slot.name for slot in found) == expected
