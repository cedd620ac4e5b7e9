"""Publishing what is final to more than the panels, and withdrawing it."""

from __future__ import annotations

from datetime import datetime

from panel.db import db
from panel.domain.audit import EVENT_CHAIN
from panel.domain.errors import Conflict
from panel.domain.publications import Readership, Scope
from panel.models import Event, Publication, Zone
from panel.operations.audit import Author, lock_chain, record
from panel.operations.sheets import required
from panel.queries.publications import publication_blockers, standing


def publish_results(
    event: Event,
    zone: Zone | None,
    *,
    scope: Scope,
    readership: Readership,
    shown_from: datetime,
    by: Author,
) -> Publication:
    """Show a final zone's results, or a certified province's, to those readers from then on; a time that has
    passed is now."""
    lock_chain(event, EVENT_CHAIN)  # reopening holds it too: nothing is opened while it is published
    for refusal in publication_blockers(event, zone, scope, readership):
        raise refusal
    publication = Publication(
        event_id=event.id,
        zone=zone,
        scope=scope,
        readership=readership,
        shown_from=max(shown_from, by.at),
        person=by.person,
        at=by.at,
        withdrawn_reason="",
    )
    db.session.add(publication)
    record("results.published", event=event, by=by, what=_facts(publication))
    return publication


def withdraw_publication(publication: Publication, *, by: Author, reason: str) -> None:
    """Show it no longer. What was read or printed meanwhile can't be called back."""
    reason = required(reason)
    event = db.session.get_one(Event, publication.event_id)
    lock_chain(event, EVENT_CHAIN)
    db.session.refresh(publication)
    if publication.withdrawn_at is not None:
        raise Conflict("publication.withdrawn")
    _withdraw(event, publication, by=by, reason=reason)


def hide_publications(event: Event, zone: Zone | None, *, by: Author, reason: str) -> None:
    """What was published of a zone, or of the province, holds no longer: nobody reads it from now on."""
    for publication in standing(event, zone):
        _withdraw(event, publication, by=by, reason=reason)


def _withdraw(event: Event, publication: Publication, *, by: Author, reason: str) -> None:
    publication.withdrawn_at, publication.withdrawn_reason = by.at, reason
    record("results.withdrawn", event=event, by=by, what=_facts(publication), reason=reason)


def _facts(publication: Publication) -> dict[str, object]:
    return {
        "zone": publication.zone.code if publication.zone else None,
        "scope": publication.scope.value,
        "readership": publication.readership.value,
        "shown_from": publication.shown_from.isoformat(),
    }
