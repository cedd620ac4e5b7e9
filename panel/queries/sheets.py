"""Sheets as their authors, chairs and secretaries see them: a seat's day, and one sheet with what is held.

A list takes a constant number of queries, however many slots a zone has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from panel.db import db
from panel.domain.days import now_and_next
from panel.domain.errors import NotFound
from panel.domain.instruments import Criterion, Indicator, Instrument, Node, running
from panel.domain.panels import judging, recused_by_system
from panel.domain.sheets import Act, EntryStatus, State, takes_writes
from panel.models import Event, Presenter, Seat, Sheet, Slot, Zone
from panel.queries.entries import Held, count_deposits, held_entries, waiting_of
from panel.queries.instruments import instrument_of
from panel.queries.results import SheetView, sheet_view
from panel.queries.rounds import written_on
from panel.queries.snapshots import current_snapshot


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
    conflict: bool
    """Whether some field holds two answers, for its author to choose."""


@dataclass(frozen=True)
class OwnDay:
    """A seat's day in the plan's order; the anchor presentation, if there is one, and practice apart."""

    slots: tuple[OwnSlot, ...]
    anchors: tuple[OwnSlot, ...]
    practice: tuple[OwnSlot, ...]
    held: int
    """How many of its changes could not be taken and wait for the chair."""

    @property
    def first(self) -> tuple[OwnSlot, ...]:
        """What is on, and what follows."""
        return tuple(own for when in ("now", "next") for own in self.slots if own.when == when)

    @property
    def rest(self) -> tuple[OwnSlot, ...]:
        return tuple(own for own in self.slots if not own.when)

    @property
    def submitted(self) -> int:
        return sum(own.sheet is not None and own.sheet.state.counts for own in self.slots)

    @property
    def count(self) -> int:
        """How many sheets are the seat's to submit."""
        return sum(
            own.sheet is not None and (own.sheet.state.counts or own.sheet.state.pending)
            for own in self.slots
        )


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
    deposited: int
    """How many entries for it were kept at the door and wait for the chair."""

    @property
    def event(self) -> Event:
        return self.slot.zone.event

    @property
    def open(self) -> bool:
        """Whether marks are taken now."""
        return self.in_hand and takes_writes(self.view.state)

    @property
    def in_hand(self) -> bool:
        """Whether its author may still do something about it: give marks, submit, withdraw."""
        closed = self.finalised or self.home or self.seat.closed_at is not None
        return self.view.state in {State.DRAFT, State.RETURNED, State.SUBMITTED} and not closed

    @property
    def conflicts(self) -> tuple[Held, ...]:
        """What its author has to settle: of each field the last word."""
        stale = {(held.act, held.node): held for held in self.held if held.status is EntryStatus.STALE}
        return tuple(stale.values())

    @property
    def late(self) -> int:
        """How many of its author's entries the chair decides on."""
        return self.deposited + sum(held.status is EntryStatus.LATE for held in self.held)

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
    waiting = waiting_of(seat)
    slots = db.session.scalars(
        select(Slot)
        .where(Slot.zone_id == seat.zone_id)
        .options(joinedload(Slot.instrument))
        .order_by(Slot.position)
    ).all()
    now, coming = now_and_next([slot for slot in slots if slot.start is not None], minute)

    def own(slot: Slot) -> OwnSlot:
        when = "now" if slot is now else "next" if slot is coming else ""
        return _own_slot(seat, chain, slot, sheets.get(slot.id, {}), when, slot.id in waiting.conflicts)

    return OwnDay(
        slots=tuple(own(slot) for slot in slots if slot.start is not None),
        anchors=tuple(own(slot) for slot in slots if slot.presenter.anchor),
        practice=tuple(own(slot) for slot in slots if slot.start is None and not slot.presenter.anchor),
        held=waiting.for_chair,
    )


def _own_slot(
    seat: Seat, chain: Sequence[Seat], slot: Slot, sheets: Mapping[str, Sheet], when: str, stale: bool
) -> OwnSlot:
    presenter = slot.presenter.code
    states = {code: sheet.state for code, sheet in sheets.items()}
    state = judging([each.facts for each in chain], states, presenter).get(seat.code)
    sheet = sheets.get(seat.code)
    view = sheet_view(seat, slot, sheet, state, written_on(sheet)) if state else None
    instrument = instrument_of(slot.instrument)
    return OwnSlot(
        slot=slot,
        sheet=view,
        home=recused_by_system(seat.facts, presenter),
        total=running(instrument.root, view.marks) if view else Fraction(0),
        full=instrument.full,
        when=when,
        conflict=stale and view is not None and takes_writes(view.state),
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
    shown = State.RECUSED if home and state.pending else state
    view = sheet_view(found_seat, slot, sheet, shown, written_on(sheet))
    return SheetPage(
        seat=found_seat,
        slot=slot,
        instrument=instrument_of(sheet.instrument if sheet else slot.instrument),
        view=view,
        home=home,
        finalised=current_snapshot(slot.zone) is not None and not slot.presenter.practice,
        bases={(mark.act, mark.node): mark.entry for mark in sheet.marks} if sheet else {},
        held=held_entries(sheet) if sheet else (),
        deposited=count_deposits(found_seat, presenter),
    )
