"""Live streams on the web: who may follow what, what is new, and the app's own time.

The frames are made by the hub's thread (`adapters/live`) or before a stream begins; the stream itself asks
the database nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from flask import Flask, Response, current_app, jsonify, request

from panel.adapters.clock import minute_of
from panel.adapters.language import BANGKOK, LANGUAGES
from panel.adapters.live import Crowded, Frame, Hub, Reader, Told
from panel.adapters.secrets import screen_token
from panel.adapters.wakeups import wakeups
from panel.domain import access as may
from panel.domain.events import EventState
from panel.queries.events import find_event, find_zone
from panel.queries.live import Audience, Topic, live_devices, live_revision, venues_called
from panel.queries.plans import public_plan
from panel.web.access import allow, signed_in
from panel.web.actors import address, now, settings
from panel.web.frames import frame_data
from panel.web.language import chosen
from panel.web.plans import PLAN
from panel.web.schedules import EVENT, bp

MOST_OF_A_DEVICE = 12
MOST_OF_A_SCREEN = 40
MOST_OF_AN_ADDRESS = 400
"""Whoever reads the public plan in a hall sits behind one address."""


def init_app(app: Flask) -> None:
    url = app.extensions["panel_settings"].database_url
    app.extensions["panel_live"] = Hub(partial(wakeups, url), partial(_tell, app))


@bp.get(f"{EVENT}/live")
@allow(may.signed_in)
def live(event: str) -> Response:
    """The day for who is signed in; `?zone=` for one zone of it."""
    found, zone = find_event(event), request.args.get("zone", "")
    if zone:
        find_zone(found, zone)
    topic = Topic(found.code, Audience.PANEL, zone, wanted_language())
    return streamed(topic, signed_in().device, most=MOST_OF_A_DEVICE)


@bp.get(f"{PLAN}/live")
@allow(may.anyone)
def public_live(event: str) -> Response:
    """The day as the public plan shows it, once there is one."""
    topic = Topic(public_plan(event).event.code, Audience.PUBLIC, "", wanted_language())
    return streamed(topic, f"address {address()}", most=MOST_OF_AN_ADDRESS)


@bp.get("/time")
@allow(may.anyone)
def time() -> Response:
    """What the app's clock says, in milliseconds since 1970: screens count by it, not by their own."""
    return jsonify(now=round(now().timestamp() * 1000))


def wanted_language() -> str:
    """A stream speaks its page's language, whatever this browser chose since."""
    lang = request.args.get("lang")
    return lang if lang in LANGUAGES else chosen()


def streamed(topic: Topic, holder: str, *, most: int) -> Response:
    """A stream of server-sent events; 503 where there are too many already."""
    hub: Hub[Topic] = current_app.extensions["panel_live"]
    try:
        reader = hub.open(topic, holder, partial(_frame, topic), most=most)
    except Crowded:
        return Response("", 503, {"Retry-After": "10"}, mimetype="text/plain")
    answer = Response(
        hub.stream(reader, request.headers.get("Last-Event-ID", "")), mimetype="text/event-stream"
    )
    answer.headers["X-Accel-Buffering"] = "no"
    answer.call_on_close(partial(hub.close, reader))
    return answer


def _tell(app: Flask, readers: Collection[Reader[Topic]], known: Mapping[Topic, Frame]) -> Told[Topic]:
    """The frames of topics whose event has changed, and whose right to follow it has ended.

    A right is read after its stamp and again at each new one, whoever made the topic's frame: what changes
    between the two is found at the next look.
    """
    with app.app_context():
        stamps = {code: _stamp(code) for code in {reader.topic.event for reader in readers}}
        stale = {
            reader.topic
            for reader in readers
            if reader.topic not in known or known[reader.topic].stamp != stamps[reader.topic.event]
        }
        unsure = [reader for reader in readers if reader.checked != stamps[reader.topic.event]]
        gone = _gone(unsure)
        for reader in unsure:
            reader.checked = stamps[reader.topic.event]
        return Told({topic: _frame(topic) for topic in stale}, gone)


def _frame(topic: Topic) -> Frame:
    stamp = _stamp(topic.event)
    return Frame(frame_data(topic, find_event(topic.event), now()), stamp)


def _stamp(event: str) -> str:
    """What a frame is made of: the event's revision and, since the clock decides who is next, the minute."""
    at = now()
    minute = minute_of(at, at.astimezone(BANGKOK).date())
    return f"{live_revision(event)}.{minute}"


def _gone(readers: Collection[Reader[Topic]]) -> list[Reader[Topic]]:
    """Whose device was signed out, whose screen's link was renewed."""
    devices = {reader.holder for reader in readers if reader.topic.audience is Audience.PANEL}
    screens = {reader.topic.place for reader in readers if reader.topic.audience is Audience.SCREEN}
    good = live_devices(devices) if devices else set()
    good |= {token for venue in screens for token in screen_tokens(venue)}
    return [
        reader
        for reader in readers
        if reader.topic.audience is not Audience.PUBLIC and reader.holder not in good
    ]


def screen_tokens(venue: str) -> dict[str, str]:
    """The tokens that open a screen of a venue of that code, and of which event; a closed one has none."""
    secret = settings().secret_key
    return {
        screen_token(secret, event.code, found.code, found.screen_generation): event.code
        for event, found in venues_called(venue)
        if event.state is EventState.OPEN
    }
