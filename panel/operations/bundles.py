"""Handing a zone over: taken out of one server as a bundle, and taken in by another.

Taken in, a zone's log goes on where it stood here: what the bundle brings must follow all that was done
here, record by record. What was done on both servers can't be joined, and is refused by name.
"""

from __future__ import annotations

from dataclasses import dataclass

from panel.adapters.bundles import Bundle, Seal
from panel.adapters.secrets import derive_key
from panel.config import Settings
from panel.domain.audit import EVENT_CHAIN, digest
from panel.domain.errors import Conflict, Faults, named
from panel.domain.sheets import EntryStatus
from panel.models import Zone
from panel.operations.audit import Author, lock_chain, record
from panel.operations.backups import fingerprint
from panel.operations.certifications import withdraw_what_rests_on
from panel.operations.edits import edited
from panel.operations.merges import merge_zone, removed_copies, removed_scans
from panel.operations.signed_copies import drop_copy
from panel.operations.uploads import drop_scan
from panel.queries.audit import broken
from panel.queries.bundles import Facts, zone_facts
from panel.queries.exports import altered
from panel.queries.misfits import misfits, only_here, step_to
from panel.queries.results import zone_results
from panel.queries.snapshots import current_snapshot


@dataclass(frozen=True)
class Arrival:
    """How much a bundle brought that was not here; how many of the marks here are held since."""

    records: int
    entries: int
    held: int


def bundle_seal(settings: Settings) -> Seal:
    """What this server signs bundles with."""
    return Seal(derive_key(settings.secret_key, "bundle"), fingerprint(settings))


def export_zone(zone: Zone, *, by: Author) -> Facts:
    """The zone as it stands, for a bundle; raises Conflict where its log does not hold."""
    lock_chain(zone.event, EVENT_CHAIN)
    lock_chain(zone.event, zone.code)
    _refuse_unsound(zone, by.key)
    facts = zone_facts(zone, at=by.at)
    record("zone.exported", event=zone.event, by=by, of=zone.code, bundle=digest(facts))
    return facts


def import_zone(
    zone: Zone, bundle: Bundle, *, by: Author, settings: Settings, hold: bool = False
) -> Arrival | None:
    """Take in what the bundle has and this server has not; None if that is nothing.

    With `hold`, marks that were given only here make room for the bundle's and are late: the chair settles
    them. Raises Conflict, or Faults that name what is only here or has no place here.
    """
    event, facts = zone.event, bundle.facts
    with edited(event, "bundle", by=by, zone=zone.code):
        lock_chain(event, zone.code)
        step = step_to(zone, facts)
        if step.empty:
            return None
        if faults := [*only_here(zone, step, hold=hold)] or misfits(zone, facts, step):
            raise Faults(*faults)
        for entry in step.own_entries:
            entry.status = EntryStatus.LATE
        before = current_snapshot(zone)
        merge_zone(zone, bundle, step, at=by.at, settings=settings)
        _refuse_unsound(zone, by.key)
        if before is not None and before.reopened_at is not None:  # in the hall
            withdraw_what_rests_on(zone, by=by, reason=before.reopened_reason)
        for scan in removed_scans(zone, facts):  # last: no refusal brings bytes back
            drop_scan(scan, settings)
        for copy in removed_copies(zone, facts):
            drop_copy(copy, settings)
    arrival = Arrival(len(step.records), len(step.entries), len(step.own_entries))
    record(
        "zone.imported",
        event=event,
        by=by,
        of=zone.code,
        bundle=bundle.digest,
        made_at=facts["made_at"],
        epoch=facts["epoch"],
        held=[entry.uuid for entry in step.own_entries],
    )
    return arrival


def _refuse_unsound(zone: Zone, key: bytes) -> None:
    """The log must prove the zone whole, and its marks give what was finalised, by the rules here."""
    for fault in broken(zone.event, key):
        if fault.chain == zone.code:
            raise Conflict("bundle.unsound", zone=named(zone), what=fault.what)
    if altered(zone_results(zone)):
        raise Conflict("result.altered", zone=named(zone))
