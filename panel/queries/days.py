"""What happened to slots on the day: the actual times beside the planned ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from panel.db import db
from panel.domain.days import Happened
from panel.models import Event, Happening, Round, Slot


@dataclass(frozen=True)
class Times:
    """When a slot was called, began to present, came to questions and ended (or was noted as a no-show)."""

    called: datetime | None = None
    presenting: datetime | None = None
    questions: datetime | None = None
    ended: datetime | None = None


def actual_times(event: Event) -> dict[int, Times]:
    """The actual times of an event's slots, by slot id; slots to which nothing happened are left out."""
    times: dict[int, Times] = {}
    happenings = db.session.scalars(
        select(Happening)
        .join(Slot, Slot.id == Happening.slot_id)
        .join(Round, Round.id == Slot.round_id)
        .where(Round.event_id == event.id)
        .order_by(Happening.id)
    )
    for line in happenings:
        times[line.slot_id] = _after(times.get(line.slot_id, Times()), line)
    return times


def _after(times: Times, line: Happening) -> Times:
    match line.kind:
        case Happened.PLANNED:  # taken back: as if nothing had happened
            return Times()
        case Happened.CALLED:
            return replace(times, called=line.at)
        case Happened.PRESENTING:
            return replace(times, presenting=line.at, questions=None, ended=None)
        case Happened.QUESTIONS:
            return replace(times, questions=line.at, ended=None)
        case Happened.DONE | Happened.NO_SHOW:
            return replace(times, ended=line.at)
        case Happened.MOVED:
            return times
