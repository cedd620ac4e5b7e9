"""The hall screen: opened by an unguessable link without sign-in, and the page that hands the link out."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import Response, flash, g, redirect, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from panel.adapters.language import Language
from panel.adapters.secrets import same, screen_token
from panel.db import writing
from panel.domain import access as may
from panel.domain.errors import NotFound
from panel.models import Event, Venue, Zone
from panel.operations.screens import renew_screen
from panel.queries.events import find_event, find_venue, find_zone
from panel.queries.live import Audience, Topic, screen_view
from panel.web.access import allow
from panel.web.actors import author, now, settings
from panel.web.frames import screen_data
from panel.web.live import MOST_OF_A_SCREEN, screen_tokens, streamed, wanted_language
from panel.web.schedules import EVENT, bp

SCREEN = "/screen/<venue>/<token>"
ZONE_SCREEN = f"{EVENT}/zones/<zone>/screen"


@dataclass(frozen=True)
class Door:
    """The link to a venue's screen, and the zone by which its secretary renews it."""

    venue: Venue
    zone: Zone
    url: str
    picture: str


@bp.get(SCREEN)
@allow(may.anyone)
def screen(venue: str, token: str) -> str:
    """What stands on the wall: who presents, how long still, who is next. `?lang=` chooses its language."""
    event = _opened(venue, token)
    lang = wanted_language()
    g.language = Language(lang)
    view = screen_view(event, find_venue(event, venue), now())
    with force_locale(lang):
        return render_template(
            "schedules/screen.html",
            event=event,
            venue=view.venue,
            shown=screen_data(view, g.language),
            language=lang,
            stream=url_for("schedules.screen_live", venue=venue, token=token, lang=lang),
            at=round(now().timestamp() * 1000),
        )


@bp.get(f"{SCREEN}/live")
@allow(may.anyone)
def screen_live(venue: str, token: str) -> Response:
    event = _opened(venue, token)
    topic = Topic(event.code, Audience.SCREEN, venue, wanted_language())
    return streamed(topic, token, most=MOST_OF_A_SCREEN)


@bp.get(f"{EVENT}/screens")
@allow(may.organiser)
def screens(event: str) -> str:
    """The screens of all venues."""
    found = find_event(event)
    zones = {zone.venue.code: zone for zone in reversed(found.zones)}
    return _doors_page(found, [zones[code] for code in sorted(zones, key=lambda code: zones[code].position)])


@bp.get(ZONE_SCREEN)
@allow(may.secretary)
def zone_screen(event: str, zone: str) -> str:
    """The screen of the zone's venue."""
    found = find_event(event)
    return _doors_page(found, [find_zone(found, zone)])


@bp.post(f"{ZONE_SCREEN}/renewal")
@allow(may.secretary)
def screen_renewal(event: str, zone: str) -> Redirect:
    with writing():
        found = find_event(event)
        renew_screen(found, find_zone(found, zone).venue, by=author())
    flash(_("The earlier link has ended. Open the screen by this one."), "success")
    return redirect(url_for("schedules.zone_screen", event=event, zone=zone))


def _opened(venue: str, token: str) -> Event:
    """The event whose screen that is. Nobody guesses 128 bits, so that wrong ones are not counted."""
    event = next((code for good, code in screen_tokens(venue).items() if same(token, good)), None)
    if event is None:
        raise NotFound("screen.unknown")
    return find_event(event)


def _doors_page(event: Event, zones: list[Zone]) -> str:
    doors = [_door(event, zone) for zone in zones]
    return render_template("schedules/screens.html", event=event, doors=doors, loopback=settings().loopback)


def _door(event: Event, zone: Zone) -> Door:
    venue = zone.venue
    token = screen_token(settings().secret_key, event.code, venue.code, venue.screen_generation)
    url = settings().base_url + url_for("schedules.screen", venue=venue.code, token=token)
    picture = segno.make(url, error="m").svg_data_uri(scale=5, border=3, light="white")
    return Door(venue, zone, url, picture)
