"""Whether the audit log is whole: every record against the one before it, every chain against its head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from panel.db import db
from panel.domain.audit import EVENT_CHAIN, START, Line, sealed
from panel.domain.sheets import WRITES, EntryStatus, State, sheet_digest
from panel.models import Chain, Entry, Event, Mark, Record, Seat, Sheet, Slot, Snapshot, Zone
from panel.queries.rounds import written_on


@dataclass(frozen=True)
class Break:
    """The first thing in a chain that does not hold: which record, or its head, or a mark or sheet."""

    chain: str
    sequence: int | None
    what: str


def broken(event: Event, key: bytes) -> tuple[Break, ...]:
    """What does not hold in the event's chains, in the cache of marks and in submitted sheets."""
    chains = db.session.scalars(select(Chain).where(Chain.event_id == event.id).order_by(Chain.name))
    return (
        *(fault for chain in chains if (fault := _first_break(chain, key))),
        *_strayed_marks(event),
        *_lost_marks(event),
        *_unsealed_sheets(event),
        *_unsealed_versions(event),
    )


def head(event: Event, zone: Zone | None = None) -> str:
    """The digest of the latest record: what a signed ranking prints."""
    name = zone.code if zone else EVENT_CHAIN
    found = db.session.scalar(select(Chain.head).where(Chain.event_id == event.id, Chain.name == name))
    return found or START


def _first_break(chain: Chain, key: bytes) -> Break | None:
    before = START
    records = db.session.scalars(
        select(Record).where(Record.chain_id == chain.id).order_by(Record.sequence)
    ).all()
    for expected, record in enumerate(records, start=1):
        line = Line(record.sequence, record.act, record.person, record.at, record.body)
        before = sealed(line, before=before, key=key)
        told = record.said == record.body.get("digest", "")
        if record.sequence != expected or record.digest != before or not told:
            return Break(chain.name, expected, "record")
    return None if before == chain.head else Break(chain.name, None, "head")


def _strayed_marks(event: Event) -> Iterator[Break]:
    """Marks that are not what the log of entries says they are."""
    rows = db.session.execute(
        select(Zone.code, Sheet.id, Mark, Entry)
        .select_from(Mark)
        .join(Sheet, Sheet.id == Mark.sheet_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Zone, Zone.id == Slot.zone_id)
        .outerjoin(Entry, Entry.uuid == Mark.entry)
        .where(Zone.event_id == event.id)
    )
    for zone, sheet, mark, entry in rows:
        held = entry is None or (entry.status is not EntryStatus.STORED and entry.settlement != "taken")
        if held or entry.value != mark.value or entry.node != mark.node or entry.sheet_id != sheet:
            yield Break(zone, None, f"mark {mark.node or mark.act}")


def _lost_marks(event: Event) -> Iterator[Break]:
    """What the log of entries says was set, and no mark says."""
    rows = db.session.execute(
        select(Zone.code, Entry.node, Entry.act)
        .select_from(Entry)
        .join(Sheet, Sheet.id == Entry.sheet_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Zone, Zone.id == Slot.zone_id)
        .outerjoin(
            Mark, (Mark.sheet_id == Entry.sheet_id) & (Mark.act == Entry.act) & (Mark.node == Entry.node)
        )
        .where(
            Zone.event_id == event.id,
            Entry.act.in_(WRITES),
            (Entry.status == EntryStatus.STORED) | (Entry.settlement == "taken"),
            Mark.sheet_id.is_(None),
        )
        .distinct()
    )
    for zone, node, act in rows:
        yield Break(zone, None, f"mark {node or act}")


def _unsealed_sheets(event: Event) -> Iterator[Break]:
    """Sheets that count but no longer give the digest that the log holds of their submission.

    A late entry that was taken into a sheet seals it anew.
    """
    seals = _seals(event)
    sheets = db.session.scalars(
        select(Sheet)
        .join(Seat, Seat.id == Sheet.seat_id)
        .where(Seat.event_id == event.id, Sheet.state.in_([state for state in State if state.counts]))
        .options(
            selectinload(Sheet.marks), joinedload(Sheet.seat), joinedload(Sheet.slot).joinedload(Slot.zone)
        )
        .order_by(Sheet.id)
    )
    for sheet in sheets:
        seat, presenter = sheet.seat.code, sheet.slot.presenter.code
        written = written_on(sheet)
        found = sheet_digest(
            event=event.code,
            seat=seat,
            presenter=presenter,
            submission=sheet.submissions,
            marks=written.marks,
            comments=written.comments,
        )
        if seals.get((seat, presenter)) != found:
            yield Break(sheet.slot.zone.code, None, f"sheet {seat} {presenter}")


def _seals(event: Event) -> dict[tuple[object, object], object]:
    """The digest that the log holds of each sheet, by seat and presenter: the latest."""
    bodies = db.session.scalars(
        select(Record.body)
        .join(Chain, Chain.id == Record.chain_id)
        .where(Chain.event_id == event.id, Record.act.in_(["sheet.submit", "entry.settled"]))
        .order_by(Record.id)
    )
    return {(body.get("seat"), body.get("presenter")): body.get("digest") for body in bodies}


def _unsealed_versions(event: Event) -> Iterator[Break]:
    """Frozen results, of zones and of the province, that are not the ones that the log holds."""
    found = db.session.execute(
        select(Snapshot, Zone.code, Record.body)
        .outerjoin(Zone, Zone.id == Snapshot.zone_id)
        .outerjoin(Record, Record.digest == Snapshot.audit_head)
        .where(Snapshot.event_id == event.id)
        .order_by(Snapshot.id)
    )
    for frozen, zone, body in found:
        if body is None or (body.get("digest"), body.get("version")) != (frozen.digest, frozen.version):
            yield Break(zone or EVENT_CHAIN, None, f"version {frozen.version}")
