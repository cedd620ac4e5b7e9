"""Entries: the one way in which anything on a sheet changes, from whatever channel.

A batch is stored in one transaction; an entry that can't be taken is refused alone, with its reason.
The same UUID twice is one entry. An entry based on what is no longer current is kept as stale, one for
a sheet that takes no marks now as late: both wait to be settled and change nothing until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from panel.db import db
from panel.domain.errors import Conflict, Invalid, NotFound, PanelError, named
from panel.domain.instruments import Refused, evaluate
from panel.domain.panels import Role
from panel.domain.sheets import (
    NEEDS_REASON,
    WRITES,
    Act,
    Actor,
    Channel,
    EntryStatus,
    State,
    next_state,
)
from panel.models import Entry, Event, Seat
from panel.operations.audit import Author, lock_chain, record
from panel.operations.targets import Target, checked_value, open_target
from panel.queries.verification import sealed_sheet

_LINE = insert(db.metadata.tables["entry"])  # plain: an ORM insert costs eight times as much
_SEE_MARKS = {Role.CHAIR, Role.SECRETARY}
"""Who may see others' marks before the zone is final, once nothing is left for them to score."""


@dataclass(frozen=True)
class NewEntry:
    """An entry as it comes in. `value` is an answer, a comment's text, or an act's own: {"reason"}; for a
    submission {"marks", "heard"}, the marks that were shown and the presenter that was named."""

    uuid: str
    seat: str
    presenter: str
    act: Act
    node: str = ""
    value: Any = None
    base: str | None = None
    counter: int | None = None
    device_at: datetime | None = None
    fault: PanelError | None = None
    """Why the edge refuses it already; it stands in its batch all the same, for those based on it."""


@dataclass(frozen=True)
class Receipt:
    """What became of an entry: stored, duplicate, stale, late or refused (then `reason` says why).

    A duplicate `was` something before: a tablet that lost the first receipt must still learn of a conflict.
    """

    uuid: str
    status: str
    reason: PanelError | None = None
    was: EntryStatus | None = None

    @property
    def kept(self) -> bool:
        return self.status != "refused"


def store_entries(
    event: Event,
    entries: Sequence[NewEntry],
    *,
    by: Author,
    actor: Actor,
    channel: Channel,
    device_id: int | None = None,
) -> list[Receipt]:
    """Store a batch in its order; one receipt an entry. Whether `by` may act so is decided before."""
    seats = _seats(event, {entry.seat for entry in entries})
    for code in sorted({seat.zone.code for seat in seats.values() if seat.zone}):
        lock_chain(event, code)
    known = _known([entry.uuid for entry in entries])
    batch = _Batch(event, by, actor, channel, device_id, seats)
    receipts = []
    for entry in entries:
        if entry.uuid in known:
            receipts.append(Receipt(entry.uuid, "duplicate", was=known[entry.uuid]))
            continue
        receipt = batch.store(entry)
        if receipt.kept:
            known[entry.uuid] = EntryStatus(receipt.status)
        receipts.append(receipt)
    batch.revise()
    return receipts


def store_entry(event: Event, entry: NewEntry, *, by: Author, actor: Actor, channel: Channel) -> None:
    """One act on a sheet; raises the refusal."""
    [receipt] = store_entries(event, [entry], by=by, actor=actor, channel=channel)
    if receipt.reason:
        raise receipt.reason


def _known(uuids: Sequence[str]) -> dict[str, EntryStatus]:
    """Which of the entries are here already, and as what; one that was settled since is as good as stored."""
    rows = db.session.execute(select(Entry.uuid, Entry.status, Entry.settled_at).where(Entry.uuid.in_(uuids)))
    return {uuid: EntryStatus.STORED if settled_at else status for uuid, status, settled_at in rows}


def _seats(event: Event, codes: Iterable[str]) -> dict[str, Seat]:
    found = db.session.scalars(select(Seat).where(Seat.event_id == event.id, Seat.code.in_(codes)))
    return {seat.code: seat for seat in found if seat.scores and seat.zone}


