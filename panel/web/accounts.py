"""Getting in and out, and who else is in: sign-in by password, sign-out, devices, password and PIN.

`tablets` and `slips` hold the personal links.
"""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.adapters.language import LANGUAGES
from panel.adapters.secrets import hash_password, verify_password
from panel.db import writing
from panel.domain import access as may
from panel.domain.access import Identity, Place
from panel.domain.errors import Forbidden, NotFound
from panel.models import Device, Event, Person
from panel.operations import accounts as operations
from panel.queries.accounts import find_device, find_person, persons_of
from panel.queries.events import all_events, find_event
from panel.web.access import allow, end, me, signed_in
from panel.web.actors import address, author
from panel.web.bindings import bind, on_tablet
from panel.web.errors import told_on
from panel.web.forms.accounts import PasswordForm, PinForm, SignInForm
from panel.web.pins import check_pin, counted

bp = Blueprint("accounts", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/")
@allow(may.anyone)
def home() -> Response:
    identity = me()
    return redirect(_first_page(identity) if identity else url_for("accounts.sign_in"))


def _first_page(identity: Identity) -> str:
    """Where somebody's work is."""
    event = identity.event
    if identity.organiser:
        return url_for("events.overview", event=event)
    if identity.only_presents:
        return url_for("schedules.presenting", event=event)
    for seat in identity.seats:
        if seat.zone and seat.scores:
            return url_for("sheets.index", event=event, zone=seat.zone)
    for zone in identity.zones:
        if may.steward(identity, Place(event, zone)):
            return url_for("results.board", event=event, zone=zone)
    reader = may.reader(identity, Place(event))
    return url_for("results.province" if reader else "schedules.plan", event=event)


@bp.route("/sign-in", methods=["GET", "POST"])
@allow(may.anyone)
def sign_in() -> Page:
    form = SignInForm(all_events(), next=request.args.get("next", ""))
    if form.validate_on_submit():
        with told_on(form):
            person = _by_password(form.event.data, form.account.data or "", form.password.data or "")
            return bind(person.link_digest, _local(form.next.data))
    shared = bool(on_tablet())
    return render_template("accounts/sign_in.html", form=form, shared=shared), 422 if form.errors else 200


def _by_password(event: str, account: str, password: str) -> Person:
    """The person whose password it is. A wrong account is told, and takes as long, as a wrong password."""
    with counted(f"{event}/{account}", address()):
        person = find_person(find_event(event), account)
        if not verify_password(password, person.password_hash if person else None) or person is None:
            raise Forbidden("access.wrong_password")
    return person


@bp.post("/sign-out")
@allow(may.anyone)
def sign_out() -> Response:
    """Only who is at work; where others share the tablet they are asked who goes on."""
    identity = me()
    if identity:
        with writing():
            operations.revoke_device(_device(identity.event, identity.device), by=author())
    others = [device.key for device in on_tablet()]
    return end(redirect(url_for("accounts.tablet" if others else "accounts.sign_in")), beside=others)


@bp.post("/language")
@allow(may.anyone)
def language() -> Response:
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["lang"] = chosen
    return redirect(_local(request.form.get("next")))


def _local(target: str | None) -> str:
    """`target` if it is a page of ours: nobody is sent elsewhere, nor to where only a POST leads."""
    path = (target or "").partition("?")[0]
    adapter = current_app.create_url_adapter(request)
    if (
        adapter is None
        or not target
        or not (target.isprintable() and path.startswith("/"))
        or path.startswith("//")
        or "\\" in target
        or not adapter.test(path, "GET")
    ):
        return url_for("accounts.home")
    return target


@bp.get("/events/<event>/access")
@allow(may.organiser)
def people(event: str) -> str:
    found = find_event(event)
    zone = request.args.get("zone", "")
    return render_template("accounts/people.html", event=found, persons=persons_of(found, zone), zone=zone)


@bp.post("/events/<event>/persons/<person>/pin-reset")
@allow(may.organiser)
def pin_reset(event: str, person: str) -> Response:
    with writing():
        operations.reset_pin(person_of(find_event(event), person), by=author())
    flash(_("The PIN is forgotten. Its owner can set a new one."), "success")
    return redirect(url_for("accounts.people", event=event))


@bp.post("/events/<event>/devices/<device>/revocation")
@allow(may.organiser)
def device_revocation(event: str, device: str) -> Response:
    with writing():
        operations.revoke_device(_device(event, device), by=author())
    flash(_("That device is signed out."), "success")
    return redirect(url_for("accounts.people", event=event))


@bp.route("/events/<event>/password", methods=["GET", "POST"])
@allow(may.organiser)
def password(event: str) -> Page:
    form = PasswordForm()
    if form.validate_on_submit():
        with told_on(form):
            operations.check_password_shape(form.password.data or "")
            hashed = hash_password(form.password.data or "")
            with writing():
                operations.set_password(_myself(), hashed, by=author())
            flash(_("The password is set."), "success")
            return redirect(url_for("accounts.people", event=event))
    return render_template("accounts/password.html", event=find_event(event), form=form), (
        422 if form.errors else 200
    )


@bp.route("/events/<event>/pin", methods=["GET", "POST"])
@allow(may.pin_keeper)
def pin(event: str) -> Page:
    form = PinForm()
    has_pin = _myself().pin_hash is not None
    if form.validate_on_submit():
        with told_on(form):
            operations.check_pin_shape(form.pin.data or "")
            if has_pin:
                check_pin(form.old.data or "")
            hashed = hash_password(form.pin.data or "")
            with writing():
                operations.set_pin(_myself(), hashed, by=author())
            flash(_("The PIN is set."), "success")
            return redirect(_local(request.args.get("next")))
    return render_template("accounts/pin.html", event=find_event(event), form=form, has_pin=has_pin), (
        422 if form.errors else 200
    )


@bp.get("/events/<event>/closure")
@allow(may.organiser)
def closing(event: str) -> str:
    return render_template("accounts/closing.html", event=find_event(event))


@bp.post("/events/<event>/closure")
@allow(may.organiser)
def closure(event: str) -> Response:
    with writing():
        operations.close_event(find_event(event), by=author())
    flash(_("The event is closed: personal links have ended."), "success")
    return redirect(url_for("accounts.people", event=event))


@bp.post("/events/<event>/opening")
@allow(may.organiser)
def opening(event: str) -> Response:
    with writing():
        operations.open_event(find_event(event), by=author())
    flash(_("The event is open: personal links work again."), "success")
    return redirect(url_for("accounts.people", event=event))


def _myself() -> Person:
    identity = signed_in()
    return person_of(find_event(identity.event), identity.person)


def person_of(event: Event, code: str) -> Person:
    person = find_person(event, code)
    if person is None:
        raise NotFound("person.unknown", code=code)
    return person


def _device(event: str, key: str) -> Device:
    device = find_device(key)
    if device is None or device.person.event.code != event:
        raise NotFound("device.unknown")
    return device
