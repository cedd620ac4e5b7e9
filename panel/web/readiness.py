"""Readiness on events.bp: what is ready for the day, what is missing, and who mends it where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import lazy_gettext as _l

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


@dataclass(frozen=True)
class Way:
    """To the page on which something is mended, and what its link says."""

    endpoint: str
    words: str


_NETWORK = Way("events.network", _l("Tablets in the hall"))
_BACKUPS = Way("events.backups", _l("Backups"))
_PLAN = Way("schedules.plan", _l("Plan"))
_PANELS = Way("panels.index", _l("Panels"))
_ACCESS = Way("accounts.people", _l("Access"))
_BY_ORGANISER = {
    Item.ADDRESS: _NETWORK,
    Item.HTTPS: _NETWORK,
    Item.BACKUP: _BACKUPS,
    Item.DISK: _BACKUPS,
    Item.CLASHES: _PLAN,
    Item.PUBLISHED: _PLAN,
    Item.QUORUM: _PANELS,
    Item.NAMED: _PANELS,
    Item.EVEN: _PANELS,
    Item.CONNECTED: Way("panels.connections", _l("What would connect them")),
    Item.SIGNED_IN: _ACCESS,
    Item.KEPT: _ACCESS,
    Item.SLIPS: Way("documents.index", _l("Documents")),
    Item.PINS: _ACCESS,
    Item.MATERIALS: Way("schedules.presenting", _l("What presenters bring")),
}
"""What has no page is mended on the server itself."""
_BY_SECRETARY = {
    Item.SIGNED_IN: Way("accounts.slips", _l("Hand a link out")),
    Item.SLIPS: Way("accounts.slips", _l("Print the slips")),
}
_BY_CHAIR = {Item.PINS: Way("accounts.pin", _l("My PIN"))}


@bp.get(READINESS)
@allow(may.organiser)
def readiness(event: str) -> str:
    found = find_event(event)
    return render_template(
        "events/readiness.html",
        event=found,
        zone=None,
        readiness=readiness_of(found, event_results(found), settings(), now()),
        ways=_opened(_BY_ORGANISER, event),
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
        ways=_ways(event, zone),
    )


def _ways(event: str, zone: str) -> Mapping[Item, tuple[str, str]]:
    """Those that are open to who asks."""
    me, place = signed_in(), Place(event, zone)
    by_secretary = _opened(_BY_SECRETARY, event, zone) if may.secretary(me, place) else {}
    return by_secretary | (_opened(_BY_CHAIR, event) if may.chair(me, place) else {})


def _opened(ways: Mapping[Item, Way], event: str, zone: str | None = None) -> dict[Item, tuple[str, str]]:
    """What each link says, and where it leads."""
    return {
        item: (str(way.words), url_for(way.endpoint, event=event, zone=zone)) for item, way in ways.items()
    }