class _Batch:
    """The sheets, refusals and chains that the entries of one batch have in common."""

    def __init__(
        self,
        event: Event,
        by: Author,
        actor: Actor,
        channel: Channel,
        device_id: int | None,
        seats: dict[str, Seat],
    ) -> None:
        self.event = event
        self.by = by
        self.actor = actor
        self.channel = channel
        self.device_id = device_id
        self.seats = seats
        self.targets: dict[tuple[str, str], Target] = {}
        self.refused: dict[str, str | None] = {}
        self.touched: set[str] = set()

    def store(self, entry: NewEntry) -> Receipt:
        try:
            if entry.fault:
                raise entry.fault
            target = self._target(entry.seat, entry.presenter)
            write = self._write if entry.act in WRITES else self._act
            status = write(entry, target)
        except Refused as refusal:
            return self._refuse(entry, Invalid(refusal.code, **refusal.params))
        except PanelError as refusal:
            return self._refuse(entry, refusal)
        if target.slot.zone:
            self.touched.add(target.slot.zone.code)
        return Receipt(entry.uuid, status.value)

    def _refuse(self, entry: NewEntry, reason: PanelError) -> Receipt:
        base = self._base(entry)
        self.refused[entry.uuid] = None if base == entry.uuid else base
        return Receipt(entry.uuid, "refused", reason)

    def _target(self, seat_code: str, presenter: str) -> Target:
        key = (seat_code, presenter)
        if key not in self.targets:
            seat = self.seats.get(seat_code)
            if seat is None:
                raise NotFound("sheet.unknown")
            self.targets[key] = open_target(seat, presenter)
        return self.targets[key]

    def _write(self, entry: NewEntry, target: Target) -> EntryStatus:
        """A mark or a comment."""
        value = checked_value(target.instrument, entry.act, entry.node, entry.value)
        next_state(State.DRAFT, entry.act, self.actor)  # asks for the actor; the moment decides late or not
        key = (entry.act, entry.node)
        base = self._base(entry)
        if not target.takes_writes:
            status = EntryStatus.LATE
        elif _moved_on(target, key, base, value):
            status = EntryStatus.STALE
        else:
            status = EntryStatus.STORED
        self._append(entry, target, value, base, status)
        if status is EntryStatus.STORED:
            target.set(entry.act, entry.node, value, entry.uuid)
            if target.sheet.channel is not self.channel:  # set again, it would be flushed again
                target.sheet.channel = self.channel
        return status

    def _base(self, entry: NewEntry) -> str | None:
        """What an entry is based on; one that was refused in this batch hands on its own base."""
        base = entry.base
        while base in self.refused:
            base = self.refused[base]
        return base

    def _act(self, entry: NewEntry, target: Target) -> EntryStatus:
        """A change of the sheet's state."""
        _may_act(entry, target)
        reason = _reason(entry)
        sheet = target.sheet
        sheet.state = next_state(sheet.state, entry.act, self.actor)
        if not sheet.state.counts and not sheet.state.pending:  # recused, absent: no marks say how it came
            sheet.channel = self.channel
        sheet.reason = reason
        facts: dict[str, object] = {"seat": entry.seat, "presenter": entry.presenter}
        if reason:
            facts["reason"] = reason
        if entry.act is Act.SUBMIT:
            sheet.submissions += 1
            sheet.submitted_at = self.by.at
            facts |= {"submission": sheet.submissions, "digest": sealed_sheet(sheet)}
        self._append(entry, target, {"reason": reason} if reason else None, entry.base, EntryStatus.STORED)
        record(f"sheet.{entry.act}", event=self.event, zone=target.slot.zone, by=self.by, **facts)
        return EntryStatus.STORED

    def _append(
        self, entry: NewEntry, target: Target, value: Any, base: str | None, status: EntryStatus
    ) -> None:
        line = {
            "uuid": entry.uuid,
            "sheet_id": target.sheet.id,
            "person_id": self.by.person.id if self.by.person else None,
            "device_id": self.device_id,
            "act": entry.act,
            "node": entry.node,
            "value": value,
            "base": base,
            "status": status,
            "channel": self.channel,
            "counter": entry.counter,
            "device_at": entry.device_at,
            "stored_at": self.by.at,
            "settlement": "",
        }
        db.session.execute(_LINE, line)

    def revise(self) -> None:
        """Live pages follow the revision of every zone that was written to."""
        db.session.flush()
        for code in sorted(self.touched):
            lock_chain(self.event, code).revision += 1


def _moved_on(target: Target, key: tuple[Act, str], base: str | None, value: Any) -> bool:
    """Whether the field holds another value than the one that the entry was based on, and than its own."""
    current, current_entry = target.current.get(key, (None, None))
    return base != current_entry and value != current


def _may_act(entry: NewEntry, target: Target) -> None:
    """What the transition table can't know: the zone, the seat, the gaps, what its author has seen."""
    zone = target.slot.zone
    if target.finalised:
        raise Conflict("result.zone_finalised", zone=named(zone))
    if target.seat.closed_at is not None:
        raise Conflict("sheet.seat_closed")
    if target.home:
        raise Conflict("sheet.home")
    if entry.act is Act.SUBMIT:
        _may_submit(entry, target)
    rescored = entry.act in {Act.WITHDRAW, Act.RETURN, Act.RESTORE} and target.seat.role in _SEE_MARKS
    if rescored and target.others_submitted():
        raise Conflict("sheet.seen_others")


def _may_submit(entry: NewEntry, target: Target) -> None:
    outcome = evaluate(target.instrument, target.marks)
    if outcome.missing:
        raise Conflict("sheet.gaps", items=", ".join(outcome.missing))
    said = entry.value if isinstance(entry.value, dict) else {}
    if said.get("heard", entry.presenter) != entry.presenter:
        raise Conflict("sheet.wrong_presenter")
    if said.get("marks", target.marks) != target.marks:
        raise Conflict("sheet.marks_differ")


def _reason(entry: NewEntry) -> str:
    given = entry.value.get("reason") if isinstance(entry.value, dict) else None
    reason = given.replace("\x00", "").strip()[:500] if isinstance(given, str) else ""
    if entry.act in NEEDS_REASON and not reason:
        raise Invalid("sheet.reason_missing")
    return reason
