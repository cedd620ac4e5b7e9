"""What happens to a slot on the day, as an append-only log of happenings, and which slot is on."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol, TypeVar


class Happened(StrEnum):
    """A line of a slot's day. PLANNED takes a no-show back: the slot is as the plan has it."""

    PLANNED = "planned"
    CALLED = "called"
    PRESENTING = "presenting"
    QUESTIONS = "questions"
    DONE = "done"
    NO_SHOW = "no_show"
    MOVED = "moved"


class Timed(Protocol):
    """What the day knows of a slot: its minutes (None for practice), and the latest that happened to it."""

    @property
    def start(self) -> int | None: ...

    @property
    def end(self) -> int | None: ...

    @property
    def happened(self) -> Happened | None: ...


T = TypeVar("T", bound=Timed)
_UNDER_WAY = {Happened.CALLED, Happened.PRESENTING, Happened.QUESTIONS}
_OVER = {Happened.DONE, Happened.NO_SHOW}


def now_and_next(slots: Sequence[T], minute: int | None) -> tuple[T | None, T | None]:
    """The slot that is on and the one after it, of a zone's slots in their order.

    What was recorded in the hall goes before the clock; `minute` is None on any day but the event's.
    """
    coming = [slot for slot in slots if slot.start is not None and slot.happened not in _OVER]
    now = next((slot for slot in coming if slot.happened in _UNDER_WAY), None)
    if now is None and minute is not None:
        now = next((slot for slot in coming if _during(slot, minute)), None)
    if now is not None:
        after = coming[coming.index(now) + 1 :]
    else:
        after = [slot for slot in coming if minute is not None and (slot.start or 0) > minute]
    return now, after[0] if after else None


def _during(slot: Timed, minute: int) -> bool:
    return slot.start is not None and slot.end is not None and slot.start <= minute < slot.end
