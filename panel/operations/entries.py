"""Entries: the one way in which anything on a sheet changes, from whatever channel.

A batch is stored in one transaction; an entry that can't be taken is refused alone, with its reason.
The same UUID twice is one entry. An entry based on what is no longer current is kept as stale, one for
a sheet that takes no marks now as late: both wait to be settled and change nothing until then. What a
tablet sends and no sheet can take is held at the door.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Integer,
    bindparam,
    case,
    false,
    func,
    insert,
    literal,
    select,
    true,
    union_all,
    update,
)

from panel.adapters.statements import Prepared
from panel.db import db
from panel.domain.errors import Forbidden, Invalid, NotFound, PanelError
from panel.domain.instruments import Refused
from panel.domain.sheets import WRITES, Actor, Channel, EntryStatus, HeldFor, State, next_state
from panel.models import Deposit, Device, Entry, Event, Seat, Zone
from panel.operations.acts import perform
from panel.operations.audit import Author, bump_chain
from panel.operations.batches import Barred, Hand, NewEntry, Receipt
from panel.operations.holding import hold_entry
from panel.operations.targets import Target, checked_value, open_target
from panel.queries.credentials import SeatPlace
from panel.queries.entries import late_waits

__all__ = ["NewEntry", "Receipt", "store_entries", "store_entry"]

_LINE = Prepared(
    insert(db.metadata.tables["entry"]).inline(),
    *("uuid", "sheet_id", "person_id", "device_id", "act", "node", "value", "base", "status", "channel"),
    *("counter", "device_at", "stored_at", "settlement"),
)
_SEEN = Prepared(
    update(db.metadata.tables["device"])
    .where(Device.id == bindparam("of_device"))
    .values(
        seen_at=bindparam("at"),
        waiting=bindparam("still"),
        kept=func.coalesce(bindparam("keeps", type_=Integer), Device.kept),
        counter=case((Device.counter < bindparam("highest"), bindparam("highest")), else_=Device.counter),
    )
)


def store_entries(
    event: Event,
    entries: Sequence[NewEntry],
    *,
    by: Author,
    actor: Actor,
    channel: Channel,
    device_id: int | None = None,
    from_door: bool = False,
) -> list[Receipt]:
    """Store a batch in its order; one receipt an entry. Whether `by` may act so is decided before.

    What a tablet sends and can't be taken now is held, unless it comes `from_door`: then it is refused.
    """
    person_id = by.person.id if by.person else None
    hand = Hand(event.id, person_id, by.at, by.key, actor, channel, device_id, from_door=from_door)
    db.session.flush()
    return take_batch(
        db.session.connection(), hand, entries, _places(event, {entry.seat for entry in entries})
    )


def store_entry(event: Event, entry: NewEntry, *, by: Author, actor: Actor, channel: Channel) -> None:
    """One act on a sheet; raises the refusal."""
    [receipt] = store_entries(event, [entry], by=by, actor=actor, channel=channel)
    if receipt.reason:
        raise receipt.reason


def take_batch(
    connection: Connection, hand: Hand, entries: Sequence[NewEntry], seats: Mapping[str, SeatPlace]
) -> list[Receipt]:
    """Store a batch from these seats (by code). Live pages follow the revisions of the seats' zones."""
    for zone in sorted({seats[entry.seat].zone for entry in entries if entry.seat in seats}):
        bump_chain(connection, hand.event_id, zone)
    known = _known(connection, hand, [entry.uuid for entry in entries])
    batch = _Batch(connection, hand, seats)
    receipts = []
    for entry in entries:
        if entry.uuid in known:
            receipts.append(Receipt(entry.uuid, "duplicate", was=known[entry.uuid]))
            continue
        receipt = batch.store(entry)
        if receipt.kept:
            known[entry.uuid] = EntryStatus(receipt.status)
        receipts.append(receipt)
    batch.write()
    return receipts


def note_device(
    connection: Connection, device_id: int, *, at: datetime, counter: int, waiting: int, kept: int | None
) -> None:
    """What a device says of itself with each batch: the counter of its latest entry, how many wait, and how
    many sheets it keeps (None: as many as it said before)."""
    said = {"of_device": device_id, "at": at, "highest": counter, "still": waiting, "keeps": kept}
    _SEEN.run(connection, said)


def _places(event: Event, codes: Collection[str]) -> dict[str, SeatPlace]:
    found = db.session.execute(
        select(Seat.code, Seat.id, Zone.code)
        .join(Zone, Zone.id == Seat.zone_id)
        .where(Seat.event_id == event.id, Seat.code.in_(codes))
    )
    return {code: SeatPlace(seat_id, zone) for code, seat_id, zone in found}


def _known(connection: Connection, hand: Hand, uuids: Sequence[str]) -> dict[str, EntryStatus]:
    """Which of the entries are here already, and as what; one that was settled since is as good as stored."""
    if not uuids:
        return {}
    named = {f"uuid_{place}": uuid for place, uuid in enumerate(uuids)}
    kept = _kept(len(uuids), held=hand.holds).rows(connection, named)
    # what was held and taken in stands twice: as what it is in its sheet's log, it comes last
    kept.sort(key=lambda row: row.in_log)
    return {row.uuid: EntryStatus.STORED if row.settled else EntryStatus(row.status) for row in kept}


