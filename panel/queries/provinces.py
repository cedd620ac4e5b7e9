"""The whole province: its rounds as one ranking, which a seat at province level certifies."""

from __future__ import annotations

from panel.domain.errors import Conflict, PanelError, named
from panel.models import Event
from panel.queries.exports import altered
from panel.queries.results import main_round, round_results


def province_body(event: Event) -> dict[str, object]:
    """What a certification freezes: the digests of all finalised zones, and who stands at which place."""
    views = [round_results(round_) for round_ in event.rounds]
    ranking = round_results(main_round(event)).ranking
    return {
        "event": event.code,
        "rounds": {
            view.code: {zone.code: zone.snapshot.digest for zone in view.zones if zone.snapshot}
            for view in views
        },
        "places": [
            {
                "presenter": each.code,
                "place": each.rank_province.place if each.rank_province else None,
                "decided_by": each.rank_province.decided_by if each.rank_province else None,
            }
            for each in ranking
        ],
    }


def province_blockers(event: Event) -> list[PanelError]:
    """Everything for which certifying is refused: zones that are not final, or were altered since."""
    found: list[PanelError] = []
    for view in (round_results(round_) for round_ in event.rounds):
        for zone in view.zones:
            if zone.provisional:
                found.append(Conflict("result.not_finalised", zone=named(zone)))
            elif altered(view, zone):
                found.append(Conflict("result.altered", zone=named(zone)))
    return found
