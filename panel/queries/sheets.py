"""Sheets as their authors, chairs and secretaries see them: a seat's day, and one sheet with what is held.

A list takes a constant number of queries, however many slots a zone has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from panel.db import db
from panel.domain.days import now_and_next
from panel.domain.errors import NotFound
from panel.domain.instruments import Criterion, Indicator, Instrument, Node, running
from panel.domain.panels import judging, recused_by_system
from panel.domain.sheets import Act, Channel, EntryStatus, State, takes_writes
from panel.models import Device, Entry, Event, Mark, Presenter, Seat, Sheet, Slot, Zone
from panel.queries.instruments import instrument_of
from panel.queries.results import SheetView, current_snapshot, sheet_view


@dataclass(frozen=True)
class OwnSlot:
    """A slot in its judge's list. `sheet` is None where a predecessor in the seat has judged it."""

    slot: Slot
    sheet: SheetView | None
    home: bool
    total: Fraction
    full: Fraction
    when: str
    """ "now", "next" or nothing."""


@dataclass(frozen=True)
class OwnDay:
    """A seat's day: what is on and what follows, the rest in the plan's order, and practice apart."""

    first: tuple[OwnSlot, ...]
    rest: tuple[OwnSlot, ...]
    practice: tuple[OwnSlot, ...]

    @property
    def submitted(self) -> int:
        return sum(own.sheet is not None and own.sheet.state.counts for own in (*self.first, *self.rest))

    @property
    def count(self) -> int:
        """How many sheets are the seat's to submit."""
        return sum(
            own.sheet is not None and (own.sheet.state.counts or own.sheet.state.pending)
            for own in (*self.first, *self.rest)
        )


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


@dataclass(frozen=True)
class SheetPage:
    """One sheet with all that its page needs. `bases`: the entry behind each field that was ever set."""

    seat: Seat
    slot: Slot
    instrument: Instrument
    view: SheetView
    home: bool
    finalised: bool
    bases: Mapping[tuple[Act, str], str]
    held: tuple[Held, ...]

    @property
    def event(self) -> Event:
        return self.slot.zone.event

    @property
    def open(self) -> bool:
        """Whether marks are taken now."""
        closed = self.finalised or self.home or self.seat.closed_at is not None
        return takes_writes(self.view.state) and not closed

    @property
    def conflicts(self) -> tuple[Held, ...]:
        """What its author has to settle: of each field the last word."""
        stale = {(held.act, held.node): held for held in self.held if held.status is EntryStatus.STALE}
        return tuple(stale.values())

    @property
    def late(self) -> tuple[Held, ...]:
        return tuple(held for held in self.held if held.status is EntryStatus.LATE)

    @property
    def plain_sums(self) -> bool:
        """Whether adding up is all there is to it: a tablet then shows totals by itself."""
        return all(
            isinstance(node, Indicator) or node.combine == "sum" for _, node in self.instrument.nodes()
        )

    @property
    def total(self) -> Fraction:
        """The points given so far."""
        return self.given(self.instrument.root)

    def given(self, node: Node) -> Fraction:
        """The points given so far below a node, or by an indicator."""
        if isinstance(node, Indicator):
            node = Criterion(node.number, node.title, "sum", (node,))
        return running(node, self.view.marks)


def own_day(seat: Seat, minute: int | None) -> OwnDay:
    """The slots of a seat's zone with its own sheets; `minute` of the event's day, None on any other."""
    chain = _chain(seat)
    sheets = _sheets_of(chain)
    slots = db.session.scalars(
        select(Slot)
        .where(Slot.zone_id == seat.zone_id)
        .options(joinedload(Slot.instrument))
        .order_by(Slot.position)
    ).all()
    timed = [slot for slot in slots if slot.start is not None]
    now, coming = now_and_next(timed, minute)

    def own(slot: Slot) -> OwnSlot:
        when = "now" if slot is now else "next" if slot is coming else ""
        return _own_slot(seat, chain, slot, sheets.get(slot.id, {}), when)

    return OwnDay(
        first=tuple(own(slot) for slot in (now, coming) if slot is not None),
        rest=tuple(own(slot) for slot in timed if slot not in {now, coming}),
        practice=tuple(own(slot) for slot in slots if slot.start is None),
    )


