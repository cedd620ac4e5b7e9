"""Certifying the province's ranking, and taking that back: a snapshot over those of all zones."""

from __future__ import annotations

from panel.domain.audit import EVENT_CHAIN
from panel.domain.errors import Conflict
from panel.models import Event, Snapshot, Zone
from panel.operations.audit import Author, lock_chain
from panel.operations.publications import hide_publications
from panel.operations.sheets import required
from panel.operations.snapshots import freeze, supersede
from panel.queries.certifications import current_certification
from panel.queries.provinces import province_blockers, province_body


def certify_province(event: Event, *, by: Author) -> Snapshot:
    """Freeze who stands at which place in the province. Every zone is final, and stays so: reopening one
    takes this back."""
    lock_chain(event, EVENT_CHAIN)
    if current_certification(event) is not None:
        raise Conflict("certification.already")
    for refusal in province_blockers(event):
        raise refusal
    return freeze("province.certified", province_body(event), event=event, zone=None, by=by)


def decertify_province(event: Event, *, by: Author, reason: str) -> None:
    """Take the certification back; what was published of the province is hidden with it."""
    reason = required(reason)
    lock_chain(event, EVENT_CHAIN)
    if not _drop(event, by=by, reason=reason):
        raise Conflict("certification.none")


def withdraw_what_rests_on(zone: Zone, *, by: Author, reason: str) -> None:
    """A zone's result is no longer what it was: nothing of it, nor of the province, stays certified or shown.
    Whoever calls holds the event's chain already."""
    hide_publications(zone.event, zone, by=by, reason=reason)
    _drop(zone.event, by=by, reason=reason)


def _drop(event: Event, *, by: Author, reason: str) -> bool:
    """The certification that holds now holds no longer; False if there is none."""
    certification = current_certification(event)
    if certification is None:
        return False
    supersede("province.decertified", certification, event=event, zone=None, by=by, reason=reason)
    hide_publications(event, None, by=by, reason=reason)
    return True
