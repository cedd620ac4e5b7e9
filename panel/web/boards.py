"""The boards: a zone's for its chair, the province's for who follows the whole, and their streams."""

from __future__ import annotations

from flask import Response, render_template, url_for

from panel.domain import access as may
from panel.domain.access import Place
from panel.models import Zone
from panel.queries.boards import board_of, seen_by
from panel.queries.events import find_event, find_zone
from panel.queries.live import Audience, Topic
from panel.queries.sights import eyes_of
from panel.web.access import allow, signed_in
from panel.web.actors import now
from panel.web.forms.results import DecisionForm
from panel.web.language import chosen
from panel.web.live import MOST_OF_A_DEVICE, streamed, wanted_language
from panel.web.parts import board_parts, board_shape, province_parts, province_shape, zone_part
from panel.web.results import EVENT, ZONE, bp


@bp.get(f"{ZONE}/board")
@allow(may.steward)
def board(event: str, zone: str) -> str:
    return board_page(find_zone(find_event(event), zone))


@bp.get(f"{ZONE}/board/live")
@allow(may.steward)
def board_live(event: str, zone: str) -> Response:
    """The zone's board as it changes, by the eyes of who asks."""
    return _followed(event, find_zone(find_event(event), zone).code)


@bp.get(f"{EVENT}/board")
@allow(may.reader)
def province_board(event: str) -> str:
    found, me = find_event(event), signed_in()
    views = [seen_by(me, board_of(zone, now())) for zone in found.zones]
    zones = [zone_part(view) for view in views]
    return render_template(
        "results/province_board.html",
        event=found,
        zones=found.zones,
        certifies=may.certifier(me, Place(event)),
        parts=province_parts(zones),
        shape=province_shape(zones),
        live=url_for("results.province_live", event=event, lang=chosen()),
    )


@bp.get(f"{EVENT}/board/live")
@allow(may.reader)
def province_live(event: str) -> Response:
    """The province's board as it changes, by the eyes of who asks."""
    return _followed(find_event(event).code, "")


def board_page(zone: Zone, decision: DecisionForm | None = None) -> str:
    """A zone's board; with a decision on what came late that was refused, as it was typed."""
    view = seen_by(signed_in(), board_of(zone, now()))
    return render_template(
        "results/board.html",
        event=zone.event,
        view=view,
        parts=board_parts(view, decision),
        shape=board_shape(view),
        live=url_for("results.board_live", event=zone.event.code, zone=zone.code, lang=chosen()),
    )


def _followed(event: str, zone: str) -> Response:
    me = signed_in()
    topic = Topic(event, Audience.BOARD, zone, wanted_language(), eyes_of(me, zone))
    return streamed(topic, me.device, most=MOST_OF_A_DEVICE)
