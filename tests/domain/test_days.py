"""Which slot is on and which comes next, what may be taken back, and how late a zone runs: what was recorded
in the hall goes before the clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from panel.domain.days import MAY_FOLLOW, Happened, Times, lateness, now_and_next


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
        (575, {"a": Happened.QUESTIONS, "b": Happened.CALLED}, ("a", "b")),
        (575, {"b": Happened.CALLED, "c": Happened.PRESENTING}, ("c", None)),
        (605, {"a": Happened.DONE}, ("b", "c")),
        (640, {"a": Happened.DONE}, ("b", "c")),
        (None, {"a": Happened.DONE}, (None, "b")),
    ],
)
def test_now_and_next(minute, happened, expected):
    found = now_and_next(day(**happened), minute)
    assert tuple(slot and slot.name for slot in found) == expected


NINE = datetime.fromisoformat("2025-08-08T09:00:00+07:00")


def after(*kinds: Happened) -> Times:
    """Each kind a minute after the one before, from 09.00."""
    times = Times()
    for minute, kind in enumerate(kinds):
        times = times.after(kind, NINE + timedelta(minutes=minute))
    return times


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([Happened.CALLED], (Happened.PLANNED, None)),
        ([Happened.NO_SHOW], (Happened.PLANNED, None)),
        ([Happened.PRESENTING], (Happened.PLANNED, None)),
        ([Happened.CALLED, Happened.PRESENTING], (Happened.CALLED, 0)),
        ([Happened.CALLED, Happened.PRESENTING, Happened.QUESTIONS], (Happened.PRESENTING, 1)),
        ([Happened.PRESENTING, Happened.DONE], (Happened.PRESENTING, 0)),
        ([Happened.PRESENTING, Happened.QUESTIONS, Happened.MOVED, Happened.DONE], (Happened.QUESTIONS, 1)),
    ],
)
def test_what_is_taken_back_leaves_the_phase_before(kinds, expected):
    phase, minute = expected
    since = None if minute is None else NINE + timedelta(minutes=minute)
    assert after(*kinds).before(kinds[-1]) == (phase, since)


def test_a_slot_that_is_back_in_the_plan_has_no_times():
    assert after(Happened.PRESENTING, Happened.DONE, Happened.PLANNED) == Times()


def test_every_state_says_what_may_follow():
    assert set(MAY_FOLLOW) == set(Happened) - {Happened.MOVED}


@pytest.mark.parametrize(
    ("begun", "minute", "expected"),
    [
        (None, 530, 0),
        (None, 540, 0),
        (None, 552, 12),
        (540, 550, 0),
        (550, 560, 10),
        (535, 540, -5),
        (540, 580, 10),
        (550, None, None),
    ],
)
def test_a_zone_is_as_late_as_its_slot_is_overdue_or_expected_to_overrun(begun, minute, expected):
    assert lateness(540, 570, begun, minute) == expected
