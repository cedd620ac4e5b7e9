"""Live streams on the web: who may follow what, what is new, and the app's own time.

The frames are made by the hub's thread (`adapters/live`) or before a stream begins; the stream itself asks
the database nothing. What a board's readers may see is theirs by their eyes, and those are looked at again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from time import sleep

from flask import Flask, Response, current_app, jsonify, request

from panel.adapters.language import LANGUAGES
from panel.adapters.live import Crowded, Frame, Hub, Reader, Told
from panel.adapters.secrets import screen_token
from panel.adapters.wakeups import wakeups
from panel.domain import access as may
from panel.domain.access import Identity
from panel.domain.errors import Forbidden, NotFound
from panel.domain.events import EventState
from panel.queries.events import find_event, find_zone
from panel.queries.live import Audience, Topic, live_identities, live_revisions, venues_called
from panel.queries.plans import public_plan
from panel.queries.schedules import published_plan
from panel.queries.sights import eyes_of
from panel.web.access import allow, signed_in
from panel.web.actors import address, now, settings
from panel.web.frames import KeptFrames, Look, kept_frames, step_between
from panel.web.language import chosen
from panel.web.plans import PLAN
from panel.web.schedules import EVENT, bp

MOST_OF_A_DEVICE = 12
MOST_OF_A_SCREEN = 40
MOST_OF_AN_ADDRESS = 400
"""Whoever reads the public plan in a hall sits behind one address."""
_OF_DEVICES = {Audience.PANEL, Audience.BOARD}


def init_app(app: Flask) -> None:
    url = app.extensions["panel_settings"].database_url
    app.extensions["panel_kept_frames"] = KeptFrames()
    app.extensions["panel_live"] = Hub(partial(wakeups, url), partial(_tell, app))


@bp.get(f"{EVENT}/live")
@allow(may.signed_in)
def live(event: str) -> Response:
    """The day for who is signed in; `?zone=` for one zone of it. Presenters have it once it is published."""
    found, zone = find_event(event), request.args.get("zone", "")
    if signed_in().only_presents and published_plan(found) is None:
        raise NotFound("plan.unpublished")
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
    if _gone([reader]):  # by an act between the question who asks and the reading of the frame
        hub.close(reader)
        raise Forbidden("access.forbidden")
    answer = Response(
        hub.stream(reader, request.headers.get("Last-Event-ID", "")), mimetype="text/event-stream"
    )
    answer.headers["X-Accel-Buffering"] = "no"
    answer.call_on_close(partial(hub.close, reader))
    return answer


def _tell(
    app: Flask, readers: Collection[Reader[Topic]], known: Mapping[Topic, Frame]
) -> Iterator[Told[Topic]]:
    """Whose right to follow has ended, and then the frames of topics that were changed, one after another.

    Rights change by acts only. They are read after what the frames are made of, so that no frame is newer
    than the right by which it is sent; what changes after that is found at the next look.
    """
    with app.app_context():
        look, stamps, stale = Look(now()), dict[Topic, str](), list[Topic]()
        for topic in {reader.topic for reader in readers}:
            with suppress(NotFound):  # of what was taken away, as a final can be
                stamp = look.stamp(topic)
                if topic not in known or known[topic].stamp != stamp:
                    look.read(topic)
                    stale.append(topic)
                stamps[topic] = stamp
            sleep(0)  # marks are stored meanwhile
        kept_frames().only(stamps)
        left = [reader for reader in readers if reader.topic in stamps]
        acts = {event: f"{live_revisions(event).acts} {look.rights}" for event in {t.event for t in stamps}}
        unsure = [reader for reader in left if reader.checked != acts[reader.topic.event]]
        gone = {*readers} - {*left} | {*_gone(unsure)}
        for reader in unsure:
            reader.checked = acts[reader.topic.event]
        yield Told({}, gone)
        for topic in stale:
            yield Told({topic: _renewed(look, topic, known.get(topic))})
            sleep(0)  # and the frame goes out


def _frame(topic: Topic) -> Frame:
    return _renewed(Look(now()), topic)


def _renewed(look: Look, topic: Topic, before: Frame | None = None) -> Frame:
    stamp = look.stamp(topic)
    frame = Frame(look.data(topic), stamp)
    if before is None:
        return frame
    return replace(frame, since=before.id, step=step_between(before.data, frame.data))


def _gone(readers: Collection[Reader[Topic]]) -> list[Reader[Topic]]:
    """Whose device was signed out, whose screen's link was renewed, and who looks at a board with other eyes
    by now: such a one may ask for another stream."""
    devices = {reader.holder for reader in readers if reader.topic.audience in _OF_DEVICES}
    screens = {reader.topic.place for reader in readers if reader.topic.audience is Audience.SCREEN}
    here = live_identities(devices) if devices else {}
    tokens = {token for venue in screens for token in screen_tokens(venue)}
    return [reader for reader in readers if not _may_follow(reader, here, tokens)]


def _may_follow(reader: Reader[Topic], here: Mapping[str, Identity], tokens: Collection[str]) -> bool:
    topic, me = reader.topic, here.get(reader.holder)
    match topic.audience:
        case Audience.PUBLIC:
            return True
        case Audience.SCREEN:
            return reader.holder in tokens
        case Audience.PANEL:
            return me is not None
        case Audience.BOARD:
            return me is not None and eyes_of(me, topic.place) == topic.eyes


def screen_tokens(venue: str) -> dict[str, str]:
    """The tokens that open a screen of a venue of that code, and of which event; a closed one has none."""
    secret = settings().secret_key
    return {
        screen_token(secret, event.code, found.code, found.screen_generation): event.code
        for event, found in venues_called(venue)
        if event.state is EventState.OPEN
    }
