"""The history of a sheet: every entry that came for it, what became of it, and who settled it why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from panel.db import db
from panel.domain.sheets import WRITES, Act, Channel, EntryStatus, HeldFor
from panel.models import Chain, Deposit, Device, Entry, Person, Record, Sheet
from panel.queries.sheets import SheetPage

PAGE = 100
"""Lines of a history that are shown at once."""
APART = timedelta(minutes=1)
"""So far a tablet's clock may be from ours before both times are told."""


class Fate(StrEnum):
    """What became of an entry."""

    DONE = "done"
    """An act, no mark: it had its effect then."""
    COUNTS = "counts"
    REPLACED = "replaced"
    STALE = "stale"
    LATE = "late"
    HELD = "held"
    ASIDE = "aside"


@dataclass(frozen=True)
class Settled:
    """Who took an entry in or set it aside, when and why."""

    name: str
    at: datetime
    taken: bool
    reason: str


@dataclass(frozen=True)
class Line:
    """An entry. `at` is when it came; `said_at` the device's own time, where it is another. `name` is of who
    made it, if that was not the sheet's author; `held_for` why it was kept at the door."""

    uuid: str
    act: Act
    node: str
    value: Any
    at: datetime
    said_at: datetime | None
    name: str
    channel: Channel
    device: str
    fate: Fate
    held_for: HeldFor | None
    settled: Settled | None


@dataclass(frozen=True)
class History:
    """A page of a sheet's history, oldest line first; pages count from 1."""

    lines: tuple[Line, ...]
    number: int
    pages: int


def sheet_history(page: SheetPage, number: int) -> History:
    """The history's page of that number, or the nearest that there is. A constant number of queries."""
    settled = _settlements(page)
    deposits = {line.uuid: line for line in _deposits(page, settled)}
    entries = list(_entries(page, settled, deposits))
    taken = {line.uuid for line in entries}
    lines = [*entries, *(line for uuid, line in deposits.items() if uuid not in taken)]
    lines.sort(key=lambda line: line.at)  # stable: what came at once keeps the server's order
    pages = max(1, -(-len(lines) // PAGE))
    number = min(max(1, number), pages)
    return History(tuple(lines[(number - 1) * PAGE : number * PAGE]), number, pages)


def _entries(page: SheetPage, settled: Mapping[str, Settled], deposits: Mapping[str, Line]) -> Iterator[Line]:
    current = set(page.bases.values())
    rows = db.session.execute(
        select(Entry, Person, Device.label)
        .join(Sheet, Sheet.id == Entry.sheet_id)
        .outerjoin(Person, Person.id == Entry.person_id)
        .outerjoin(Device, Device.id == Entry.device_id)
        .where(Sheet.slot_id == page.slot.id, Sheet.seat_id == page.seat.id)
        .order_by(Entry.id)
    )
    for entry, person, device in rows:
        door = deposits.get(entry.uuid)
        at = door.at if door else entry.stored_at
        yield Line(
            uuid=entry.uuid,
            act=entry.act,
            node=entry.node,
            value=entry.value,
            at=at,
            said_at=_apart(entry.device_at, at),
            name=person.name if person and person.id != page.seat.person_id else "",
            channel=entry.channel,
            device=device or "",
            fate=_fate(entry, entry.uuid in current),
            held_for=door.held_for if door else None,
            settled=door.settled if door else settled.get(entry.uuid),
        )


def _deposits(page: SheetPage, settled: Mapping[str, Settled]) -> Iterator[Line]:
    rows = db.session.execute(
        select(Deposit, Device.label)
        .outerjoin(Device, Device.id == Deposit.device_id)
        .where(Deposit.seat_id == page.seat.id, Deposit.presenter == page.slot.presenter.code)
        .order_by(Deposit.device_id, Deposit.counter, Deposit.id)
    )
    for deposit, device in rows:
        yield Line(
            uuid=deposit.uuid,
            act=deposit.act,
            node=deposit.node,
            value=deposit.value,
            at=deposit.stored_at,
            said_at=_apart(deposit.device_at, deposit.stored_at),
            name="",
            channel=Channel.TABLET,
            device=device or "",
            fate=Fate.ASIDE if deposit.settled_at else Fate.HELD,
            held_for=deposit.held_for,
            settled=settled.get(deposit.uuid),
        )


def _fate(entry: Entry, current: bool) -> Fate:
    if entry.status is not EntryStatus.STORED and entry.settlement != "taken":
        return Fate.ASIDE if entry.settled_at else Fate(entry.status.value)
    if entry.act not in WRITES:
        return Fate.DONE
    return Fate.COUNTS if current else Fate.REPLACED


def _apart(said: datetime | None, came: datetime) -> datetime | None:
    """A device's time where it is not the server's."""
    return said if said and abs(said - came) > APART else None


def _settlements(page: SheetPage) -> dict[str, Settled]:
    """What the audit log says of entries of the sheet that were settled, by UUID."""
    rows = db.session.execute(
        select(Record, Person.name)
        .join(Chain, Chain.id == Record.chain_id)
        .outerjoin(Person, (Person.event_id == Chain.event_id) & (Person.code == Record.person))
        .where(
            Chain.event_id == page.event.id,
            Record.act.in_(["entry.settled", "deposits.settled"]),
            Record.body["seat"].as_string() == page.seat.code,
            Record.body["presenter"].as_string() == page.slot.presenter.code,
        )
        .order_by(Record.id)
    )
    return {
        uuid: Settled(name or "", record.at, record.body["settlement"] == "taken", record.body["reason"])
        for record, name in rows
        for uuid in record.body.get("entries", [record.body.get("entry")])
    }
