"""Freezing a result under a version and a digest, with what all in it was called; and marking a frozen one as
no longer holding. The digest of the names stands in the record of the act, none of them in the result's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from panel.db import db
from panel.domain.audit import digest
from panel.models import Event, Snapshot, Zone
from panel.operations.audit import Author, record
from panel.queries.names import names_today


def freeze(act: str, body: dict[str, Any], *, event: Event, zone: Zone | None, by: Author) -> Snapshot:
    """The next version of a zone's result, or without a zone of the province's; `act` is recorded with it."""
    zone_id = zone.id if zone else None
    latest = select(func.max(Snapshot.version)).where(
        Snapshot.event_id == event.id, Snapshot.zone_id == zone_id
    )
    version, seal, names = 1 + (db.session.scalar(latest) or 0), digest(body), names_today(event)
    head = record(act, event=event, zone=zone, by=by, version=version, digest=seal, names=digest(names))
    snapshot = Snapshot(
        event_id=event.id,
        zone_id=zone_id,
        version=version,
        body=body,
        names=names,
        digest=seal,
        audit_head=head,
        finalised_at=by.at,
        finalised_by=by.person,
    )
    db.session.add(snapshot)
    db.session.flush()
    return snapshot


def supersede(
    act: str, snapshot: Snapshot, *, event: Event, zone: Zone | None, by: Author, reason: str
) -> None:
    """It stays, with the reason for which it no longer holds; `act` is recorded with it."""
    snapshot.reopened_at, snapshot.reopened_reason = by.at, reason
    record(act, event=event, zone=zone, by=by, version=snapshot.version, reason=reason)
