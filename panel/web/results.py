"""Results on the web: a zone's ranking, and one presenter's result, as far as who asks may see them."""

from __future__ import annotations

from flask import Blueprint, render_template

from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.errors import Forbidden
from panel.domain.spreads import spreads
from panel.domain.ties import ties
from panel.models import Zone
from panel.queries.charts import SCREEN, criteria_chart, ranking_bars, zone_field
from panel.queries.events import find_event, find_zone
from panel.queries.exports import altered
from panel.queries.panels import uneven
from panel.queries.results import PresenterView, ZoneView, zone_results
from panel.queries.schedules import excuses
from panel.queries.sights import Sight, sight
from panel.queries.snapshots import snapshots_of
from panel.web.access import allow, signed_in

bp = Blueprint("results", __name__)

EVENT = "/events/<event>"
ZONE = f"{EVENT}/zones/<zone>"


@bp.get(f"{ZONE}/results")
@allow(may.follower)
def zone(event: str, zone: str) -> str:
    place = _zone(event, zone)
    view = zone_results(place)
    seen = sight(signed_in(), event, view)
    return render_template(
        "results/zone.html",
        event=place.event,
        zone=view,
        altered=altered(view),
        bars=ranking_bars(view, seen.results),
        stewards=may.steward(signed_in(), Place(event, zone)),
        versions=snapshots_of(place.event, place) if seen.ranking else (),
        **_seen(event, view, seen),
        **equals(place, view, seen),
    )


@bp.get(f"{ZONE}/presenters/<presenter>")
@allow(may.follower)
def presenter(event: str, zone: str, presenter: str) -> str:
    place = _zone(event, zone)
    view = zone_results(place)
    shown, seen = view.presenter(presenter), sight(signed_in(), event, view)
    if presenter not in seen.results:
        raise Forbidden("result.not_yet")
    return render_template(
        "results/presenter.html",
        event=place.event,
        zone=view,
        presenter=shown,
        field=zone_field(view, presenter) if seen.ranking else None,
        **_marks(shown, seen),
        **_seen(event, view, seen),
    )


def _marks(presenter: PresenterView, seen: Sight) -> dict[str, object]:
    """The sheets that may be seen, drawn, and how far apart the judges are by the number of the indicator."""
    sheets = presenter.counted if presenter.code in seen.marks else ()
    found = spreads(presenter.instrument, [sheet.outcome for sheet in sheets])
    return {
        "sheets": sheets,
        "chart": criteria_chart(presenter, sheets, SCREEN),
        "spreads": {spread.indicator.number: spread for spread in found},
    }


def _seen(event: str, view: ZoneView, seen: Sight) -> dict[str, object]:
    """What of a zone may be seen, and whether it may be printed."""
    me, place = signed_in(), Place(event, view.code)
    return {"sight": seen, "prints": may.prints(me, place, shows_marks=True, sees_all=seen.ranking)}


def equals(zone: Zone, view: ZoneView, seen: Sight) -> dict[str, object]:
    """How equal results were told apart, and who lacked which judge. The chair's totals are marks: for who
    sees those of all who tied."""
    results = [presenter.result for presenter in view.presenters]
    found = ties(results, zone.event.settings.ties) if seen.ranking else ()
    return {
        "ties": found,
        "presenters": {presenter.code: presenter for presenter in view.presenters},
        "uneven": uneven(view, excuses(zone.event)) if seen.ranking else (),
        "sees_chair": seen.marks.issuperset(trial.code for tie in found for trial in tie.trials),
    }


def _zone(event: str, code: str) -> Zone:
    return find_zone(find_event(event), code)
