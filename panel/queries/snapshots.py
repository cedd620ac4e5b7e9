"""What was put a name to: the versions of a zone's result or of the province's, and which of them holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.models import Event, Snapshot, Zone


def current_snapshot(zone: Zone) -> Snapshot | None:
    """The snapshot of a zone that is finalised now."""
    return db.session.scalar(
        select(Snapshot).where(Snapshot.zone_id == zone.id, Snapshot.reopened_at.is_(None))
    )


def snapshots_of(event: Event, zone: Zone | None) -> Sequence[Snapshot]:
    """Every version of a zone's result, or without a zone of the province's; the latest first."""
    return db.session.scalars(
        select(Snapshot)
        .where(Snapshot.event_id == event.id, Snapshot.zone_id == (zone.id if zone else None))
        .options(joinedload(Snapshot.finalised_by))
        .order_by(Snapshot.version.desc())
    ).all()