def _own_slot(
    seat: Seat, chain: Sequence[Seat], slot: Slot, sheets: Mapping[str, Sheet], when: str
) -> OwnSlot:
    presenter = slot.presenter.code
    states = {code: sheet.state for code, sheet in sheets.items()}
    state = judging([each.facts for each in chain], states, presenter).get(seat.code)
    view = sheet_view(seat, slot, sheets.get(seat.code), state) if state else None
    instrument = instrument_of(slot.instrument)
    return OwnSlot(
        slot=slot,
        sheet=view,
        home=recused_by_system(seat.facts, presenter),
        total=running(instrument.root, view.marks) if view else Fraction(0),
        full=instrument.full,
        when=when,
    )


def _chain(seat: Seat) -> list[Seat]:
    """The seat and those that it replaces, one after another."""
    chain = [seat]
    while (before := chain[-1].replaces) is not None:
        chain.append(before)
    return chain


def _sheets_of(seats: Sequence[Seat]) -> dict[int, dict[str, Sheet]]:
    """The sheets of some seats, by slot and seat."""
    found: dict[int, dict[str, Sheet]] = {}
    for sheet in db.session.scalars(
        select(Sheet)
        .join(Sheet.seat)
        .where(Sheet.seat_id.in_([seat.id for seat in seats]))
        .options(contains_eager(Sheet.seat), joinedload(Sheet.instrument), selectinload(Sheet.marks))
    ):
        found.setdefault(sheet.slot_id, {})[sheet.seat.code] = sheet
    return found


def sheet_page(event: Event, zone: str, seat: str, presenter: str) -> SheetPage:
    """The sheet of a seat and a presenter of one zone; raises NotFound unless all belong together."""
    found_seat = db.session.scalar(
        select(Seat)
        .join(Seat.zone)
        .where(Seat.event_id == event.id, Seat.code == seat, Seat.scores, Zone.code == zone)
        .options(contains_eager(Seat.zone), joinedload(Seat.person))
    )
    if found_seat is None:
        raise NotFound("sheet.unknown")
    slot = db.session.scalar(
        select(Slot)
        .join(Presenter)
        .where(Slot.zone_id == found_seat.zone_id, Presenter.code == presenter)
        .options(joinedload(Slot.instrument))
    )
    if slot is None:
        raise NotFound("sheet.unknown")
    sheet = db.session.scalar(
        select(Sheet)
        .where(Sheet.slot_id == slot.id, Sheet.seat_id == found_seat.id)
        .options(joinedload(Sheet.instrument), selectinload(Sheet.marks))
    )
    home = recused_by_system(found_seat.facts, presenter)
    state = sheet.state if sheet else State.DRAFT
    view = sheet_view(found_seat, slot, sheet, State.RECUSED if home and state.pending else state)
    return SheetPage(
        seat=found_seat,
        slot=slot,
        instrument=instrument_of(sheet.instrument if sheet else slot.instrument),
        view=view,
        home=home,
        finalised=current_snapshot(slot.zone) is not None and not slot.presenter.practice,
        bases={(mark.act, mark.node): mark.entry for mark in sheet.marks} if sheet else {},
        held=_held(sheet) if sheet else (),
    )


def _held(sheet: Sheet) -> tuple[Held, ...]:
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


def entry_values(sheet: SheetPage, uuids: Sequence[str]) -> dict[str, Any]:
    """What entries of a sheet said, by UUID: for a form that was filled in while others wrote."""
    rows = db.session.execute(
        select(Entry.uuid, Entry.value)
        .join(Sheet, Sheet.id == Entry.sheet_id)
        .where(Sheet.slot_id == sheet.slot.id, Sheet.seat_id == sheet.seat.id, Entry.uuid.in_(uuids))
    )
    return dict(rows.all())


def find_held(event: Event, zone: str, uuid: str) -> Entry:
    """An entry of a zone's sheets that waits to be settled; raises NotFound."""
    entry = db.session.scalar(
        select(Entry)
        .join(Sheet, Sheet.id == Entry.sheet_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Zone, Zone.id == Slot.zone_id)
        .where(
            Zone.event_id == event.id,
            Zone.code == zone,
            Entry.uuid == uuid,
            Entry.status != EntryStatus.STORED,
        )
    )
    if entry is None:
        raise NotFound("entry.unknown")
    return entry
