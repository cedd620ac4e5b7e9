"""Personal links to hand over, and new ones for those that were lost: the organiser's for everybody, the
secretary's for who sits in the own zone alone."""

from __future__ import annotations

import segno
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.errors import Forbidden
from panel.models import Person
from panel.operations.accounts import renew_link
from panel.queries.accounts import persons_of
from panel.queries.events import find_event, find_zone
from panel.queries.slips import hands_over, link_of
from panel.web.access import allow, signed_in
from panel.web.accounts import bp, person_of
from panel.web.actors import author, settings

PERSON = "/events/<event>/persons/<person>"
SLIPS = "/events/<event>/zones/<zone>/persons"


@bp.get(f"{PERSON}/link")
@allow(may.organiser)
def person_link(event: str, person: str) -> str:
    whom = person_of(find_event(event), person)
    return _link_page(
        whom,
        back=url_for("accounts.people", event=event),
        renewal=url_for("accounts.link_renewal", event=event, person=person),
    )


@bp.post(f"{PERSON}/link-renewal")
@allow(may.organiser)
def link_renewal(event: str, person: str) -> Response:
    with writing():
        _renew(person_of(find_event(event), person))
    return _renewed(url_for("accounts.person_link", event=event, person=person))


@bp.get(SLIPS)
@allow(may.secretary)
def slips(event: str, zone: str) -> str:
    found = find_event(event)
    place = find_zone(found, zone)
    persons = [(each, hands_over(signed_in(), Place(event, zone), each)) for each in persons_of(found, zone)]
    return render_template(
        "accounts/slips.html", event=found, zone=place, persons=persons, loopback=settings().loopback
    )


@bp.get(f"{SLIPS}/<person>/link")
@allow(may.secretary)
def slip(event: str, zone: str, person: str) -> str:
    return _link_page(
        _seated(event, zone, person),
        back=url_for("accounts.slips", event=event, zone=zone),
        renewal=url_for("accounts.slip_renewal", event=event, zone=zone, person=person),
    )


@bp.post(f"{SLIPS}/<person>/link-renewal")
@allow(may.secretary)
def slip_renewal(event: str, zone: str, person: str) -> Response:
    with writing():
        _renew(_seated(event, zone, person))
    return _renewed(url_for("accounts.slip", event=event, zone=zone, person=person))


def _seated(event: str, zone: str, person: str) -> Person:
    """The person, if this link is the asker's to hand over; nothing is told of anybody else."""
    found = find_event(event)
    whom = next((each for each in persons_of(found, zone) if each.code == person), None)
    if whom is None or not hands_over(signed_in(), Place(event, zone), whom):
        raise Forbidden("access.slip_not_yours")
    return whom


def _renew(whom: Person) -> None:
    renew_link(whom, by=author(), secret=settings().secret_key, keep=signed_in().device)


def _renewed(page: str) -> Response:
    flash(_("The earlier link has ended. Hand out this one."), "success")
    return redirect(page)


def _link_page(whom: Person, *, back: str, renewal: str) -> str:
    url = link_of(whom, settings())
    return render_template(
        "accounts/person_link.html",
        event=whom.event,
        person=whom,
        url=url,
        picture=segno.make(url, error="m").svg_data_uri(scale=6, border=3, light="white"),
        loopback=settings().loopback,
        back_url=back,
        renewal_url=renewal,
    )
