"""The clock of a zone on the day: who is on and next, and each press of its stewards."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.adapters.language import BANGKOK
from panel.db import writing
from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.days import Happened
from panel.models import Slot
from panel.operations.days import mark_no_show, note_happening, take_back, take_back_no_show
from panel.queries.days import edits_of, zone_day
from panel.queries.events import find_event, find_zone
from panel.queries.schedules import find_slot
from panel.queries.snapshots import current_snapshot
from panel.web.access import allow, me
from panel.web.actors import author, now
from panel.web.changes import names_in, told
from panel.web.forms.results import ReasonForm
from panel.web.language import language
from panel.web.schedules import EVENT, bp

DAY = f"{EVENT}/zones/<zone>/day"
PRESS = f"{DAY}/<presenter>/<any(called, presenting, questions, done):happened>"


@bp.get(DAY)
@allow(may.steward)
def day(event: str, zone: str) -> str:
    found = find_event(event)
    place = find_zone(found, zone)
    midnight = now().astimezone(BANGKOK).replace(hour=0, minute=0, second=0, microsecond=0)
    edits = edits_of(place, midnight)
    return render_template(
        "schedules/day.html",
        event=found,
        zone=place,
        day=zone_day(place, now()),
        edits=list(zip(edits, told(edits, names_in(found)), strict=True)),
        final=current_snapshot(place) is not None,
        secretary=may.secretary(me(), Place(event, zone)),
    )


@bp.post(PRESS)
@allow(may.steward)
def happening(event: str, zone: str, presenter: str, happened: str) -> Response:
    kind = Happened(happened)
    with writing():
        slot = _slot(event, zone, presenter)
        noted = note_happening(slot, kind, by=author())
    return _told(event, zone, presenter, kind, noted)


@bp.post(f"{PRESS}/retraction")
@allow(may.steward)
def retraction(event: str, zone: str, presenter: str, happened: str) -> Response:
    with writing():
        taken = take_back(_slot(event, zone, presenter), Happened(happened), by=author())
    words = _("Taken back.") if taken else _("That was taken back already.")
    flash(words, "success" if taken else "info")
    return redirect(url_for("schedules.day", event=event, zone=zone))


@bp.post(f"{DAY}/<presenter>/no-show")
@allow(may.steward)
def no_show(event: str, zone: str, presenter: str) -> Response:
    reason = ReasonForm().reason.data or ""
    with writing():
        noted = mark_no_show(_slot(event, zone, presenter), by=author(), reason=reason)
    return _told(event, zone, presenter, Happened.NO_SHOW, noted)


@bp.post(f"{DAY}/<presenter>/appearance")
@allow(may.steward)
def appearance(event: str, zone: str, presenter: str) -> Response:
    reason = ReasonForm().reason.data or ""
    with writing():
        take_back_no_show(_slot(event, zone, presenter), by=author(), reason=reason)
    flash(_("Taken back."), "success")
    return redirect(url_for("schedules.day", event=event, zone=zone))


def _slot(event: str, zone: str, presenter: str) -> Slot:
    return find_slot(find_zone(find_event(event), zone), presenter)


def _told(event: str, zone: str, presenter: str, kind: Happened, noted: bool) -> Response:
    """Back to the day; a second press is told as what it is."""
    slot = _slot(event, zone, presenter)
    words = {
        "presenter": language().name(slot.presenter),
        "state": language().message(f"state.{kind}"),
        "time": language().time(now()),
    }
    if noted:
        flash(_("%(presenter)s: %(state)s, %(time)s.", **words), "success")
    else:
        flash(_("%(presenter)s: “%(state)s” was noted already. Nothing was noted twice.", **words), "info")
    return redirect(url_for("schedules.day", event=event, zone=zone))
