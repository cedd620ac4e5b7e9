"""Entries as people are asked about them: what waits to be settled on a sheet, and what each one said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from panel.db import db
from panel.domain.errors import NotFound
from panel.domain.sheets import Act, Channel, EntryStatus
from panel.models import Deposit, Device, Entry, Event, Mark, Seat, Sheet, Slot, Zone


@dataclass(frozen=True)
class Version:
    """What a field holds, or might hold: the value, when it came, how, and from which device."""

    value: Any
    at: datetime
    channel: Channel
    device: str


@dataclass(frozen=True)
class Held:
    """An entry that waits to be settled, beside what counts now."""

    uuid: str
    act: Act
    node: str
    status: EntryStatus
    mine: Version
    current: Version | None


def held_entries(sheet: Sheet) -> tuple[Held, ...]:
    """The entries of a sheet that wait to be settled, oldest first."""
    current, here, there = aliased(Entry), aliased(Device), aliased(Device)
    rows = db.session.execute(
        select(Entry, here.label, current, there.label)
        .outerjoin(here, here.id == Entry.device_id)
        .outerjoin(Mark, (Mark.sheet_id == sheet.id) & (Mark.act == Entry.act) & (Mark.node == Entry.node))
        .outerjoin(current, current.uuid == Mark.entry)
        .outerjoin(there, there.id == current.device_id)
        .where(
            Entry.sheet_id == sheet.id,
            Entry.status != EntryStatus.STORED,
            Entry.settled_at.is_(None),
        )
        .order_by(Entry.id)
    )
    return tuple(
        Held(
            uuid=entry.uuid,
            act=entry.act,
            node=entry.node,
            status=entry.status,
            mine=_version(entry, device),
            current=_version(counting, other) if counting else None,
        )
        for entry, device, counting, other in rows
    )


def _version(entry: Entry, device: str | None) -> Version:
    return Version(entry.value, entry.device_at or entry.stored_at, entry.channel, device or "")


def entry_values(slot: Slot, seat: Seat, uuids: Sequence[str]) -> dict[str, Any]:
    """What entries of a sheet said, by UUID: for a form that was filled in while others wrote."""
    rows = db.session.execute(
        select(Entry.uuid, Entry.value)
        .join(Sheet, Sheet.id == Entry.sheet_id)
        .where(Sheet.slot_id == slot.id, Sheet.seat_id == seat.id, Entry.uuid.in_(uuids))
    )
    return dict(rows.all())


def others_submitted(*, slot_id: int, seat_id: int) -> bool:
    """Whether another seat's sheet of the presenter was ever in, so that its marks could have been seen."""
    statement = (
        select(Entry.id)
        .join(Sheet, Sheet.id == Entry.sheet_id)
        .where(
            Sheet.slot_id == slot_id,
            Sheet.seat_id != seat_id,
            Entry.act == Act.SUBMIT,
            Entry.status == EntryStatus.STORED,
        )
        .limit(1)
    )
    return db.session.scalar(statement) is not None


def late_waits(sheet_id: int | None, act: Act, node: str) -> bool:
    """Whether an entry for that field of a sheet waits for the chair."""
    statement = select(Entry.id).where(
        Entry.sheet_id == sheet_id,
        Entry.act == act,
        Entry.node == node,
        Entry.status == EntryStatus.LATE,
        Entry.settled_at.is_(None),
    )
    return db.session.scalar(statement.limit(1)) is not None


def count_deposits(seat: Seat, presenter: str) -> int:
    """How much of a seat's for a presenter was kept at the door and waits for the chair."""
    waiting = select(func.count(Deposit.id)).where(
        Deposit.seat_id == seat.id, Deposit.presenter == presenter, Deposit.settled_at.is_(None)
    )
    return db.session.scalars(waiting).one()


@dataclass(frozen=True)
class Waiting:
    """What of a seat's waits to be settled: how many entries for the chair, and in which slots (ids) some for
    the author."""

    for_chair: int
    conflicts: frozenset[int]


def waiting_of(seat: Seat) -> Waiting:
    rows = db.session.execute(
        select(Sheet.slot_id, Entry.status, func.count())
        .join(Sheet, Sheet.id == Entry.sheet_id)
        .where(Sheet.seat_id == seat.id, Entry.status != EntryStatus.STORED, Entry.settled_at.is_(None))
        .group_by(Sheet.slot_id, Entry.status)
    ).all()
    at_door = select(func.count(Deposit.id)).where(Deposit.seat_id == seat.id, Deposit.settled_at.is_(None))
    late = sum(count for _, status, count in rows if status is EntryStatus.LATE)
    return Waiting(
        for_chair=late + db.session.scalars(at_door).one(),
        conflicts=frozenset(slot for slot, status, _ in rows if status is EntryStatus.STALE),
    )


def find_stale(event: Event, zone: str, uuid: str) -> Entry:
    """A stale entry of a zone's sheets; raises NotFound."""
    entry = db.session.scalar(
        select(Entry)
        .join(Sheet, Sheet.id == Entry.sheet_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Zone, Zone.id == Slot.zone_id)
        .where(
            Zone.event_id == event.id,
            Zone.code == zone,
            Entry.uuid == uuid,
            Entry.status == EntryStatus.STALE,
        )
    )
    if entry is None:
        raise NotFound("entry.unknown")
    return entry
