"""Taking out of an event what nobody judged: slots and seats, with all that hangs on them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, select

from panel.db import db
from panel.models import Entry, Excuse, Happening, Mark, Reminder, Seat, Sheet, Slot


def remove_slot(slot: Slot) -> None:
    _forget_sheets(Sheet.slot_id == slot.id)
    for table in (Excuse, Happening, Reminder):
        db.session.execute(delete(table).where(table.slot_id == slot.id))
    db.session.delete(slot)
    db.session.flush()


def remove_seat(seat: Seat) -> None:
    """Its person stays, for the audit log names them."""
    _forget_sheets(Sheet.seat_id == seat.id)
    for table in (Excuse, Reminder):
        db.session.execute(delete(table).where(table.seat_id == seat.id))
    db.session.delete(seat)
    db.session.flush()


def _forget_sheets(which: ColumnElement[bool]) -> None:
    """Sheets on which nobody judged, with the acts that were logged on them."""
    sheets = select(Sheet.id).where(which)
    db.session.execute(delete(Entry).where(Entry.sheet_id.in_(sheets)))
    db.session.execute(delete(Mark).where(Mark.sheet_id.in_(sheets)))
    db.session.execute(delete(Sheet).where(which))
