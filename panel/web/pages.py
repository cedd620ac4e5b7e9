"""What every page shows around its content: where one may go from here."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import gettext as _

from panel.domain import access as may
from panel.domain.access import Identity, Place
from panel.models import Zone
from panel.queries.events import find_event, find_zone
from panel.queries.schedules import published_plan
from panel.web.access import me, tablet


@dataclass(frozen=True)
class Link:
    """An item of the navigation; `zone` is whose it is, for who sits on several panels."""

    label: str
    url: str
    zone: Zone | None = None

    @property
    def current(self) -> bool:
        return request.path == self.url


def init_app(app: Flask) -> None:
    app.context_processor(_around)


def _around() -> dict[str, object]:
    identity = me()
    links = navigation(identity) if identity else []
    return {"me": identity, "navigation": links, "sharing": len(tablet()) > 1}


def navigation(identity: Identity) -> list[Link]:
    """The pages that this person works with, by right."""
    event = identity.event
    links = []
    if may.organiser(identity, Place(event)):
        links += [
            Link(_("Overview"), url_for("events.overview", event=event)),
            Link(_("Panels"), url_for("panels.index", event=event)),
            Link(_("Access"), url_for("accounts.people", event=event)),
            Link(_("Presenters"), url_for("schedules.presenting", event=event)),
            Link(_("Hall screens"), url_for("schedules.screens", event=event)),
        ]
    if identity.presents:
        own = url_for("schedules.presenting_of", event=event, presenter=identity.presents)
        links.append(Link(_("My amphoe"), own))
    for zone in identity.zones:
        links += _of_zone(identity, zone)
    if may.plan_reader(identity, Place(event)):
        links.append(Link(_("Plan"), url_for("schedules.plan", event=event)))
    elif published_plan(find_event(event)):
        links.append(Link(_("Plan"), url_for("schedules.public", event=event)))
    if may.reader(identity, Place(event)):
        links.append(Link(_("Board of the province"), url_for("results.province_board", event=event)))
        links.append(Link(_("Results"), url_for("results.province", event=event)))
    if may.archivist(identity, Place(event)):
        links.append(Link(_("Documents"), url_for("documents.index", event=event)))
    return links


def _of_zone(identity: Identity, zone: str) -> list[Link]:
    """What a seat on that zone's panel leads to."""
    event, seat, pages = identity.event, identity.seat_in(zone), []
    if seat and seat.scores:
        pages += [(_("My sheets"), "sheets.index"), (_("My marks"), "sheets.overview")]
    if may.steward(identity, Place(event, zone)):
        pages += [
            (_("Board"), "results.board"),
            (_("The day"), "schedules.day"),
            (_("Readiness"), "events.zone_part"),
        ]
    named = find_zone(find_event(event), zone) if len(identity.zones) > 1 else None
    return [Link(label, url_for(page, event=event, zone=zone), named) for label, page in pages]
