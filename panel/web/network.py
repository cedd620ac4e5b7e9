"""The hall's own network as organisers see it, on events.bp: what every tablet scans, first to trust the
server, then to reach it."""

from __future__ import annotations

import segno
from flask import render_template

from panel.adapters.door import door_of
from panel.domain import access as may
from panel.queries.events import find_event
from panel.web.access import allow
from panel.web.actors import settings
from panel.web.events import bp


@bp.get("/events/<event>/network")
@allow(may.organiser)
def network(event: str) -> str:
    door = door_of(settings())
    return render_template(
        "events/network.html",
        event=find_event(event),
        door=door,
        pictures=[_picture(url) for url in (door.url, door.server)] if door else [],
    )


def _picture(url: str) -> str:
    return segno.make(url, error="m").svg_data_uri(scale=8, border=3, light="white")
