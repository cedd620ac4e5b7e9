"""An event at a glance, and whether the server is well."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from sqlalchemy import select

from panel.db import db
from panel.domain import access as may
from panel.queries.events import find_event
from panel.queries.overviews import zone_cards
from panel.queries.readiness import readiness_of
from panel.queries.results import event_results
from panel.web.access import allow
from panel.web.actors import now, settings

bp = Blueprint("events", __name__)


@bp.get("/events/<event>/")
@allow(may.organiser)
def overview(event: str) -> str:
    found = find_event(event)
    results = event_results(found)
    return render_template(
        "events/overview.html",
        event=found,
        zones=zone_cards(found, results),
        readiness=readiness_of(found, results, settings(), now()),
    )


@bp.get("/healthz")
@allow(may.anyone)
def health() -> Response:
    db.session.execute(select(1))
    return Response("ok\n", mimetype="text/plain")