@cache
def _kept(count: int, *, held: bool) -> Prepared:
    """The entries, and what is `held`, of so many UUIDs."""
    uuids: list[BindParameter[str]] = [bindparam(f"uuid_{place}") for place in range(count)]
    settled, in_log = Entry.settled_at.is_not(None).label("settled"), true().label("in_log")
    stored = select(Entry.uuid, Entry.status, settled, in_log).where(Entry.uuid.in_(uuids))
    if not held:
        return Prepared(stored)
    late = literal(EntryStatus.LATE, Entry.status.type)
    at_door = select(Deposit.uuid, late, Deposit.settled_at.is_not(None), false())
    return Prepared(union_all(stored, at_door.where(Deposit.uuid.in_(uuids))))


class _Batch:
    """The sheets, the refusals, and the lines still to be written that the entries of one batch share."""

    def __init__(self, connection: Connection, hand: Hand, seats: Mapping[str, SeatPlace]) -> None:
        self.connection = connection
        self.hand = hand
        self.seats = seats
        self.targets: dict[tuple[str, str], Target] = {}
        self.refused: dict[str, str | None] = {}
        self.lines: list[dict[str, Any]] = []

    def store(self, entry: NewEntry) -> Receipt:
        try:
            return Receipt(entry.uuid, self._taken(entry).value)
        except Barred as bar:
            if self.hand.holds:
                return self._hold(entry, bar.held_for)
            return self._refuse(entry, bar.refusal)
        except Refused as refusal:
            return self._refuse(entry, Invalid(refusal.code, **refusal.params))
        except PanelError as refusal:
            return self._refuse(entry, refusal)

    def _taken(self, entry: NewEntry) -> EntryStatus:
        if entry.fault:
            raise entry.fault
        if entry.seat not in self.seats:
            raise NotFound("sheet.unknown")
        if self.hand.signed_out:
            raise Barred(HeldFor.SIGNED_OUT, Forbidden("access.sign_in"))
        target = self._target(entry.seat, entry.presenter)
        target.refuse_version(entry)
        return self._write(entry, target) if entry.act in WRITES else self._act(entry, target)

    def _hold(self, entry: NewEntry, held_for: HeldFor) -> Receipt:
        try:
            hold_entry(entry, seat_id=self.seats[entry.seat].id, hand=self.hand, held_for=held_for)
        except PanelError as refusal:
            return self._refuse(entry, refusal)
        return Receipt(entry.uuid, EntryStatus.LATE.value)

    def _refuse(self, entry: NewEntry, reason: PanelError) -> Receipt:
        base = self._base(entry)
        self.refused[entry.uuid] = None if base == entry.uuid else base
        return Receipt(entry.uuid, "refused", reason)

    def _target(self, seat: str, presenter: str) -> Target:
        key = (seat, presenter)
        if key not in self.targets:
            self.targets[key] = open_target(self.connection, self.hand.event_id, seat, presenter)
        return self.targets[key]

    def _write(self, entry: NewEntry, target: Target) -> EntryStatus:
        """A mark or a comment."""
        value = checked_value(target.instrument, entry.act, entry.node, entry.value)
        next_state(State.DRAFT, entry.act, self.hand.actor)  # asks for the actor, not for the moment
        base = self._base(entry)
        status = self._status(target, entry, base, value)
        if status is EntryStatus.STORED:
            target.set(entry.act, entry.node, value, entry.uuid, self.hand.channel)
        self._append(entry, target, value, base, status)
        return status

    def _status(self, target: Target, entry: NewEntry, base: str | None, value: Any) -> EntryStatus:
        """A closed sheet takes what it says already, unless another word on that waits for the chair."""
        if target.takes_writes:
            stale = target.moved_on(entry.act, entry.node, base, value)
            return EntryStatus.STALE if stale else EntryStatus.STORED
        if value != target.value(entry.act, entry.node):
            return EntryStatus.LATE
        self.write()
        waits = late_waits(target.sheet_id, entry.act, entry.node)
        return EntryStatus.LATE if waits else EntryStatus.STORED

    def _base(self, entry: NewEntry) -> str | None:
        """What an entry is based on; one that was refused in this batch hands on its own base."""
        base = entry.base
        while base in self.refused:
            base = self.refused[base]
        return base

    def _act(self, entry: NewEntry, target: Target) -> EntryStatus:
        """A change of the sheet's state."""
        self.write()
        reason = perform(self.hand, entry, target)
        self._append(entry, target, {"reason": reason} if reason else None, entry.base, EntryStatus.STORED)
        return EntryStatus.STORED

    def _append(
        self, entry: NewEntry, target: Target, value: Any, base: str | None, status: EntryStatus
    ) -> None:
        line = {
            "uuid": entry.uuid,
            "sheet_id": target.begun(),
            "person_id": self.hand.person_id,
            "device_id": self.hand.device_id,
            "act": entry.act,
            "node": entry.node,
            "value": value,
            "base": base,
            "status": status,
            "channel": self.hand.channel,
            "counter": entry.counter,
            "device_at": entry.device_at,
            "stored_at": self.hand.at,
            "settlement": "",
        }
        self.lines.append(line)

    def write(self) -> None:
        """Write down what was decided so far."""
        _LINE.run_each(self.connection, self.lines)
        self.lines = []
        for target in self.targets.values():
            target.write(self.connection)
