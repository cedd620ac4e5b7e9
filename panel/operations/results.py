"""Finalising a zone and reopening it: a snapshot with its digest, never overwritten."""

from __future__ import annotations

from sqlalchemy import select

from panel.db import db
from panel.domain.audit import EVENT_CHAIN
from panel.domain.errors import Conflict, named
from panel.domain.sheets import Act, Actor, State, next_state
from panel.models import Sheet, Slot, Snapshot, Zone
from panel.operations.audit import Author, lock_chain
from panel.operations.certifications import withdraw_what_rests_on
from panel.operations.sheets import required
from panel.operations.snapshots import freeze, supersede
from panel.queries.deposits import held_sheets
from panel.queries.exports import zone_body
from panel.queries.finalisations import blockers
from panel.queries.results import zone_results
from panel.queries.snapshots import current_snapshot


def finalise_zone(zone: Zone, *, by: Author) -> Snapshot:
    """Confirm every submitted sheet of the zone and freeze its result under a new version."""
    lock_chain(zone.event, zone.code)
    for refusal in blockers(zone_results(zone), held_sheets(zone)):
        raise refusal
    _turn_sheets(zone, State.SUBMITTED, Act.CONFIRM)
    body = zone_body(zone_results(zone))
    return freeze("zone.finalised", body, event=zone.event, zone=zone, by=by)


def reopen_zone(zone: Zone, *, by: Author, reason: str) -> None:
    """Take a finalised zone's sheets back to submitted; the snapshot stays, marked as reopened. What rests
    on it, the province's certification and what is published, is taken back in the same breath."""
    reason = required(reason)
    lock_chain(zone.event, EVENT_CHAIN)
    lock_chain(zone.event, zone.code)
    snapshot = current_snapshot(zone)
    if snapshot is None:
        raise Conflict("result.not_finalised", zone=named(zone))
    _turn_sheets(zone, State.CONFIRMED, Act.REOPEN)
    withdraw_what_rests_on(zone, by=by, reason=reason)
    supersede("zone.reopened", snapshot, event=zone.event, zone=zone, by=by, reason=reason)


def _turn_sheets(zone: Zone, state: State, act: Act) -> None:
    sheets = db.session.scalars(
        select(Sheet)
        .join(Slot, Slot.id == Sheet.slot_id)
        .where(Slot.zone_id == zone.id, Slot.start.is_not(None), Sheet.state == state)
    )
    for sheet in sheets:
        sheet.state = next_state(sheet.state, act, Actor.CHAIR)
    db.session.flush()
