"""What an archive says of an event in plain files: results, frozen versions, sheets, rules, and the log.

No secret is among them. Of a record the key of a device stays out: the log's own digests, which only the
server can prove, are as they are. `adapters/verifier` reads these files; docs/archive.md is their contract.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from panel.adapters.uploads import Kind
from panel.db import db
from panel.domain.audit import EVENT_CHAIN
from panel.domain.sheets import State, sheet_body
from panel.models import (
    Chain,
    Event,
    InstrumentVersion,
    Presenter,
    Record,
    Seat,
    Sheet,
    SignedCopy,
    Slot,
    Snapshot,
    Upload,
    Zone,
)
from panel.queries.exports import event_export
from panel.queries.rounds import written_on

LEFT_OUT = "device"
"""Of a record: what a device is known by."""


def stamp_of(event: Event) -> dict[str, tuple[str, int]]:
    """Head and revision of every chain: the same as long as nothing of the event was changed."""
    chains = select(Chain.name, Chain.head, Chain.revision).where(Chain.event_id == event.id)
    return {
        name: (head, revision) for name, head, revision in db.session.execute(chains.order_by(Chain.name))
    }


def latest_act(event: Event) -> datetime:
    """When something was done last."""
    acts = select(func.max(Record.at)).join(Chain, Chain.id == Record.chain_id)
    return db.session.scalars(acts.where(Chain.event_id == event.id)).one()


def archive_files(event: Event) -> dict[str, bytes]:
    """All of it that is no picture and no PDF, by its name in the archive."""
    return {
        "results.json": _json(event_export(event)),
        "sheets.json": _json(list(_sheets(event))),
        "rules/folder.json": _json(event.folder),
        "rules/settings.json": _json(_settings(event)),
        **{f"instruments/{name}.json": _json(body) for name, body in _instruments(event)},
        **{f"snapshots/{name}.json": _json(body) for name, body in _snapshots(event)},
        **{f"audit/{name}.jsonl": lines for name, lines in _chains(event)},
    }


def archived_uploads(event: Event) -> dict[str, str]:
    """Scans of paper sheets and signed copies: their names in the archive, and the digest of each."""
    scans = db.session.scalars(
        select(Upload)
        .join(Sheet, Sheet.id == Upload.sheet_id)
        .where(Upload.event_id == event.id)
        .options(joinedload(Upload.sheet).joinedload(Sheet.seat))
    )
    copies = db.session.scalars(
        select(SignedCopy)
        .join(Snapshot, Snapshot.id == SignedCopy.snapshot_id)
        .where(Snapshot.event_id == event.id)
        .options(joinedload(SignedCopy.snapshot))
    )
    zones = {zone.id: zone.code for zone in event.zones}
    named = {
        f"scans/{scan.sheet.seat.code}-{scan.sheet.slot.presenter.code}": scan for scan in scans if scan.sheet
    }
    return {
        **{_file(name, scan): scan.digest for name, scan in named.items()},
        **{_file(f"signed/{_version(zones, copy.snapshot)}", copy): copy.digest for copy in copies},
    }


def _file(start: str, upload: Upload | SignedCopy) -> str:
    return f"{start}-{upload.digest[:12]}.{Kind(upload.media_type).suffix}"


def provisional_zones(event: Event) -> list[Zone]:
    """The zones that nobody has put a name to yet."""
    final = set(
        db.session.scalars(
            select(Snapshot.zone_id).where(Snapshot.event_id == event.id, Snapshot.reopened_at.is_(None))
        )
    )
    return [zone for zone in event.zones if zone.id not in final]


def _sheets(event: Event) -> Iterator[dict[str, object]]:
    """Each sheet as its digest covers it, practice left out."""
    sheets = db.session.scalars(
        select(Sheet)
        .join(Seat, Seat.id == Sheet.seat_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .where(Seat.event_id == event.id, Presenter.practice.is_(False))
        .options(
            selectinload(Sheet.marks), joinedload(Sheet.seat), joinedload(Sheet.slot).joinedload(Slot.zone)
        )
        .order_by(Sheet.id)
    )
    for sheet in sheets:
        written = written_on(sheet)
        yield {
            "zone": sheet.slot.zone.code,
            "state": State(sheet.state).value,
            "sealed": sheet_body(
                event=event.code,
                seat=sheet.seat.code,
                presenter=sheet.slot.presenter.code,
                submission=sheet.submissions,
                marks=written.marks,
                comments=written.comments,
            ),
        }


def _settings(event: Event) -> dict[str, object]:
    """By what results are reckoned, and the words of the event, as they are now."""
    rounds = [
        {
            "code": each.code,
            "kind": each.kind.value,
            "top": each.top,
            "carry": each.carry,
            "instrument": [each.instrument.code, each.instrument.version],
            "zones": [zone.code for zone in each.zones],
        }
        for each in event.rounds
    ]
    return {**event.rules, "date": event.date.isoformat(), "texts": event.texts, "rounds": rounds}


def _instruments(event: Event) -> Iterator[tuple[str, dict[str, Any]]]:
    versions = select(InstrumentVersion).where(InstrumentVersion.event_id == event.id)
    for each in db.session.scalars(versions.order_by(InstrumentVersion.id)):
        facts = {"code": each.code, "version": each.version, "digest": each.digest, "body": each.body}
        yield f"{each.code}-v{each.version}", facts


def _snapshots(event: Event) -> Iterator[tuple[str, dict[str, Any]]]:
    zones = {zone.id: zone.code for zone in event.zones}
    frozen = select(Snapshot).where(Snapshot.event_id == event.id).options(joinedload(Snapshot.finalised_by))
    for each in db.session.scalars(frozen.order_by(Snapshot.id)):
        facts = {
            "zone": zones[each.zone_id] if each.zone_id else None,
            "version": each.version,
            "digest": each.digest,
            "audit_head": each.audit_head,
            "finalised_at": _instant(each.finalised_at),
            "finalised_by": each.finalised_by.code,
            "reopened_at": _instant(each.reopened_at) if each.reopened_at else None,
            "reopened_reason": each.reopened_reason,
            "names": each.names,
            "body": each.body,
        }
        yield _version(zones, each), facts


def _version(zones: dict[int, str], snapshot: Snapshot) -> str:
    return f"{zones[snapshot.zone_id] if snapshot.zone_id else EVENT_CHAIN}-v{snapshot.version}"


def _chains(event: Event) -> Iterator[tuple[str, bytes]]:
    """Each chain, a record a line, the first act first."""
    for chain in db.session.scalars(select(Chain).where(Chain.event_id == event.id).order_by(Chain.name)):
        records = select(Record).where(Record.chain_id == chain.id).order_by(Record.sequence)
        lines = [json.dumps(_line(each), ensure_ascii=False) for each in db.session.scalars(records)]
        yield chain.name, "".join(f"{line}\n" for line in lines).encode()


def _line(record: Record) -> dict[str, object]:
    return {
        "sequence": record.sequence,
        "at": _instant(record.at),
        "act": record.act,
        "person": record.person,
        "body": {key: value for key, value in record.body.items() if key != LEFT_OUT},
        "digest": record.digest,
    }


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"
