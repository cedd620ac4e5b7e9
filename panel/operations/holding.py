"""At the door: an entry that came but can't be taken is kept as it came, until the chair settles it."""

from __future__ import annotations

from sqlalchemy import insert

from panel.db import db
from panel.domain.errors import NotFound
from panel.domain.sheets import HeldFor
from panel.operations.batches import Hand, NewEntry
from panel.queries.events import presents

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
