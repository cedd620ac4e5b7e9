"""An event at a glance, for its organiser: each zone and its progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panel.models import Event, Zone
from panel.queries.panels import panels_of
from panel.queries.results import RoundView, ZoneView


@dataclass(frozen=True)
class ZoneCard:
    """A zone as its card shows it. `seats` counts those that are taken now."""

    zone: Zone
    results: ZoneView
    seats: int


def zone_cards(event: Event, results: Sequence[RoundView]) -> tuple[ZoneCard, ...]:
    """By the results of all rounds."""
    views = {zone.code: zone for view in results for zone in view.zones}
    seats = {panel.zone.id: panel.open for panel in panels_of(event) if panel.zone}
    return tuple(ZoneCard(zone, views[zone.code], seats[zone.id]) for zone in event.zones)
