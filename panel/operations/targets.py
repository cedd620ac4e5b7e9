"""Targets: a sheet as a batch of entries finds it, what it takes as a value, and how a mark is set on it.

A target is read once a batch, by one statement, and written once at its end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, insert, select, update

from panel.adapters.statements import Prepared
from panel.db import db
from panel.domain.errors import Conflict, Invalid, NotFound
from panel.domain.instruments import Instrument
from panel.domain.panels import Seat as SeatFacts
from panel.domain.panels import judging, recused_by_system
from panel.domain.sheets import WRITES, Act, Channel, HeldFor, State, takes_writes
from panel.models import InstrumentVersion, Mark, Person, Presenter, Seat, Sheet, Slot, Snapshot
from panel.operations.batches import Barred, NewEntry
from panel.queries.events import presents
from panel.queries.instruments import instrument_by_digest

MOST_COMMENT = 4000
Field = tuple[Act, str]
"""A mark or comment of a sheet: act and node."""

_MARK = db.metadata.tables["mark"]
_NEW = Prepared(insert(_MARK).inline(), "sheet_id", "act", "node", "value", "entry")
_CHANGED = Prepared(
    update(_MARK).where(
        _MARK.c.sheet_id == bindparam("of_sheet"),
        _MARK.c.act == bindparam("of_act"),
        _MARK.c.node == bindparam("of_node"),
    ),
    "value",
    "entry",
)
_SHEET = db.metadata.tables["sheet"]
_CAME_BY = Prepared(update(_SHEET).where(_SHEET.c.id == bindparam("of_sheet")), "channel")
_FINAL = exists().where(Snapshot.zone_id == Slot.zone_id, Snapshot.reopened_at.is_(None))
_TARGET = Prepared(
    select(
        Sheet.id.label("sheet_id"),
        Sheet.state,
        Sheet.channel,
        Slot.id.label("slot_id"),
        Slot.zone_id,
        Presenter.code.label("presenter"),
        and_(_FINAL, ~Presenter.practice).label("finalised"),
        Seat.id.label("seat_id"),
        Seat.role,
        Seat.scores,
        Seat.replaces_id,
        Seat.closed_at,
        Person.home,
        InstrumentVersion.id.label("instrument_id"),
        InstrumentVersion.version,
        InstrumentVersion.digest,
        Mark.act,
        Mark.node,
        Mark.value,
        Mark.entry,
    )
    .select_from(Seat)
    .join(Person, Person.id == Seat.person_id)
    .join(Slot, Slot.zone_id == Seat.zone_id)
    .join(Presenter, Presenter.id == Slot.presenter_id)
    .outerjoin(Sheet, and_(Sheet.slot_id == Slot.id, Sheet.seat_id == Seat.id))
    .join(InstrumentVersion, InstrumentVersion.id == func.coalesce(Sheet.instrument_id, Slot.instrument_id))
    .outerjoin(Mark, Mark.sheet_id == Sheet.id)
    .where(
        Seat.event_id == bindparam("event_id"),
        Seat.code == bindparam("seat"),
        Presenter.code == bindparam("presenter"),
    )
)
"""Nobody moves the slot or closes the seat meanwhile: that takes the zone's chain, which a batch holds."""


@dataclass
class Target:
    """A sheet that a batch writes to. `current` holds value and entry of each field; `changed` are the
    fields set since that have a row already, `new` those that have none."""

    sheet_id: int | None
    state: State
    channel: Channel | None
    slot_id: int
    zone_id: int
    presenter: str
    finalised: bool
    seat_id: int
    seat: SeatFacts
    instrument_id: int
    version: int
    instrument: Instrument
    current: dict[Field, tuple[Any, str]] = field(default_factory=dict)
    changed: set[Field] = field(default_factory=set)
    new: set[Field] = field(default_factory=set)
    turned: bool = False
    """Its latest mark came by another channel than those before."""

    @property
    def home(self) -> bool:
        """The seat's home amphoe presents: the system has recused it."""
        return recused_by_system(self.seat, self.presenter)

    @property
    def standing(self) -> State:
        """Its state, as the system's recusal leaves it."""
        return State.RECUSED if self.home and self.state.pending else self.state

    @property
    def takes_writes(self) -> bool:
        return takes_writes(self.standing) and not (self.finalised or self.seat.closed)

    @property
    def marks(self) -> dict[str, Any]:
        """The marks that are given, by indicator."""
        return {
            node: value
            for (act, node), (value, _) in self.current.items()
            if act is Act.MARK and value is not None
        }

    def refuse_version(self, entry: NewEntry) -> None:
        """Marks of another version of the instrument mean something else, and so does their submission."""
        if entry.act in {*WRITES, Act.SUBMIT} and entry.version not in {None, self.version}:
            raise Barred(HeldFor.VERSION, Conflict("sheet.changed_meanwhile"))

    def moved_on(self, act: Act, node: str, base: str | None, value: Any) -> bool:
        """Whether the field holds another value than the one that `base` set, and than `value`."""
        current, current_entry = self.current.get((act, node), (None, None))
        return base != current_entry and value != current

    def value(self, act: Act, node: str) -> Any:
        """What the field holds; None where that is nothing."""
        return self.current.get((act, node), (None, None))[0]

    def set(self, act: Act, node: str, value: Any, uuid: str, channel: Channel) -> None:
        """Make a value the field's current one. How a closed sheet came is not told anew."""
        key = (act, node)
        if key not in self.current:
            self.new.add(key)
        elif key not in self.new:
            self.changed.add(key)
        self.current[key] = (value, uuid)
        if channel is not self.channel and self.takes_writes:
            self.channel, self.turned = channel, True

    def begun(self) -> int:
        """The sheet's id; its row is made by its first entry."""
        if self.sheet_id is None:
            self.sheet_id = _new_sheet(self)
        return self.sheet_id

    def write(self, connection: Connection) -> None:
        """Write down the fields that were set."""
        if not (self.new or self.changed):
            return
        sheet = self.begun()
        _NEW.run_each(connection, [_row(sheet, key, *self.current[key]) for key in self.new])
        _CHANGED.run_each(connection, [_change(sheet, key, *self.current[key]) for key in self.changed])
        if self.turned:
            _CAME_BY.run(connection, {"of_sheet": sheet, "channel": self.channel})
        self.new, self.changed, self.turned = set(), set(), False


