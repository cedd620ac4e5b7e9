"""How a zone's judges judged, for its chair, on results.bp: advice, which changes no result."""

from __future__ import annotations

from flask import render_template

from panel.domain import access as may
from panel.queries.events import find_event, find_zone
from panel.queries.reliability import open_to, reliability
from panel.queries.results import zone_results
from panel.queries.sights import sight
from panel.web.access import allow, signed_in
from panel.web.results import ZONE, bp


@bp.get(f"{ZONE}/reliability", endpoint="reliability")
@allow(may.steward)
def judged(event: str, zone: str) -> str:
    found = find_event(event)
    view = zone_results(find_zone(found, zone))
    sees_all = open_to(sight(signed_in(), event, view), view)
    shown = reliability(view) if sees_all else None
    return render_template("results/reliability.html", event=found, zone=view, sees_all=sees_all, shown=shown)
