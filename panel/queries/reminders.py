"""Reminders: when a judge was last asked for a sheet that is still open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select

from panel.db import db
from panel.domain.sheets import State
from panel.models import Presenter, Reminder, Seat, Sheet, Slot, Zone


def reminders_of(zone: Zone) -> Mapping[tuple[str, str], datetime]:
    """Of every sheet of a zone that is still open, when its judge was last reminded: by the codes of seat and
    presenter."""
    rows = db.session.execute(_open(), {"zone": zone.id})
    return {(seat, presenter): at for seat, presenter, at in rows}


@cache  # live boards ask after every mark, and building costs as much as asking
def _open() -> Select[str, str, datetime]:
    return (
        select(Seat.code, Presenter.code, Reminder.at)
        .join(Slot, Slot.id == Reminder.slot_id)
        .join(Seat, Seat.id == Reminder.seat_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .outerjoin(Sheet, (Sheet.slot_id == Reminder.slot_id) & (Sheet.seat_id == Reminder.seat_id))
        .where(
            Slot.zone_id == bindparam("zone"),
            Sheet.state.is_(None) | Sheet.state.in_([state for state in State if state.pending]),
        )
    )
