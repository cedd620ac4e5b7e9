"""Where the marks of a draft may be moved: the presenters of its zone, each with why not if not.

What may be moved and where to is said here once, for the page that offers it and for the act itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from panel.db import db
from panel.domain.errors import Conflict, NotFound, PanelError, named
from panel.domain.sheets import Act, EntryStatus, takes_writes
from panel.models import Entry, Seat, Sheet
from panel.queries.sheets import OwnSlot, own_day
from panel.queries.snapshots import current_snapshot

Fields = Mapping[tuple[Act, str], Any]
"""What is written on a sheet, mark or comment by node; without what is empty."""


@dataclass(frozen=True)
class Side:
    """A draft that marks may leave, or come to. `why_not` is None where they may."""

    own: OwnSlot
    why_not: PanelError | None

    @property
    def presenter(self) -> str:
        return self.own.slot.presenter.code

    @property
    def fields(self) -> Fields:
        sheet = self.own.sheet
        if sheet is None:
            return {}
        marks = {(Act.MARK, node): mark for node, mark in sheet.marks.items() if mark is not None}
        return marks | {(Act.COMMENT, node): text for node, text in sheet.comments.items()}


@dataclass(frozen=True)
class Transfer:
    """The draft whose marks are another's, and all others of the seat's zone, practice last."""

    source: Side
    others: tuple[Side, ...]

    def side(self, presenter: str) -> Side:
        """The other side that a form names; raises NotFound."""
        found = next((side for side in self.others if side.presenter == presenter), None)
        if found is None:
            raise NotFound("presenter.unknown", code=presenter)
        return found

    @property
    def stays(self) -> PanelError | None:
        """Why nothing can leave the source, whatever the target."""
        return self.source.why_not or (None if self.source.fields else Conflict("transfer.nothing"))

    def why_not(self, target: Side) -> PanelError | None:
        """Why nothing can be moved between the two."""
        if why_not := self.stays or target.why_not:
            return why_not
        if self.source.own.slot.instrument_id != target.own.slot.instrument_id:
            return Conflict("transfer.version")
        return None


def transfer_of(seat: Seat, presenter: str) -> Transfer:
    """In a constant number of queries; raises NotFound for a presenter of another zone."""
    day = own_day(seat, None)
    held = _held(seat)
    final = current_snapshot(seat.zone) if seat.zone else None
    sides = [
        Side(own, _why_not(seat, own, own.slot.id in held, final is not None))
        for own in (*day.slots, *day.anchors, *day.practice)
    ]
    source = next((side for side in sides if side.presenter == presenter), None)
    if source is None:
        raise NotFound("sheet.unknown")
    return Transfer(source, tuple(side for side in sides if side is not source))


def _why_not(seat: Seat, own: OwnSlot, held: bool, final: bool) -> PanelError | None:
    """Why a sheet can't take part; a final zone's practice sheet still can."""
    if final and seat.zone and not own.slot.presenter.practice:
        return Conflict("result.zone_finalised", zone=named(seat.zone))
    if seat.closed_at is not None:
        return Conflict("sheet.seat_closed")
    if own.sheet is None:
        return Conflict("sheet.judged_before")
    if own.home:
        return Conflict("transfer.home")
    if not takes_writes(own.sheet.state):
        return Conflict("transfer.state", state=own.sheet.state.value)
    return Conflict("transfer.held") if held else None


def _held(seat: Seat) -> set[int]:
    """The slots whose sheet of that seat holds answers that wait to be settled."""
    return set(
        db.session.scalars(
            select(Sheet.slot_id)
            .join(Entry, Entry.sheet_id == Sheet.id)
            .where(Sheet.seat_id == seat.id, Entry.status != EntryStatus.STORED, Entry.settled_at.is_(None))
        )
    )