def set_mark(sheet_id: int, act: Act, node: str, value: Any, uuid: str) -> None:
    """Make an entry's value the current one."""
    connection, key = db.session.connection(), (act, node)
    if _CHANGED.run(connection, _change(sheet_id, key, value, uuid)) == 0:
        _NEW.run(connection, _row(sheet_id, key, value, uuid))


def _row(sheet_id: int, key: Field, value: Any, uuid: str) -> dict[str, Any]:
    return {"sheet_id": sheet_id, "act": key[0], "node": key[1], "value": value, "entry": uuid}


def _change(sheet_id: int, key: Field, value: Any, uuid: str) -> dict[str, Any]:
    return {"of_sheet": sheet_id, "of_act": key[0], "of_node": key[1], "value": value, "entry": uuid}


def open_target(connection: Connection, event_id: int, seat: str, presenter: str) -> Target:
    """The sheet of a seat and a presenter of its zone; raises Barred, NotFound."""
    where = {"event_id": event_id, "seat": seat, "presenter": presenter}
    rows = _TARGET.rows(connection, where)
    if not rows:
        raise _nowhere(event_id, presenter)
    if not rows[0].scores:
        raise Barred(HeldFor.CLOSED, Conflict("sheet.seat_fills_none"))
    target = _target(seat, rows[0])
    target.current = {(row.act, row.node): (row.value, row.entry) for row in rows if row.act}
    if rows[0].replaces_id and not _judges(target):
        raise Barred(HeldFor.CLOSED, Conflict("sheet.judged_before"))
    return target


def _nowhere(event_id: int, presenter: str) -> Exception:
    """The presenter is in another zone by now; or there is none of that code."""
    unknown = NotFound("sheet.unknown")
    return Barred(HeldFor.MOVED, unknown) if presents(event_id, presenter) else unknown


def _target(seat: str, row: Any) -> Target:
    facts = SeatFacts(
        code=seat,
        zone=None,
        role=row.role,
        person="",
        scores=row.scores,
        home=row.home,
        closed=row.closed_at is not None,
    )
    return Target(
        sheet_id=row.sheet_id,
        state=row.state or State.DRAFT,
        channel=row.channel,
        slot_id=row.slot_id,
        zone_id=row.zone_id,
        presenter=row.presenter,
        finalised=bool(row.finalised),
        seat_id=row.seat_id,
        seat=facts,
        instrument_id=row.instrument_id,
        version=row.version,
        instrument=instrument_by_digest(row.digest, row.instrument_id),
    )


def _judges(target: Target) -> bool:
    """Whether a successor answers for this presenter, or its predecessor did already."""
    sheets = db.session.execute(
        select(Seat.code, Sheet.state)
        .join(Sheet, Sheet.seat_id == Seat.id)
        .where(Sheet.slot_id == target.slot_id)
    )
    states = {row.code: row.state for row in sheets}
    panel = [each.facts for each in db.session.get_one(Slot, target.slot_id).zone.seats]
    return target.seat.closed or target.seat.code in judging(panel, states, target.presenter)


def _new_sheet(target: Target) -> int:
    sheet = Sheet(
        slot_id=target.slot_id,
        seat_id=target.seat_id,
        instrument_id=target.instrument_id,
        state=State.DRAFT,
        submissions=0,
        reason="",
        typed_by="",
    )
    db.session.add(sheet)
    db.session.flush()
    return sheet.id


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
