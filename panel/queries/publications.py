"""Publications: which there are, what keeps something from being published, and what is shown by now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.domain.errors import Conflict, Invalid, NotFound, PanelError, named
from panel.domain.publications import Readership, Scope
from panel.models import Event, Publication, Zone
from panel.queries.certifications import certification_altered, current_certification
from panel.queries.exports import altered
from panel.queries.results import zone_results


def publications_of(event: Event) -> Sequence[Publication]:
    """Every publication, the first one first: its place here is its number, from 1."""
    return db.session.scalars(
        select(Publication)
        .where(Publication.event_id == event.id)
        .options(joinedload(Publication.zone), joinedload(Publication.person))
        .order_by(Publication.id)
    ).all()


def find_publication(event: Event, number: int) -> Publication:
    """The publication of that number; raises NotFound."""
    found = publications_of(event)
    if not 0 < number <= len(found):
        raise NotFound("publication.unknown")
    return found[number - 1]


def standing(event: Event, zone: Zone | None = None) -> list[Publication]:
    """Those of a zone, or of the province, that nobody withdrew; some may be for later."""
    of_zone = zone.id if zone else None
    return [each for each in publications_of(event) if not each.withdrawn_at and each.zone_id == of_zone]


def due(event: Event, scope: Scope, reader: Readership, at: datetime) -> list[Publication]:
    """Those that such a reader may read by now."""
    return [
        each
        for each in publications_of(event)
        if each.scope is scope
        and each.readership in reader.read
        and each.withdrawn_at is None
        and each.shown_from <= at
    ]


def publication_blockers(
    event: Event, zone: Zone | None, scope: Scope, readership: Readership
) -> list[PanelError]:
    """Everything for which publishing is refused. What no longer gives its digest is not shown either."""
    found = [*_unsettled(event, zone)]
    if scope is Scope.FEEDBACK and readership is Readership.PUBLIC:
        found.append(Invalid("publication.feedback_is_own"))
    if any((each.scope, each.readership) == (scope, readership) for each in standing(event, zone)):
        found.append(Conflict("publication.already"))
    return found


def _unsettled(event: Event, zone: Zone | None) -> list[PanelError]:
    if zone is None:
        certification = current_certification(event)
        if certification is None:
            return [Conflict("publication.not_certified")]
        return [Conflict("certification.altered")] if certification_altered(event, certification) else []
    shown = zone_results(zone)
    if shown.provisional:
        return [Conflict("result.not_finalised", zone=named(zone))]
    return [Conflict("result.altered", zone=named(zone))] if altered(shown) else []


def settled(event: Event, publication: Publication) -> bool:
    """Whether what is published is still what was put a name to."""
    return not _unsettled(event, publication.zone)
