"""Panels as they sit, zone by zone, with those who have handed over."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.models import Event, Seat, Zone


@dataclass(frozen=True)
class PanelView:
    """The seats of a zone, or of the province (no zone), each followed by its successor."""

    zone: Zone | None
    seats: tuple[Seat, ...]

    @property
    def open(self) -> int:
        return sum(seat.closed_at is None for seat in self.seats)


def panels_of(event: Event) -> tuple[PanelView, ...]:
    """Every panel of an event: the zones in order, then the province."""
    seats = db.session.scalars(
        select(Seat)
        .where(Seat.event_id == event.id)
        .options(
            joinedload(Seat.person),
            joinedload(Seat.successor).joinedload(Seat.person),
        )
        .order_by(Seat.position, Seat.id)
    ).all()
    return tuple(
        PanelView(zone, tuple(seat for seat in seats if seat.zone_id == (zone.id if zone else None)))
        for zone in (*event.zones, None)
    )
