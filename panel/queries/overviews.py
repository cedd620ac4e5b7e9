"""An event at a glance, for its organiser: each zone's progress, and what is still to be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from panel.models import Event, Person, Zone
from panel.queries.accounts import persons_of
from panel.queries.panels import panels_of
from panel.queries.results import PresenterView, RoundView, ZoneView, round_results
from panel.queries.schedules import clashes


@dataclass(frozen=True)
class Short:
    """Presenters of a zone whom too few may score, and how few."""

    zone: Zone
    eligible: int
    presenters: tuple[PresenterView, ...]


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


@dataclass(frozen=True)
class Overview:
    """`apart`: rounds whose zones have no judge in common, so that their figures share no scale."""

    zones: tuple[ZoneCard, ...]
    clashes: int
    short: tuple[Short, ...]
    apart: tuple[RoundView, ...]
    without_device: tuple[Person, ...]


def overview_of(event: Event) -> Overview:
    """In a constant number of queries a round."""
    rounds = [round_results(round_) for round_ in event.rounds]
    results = {zone.code: zone for round_ in rounds for zone in round_.zones}
    seats = {panel.zone.id: panel.open for panel in panels_of(event) if panel.zone}
    cards = tuple(ZoneCard(zone, results[zone.code], seats[zone.id]) for zone in event.zones)
    return Overview(
        zones=cards,
        clashes=len(clashes(event)),
        short=tuple(short for card in cards for short in _short(event, card)),
        apart=tuple(round_ for round_ in rounds if not round_.connected),
        without_device=tuple(
            person for person in persons_of(event) if person.open_seats and not person.live_devices
        ),
    )


def _short(event: Event, card: ZoneCard) -> Iterator[Short]:
    short = [each for each in card.results.presenters if event.settings.falls_short(each.result.eligible)]
    for eligible in sorted({each.result.eligible for each in short}):
        presenters = tuple(each for each in short if each.result.eligible == eligible)
        yield Short(card.zone, eligible, presenters)
