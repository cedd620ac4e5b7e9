"""A judge's pages: the list of the day, the sheet itself, its submission, and what its author settles.

`chairs` and `papers` hold the same sheets' pages for the chair and the secretary.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.adapters.clock import minute_of
from panel.db import db, writing
from panel.domain import access as may
from panel.domain.access import SeatRight
from panel.domain.errors import NotFound
from panel.domain.sheets import Act, Actor, Channel
from panel.models import Presenter
from panel.operations.entries import NewEntry, store_entries, store_entry
from panel.queries.asks import asks_of
from panel.queries.events import find_event, find_seat, find_zone
from panel.queries.materials import fetched_ahead, materials_of
from panel.queries.schedules import timed_slots
from panel.queries.sheets import SheetPage, own_day, sheet_page
from panel.queries.snapshots import current_snapshot
from panel.queries.uploads import scans_of
from panel.web.access import allow, signed_in
from panel.web.actors import author, now
from panel.web.errors import told_on
from panel.web.forms.results import ReasonForm
from panel.web.forms.sheets import SheetForm, SubmissionForm, commented, entry_uuid, sheet_form

bp = Blueprint("sheets", __name__)

Page = str | Response | tuple[str, int]
ZONE = "/events/<event>/zones/<zone>"
SHEET = f"{ZONE}/sheets/<seat>/<presenter>"


@bp.get(f"{ZONE}/sheets")
@allow(may.scorer)
def index(event: str, zone: str) -> str:
    found, right = find_event(event), scoring_seat(zone)
    seat = find_seat(found, right.code)
    asks = asks_of(db.session.connection(), seat.person_id)
    return render_template(
        "sheets/index.html",
        event=found,
        zone=(here := find_zone(found, zone)),
        seat=right,
        asks={ask.sheet: ask for ask in asks if ask.sheet.startswith(f"{seat.code}/")},
        day=own_day(seat, minute_of(now(), found.date)),
        files=fetched_ahead(here),
        final=current_snapshot(here) is not None,
    )


def scoring_seat(zone: str) -> SeatRight:
    """The seat on that zone's panel from which who asks fills sheets."""
    right = signed_in().scoring_seat_in(zone)
    if right is None:
        raise NotFound("zone.unknown", code=zone)
    return right


@bp.get(SHEET)
@allow(may.author)
def sheet(event: str, zone: str, seat: str, presenter: str) -> str:
    began = now()
    page = sheet_page(find_event(event), zone, seat, presenter)
    return _sheet_page(page, sheet_form(page), began)


@bp.post(SHEET)
@allow(may.author)
def save_sheet(event: str, zone: str, seat: str, presenter: str) -> Page:
    """Fields that were changed, and a mark that was tapped. What another device changed is kept as stale."""
    began = now()
    form = sheet_form(sheet_page(find_event(event), zone, seat, presenter))
    if form.validate_on_submit():
        with told_on(form), writing():
            store_entries(
                find_event(event), form.entries(), by=author(), actor=Actor.AUTHOR, channel=Channel.FORM
            )
    if form.errors:
        return _sheet_page(form.page, form, began), 422
    return redirect(_sheet_url(event, zone, seat, presenter, form.tapped))


@bp.get(f"{SHEET}/submission")
@allow(may.author)
def submission(event: str, zone: str, seat: str, presenter: str) -> str:
    page = sheet_page(find_event(event), zone, seat, presenter)
    return _submission_page(page, SubmissionForm(page, _heard(page)))


@bp.post(f"{SHEET}/submission")
@allow(may.author)
def save_submission(event: str, zone: str, seat: str, presenter: str) -> Page:
    page = sheet_page(find_event(event), zone, seat, presenter)
    form = SubmissionForm(page, _heard(page))
    if form.validate_on_submit():
        with told_on(form), writing():
            uuid = entry_uuid(form.key.data, Act.SUBMIT, "", form.marks.data)
            _store(event, NewEntry(uuid, seat, presenter, Act.SUBMIT, value=form.said))
    if form.errors:
        return _submission_page(sheet_page(find_event(event), zone, seat, presenter), form), 422
    flash(_("Submitted."), "success")
    return redirect(url_for("sheets.index", event=event, zone=zone))


@bp.post(f"{SHEET}/withdrawal")
@allow(may.author)
def withdrawal(event: str, zone: str, seat: str, presenter: str) -> Response:
    with writing():
        _store(event, NewEntry(str(uuid4()), seat, presenter, Act.WITHDRAW))
    flash(_("Withdrawn: the sheet is yours to change again."), "success")
    return redirect(_sheet_url(event, zone, seat, presenter))


@bp.get(f"{SHEET}/recusal")
@allow(may.author)
def recusal(event: str, zone: str, seat: str, presenter: str) -> str:
    return _recusal_page(sheet_page(find_event(event), zone, seat, presenter), ReasonForm())


@bp.post(f"{SHEET}/recusal")
@allow(may.author)
def save_recusal(event: str, zone: str, seat: str, presenter: str) -> Page:
    form = ReasonForm()
    if form.validate_on_submit():
        with told_on(form), writing():
            reason = {"reason": form.reason.data}
            _store(event, NewEntry(str(uuid4()), seat, presenter, Act.RECUSE, value=reason))
    if form.errors:
        return _recusal_page(sheet_page(find_event(event), zone, seat, presenter), form), 422
    flash(_("Noted: you do not judge this amphoe."), "success")
    return redirect(url_for("sheets.index", event=event, zone=zone))


def _store(event: str, entry: NewEntry) -> None:
    """An act of the author, by form."""
    store_entry(find_event(event), entry, by=author(), actor=Actor.AUTHOR, channel=Channel.FORM)


def _heard(page: SheetPage) -> Sequence[Presenter]:
    """Who may have been heard: the zone's amphoe, and on a practice sheet the practice one."""
    presenters = [slot.presenter for slot in timed_slots(page.slot.zone)]
    return presenters if page.slot.presenter in presenters else [*presenters, page.slot.presenter]


def _sheet_page(page: SheetPage, form: SheetForm, began: datetime) -> str:
    """`began` is from before the sheet was read: a tablet takes what came later for news."""
    return render_template(
        "sheets/sheet.html",
        event=page.event,
        page=page,
        form=form,
        submission=SubmissionForm(page, _heard(page)),
        recusal=ReasonForm(),
        commented=commented(page.instrument),
        rendered_at=began,
        scans=scans_of(page) if page.view.typed_by else (),
        materials=materials_of(page.slot.presenter),
    )


def _submission_page(page: SheetPage, form: SubmissionForm) -> str:
    return render_template("sheets/submission.html", event=page.event, page=page, form=form)


def _recusal_page(page: SheetPage, form: ReasonForm) -> str:
    return render_template("sheets/recusal.html", event=page.event, page=page, form=form)


def _sheet_url(event: str, zone: str, seat: str, presenter: str, item: str = "") -> str:
    anchor = f"indicator-{item}" if item else None
    return url_for("sheets.sheet", event=event, zone=zone, seat=seat, presenter=presenter, _anchor=anchor)
