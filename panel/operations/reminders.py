"""Reminding a judge of a sheet that is awaited: the judge's tablet says so, and the log."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from panel.db import db
from panel.domain.errors import Conflict, named
from panel.models import Reminder, Zone
from panel.operations.audit import Author, lock_chain, record
from panel.queries.sheets import sheet_page

PAUSE = timedelta(minutes=1)
"""Between two reminders of one sheet: it was heard."""


def remind_judge(zone: Zone, seat: str, presenter: str, *, by: Author) -> Reminder:
    """Ask for the sheet of that seat and presenter, by code. Raises Conflict where nobody waits for it, or
    where it was asked for just now."""
    lock_chain(zone.event, zone.code)
    page = sheet_page(zone.event, zone.code, seat, presenter)
    if not page.open or page.slot.no_show or page.slot.presenter.practice:
        raise Conflict("reminder.not_awaited", presenter=named(page.slot.presenter))
    before = db.session.scalar(
        select(Reminder).where(Reminder.slot_id == page.slot.id, Reminder.seat_id == page.seat.id)
    )
    if before is not None:
        if by.at - before.at < PAUSE:
            raise Conflict("reminder.too_soon", name=page.seat.person.name)
        db.session.delete(before)  # the last one counts; the log has them all
        db.session.flush()
    reminder = Reminder(slot=page.slot, seat=page.seat, person_id=by.person and by.person.id, at=by.at)
    db.session.add(reminder)
    record("sheet.reminded", event=zone.event, zone=zone, by=by, seat=seat, presenter=presenter)
    return reminder
