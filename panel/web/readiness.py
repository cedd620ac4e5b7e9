"""Readiness on events.bp: what is ready for the day, what is missing, and who mends it where."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, url_for

from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.readiness import Item
from panel.queries.events import find_event, find_zone
from panel.queries.readiness import readiness_of, zone_readiness
from panel.queries.results import event_results
from panel.web.access import allow, signed_in
from panel.web.actors import now, settings
from panel.web.events import bp

READINESS = "/events/<event>/readiness"

_MENDED_AT = {
    Item.ADDRESS: "events.network",
    Item.HTTPS: "events.network",
    Item.BACKUP: "events.backups",
    Item.DISK: "events.backups",
    Item.CLASHES: "schedules.plan",
    Item.PUBLISHED: "schedules.plan",
    Item.QUORUM: "panels.index",
    Item.NAMED: "panels.index",
    Item.EVEN: "panels.index",
    Item.CONNECTED: "panels.connections",
    Item.SIGNED_IN: "accounts.people",
    Item.KEPT: "accounts.people",
    Item.SLIPS: "documents.index",
    Item.PINS: "accounts.people",
    Item.MATERIALS: "schedules.presenting",
}
"""The organiser's pages; what has none is mended on the server itself."""
_BY_SECRETARY = (Item.SIGNED_IN, Item.KEPT, Item.SLIPS)


@bp.get(READINESS)
@allow(may.organiser)
def readiness(event: str) -> str:
    found = find_event(event)
    return render_template(
        "events/readiness.html",
        event=found,
        zone=None,
        readiness=readiness_of(found, event_results(found), settings(), now()),
        links={item: url_for(endpoint, event=event) for item, endpoint in _MENDED_AT.items()},
    )


@bp.get("/events/<event>/zones/<zone>/readiness")
@allow(may.steward)
def zone_part(event: str, zone: str) -> str:
    """What the zone's own chair and secretary can see to."""
    found = find_event(event)
    place = find_zone(found, zone)
    return render_template(
        "events/readiness.html",
        event=found,
        zone=place,
        readiness=zone_readiness(place),
        links=_links(event, zone),
    )


def _links(event: str, zone: str) -> Mapping[Item, str]:
    """Of the zone's pages, those that are open to who asks."""
    if not may.secretary(signed_in(), Place(event, zone)):
        return {Item.PINS: url_for("accounts.pin", event=event)}
    slips = url_for("accounts.slips", event=event, zone=zone)
    return dict.fromkeys(_BY_SECRETARY, slips)
