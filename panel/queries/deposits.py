"""What of a zone waits to be settled: late entries and deposits for its chair, conflicts for its judges.

Practice is left out: it counts nowhere. A list takes as many queries whatever waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from panel.db import db
from panel.domain.sheets import Act, Channel, EntryStatus, HeldFor, State
from panel.models import Deposit, Device, Entry, Mark, Person, Presenter, Seat, Sheet, Slot, Zone


@dataclass(frozen=True)
class HeldEntry:
    """An entry that waits for the chair. `held_for` is None where its sheet took no more marks (late)."""

    uuid: str
    act: Act
    node: str
    value: Any
    current: Any
    """What the field holds now."""
    held_for: HeldFor | None
    channel: Channel
    device: str
    came_at: datetime


@dataclass(frozen=True)
class HeldField:
    """All that waits for one field of a sheet, in order: the last word is what it would become."""

    entries: tuple[HeldEntry, ...]

    @property
    def last(self) -> HeldEntry:
        return self.entries[-1]

    @property
    def uuids(self) -> str:
        """Parted by blanks, as a form sends them back."""
        return " ".join(entry.uuid for entry in self.entries)


@dataclass(frozen=True)
class HeldSheet:
    """What waits for a seat's sheet of a presenter. `name` is the presenter's, `judge` who sits there.

    `here`: the presenter still presents in the seat's zone; if not, nothing can be taken in.
    """

    seat: str
    judge: str
    presenter: str
    name: str
    name_en: str
    here: bool
    entries: tuple[HeldEntry, ...]

    @property
    def fields(self) -> tuple[HeldField, ...]:
        """In the order in which they were first changed."""
        found: dict[tuple[Act, str], list[HeldEntry]] = defaultdict(list)
        for entry in self.entries:
            found[entry.act, entry.node].append(entry)
        return tuple(HeldField(tuple(entries)) for entries in found.values())

    @property
    def submission(self) -> bool:
        """Whether its author meant to submit it."""
        return any(entry.act is Act.SUBMIT for entry in self.entries)

    @property
    def causes(self) -> tuple[HeldFor | None, ...]:
        """Why they were held, each once."""
        return tuple(dict.fromkeys(entry.held_for for entry in self.entries))

    @property
    def devices(self) -> tuple[tuple[Channel, str], ...]:
        """How they came, and on what."""
        return tuple(dict.fromkeys((entry.channel, entry.device) for entry in self.entries))

    @property
    def first_at(self) -> datetime:
        return min(entry.came_at for entry in self.entries)

    @property
    def last_at(self) -> datetime:
        return max(entry.came_at for entry in self.entries)


@dataclass(frozen=True)
class Unsettled:
    """All that waits in a zone: for its chair, and (on how many fields of each sheet, by seat and presenter)
    for the judges."""

    held: tuple[HeldSheet, ...]
    conflicts: Mapping[tuple[str, str], int]


def unsettled(zone: Zone) -> Unsettled:
    """Whether anything waits is asked first: mostly nothing does, and the lists read many tables."""
    late, stale, deposits = db.session.execute(_waits(), {"zone": zone.id}).one()
    return Unsettled(
        held_sheets(zone) if late or deposits else (),
        open_conflicts(zone) if stale else {},
    )


@cache
def _waits() -> Select[bool, bool, bool]:
    def entries(status: EntryStatus) -> ColumnElement[bool]:
        return (
            select(Entry.id)
            .join(Sheet, Sheet.id == Entry.sheet_id)
            .join(Slot, Slot.id == Sheet.slot_id)
            .where(Slot.zone_id == bindparam("zone"), Entry.status == status, Entry.settled_at.is_(None))
            .exists()
        )

    deposits = (
        select(Deposit.id)
        .join(Seat, Seat.id == Deposit.seat_id)
        .where(Seat.zone_id == bindparam("zone"), Deposit.settled_at.is_(None))
        .exists()
    )
    return select(entries(EntryStatus.LATE), entries(EntryStatus.STALE), deposits)


def held_sheets(zone: Zone) -> tuple[HeldSheet, ...]:
    """The sheets of a zone for which something waits that its chair has not decided on."""
    found: dict[tuple[str, str], HeldSheet] = {}
    for each in (*_late(zone), *_deposits(zone)):
        before = found.get((each.seat, each.presenter))
        entries = (before.entries if before else ()) + each.entries
        found[each.seat, each.presenter] = replace(each, entries=entries)
    return tuple(found.values())


def _late(zone: Zone) -> Iterator[HeldSheet]:
    """One entry each, in the order in which they came."""
    rows = db.session.execute(_every_late(), {"zone": zone.id})
    for entry, seat, judge, presenter, current, device in rows:
        held = _held(entry, current, None, entry.channel, device)
        yield HeldSheet(seat, judge, presenter.code, presenter.name, presenter.name_en, True, (held,))


def _deposits(zone: Zone) -> Iterator[HeldSheet]:
    """One entry each, of each device in its own order."""
    rows = db.session.execute(_every_deposit(), {"zone": zone.id, "event": zone.event_id})
    for deposit, seat, judge, presenter, slot, current, device in rows:
        name, name_en = (presenter.name, presenter.name_en) if presenter else (deposit.presenter, "")
        held = _held(deposit, current, deposit.held_for, Channel.TABLET, device)
        yield HeldSheet(seat, judge, deposit.presenter, name, name_en, slot is not None, (held,))


@cache  # live boards ask after every mark, and building costs as much as asking
def _every_late() -> Select[Any]:
    return (
        select(Entry, Seat.code, Person.name, Presenter, Mark.value, Device.label)
        .join(Sheet, Sheet.id == Entry.sheet_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .join(Seat, Seat.id == Sheet.seat_id)
        .join(Person, Person.id == Seat.person_id)
        .outerjoin(
            Mark, (Mark.sheet_id == Entry.sheet_id) & (Mark.act == Entry.act) & (Mark.node == Entry.node)
        )
        .outerjoin(Device, Device.id == Entry.device_id)
        .where(
            Slot.zone_id == bindparam("zone"),
            Slot.start.is_not(None),
            Entry.status == EntryStatus.LATE,
            Entry.settled_at.is_(None),
        )
        .order_by(Entry.id)
    )


@cache
def _every_deposit() -> Select[Any]:
    return (
        select(Deposit, Seat.code, Person.name, Presenter, Slot.id, Mark.value, Device.label)
        .join(Seat, Seat.id == Deposit.seat_id)
        .join(Person, Person.id == Seat.person_id)
        .outerjoin(
            Presenter, (Presenter.event_id == bindparam("event")) & (Presenter.code == Deposit.presenter)
        )
        .outerjoin(Slot, (Slot.presenter_id == Presenter.id) & (Slot.zone_id == bindparam("zone")))
        .outerjoin(Sheet, (Sheet.slot_id == Slot.id) & (Sheet.seat_id == Seat.id))
        .outerjoin(
            Mark, (Mark.sheet_id == Sheet.id) & (Mark.act == Deposit.act) & (Mark.node == Deposit.node)
        )
        .outerjoin(Device, Device.id == Deposit.device_id)
        .where(
            Seat.zone_id == bindparam("zone"), Presenter.practice.is_not(True), Deposit.settled_at.is_(None)
        )
        .order_by(Deposit.device_id, Deposit.counter, Deposit.id)
    )


def _held(
    line: Entry | Deposit, current: Any, held_for: HeldFor | None, channel: Channel, device: str | None
) -> HeldEntry:
    return HeldEntry(
        uuid=line.uuid,
        act=line.act,
        node=line.node,
        value=line.value,
        current=current,
        held_for=held_for,
        channel=channel,
        device=device or "",
        came_at=line.stored_at,
    )


def open_late(zone: Zone, seat: str, presenter: str, uuids: Collection[str]) -> list[Entry]:
    """Those of the late entries of a sheet that nobody has settled, in the order in which they came."""
    return list(
        db.session.scalars(
            select(Entry)
            .join(Sheet, Sheet.id == Entry.sheet_id)
            .join(Slot, Slot.id == Sheet.slot_id)
            .join(Presenter, Presenter.id == Slot.presenter_id)
            .join(Seat, Seat.id == Sheet.seat_id)
            .where(
                Slot.zone_id == zone.id,
                Seat.code == seat,
                Presenter.code == presenter,
                Entry.uuid.in_(uuids),
                Entry.status == EntryStatus.LATE,
                Entry.settled_at.is_(None),
            )
            .order_by(Entry.id)
        )
    )


def open_deposits(zone: Zone, seat: str, presenter: str, uuids: Collection[str]) -> list[Deposit]:
    """Those of the deposits of a sheet that nobody has settled, of each device in its own order."""
    return list(
        db.session.scalars(
            select(Deposit)
            .join(Seat, Seat.id == Deposit.seat_id)
            .where(
                Seat.zone_id == zone.id,
                Seat.code == seat,
                Deposit.presenter == presenter,
                Deposit.uuid.in_(uuids),
                Deposit.settled_at.is_(None),
            )
            .order_by(Deposit.device_id, Deposit.counter, Deposit.id)
        )
    )


def open_conflicts(zone: Zone) -> dict[tuple[str, str], int]:
    """On how many fields of each sheet, by seat and presenter, its judge has still to say what counts."""
    rows = db.session.execute(_every_conflict(), {"zone": zone.id})
    return {(seat, presenter): count for seat, presenter, count in rows}


@cache
def _every_conflict() -> Select[str, str, int]:
    fields = (
        select(Entry.sheet_id, Entry.act, Entry.node)
        .join(Sheet, Sheet.id == Entry.sheet_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .where(
            Slot.zone_id == bindparam("zone"),
            Slot.start.is_not(None),
            Sheet.state.in_([State.DRAFT, State.RETURNED, State.SUBMITTED]),
            Entry.status == EntryStatus.STALE,
            Entry.settled_at.is_(None),
        )
        .distinct()
        .subquery()
    )
    return (
        select(Seat.code, Presenter.code, func.count())
        .select_from(fields)
        .join(Sheet, Sheet.id == fields.c.sheet_id)
        .join(Seat, Seat.id == Sheet.seat_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .where(Seat.closed_at.is_(None))
        .group_by(Seat.code, Presenter.code)
    )
