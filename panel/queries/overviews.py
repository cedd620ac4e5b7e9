"""An event at a glance, for its organiser: each zone and its progress."""

from __future__ import annotations

from dataclasses import dataclass

from panel.models import Event, Zone
from panel.queries.panels import panels_of
from panel.queries.results import ZoneView, round_results


@dataclass(frozen=True)
class ZoneCard:
    """A zone as its card shows it. `seats` counts those that are taken now."""

    zone: Zone
    results: ZoneView
    seats: int

    @property
    def submitted(self) -> int:
        return sum(sheet.state.counts for each in self.results.presenters for sheet in each.sheets)

    @property
    def expected(self) -> int:
        """The sheets that are in or still to come."""
        return self.submitted + len(self.results.pending)


def zone_cards(event: Event) -> tuple[ZoneCard, ...]:
    """In a constant number of queries a round."""
    rounds = [round_results(round_) for round_ in event.rounds]
    results = {zone.code: zone for round_ in rounds for zone in round_.zones}
    seats = {panel.zone.id: panel.open for panel in panels_of(event) if panel.zone}
    return tuple(ZoneCard(zone, results[zone.code], seats[zone.id]) for zone in event.zones)
