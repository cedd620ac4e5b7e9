"""What happens to a slot on the day, as an append-only log of happenings."""

from __future__ import annotations

from enum import StrEnum


class Happened(StrEnum):
    """A line of a slot's day. PLANNED takes a no-show back: the slot is as the plan has it."""

    PLANNED = "planned"
    CALLED = "called"
    PRESENTING = "presenting"
    QUESTIONS = "questions"
    DONE = "done"
    NO_SHOW = "no_show"
    MOVED = "moved"
