"""The plan as plain facts, what an edit changed of them, and what was edited since somebody looked.

A fact's key is its sort and code ("slot:zones/sateuk", "zone:z2", "venue:nang-rong", "breaks:", "excuses:").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.models import Edit, Event
from panel.queries.schedules import excuses, plan_slots

Facts = dict[str, Any]


def plan_facts(event: Event) -> Facts:
    """All that an edit of the plan can change, in as many queries whatever its size."""
    rounds = {zone.id: zone.round.code for zone in event.zones}
    zones = {zone.id: zone.code for zone in event.zones}
    return {
        **{
            f"slot:{rounds[slot.zone_id]}/{slot.presenter.code}": {
                "zone": zones[slot.zone_id],
                "position": slot.position,
                "start": slot.start,
                "end": slot.end,
                "pinned": slot.pinned,
                "questions": slot.questions,
                "not_before": slot.not_before,
                "not_after": slot.not_after,
                "firm": slot.firm,
            }
            for slots in plan_slots(event).values()
            for slot in slots
        },
        **{f"zone:{zone.code}": {"start": zone.start, "venue": zone.venue.code} for zone in event.zones},
        **{
            f"venue:{venue.code}": [[booking.start, booking.end] for booking in venue.bookings]
            for venue in event.venues
        },
        "breaks:": event.breaks,
        "excuses:": sorted([excuse.seat, excuse.presenter] for excuse in excuses(event)),
    }


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Facts, Facts]:
    """What differs, as it was and as it is; a fact that one of them lacks is None there."""
    keys = [key for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


def plan_revision(event: Event) -> int:
    """Of the plan as it stands: 0 if it was never edited."""
    return db.session.scalar(select(func.max(Edit.id)).where(Edit.event_id == event.id)) or 0


def edits_since(event: Event, revision: int) -> Sequence[Edit]:
    """What was done to the plan after that revision, in its order."""
    return db.session.scalars(
        select(Edit)
        .where(Edit.event_id == event.id, Edit.id > revision)
        .options(joinedload(Edit.person))
        .order_by(Edit.id)
    ).all()
