"""A tablet's people: the personal link that signs one in, alone or beside others, and the hand-over from one
to the next; on accounts.bp."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from panel.adapters.secrets import token_digest
from panel.db import writing
from panel.domain import access as may
from panel.domain.errors import Forbidden, NotFound
from panel.models import Device, Person
from panel.web.access import allow, me
from panel.web.accounts import Page, bp
from panel.web.bindings import bind, by_link, on_tablet, take, unshared
from panel.web.devices import inside_chat
from panel.web.errors import told_on
from panel.web.forms.accounts import HandOverForm
from panel.web.language import language
from panel.web.pins import check_pin_of


@bp.get("/l/<token>")
@allow(may.anyone)
def link(token: str) -> str:
    """Shows who the link is for, and does nothing: chat apps open links to preview them."""
    person = by_link(token_digest(token))
    if person.shut_out:
        raise Forbidden("access.event_closed")
    here = [device.person for device in on_tablet()]
    others = [] if person in here else here
    why_not = unshared([person, *others]) if others else None
    return render_template(
        "accounts/link.html",
        event=person.event,
        person=person,
        token=token,
        others=others,
        unshared=language().error(why_not) if why_not else "",
        in_chat=inside_chat(request.user_agent.string),
    )


@bp.post("/l/<token>")
@allow(may.anyone)
def enter(token: str) -> Response:
    return bind(token_digest(token), url_for("accounts.home"), share="share" in request.form)


@bp.get("/tablet")
@allow(may.anyone)
def tablet() -> Page:
    here = on_tablet()
    session["tablet"] = [device.key for device in here]  # one that was signed out from afar is gone
    return _page(here, HandOverForm()) if here else redirect(url_for("accounts.sign_in"))


@bp.post("/tablet")
@allow(may.anyone)
def hand_over() -> Page:
    form = HandOverForm()
    if form.validate_on_submit():
        with told_on(form):
            if (person := _sharing(on_tablet(), form.device.data)).pin_hash:
                check_pin_of(person, form.pin.data or "")
            with writing():
                here = on_tablet()
                return take(_sharing(here, form.device.data), here, url_for("accounts.home"))
    return _page(on_tablet(), form), 422


def _sharing(here: list[Device], key: str | None) -> Person:
    """Whose that device is, which is signed in here. Who may share a tablet no more, a chair whose PIN was
    forgotten, say, comes back by the own link alone."""
    found = next((device.person for device in here if device.key == key), None)
    if found is None:
        raise NotFound("device.unknown")
    if why_not := unshared([found]):
        raise why_not
    return found


def _page(here: list[Device], form: HandOverForm) -> str:
    working = me()
    at_work = next((each.person for each in here if working and each.key == working.device), None)
    others = [device for device in here if device.person is not at_work]
    event = here[0].person.event if here else None
    return render_template("accounts/tablet.html", event=event, at_work=at_work, others=others, form=form)
