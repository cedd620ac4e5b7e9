"""A copy of the database as it stands before the day: events, people and plans, without anything scored."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, insert, or_, select, true

from panel.db import Base, db
from panel.domain.events import RoundKind
from panel.models import (
    Booking,
    Event,
    InstrumentVersion,
    Person,
    Presenter,
    Round,
    Seat,
    Server,
    Slot,
    Venue,
    Zone,
)

_BEFORE_THE_DAY: tuple[type[Base], ...] = (
    Event,
    InstrumentVersion,
    Round,
    Venue,
    Booking,
    Zone,
    Presenter,
    Slot,
    Person,
    Seat,
)
_UNTOUCHED: dict[type[Base], dict[str, object]] = {
    Slot: {"happened": None},
    Person: {"pin_hash": None},
}


def copy_before_the_day(target: Connection) -> None:
    """Write to `target`, whose tables are there and empty, all that this database knows before the day.

    The copy gets an epoch of its own: it is another server.
    """
    for model in _BEFORE_THE_DAY:
        table = Base.metadata.tables[model.__tablename__]
        rows = [
            {**row._mapping, **_UNTOUCHED.get(model, {})}
            for row in db.session.execute(select(table).where(_kept(model)).order_by(table.c.id))
        ]
        if rows:
            target.execute(insert(table), rows)
    target.execute(insert(Server), {"epoch": str(uuid4())})


def _kept(model: type[Base]) -> ColumnElement[bool]:
    """All rows but the slots of who came into a final: nobody has before the day."""
    if model is not Slot:
        return true()
    finals = select(Round.id).where(Round.kind == RoundKind.FINAL)
    return or_(Slot.start.is_(None), Slot.round_id.not_in(finals))
