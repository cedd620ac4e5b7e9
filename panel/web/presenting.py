"""The presenters' page: when and where they present, what they bring, until when; on schedules.bp."""

from __future__ import annotations

from datetime import datetime, time

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.adapters.clock import minute_of
from panel.adapters.language import BANGKOK
from panel.db import writing
from panel.domain import access as may
from panel.domain.materials import MOST_TOGETHER, MaterialKind
from panel.domain.publications import Readership, Scope
from panel.models import Event, Presenter, Zone
from panel.operations.invitations import invite_missing
from panel.operations.materials import set_deadline
from panel.queries.days import edits_of
from panel.queries.events import find_event
from panel.queries.materials import Bringing, bringing, materials_by_presenter, uninvited
from panel.queries.publications import due
from panel.queries.schedules import plan_slots
from panel.web.access import allow, signed_in
from panel.web.actors import author, now, settings
from panel.web.errors import told_on
from panel.web.forms.materials import DeadlineForm, deadline_form
from panel.web.language import chosen
from panel.web.materials import PRESENTING
from panel.web.schedules import EVENT, bp
from panel.web.shifts import chat_text

ALL = f"{EVENT}/presenting"
LATEST = 3
"""Changes of the day that are told."""

Page = str | Response | tuple[str, int]


@bp.get(ALL)
@allow(may.bringer)
def presenting(event: str) -> Page:
    """One's own page; for organisers what everybody brought."""
    own = signed_in().presents
    if own is not None:
        return redirect(url_for("schedules.presenting_of", event=event, presenter=own))
    found = find_event(event)
    return _all_page(found, deadline_form(found.materials_until))


@bp.get(PRESENTING)
@allow(may.bringer)
def presenting_of(event: str, presenter: str) -> str:
    found = find_event(event)
    page = bringing(found, presenter, now())
    return render_template(
        "schedules/presenting.html",
        event=found,
        page=page,
        news=[_news(each.zone) for each in page.appearances],
        kinds=tuple(MaterialKind),
        megabytes=MOST_TOGETHER // 2**20,
        changeable=page.changeable(organiser=signed_in().organiser),
        result=_result_published(found, page),
    )


def _result_published(event: Event, page: Bringing) -> bool:
    zones = {None, *(each.zone for each in page.appearances)}
    return any(each.zone in zones for each in due(event, Scope.FEEDBACK, Readership.PRESENTERS, now()))


def _news(zone: Zone) -> list[str]:
    """Today's changes of a zone, as they are sent into its chat group, the latest first."""
    event = zone.event
    if minute_of(now(), event.date) is None:
        return []
    midnight = datetime.combine(event.date, time(), BANGKOK)
    return [chat_text(zone, edit, chosen()) for edit in edits_of(zone, midnight)[:LATEST]]


@bp.post(f"{ALL}/deadline")
@allow(may.organiser)
def save_deadline(event: str) -> Page:
    form = DeadlineForm()
    if form.validate_on_submit():
        with told_on(form), writing():
            set_deadline(find_event(event), form.until, by=author())
    if form.errors:
        return _all_page(find_event(event), form), 422
    flash(_("The deadline is set."), "success")
    return redirect(url_for("schedules.presenting", event=event))


@bp.post(f"{ALL}/invitations")
@allow(may.organiser)
def invitations(event: str) -> Response:
    with writing():
        new = invite_missing(find_event(event), by=author(), secret=settings().secret_key)
    flash(_("%(count)s amphoe have a personal link now: under Access.", count=len(new)), "success")
    return redirect(url_for("schedules.presenting", event=event))


def _all_page(event: Event, form: DeadlineForm) -> str:
    return render_template(
        "schedules/presenters.html",
        event=event,
        form=form,
        presenters=_by_zone(event),
        kinds=tuple(MaterialKind),
        materials=materials_by_presenter(event),
        uninvited=uninvited(event),
    )


def _by_zone(event: Event) -> list[tuple[Zone, list[Presenter]]]:
    """Who presents in each zone of the first round, in the zone's order."""
    slots = plan_slots(event)
    return [(zone, [slot.presenter for slot in slots[zone.id]]) for zone in event.main_round.zones]
