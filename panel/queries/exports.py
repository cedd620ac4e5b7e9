"""The stable export of results (docs/results-json.md): plain JSON, exact decimals as strings.

A zone's part of it, without ranks across zones, is what its digest is taken of: it holds no time, no
UUID and no person's name, so that the same marks give the same digest.
"""

from __future__ import annotations

from panel.domain.audit import digest
from panel.domain.numbers import decimal_text
from panel.domain.ties import Rank
from panel.models import Event
from panel.queries.results import PresenterView, RoundView, SheetView, ZoneView, event_results
from panel.queries.standings import ProvinceView, province_of


def event_export(event: Event) -> dict[str, object]:
    """All rounds of an event, and with a final who stands at which place in the province."""
    rounds = event_results(event)
    province = province_of(rounds)
    first = province.main
    return {
        "event": event.code,
        "instrument": first.instrument.code,
        "version": first.version,
        "rounds": [round_export(each) for each in rounds],
        **({"province": places_export(province)} if province.final else {}),
    }


def places_export(province: ProvinceView) -> dict[str, object]:
    """Who stands at which place in the province, by the ranks of which round, and whether on one scale."""
    final = province.final
    return {
        "round": final.code if final and province.decided_by_final else province.main.code,
        "comparable": province.comparable,
        "final": {"round": final.code, "top": final.top, "carry": final.carry} if final else None,
        "places": [
            {
                "presenter": line.zoned.code,
                "zone": line.zoned.zone,
                "place": _place(line.rank),
                "decided_by": line.rank.decided_by if line.rank else None,
                "rank_zone": _place(line.zoned.rank_zone),
            }
            for line in province.lines
        ],
    }


def round_export(view: RoundView) -> dict[str, object]:
    return {
        "code": view.code,
        "instrument": view.instrument.code,
        "version": view.version,
        "zones": [
            {
                "code": zone.code,
                "name": zone.name,
                "provisional": zone.provisional,
                "version": zone.snapshot.version if zone.snapshot else None,
                "digest": zone.snapshot.digest if zone.snapshot else None,
            }
            for zone in view.zones
        ],
        "presenters": [
            {**presenter_export(presenter), "rank_province": _place(presenter.rank_province)}
            for zone in view.zones
            for presenter in zone.presenters
        ],
    }


def zone_body(zone: ZoneView) -> dict[str, object]:
    """What a zone's snapshot freezes: names and places across zones may still change, this may not.

    The version is each presenter's own: a later one for sheets still to come must not touch it.
    """
    return {
        "zone": zone.code,
        "round": zone.round,
        "presenters": [
            {
                **{key: value for key, value in presenter_export(presenter).items() if key != "name"},
                "instrument": presenter.instrument.code,
                "version": presenter.version,
            }
            for presenter in zone.presenters
        ],
    }


def altered(zone: ZoneView) -> bool:
    """Whether a finalised zone's marks no longer give the digest that was put a name to."""
    return zone.snapshot is not None and digest(zone_body(zone)) != zone.snapshot.digest


def presenter_export(presenter: PresenterView) -> dict[str, object]:
    result = presenter.result
    return {
        "code": presenter.code,
        "name": presenter.name,
        "zone": presenter.zone,
        "state": result.standing.value,
        "result": None if result.value is None else str(result.value),
        "rank_zone": _place(presenter.rank_zone),
        "grade": result.grade.name if result.grade else None,
        "decided_by": presenter.rank_zone.decided_by if presenter.rank_zone else None,
        **({"carried": result.carried.to_json()} if result.carried else {}),
        "sheets": [sheet_export(sheet) for sheet in presenter.sheets],
    }


def sheet_export(sheet: SheetView) -> dict[str, object]:
    total = sheet.outcome.value
    return {
        "seat": sheet.seat,
        "person": sheet.person,
        "role": sheet.role.value,
        "channel": sheet.channel.value if sheet.channel else None,
        "state": sheet.state.value,
        "reason": sheet.reason or None,
        "marks": dict(sheet.marks),
        "total": None if total is None else decimal_text(total),
    }


def _place(ranked: Rank | None) -> int | None:
    return ranked.place if ranked else None
