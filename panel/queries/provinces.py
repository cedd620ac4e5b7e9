"""The whole province: its rounds as one ranking, which a seat at province level certifies."""

from __future__ import annotations

from panel.domain.errors import Conflict, PanelError, named, named_all
from panel.models import Event
from panel.queries.exports import altered, places_export
from panel.queries.results import event_results
from panel.queries.standings import ProvinceView, province_of


def province_results(event: Event) -> ProvinceView:
    """The province as it stands."""
    return province_of(event_results(event))


def province_body(event: Event) -> dict[str, object]:
    """What a certification freezes: the digests of all finalised zones, and who stands at which place."""
    province = province_results(event)
    return {
        "event": event.code,
        "rounds": {
            view.code: {zone.code: zone.snapshot.digest for zone in view.zones if zone.snapshot}
            for view in province.rounds
        },
        **places_export(province),
    }


def province_blockers(event: Event) -> list[PanelError]:
    """Everything for which certifying is refused: zones that are not final, or were altered since; a final
    that has not those in it who come by the zones' results."""
    found: list[PanelError] = []
    province = province_results(event)
    for view in province.rounds:
        for zone in view.zones:
            if view.top and not zone.presenters:
                found.append(Conflict("final.not_filled", final=named(view)))
            elif zone.provisional:
                found.append(Conflict("result.not_finalised", zone=named(zone)))
            elif altered(zone) and view.carry:
                found.append(Conflict("final.altered", final=named(zone)))
            elif altered(zone):
                found.append(Conflict("result.altered", zone=named(zone)))
    return found + final_misfits(province)


def final_misfits(province: ProvinceView) -> list[PanelError]:
    """Who is missing in a final that has its presenters, and who is in it and would not come by now."""
    if not province.decided_by_final:
        return []
    misfit = province.misfit
    found: list[PanelError] = []
    if misfit.missing:
        found.append(Conflict("final.missing", presenters=named_all(province.names(misfit.missing))))
    if misfit.surplus:
        found.append(Conflict("final.surplus", presenters=named_all(province.names(misfit.surplus))))
    return found
