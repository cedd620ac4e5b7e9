"""The plan on the web: who presents where and when, what clashes, and the organiser's changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.audit import digest
from panel.domain.schedules import Clash, WayOut, describe, describe_way_out
from panel.models import Event, Slot, Zone
from panel.operations.schedules import move_presenter, publish_plan, start_zone
from panel.queries.events import find_event, find_round, find_zone
from panel.queries.schedules import (
    clashes,
    display_names,
    find_slot,
    plan_body,
    plan_slots,
    published_plan,
)
from panel.web.access import allow, me
from panel.web.actors import author
from panel.web.errors import told_on
from panel.web.forms.schedules import MoveForm, StartForm
from panel.web.language import language

bp = Blueprint("schedules", __name__)

EVENT = "/events/<event>"
MOVE = f"{EVENT}/rounds/<round>/slots/<presenter>/move"
START = f"{EVENT}/zones/<zone>/start"


@dataclass(frozen=True)
class Way:
    """A way out of a clash in words; `zone` and `start` where one press takes it."""

    words: str
    zone: str | None
    start: str


@dataclass(frozen=True)
class Warned:
    """A clash in words."""

    words: str
    ways: tuple[Way, ...]


@bp.get(f"{EVENT}/plan")
@allow(may.signed_in)
def plan(event: str) -> str:
    found = find_event(event)
    published = published_plan(found)
    organises = may.organiser(me(), Place(event))
    return render_template(
        "schedules/plan.html",
        event=found,
        slots=plan_slots(found),
        warnings=_warnings(found, clashes(found)) if organises else (),
        published=published,
        current=published is not None and published.digest == digest(plan_body(found)),
        organises=organises,
    )


@bp.get(MOVE)
@allow(may.organiser)
def move(event: str, round: str, presenter: str) -> str:
    slot = _slot(event, round, presenter)
    return _move_page(slot, MoveForm(slot))


@bp.post(MOVE)
@allow(may.organiser)
def save_move(event: str, round: str, presenter: str) -> Response | tuple[str, int]:
    before = clashes(find_event(event))
    form = MoveForm(_slot(event, round, presenter))
    if form.validate_on_submit():
        with told_on(form), writing():
            slot = _slot(event, round, presenter)
            to = find_zone(slot.round.event, form.zone.data)
            move_presenter(slot, to=to, position=form.position.data or 0, by=author())
    slot = _slot(event, round, presenter)
    if form.errors:
        return _move_page(slot, form), 422
    flash(_("%(presenter)s was moved.", presenter=language().name(slot.presenter)), "success")
    return _flagged(event, before)


@bp.get(START)
@allow(may.organiser)
def start(event: str, zone: str) -> str:
    place = find_zone(find_event(event), zone)
    return _start_page(place, StartForm(start=language().minutes(place.start)))


@bp.post(START)
@allow(may.organiser)
def save_start(event: str, zone: str) -> Response | tuple[str, int]:
    before = clashes(find_event(event))
    form = StartForm()
    if form.validate_on_submit():
        with told_on(form), writing():
            start_zone(find_zone(find_event(event), zone), at=form.minutes, by=author())
    place = find_zone(find_event(event), zone)
    if form.errors:
        return _start_page(place, form), 422
    names = {"zone": language().name(place), "time": language().minutes(place.start)}
    flash(_("%(zone)s starts at %(time)s.", **names), "success")
    return _flagged(event, before)


@bp.post(f"{EVENT}/plan/publication")
@allow(may.organiser)
def publication(event: str) -> Response:
    with writing():
        version = publish_plan(find_event(event), by=author()).version
    flash(_("The plan is published as version %(version)s.", version=version), "success")
    return redirect(url_for("schedules.plan", event=event))


def _slot(event: str, round: str, presenter: str) -> Slot:
    return find_slot(find_round(find_event(event), round), presenter)


def _move_page(slot: Slot, form: MoveForm) -> str:
    return render_template("schedules/move.html", event=slot.round.event, slot=slot, form=form)


def _start_page(zone: Zone, form: StartForm) -> str:
    return render_template("schedules/start.html", event=zone.event, zone=zone, form=form)


def _flagged(event: str, before: Sequence[Clash]) -> Response:
    """Back to the plan; what clashes only since the change is told. Nothing is blocked."""
    found = find_event(event)
    for warned in _warnings(found, [clash for clash in clashes(found) if clash not in before]):
        flash(_("New clash: %(clash)s", clash=warned.words), "warning")
    return redirect(url_for("schedules.plan", event=event))


def _warnings(event: Event, found: Sequence[Clash]) -> tuple[Warned, ...]:
    names = display_names(event, language().name) if found else {}
    return tuple(_warned(clash, names) for clash in found)


def _warned(clash: Clash, names: dict[str, str]) -> Warned:
    code, params = describe(clash, names)
    return Warned(language().message(code, **params), tuple(_way(way, names) for way in clash.ways_out))


def _way(way: WayOut, names: dict[str, str]) -> Way:
    code, params = describe_way_out(way, names)
    words = language().message(code, **params)
    zone, start = way.params.get("zone"), way.params.get("start_time")
    if isinstance(zone, str) and isinstance(start, int):
        return Way(words, zone, language().minutes(start))
    return Way(words, None, "")
