"""At the door: an entry that came but can't be taken is kept as it came, until the chair settles it."""

from __future__ import annotations

from sqlalchemy import insert, select

from panel.db import db
from panel.domain.errors import NotFound
from panel.domain.sheets import HeldFor
from panel.models import Presenter
from panel.operations.batches import Hand, NewEntry

_LINE = insert(db.metadata.tables["deposit"]).inline()


def hold_entry(entry: NewEntry, *, seat_id: int, hand: Hand, held_for: HeldFor) -> None:
    """Keep an entry whose UUID is not known yet; raises NotFound where nobody presents under that code."""
    if not presents(hand.event_id, entry.presenter):
        raise NotFound("sheet.unknown")
    line = {
        "uuid": entry.uuid,
        "seat_id": seat_id,
        "presenter": entry.presenter,
        "person_id": hand.person_id,
        "device_id": hand.device_id,
        "act": entry.act,
        "node": entry.node,
        "value": entry.value,
        "base": entry.base,
        "counter": entry.counter,
        "device_at": entry.device_at,
        "stored_at": hand.at,
        "held_for": held_for,
        "settlement": "",
    }
    db.session.connection().execute(_LINE, line)


def presents(event_id: int, presenter: str) -> bool:
    """Whether that code is one of the event's presenters."""
    found = select(Presenter.id).where(Presenter.event_id == event_id, Presenter.code == presenter)
    return db.session.scalar(found) is not None
