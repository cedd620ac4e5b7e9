"""A judge's own marks side by side, to level them before the zone is finalised; on sheets.bp."""

from __future__ import annotations

from flask import render_template, request

from panel.domain import access as may
from panel.queries.events import find_event, find_seat, find_zone
from panel.queries.own_marks import By, own_marks
from panel.web.access import allow
from panel.web.sheets import ZONE, bp, scoring_seat


@bp.get(f"{ZONE}/overview")
@allow(may.scorer)
def overview(event: str, zone: str) -> str:
    found, right = find_event(event), scoring_seat(zone)
    by = By.TOTAL if request.args.get("by") == By.TOTAL else By.SLOT
    return render_template(
        "sheets/overview.html",
        event=found,
        zone=find_zone(found, zone),
        seat=right.code,
        own=own_marks(find_seat(found, right.code), by),
        by=by,
    )
