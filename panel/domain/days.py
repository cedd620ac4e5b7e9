"""What happens to a slot on the day, as an append-only log of happenings: what may follow what, which slot
is on, and how late the zone runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar


class Happened(StrEnum):
    """A line of a slot's day. PLANNED takes back all there was: the slot is as the plan has it.

    MOVED says that the plan gave it another time; what goes on in the hall is not changed by that.
    """

    PLANNED = "planned"
    CALLED = "called"
    PRESENTING = "presenting"
    QUESTIONS = "questions"
    DONE = "done"
    NO_SHOW = "no_show"
    MOVED = "moved"


MAY_FOLLOW: Mapping[Happened, tuple[Happened, ...]] = {
    Happened.PLANNED: (Happened.CALLED, Happened.PRESENTING, Happened.NO_SHOW),
    Happened.CALLED: (Happened.PRESENTING, Happened.NO_SHOW),
    Happened.PRESENTING: (Happened.QUESTIONS, Happened.DONE),
    Happened.QUESTIONS: (Happened.DONE,),
    Happened.DONE: (),
    Happened.NO_SHOW: (),
}
"""What may happen next to a slot. Anything else has to be taken back first."""
ON_STAGE = frozenset({Happened.PRESENTING, Happened.QUESTIONS})
"""One presenter of a zone at a time."""
OVER = frozenset({Happened.DONE, Happened.NO_SHOW})
BEGUN = ON_STAGE | OVER
"""Such a slot keeps its time, whatever is done to the rest of the day."""


@dataclass(frozen=True)
class Times:
    """When a slot was called, began to present, came to questions and ended (or was noted as a no-show)."""

    called: datetime | None = None
    presenting: datetime | None = None
    questions: datetime | None = None
    ended: datetime | None = None

    def after(self, kind: Happened, at: datetime) -> Times:
        """With one more line of the log."""
        match kind:
            case Happened.PLANNED:
                return Times()
            case Happened.CALLED:
                return Times(called=at)
            case Happened.PRESENTING:
                return replace(self, presenting=at, questions=None, ended=None)
            case Happened.QUESTIONS:
                return replace(self, questions=at, ended=None)
            case Happened.DONE | Happened.NO_SHOW:
                return replace(self, ended=at)
            case Happened.MOVED:
                return self

    def before(self, kind: Happened) -> tuple[Happened, datetime | None]:
        """What the slot goes back to when `kind` is taken back, and since when that was so."""
        earlier = {
            Happened.DONE: (Happened.QUESTIONS, Happened.PRESENTING),
            Happened.QUESTIONS: (Happened.PRESENTING,),
            Happened.PRESENTING: (Happened.CALLED,),
        }
        for phase in earlier.get(kind, ()):
            if since := self.since(phase):
                return phase, since
        return Happened.PLANNED, None

    def since(self, kind: Happened | None) -> datetime | None:
        """When that phase began."""
        match kind:
            case Happened.CALLED:
                return self.called
            case Happened.PRESENTING:
                return self.presenting
            case Happened.QUESTIONS:
                return self.questions
            case Happened.DONE | Happened.NO_SHOW:
                return self.ended
        return None


class Timed(Protocol):
    """What the day knows of a slot: its minutes (None for practice), and the latest that happened to it."""

    @property
    def start(self) -> int | None: ...

    @property
    def end(self) -> int | None: ...

    @property
    def happened(self) -> Happened | None: ...


T = TypeVar("T", bound=Timed)


def now_and_next(slots: Sequence[T], minute: int | None) -> tuple[T | None, T | None]:
    """The slot that is on and the one after it, of a zone's slots in their order.

    What was recorded in the hall goes before the clock; `minute` is None on any day but the event's. Once
    a slot was noted as done, whoever comes next is on when due, however late, and nobody is passed over.
    """
    coming = [slot for slot in slots if slot.start is not None and slot.happened not in OVER]
    now = next((slot for slot in coming if slot.happened in ON_STAGE), None)
    now = now or next((slot for slot in coming if slot.happened is Happened.CALLED), None)
    kept = any(slot.happened is Happened.DONE for slot in slots)
    if now is None and minute is not None:
        due = [slot for slot in coming if (slot.start or 0) <= minute]
        now = next((slot for slot in due if kept or minute < (slot.end or 0)), None)
    if now is not None:
        after = [slot for slot in coming if slot is not now and (slot.start or 0) >= (now.start or 0)]
    else:
        after = [slot for slot in coming if kept or (minute is not None and (slot.start or 0) > minute)]
    return now, after[0] if after else None


def lateness(start: int, end: int, begun: int | None, minute: int | None) -> int | None:
    """By how many minutes the zone runs late (early: below 0), told by its slot that is on or due.

    `begun` is the minute in which it began to present: it is expected to take as long as planned, or has
    taken longer already. Before it began, the zone is as late as the slot is overdue. None on another day.
    """
    if minute is None:
        return None
    if begun is None:
        return max(0, minute - start)
    return max(begun + end - start, minute) - end
