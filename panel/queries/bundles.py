"""A zone as plain JSON, by codes alone: all that was judged in it, by whom, and the log of it.

What a bundle carries of each table stands in CARRIED; `told` and `taken` are the two ways between a row and
its facts. No secret is among them: neither PINs nor passwords nor what a device signs in with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Enum, Select, select

from panel.db import Base, Instant, db
from panel.models import (
    Chain,
    Deposit,
    Device,
    Entry,
    Event,
    Happening,
    InstrumentVersion,
    Mark,
    Person,
    Record,
    Seat,
    Sheet,
    SignedCopy,
    Slot,
    Snapshot,
    Typing,
    Upload,
    Zone,
)
from panel.queries.events import epoch

Facts = dict[str, Any]
Row = TypeVar("Row", bound=Base)

_SENT = ("uuid", "act", "node", "value", "base", "counter", "device_at", "stored_at")
_SETTLED = ("settled_at", "settlement")
_FILED = ("at", "digest", "media_type", "size", "name")
_PLANNED = ("position", "start", "end", "pinned", "questions", "not_before", "not_after", "firm")
CARRIED: dict[type[Base], tuple[str, ...]] = {
    Slot: (*_PLANNED, "happened"),
    Person: ("name", "position", "home", "generation"),
    Seat: ("code", "role", "scores", "position", "closed_at"),
    Device: ("key", "label", "signed_in_at", "seen_at"),
    Sheet: ("state", "channel", "reason", "submissions", "submitted_at", "typed_by"),
    Entry: (*_SENT, "status", "channel", *_SETTLED),
    Mark: ("act", "node", "value", "entry"),
    Deposit: ("presenter", *_SENT, "held_for", *_SETTLED),
    Typing: ("at", "fields"),
    Happening: ("kind", "at", "note"),
    Upload: _FILED,
    SignedCopy: _FILED,
    Snapshot: (
        *("version", "body", "names", "digest", "audit_head"),
        *("finalised_at", "reopened_at", "reopened_reason"),
    ),
    Record: ("sequence", "act", "person", "at", "body", "digest"),
}
"""The columns as they are; references go by the codes of what they lead to."""

_OF_SHEETS = {Entry, Mark, Upload}
_OF_SLOTS = {Sheet, Typing, Happening}


def rows_of(zone: Zone, model: type[Row]) -> Sequence[Row]:
    """All rows of a table that belong to the zone, the earlier ones first."""
    return db.session.scalars(_statement(zone, model)).all()


def _statement(zone: Zone, model: Any) -> Select[Any]:
    found = select(model).order_by(*model.__table__.primary_key.columns)
    if model in _OF_SHEETS:
        found = found.join(Sheet, Sheet.id == model.sheet_id)
        return found.join(Slot, Slot.id == Sheet.slot_id).where(Slot.zone_id == zone.id)
    if model is SignedCopy:
        return found.join(Snapshot, Snapshot.id == model.snapshot_id).where(Snapshot.zone_id == zone.id)
    if model in _OF_SLOTS:
        return found.join(Slot, Slot.id == model.slot_id).where(Slot.zone_id == zone.id)
    if model is Deposit:
        return found.join(Seat, Seat.id == Deposit.seat_id).where(Seat.zone_id == zone.id)
    if model is Record:
        found = found.join(Chain, Chain.id == Record.chain_id)
        return found.where(Chain.event_id == zone.event_id, Chain.name == zone.code)
    return found.where(model.zone_id == zone.id)  # a slot, a seat, a snapshot


def told(row: Base) -> Facts:
    """A row's own columns as JSON takes them."""
    return {name: _plain(getattr(row, name)) for name in CARRIED[type(row)]}


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def taken(model: type[Base], facts: Facts) -> Facts:
    """The columns' values again, of what was told; a machine that is behind tells nothing of a new one."""
    columns = db.metadata.tables[model.__tablename__].columns
    return {name: _value(columns[name].type, facts[name]) for name in CARRIED[model] if name in facts}


def _value(kind: object, fact: Any) -> Any:
    if fact is None:
        return None
    if isinstance(kind, Instant):
        return datetime.fromisoformat(fact)
    return kind.enum_class(fact) if isinstance(kind, Enum) and kind.enum_class else fact


