"""Targets: a sheet as a batch of entries finds it, what it takes as a value, and how a mark is set on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from panel.db import db
from panel.domain.errors import Conflict, Invalid, NotFound
from panel.domain.instruments import Instrument
from panel.domain.panels import judging, recused_by_system
from panel.domain.sheets import Act, EntryStatus, State, takes_writes
from panel.models import Entry, Mark, Presenter, Seat, Sheet, Slot
from panel.queries.instruments import instrument_of
from panel.queries.results import current_snapshot

MOST_COMMENT = 4000
_MARK = db.metadata.tables["mark"]
_CHANGED = (
    update(_MARK)
    .where(
        _MARK.c.sheet_id == bindparam("of_sheet"),
        _MARK.c.act == bindparam("of_act"),
        _MARK.c.node == bindparam("of_node"),
    )
    .returning(_MARK.c.node)
)


@dataclass
class Target:
    """A sheet that a batch writes to; read once a batch. `current` holds value and entry by act and node."""

    sheet: Sheet
    seat: Seat
    slot: Slot
    instrument: Instrument
    finalised: bool
    current: dict[tuple[Act, str], tuple[Any, str]] = field(default_factory=dict)

    @property
    def home(self) -> bool:
        """The seat's home amphoe presents: the system has recused it."""
        return recused_by_system(self.seat.facts, self.slot.presenter.code)

    @property
    def takes_writes(self) -> bool:
        closed = self.finalised or self.seat.closed_at is not None or self.home
        return takes_writes(self.sheet.state) and not closed

    @property
    def marks(self) -> dict[str, Any]:
        """The marks that are given, by indicator."""
        return {
            node: value
            for (act, node), (value, _) in self.current.items()
            if act is Act.MARK and value is not None
        }

    def set(self, act: Act, node: str, value: Any, uuid: str) -> None:
        """The latest line of a mark, in the table and in this view of it."""
        set_mark(self.sheet.id, act, node, value, uuid)
        self.current[act, node] = (value, uuid)

    def others_submitted(self) -> bool:
        """Whether another sheet of the presenter was ever in, so that its marks could have been seen."""
        statement = (
            select(Entry.id)
            .join(Sheet, Sheet.id == Entry.sheet_id)
            .where(
                Sheet.slot_id == self.slot.id,
                Sheet.seat_id != self.seat.id,
                Entry.act == Act.SUBMIT,
                Entry.status == EntryStatus.STORED,
            )
            .limit(1)
        )
        return db.session.scalar(statement) is not None


def set_mark(sheet_id: int, act: Act, node: str, value: Any, uuid: str) -> None:
    """Make an entry's value the current one."""
    which = {"sheet_id": sheet_id, "act": act, "node": node}
    latest = {"value": value, "entry": uuid}
    changed = {"of_sheet": sheet_id, "of_act": act, "of_node": node} | latest
    if db.session.execute(_CHANGED, changed).first() is None:
        db.session.execute(insert(_MARK), which | latest)


def open_target(seat: Seat, presenter: str) -> Target:
    """The sheet of a seat and a presenter of its zone, made if there is none yet; raises NotFound."""
    slot = db.session.scalar(
        select(Slot)
        .join(Presenter)
        .where(Slot.zone_id == seat.zone_id, Presenter.code == presenter)
        .with_for_update(of=Slot)
    )
    if slot is None:
        raise NotFound("sheet.unknown")
    if seat.replaces_id and not _judges(seat, slot):
        raise Conflict("sheet.judged_before")
    sheet = db.session.scalar(select(Sheet).where(Sheet.slot_id == slot.id, Sheet.seat_id == seat.id))
    sheet = sheet or _new_sheet(slot, seat)
    rows = db.session.execute(
        select(Mark.act, Mark.node, Mark.value, Mark.entry).where(Mark.sheet_id == sheet.id)
    )
    return Target(
        sheet=sheet,
        seat=seat,
        slot=slot,
        instrument=instrument_of(sheet.instrument),
        finalised=current_snapshot(slot.zone) is not None and not slot.presenter.practice,
        current={(act, node): (value, entry) for act, node, value, entry in rows},
    )


def _judges(seat: Seat, slot: Slot) -> bool:
    """Whether a successor answers for this presenter, or its predecessor did already."""
    sheets = db.session.execute(
        select(Seat.code, Sheet.state).join(Sheet, Sheet.seat_id == Seat.id).where(Sheet.slot_id == slot.id)
    )
    states = {row.code: row.state for row in sheets}
    panel = [each.facts for each in slot.zone.seats]
    return seat.closed_at is not None or seat.code in judging(panel, states, slot.presenter.code)


def _new_sheet(slot: Slot, seat: Seat) -> Sheet:
    sheet = Sheet(
        slot=slot,
        seat=seat,
        instrument_id=slot.instrument_id,
        state=State.DRAFT,
        submissions=0,
        reason="",
        typed_by="",
    )
    db.session.add(sheet)
    db.session.flush()
    return sheet


def checked_value(instrument: Instrument, act: Act, node: str, value: Any) -> Any:
    """A mark or comment as it is stored; None clears it. Raises Refused or Invalid."""
    if act is Act.COMMENT:
        return _checked_comment(instrument, node, value)
    indicator = instrument.indicator(node)
    if indicator is None:
        raise Invalid("entry.unknown_item", item=node[:20])
    blank = value is None or (isinstance(value, str) and not value.strip())
    return None if blank else indicator.kind.normalise(value)


def _checked_comment(instrument: Instrument, node: str, value: Any) -> str | None:
    if node and instrument.node(node) is None:
        raise Invalid("entry.unknown_item", item=node[:20])
    if value is not None and not isinstance(value, str):
        raise Invalid("entry.malformed", expected="text")
    text = (value or "").replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > MOST_COMMENT:
        raise Invalid("entry.comment_too_long", most=MOST_COMMENT)
    return text or None
