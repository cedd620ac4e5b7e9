"""Marks that belong to another presenter: a draft moves whole, and what stood there comes back for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import select

from panel.db import db
from panel.domain.errors import Conflict, Invalid
from panel.domain.sheets import Act, Actor, Channel, EntryStatus
from panel.models import Entry, Mark, Seat, Sheet, Slot, Zone
from panel.operations.audit import Author, lock_chain, record
from panel.operations.entries import NewEntry, store_entries
from panel.queries.transfers import Fields, transfer_of


def transfer_sheet(zone: Zone, seat: Seat, presenter: str, *, to: str, key: str, by: Author) -> None:
    """Exchange what is written on two drafts of a seat; onto an empty one that is a move.

    Whole or not at all, as ordinary entries, whose UUIDs come of `key`: the same form sent twice moves once.
    """
    lock_chain(zone.event, zone.code)
    transfer = transfer_of(seat, presenter)
    target = transfer.side(to)
    before, after = transfer.source.fields, target.fields
    entries = [
        *_entries(key, seat, transfer.source.own.slot, before, after),
        *_entries(key, seat, target.own.slot, after, before),
    ]
    if _done(entries):
        return
    if why_not := transfer.why_not(target):
        raise why_not
    receipts = store_entries(zone.event, entries, by=by, actor=Actor.AUTHOR, channel=Channel.FORM)
    if any(receipt.status != EntryStatus.STORED for receipt in receipts):
        raise Conflict("transfer.changed")
    record(
        "sheet.transferred",
        event=zone.event,
        zone=zone,
        by=by,
        seat=seat.code,
        presenter=presenter,
        to=to,
        exchanged=bool(after),
    )


def _entries(key: str, seat: Seat, slot: Slot, now: Fields, then: Fields) -> list[NewEntry]:
    """What makes the fields of one sheet `then` out of `now`."""
    bases = _bases(seat, slot)
    return [
        NewEntry(
            uuid=_uuid(key, slot.presenter.code, act, node),
            seat=seat.code,
            presenter=slot.presenter.code,
            act=act,
            node=node,
            value=then.get((act, node)),
            base=bases.get((act, node)),
        )
        for act, node in dict.fromkeys([*now, *then])
        if now.get((act, node)) != then.get((act, node))
    ]


def _bases(seat: Seat, slot: Slot) -> dict[tuple[Act, str], str]:
    rows = db.session.execute(
        select(Mark.act, Mark.node, Mark.entry)
        .join(Sheet, Sheet.id == Mark.sheet_id)
        .where(Sheet.seat_id == seat.id, Sheet.slot_id == slot.id)
    )
    return {(act, node): entry for act, node, entry in rows}


def _uuid(key: str, presenter: str, act: Act, node: str) -> str:
    try:
        return str(uuid5(UUID(key), json.dumps([presenter, act, node])))
    except ValueError:
        raise Invalid("entry.malformed", expected="key") from None


def _done(entries: Sequence[NewEntry]) -> bool:
    """Whether this very form was stored already."""
    uuids = [entry.uuid for entry in entries]
    return db.session.scalar(select(Entry.id).where(Entry.uuid.in_(uuids)).limit(1)) is not None