def zone_facts(zone: Zone, *, at: datetime) -> Facts:
    """The zone as a bundle carries it, practice with it. Whoever asks holds the zone's chain."""
    event = zone.event
    return {
        "event": event.code,
        "zone": zone.code,
        "made_at": _plain(at),
        "epoch": epoch(),
        "start": zone.start,
        "venue": zone.venue.code,
        "persons": {seat.person.code: told(seat.person) for seat in zone.seats},
        **_rows(zone),
    }


def _rows(zone: Zone) -> Facts:
    """The zone's rows; what they refer to is named beside their own columns."""
    names = _Names(zone)
    refer: dict[str, tuple[type[Base], Callable[[Any], Facts]]] = {
        "slots": (Slot, lambda row: {**names.slot(row.id), "instrument": names.version(row.instrument_id)}),
        "seats": (Seat, lambda row: {"person": row.person.code, "replaces": names.seat(row.replaces_id)}),
        "sheets": (
            Sheet,
            lambda row: {**names.sheet(row.id), "instrument": names.version(row.instrument_id)},
        ),
        "entries": (Entry, lambda row: {**names.sheet(row.sheet_id), **names.sender(row)}),
        "marks": (Mark, lambda row: names.sheet(row.sheet_id)),
        "deposits": (Deposit, lambda row: {"seat": row.seat.code, **names.sender(row)}),
        "typings": (Typing, lambda row: {"seat": row.seat.code, **names.slot(row.slot_id), **names.by(row)}),
        "happenings": (Happening, lambda row: {**names.slot(row.slot_id), **names.by(row)}),
        "uploads": (Upload, lambda row: {**names.sheet(row.sheet_id), **names.by(row)}),
        "snapshots": (Snapshot, lambda row: {"finalised_by": row.finalised_by.code}),
        "signed_copies": (
            SignedCopy,
            lambda row: {"version": row.snapshot.version, **names.by(row)},
        ),
        "records": (Record, lambda row: {}),
    }
    rows = {
        name: [{**told(row), **references(row)} for row in rows_of(zone, model)]
        for name, (model, references) in refer.items()
    }
    return {**rows, "devices": _devices(zone.event, [*rows["entries"], *rows["deposits"]])}


class _Names:
    """The codes that stand for keys."""

    def __init__(self, zone: Zone) -> None:
        self.persons = codes_of(zone.event, Person)
        self.devices = {device.id: device.key for device in _devices_of(zone.event)}
        self.versions = {
            version.id: [version.code, version.version, version.digest] for version in versions_of(zone.event)
        }
        self.seats = {seat.id: seat.code for seat in zone.seats}
        self.slots = {slot.id: slot.presenter.code for slot in zone.slots}
        self.sheets = {
            sheet.id: {"seat": sheet.seat.code, **self.slot(sheet.slot_id)} for sheet in rows_of(zone, Sheet)
        }

    def slot(self, key: int) -> Facts:
        return {"presenter": self.slots[key]}

    def seat(self, key: int | None) -> str | None:
        return self.seats.get(key or 0)

    def sheet(self, key: int) -> Facts:
        return self.sheets[key]

    def version(self, key: int) -> list[object]:
        return self.versions[key]

    def by(self, row: Any) -> Facts:
        return {"person": self.persons.get(row.person_id)}

    def sender(self, row: Any) -> Facts:
        return {**self.by(row), "device": self.devices.get(row.device_id)}


def codes_of(event: Event, model: type[Person] | type[Seat]) -> dict[int, str]:
    """The codes of all of the event's persons or seats, by key."""
    rows = db.session.execute(select(model.id, model.code).where(model.event_id == event.id))
    return {row.id: row.code for row in rows}


def versions_of(event: Event) -> Sequence[InstrumentVersion]:
    return db.session.scalars(select(InstrumentVersion).where(InstrumentVersion.event_id == event.id)).all()


def _devices_of(event: Event) -> Sequence[Device]:
    return db.session.scalars(
        select(Device).join(Person, Person.id == Device.person_id).where(Person.event_id == event.id)
    ).all()


def _devices(event: Event, sent: Iterable[Facts]) -> list[Facts]:
    """Those from which something came."""
    keys = {each["device"] for each in sent}
    devices = [device for device in _devices_of(event) if device.key in keys]
    return [{**told(device), "person": device.person.code} for device in devices]
