"""Finalising a zone and reopening it: a snapshot with its digest, never overwritten."""

from __future__ import annotations

from sqlalchemy import func, select

from panel.db import db
from panel.domain.audit import digest
from panel.domain.errors import Conflict, named
from panel.domain.sheets import Act, Actor, State, next_state
from panel.models import Sheet, Slot, Snapshot, Zone
from panel.operations.audit import Author, lock_chain, record
from panel.operations.sheets import required
from panel.queries.boards import blockers
from panel.queries.deposits import held_sheets
from panel.queries.exports import zone_body
from panel.queries.results import current_snapshot, round_results, zone_results


def finalise_zone(zone: Zone, *, by: Author) -> Snapshot:
    """Confirm every submitted sheet of the zone and freeze its result under a new version."""
    lock_chain(zone.event, zone.code)
    for refusal in blockers(zone_results(zone), held_sheets(zone)):
        raise refusal
    _turn_sheets(zone, State.SUBMITTED, Act.CONFIRM)
    view = round_results(zone.round)
    body = zone_body(view, view.zone(zone.code))
    version = 1 + (
        db.session.scalar(select(func.max(Snapshot.version)).where(Snapshot.zone_id == zone.id)) or 0
    )
    seal = digest(body)
    head = record("zone.finalised", event=zone.event, zone=zone, by=by, version=version, digest=seal)
    snapshot = Snapshot(
        event_id=zone.event_id,
        zone_id=zone.id,
        version=version,
        body=body,
        digest=seal,
        audit_head=head,
        finalised_at=by.at,
        finalised_by=by.person,
    )
    db.session.add(snapshot)
    db.session.flush()
    return snapshot


def reopen_zone(zone: Zone, *, by: Author, reason: str) -> None:
    """Take a finalised zone's sheets back to submitted; the snapshot stays, marked as reopened."""
    reason = required(reason)
    lock_chain(zone.event, zone.code)
    snapshot = current_snapshot(zone)
    if snapshot is None:
        raise Conflict("result.not_finalised", zone=named(zone))
    snapshot.reopened_at = by.at
    snapshot.reopened_reason = reason
    _turn_sheets(zone, State.CONFIRMED, Act.REOPEN)
    record("zone.reopened", event=zone.event, zone=zone, by=by, version=snapshot.version, reason=reason)


def _turn_sheets(zone: Zone, state: State, act: Act) -> None:
    sheets = db.session.scalars(
        select(Sheet)
        .join(Slot, Slot.id == Sheet.slot_id)
        .where(Slot.zone_id == zone.id, Slot.start.is_not(None), Sheet.state == state)
    )
    for sheet in sheets:
        sheet.state = next_state(sheet.state, act, Actor.CHAIR)
    db.session.flush()
