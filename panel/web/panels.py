"""Panels: who sits on which, and their appointment, correction, replacement and leave."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.operations.panels import appoint_seat, change_seat, close_seat, replace_seat, seat_person
from panel.queries.connections import connections
from panel.queries.events import find_event, find_seat, find_zone
from panel.queries.panels import candidates, hand_over, panels_of
from panel.web.access import allow
from panel.web.accounts import person_of
from panel.web.actors import author, settings
from panel.web.errors import told_on
from panel.web.forms.panels import AppointmentForm, SeatForm, SeatingForm

bp = Blueprint("panels", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/events/<event>/panels")
@allow(may.organiser)
def index(event: str) -> str:
    found = find_event(event)
    homes = {presenter.code: presenter for presenter in found.presenters}
    return render_template(
        "panels/index.html",
        event=found,
        panels=panels_of(found),
        homes=homes,
        connections=connections(found.main_round),
    )


@bp.route("/events/<event>/province/seats/new", methods=["GET", "POST"])
@bp.route("/events/<event>/zones/<zone>/seats/new", methods=["GET", "POST"])
@allow(may.organiser)
def new(event: str, zone: str | None = None) -> Page:
    found = find_event(event)
    panel = find_zone(found, zone) if zone else None
    form = AppointmentForm(found, province=panel is None)
    if form.validate_on_submit():
        with told_on(form), writing():
            found = find_event(event)
            panel = find_zone(found, zone) if zone else None
            appoint_seat(found, panel, form.appointment(), by=author(), secret=settings().secret_key)
        if not form.errors:
            return _done(event, _("%(name)s is appointed.", name=form.name.data))
    return _form("panels/new.html", form, event=found, zone=panel)


@bp.route("/events/<event>/province/seats/further", methods=["GET", "POST"])
@bp.route("/events/<event>/zones/<zone>/seats/further", methods=["GET", "POST"])
@allow(may.organiser)
def seating(event: str, zone: str | None = None) -> Page:
    """Somebody who sits elsewhere already sits here too: a link judge."""
    found = find_event(event)
    panel = find_zone(found, zone) if zone else None
    asked = request.args.get("person", "")
    form = SeatingForm(found, candidates(found, panel), province=panel is None, person=asked)
    if form.validate_on_submit():
        name = form.chosen
        with told_on(form), writing():
            _seat(event, zone, form)
        if not form.errors:
            return _done(event, _("%(name)s sits on this panel too.", name=name))
    return _form("panels/seating.html", form, event=found, zone=panel)


def _seat(event: str, zone: str | None, form: SeatingForm) -> None:
    found = find_event(event)
    panel = find_zone(found, zone) if zone else None
    person = person_of(found, form.person.data)
    seat_person(found, panel, person, form.sits_as, form.gives_marks, by=author())


@bp.route("/events/<event>/seats/<seat>/edit", methods=["GET", "POST"])
@allow(may.organiser)
def edit(event: str, seat: str) -> Page:
    found = find_event(event)
    held = find_seat(found, seat)
    form = AppointmentForm(found, province=held.zone is None, seat=held)
    if form.validate_on_submit():
        with told_on(form), writing():
            change_seat(find_seat(find_event(event), seat), form.appointment(), by=author())
        if not form.errors:
            return _done(event, _("The seat of %(name)s is corrected.", name=form.name.data))
    return _form("panels/edit.html", form, event=found, seat=held)


@bp.route("/events/<event>/seats/<seat>/replacement", methods=["GET", "POST"])
@allow(may.organiser)
def replacement(event: str, seat: str) -> Page:
    found = find_event(event)
    held = find_seat(found, seat)
    form = AppointmentForm(found, province=held.zone is None, seat=held, successor=True)
    if form.validate_on_submit():
        with told_on(form), writing():
            held = find_seat(find_event(event), seat)
            person = replace_seat(
                held, form.appointment(), by=author(), secret=settings().secret_key
            ).person.code
        if not form.errors:
            flash(_("%(name)s takes the seat over. Hand over this link.", name=form.name.data), "success")
            return redirect(url_for("accounts.person_link", event=event, person=person))
    return _form("panels/replacement.html", form, event=found, seat=held, hand_over=hand_over(held))


@bp.get("/events/<event>/seats/<seat>/closure")
@allow(may.organiser)
def closing(event: str, seat: str) -> str:
    found = find_event(event)
    return render_template("panels/closing.html", event=found, seat=find_seat(found, seat))


@bp.post("/events/<event>/seats/<seat>/closure")
@allow(may.organiser)
def closure(event: str, seat: str) -> Response:
    with writing():
        close_seat(find_seat(find_event(event), seat), by=author())
    return _done(event, _("The seat is closed."))


def _done(event: str, message: str) -> Response:
    flash(message, "success")
    return redirect(url_for("panels.index", event=event))


def _form(template: str, form: SeatForm, **context: object) -> tuple[str, int]:
    return render_template(template, form=form, **context), 422 if form.errors else 200
