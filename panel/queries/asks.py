"""What chairs ask of a person: open sheets that were reminded of, and sheets that were returned.

A tablet that gives a sign of life is told, and the judge's list shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, func, or_, select

from panel.adapters.statements import Prepared
from panel.domain.sheets import Act, State
from panel.models import Entry, Presenter, Reminder, Seat, Sheet, Slot


class Asked(StrEnum):
    REMIND = "remind"
    RETURN = "return"


@dataclass(frozen=True)
class Ask:
    """The latest that was asked of one open sheet, named as tablets name it: SEAT/PRESENTER."""

    sheet: str
    ask: Asked
    at: datetime


_PENDING = [state for state in State if state.pending]
_RETURNED_AT = (
    select(func.max(Entry.stored_at))
    .where(Entry.sheet_id == Sheet.id, Entry.act == Act.RETURN)
    .correlate(Sheet)
    .scalar_subquery()
)
_ASKED = Prepared(
    select(
        Seat.code.label("seat"),
        Presenter.code.label("presenter"),
        Sheet.state,
        Reminder.at.label("reminded_at"),
        _RETURNED_AT.label("returned_at"),
    )
    .select_from(Seat)
    .join(Slot, Slot.zone_id == Seat.zone_id)
    .join(Presenter, Presenter.id == Slot.presenter_id)
    .outerjoin(Sheet, (Sheet.slot_id == Slot.id) & (Sheet.seat_id == Seat.id))
    .outerjoin(Reminder, (Reminder.slot_id == Slot.id) & (Reminder.seat_id == Seat.id))
    .where(
        Seat.person_id == bindparam("person"),
        Seat.closed_at.is_(None),
        or_(Sheet.id.is_(None), *(Sheet.state == state for state in _PENDING)),
        or_(Reminder.id.is_not(None), Sheet.state == State.RETURNED),
    )
    .order_by(Seat.id, Slot.position)
)


def asks_of(connection: Connection, person_id: int) -> list[Ask]:
    """One an open sheet, in the order of the plan, by one statement."""
    found = []
    for row in _ASKED.rows(connection, {"person": person_id}):
        asked = [(row.reminded_at, Asked.REMIND)] if row.reminded_at else []
        if row.state is State.RETURNED and row.returned_at:
            asked.append((row.returned_at, Asked.RETURN))
        if asked:
            at, ask = max(asked)
            found.append(Ask(f"{row.seat}/{row.presenter}", ask, at))
    return found
