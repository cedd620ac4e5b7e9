"""What chairs and authors settle about sheets beside their marks: held entries, and who typed a paper."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from panel.db import db
from panel.domain.errors import Conflict, Invalid, named
from panel.domain.sheets import EntryStatus, takes_writes
from panel.models import Entry, Event, Sheet, Zone
from panel.operations.audit import Author, lock_chain, record
from panel.operations.targets import set_mark
from panel.queries.entries import others_submitted
from panel.queries.snapshots import current_snapshot
from panel.queries.verification import sealed_sheet


def required(reason: str) -> str:
    """A reason that was given."""
    reason = reason.replace("\x00", "").strip()[:500]
    if not reason:
        raise Invalid("sheet.reason_missing")
    return reason


def refuse_finalised(zone: Zone) -> None:
    """Also holds the zone's chain, so that nobody finalises it meanwhile."""
    lock_chain(zone.event, zone.code)
    if current_snapshot(zone):
        raise Conflict("result.zone_finalised", zone=named(zone))


def settle_entry(event: Event, entry: Entry, *, by: Author, take: bool, reason: str = "") -> None:
    """Take a stale or late entry into its sheet, or set it aside; either way it stays in the log.

    A stale one is its author's to settle, on a sheet that still takes marks; a late one the chair's. Into
    a finalised zone nothing is taken, nor into a sheet whose author could see the others' marks since.
    """
    if entry.status is EntryStatus.LATE:
        reason = required(reason)
    sheet = db.session.get_one(Sheet, entry.sheet_id)
    zone = sheet.slot.zone
    lock_chain(event, zone.code)
    for row in (entry, sheet):  # another hand may have been quicker, while the chain was waited for
        db.session.refresh(row)
    if entry.status is EntryStatus.STORED or entry.settled_at is not None:
        raise Conflict("entry.settled")
    if take:
        _refuse_taking(entry, sheet)
    if entry.status is EntryStatus.STALE:
        _set_earlier_aside(entry, by.at)
    entry.settled_at = by.at
    entry.settlement = "taken" if take else "set aside"
    if take:
        set_mark(sheet.id, entry.act, entry.node, entry.value, entry.uuid)
    record(
        "entry.settled",
        event=event,
        zone=zone,
        by=by,
        entry=entry.uuid,
        settlement=entry.settlement,
        reason=reason,
        seat=sheet.seat.code,
        presenter=sheet.slot.presenter.code,
        submission=sheet.submissions,
        digest=sealed_sheet(sheet),
    )


def _refuse_taking(entry: Entry, sheet: Sheet) -> None:
    refuse_finalised(sheet.slot.zone)
    if takes_writes(sheet.state):
        return
    if entry.status is EntryStatus.STALE:
        raise Conflict("sheet.wrong_state", state=sheet.state.value, act=entry.act.value)
    if sheet.seat.role.sees_marks and others_submitted(slot_id=sheet.slot_id, seat_id=sheet.seat_id):
        raise Conflict("sheet.seen_others")


def _set_earlier_aside(entry: Entry, at: datetime) -> None:
    """What the same hand typed into the field before: only its last word is asked about."""
    earlier = update(Entry).where(
        Entry.sheet_id == entry.sheet_id,
        Entry.act == entry.act,
        Entry.node == entry.node,
        Entry.id < entry.id,
        Entry.status == EntryStatus.STALE,
        Entry.settled_at.is_(None),
    )
    db.session.execute(earlier.values(settled_at=at, settlement="set aside"))
