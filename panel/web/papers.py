"""A secretary's pages: paper sheets typed in, read back, and submitted under both names."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from panel.db import writing
from panel.domain import access as may
from panel.domain.errors import Conflict
from panel.operations.papers import file_paper
from panel.queries.events import find_event, find_zone
from panel.queries.results import zone_results
from panel.queries.sheets import SheetPage, sheet_page
from panel.web.access import allow
from panel.web.actors import author
from panel.web.errors import told_on
from panel.web.forms.sheets import ReadingForm, SheetForm, commented, sheet_form
from panel.web.sheets import ZONE, Page, bp

PAPER = f"{ZONE}/paper/<seat>/<presenter>"


@bp.get(f"{ZONE}/paper")
@allow(may.secretary)
def papers(event: str, zone: str) -> str:
    found = find_event(event)
    return render_template("sheets/papers.html", event=found, zone=zone_results(find_zone(found, zone)))


@bp.get(PAPER)
@allow(may.secretary)
def paper(event: str, zone: str, seat: str, presenter: str) -> str:
    return _typing_page(sheet_form(_open(event, zone, seat, presenter), paper=True))


@bp.post(PAPER)
@allow(may.secretary)
def check_paper(event: str, zone: str, seat: str, presenter: str) -> Page:
    """What was typed, to be read back; nothing is stored yet. `correct` goes back to typing."""
    form = sheet_form(_open(event, zone, seat, presenter), paper=True)
    if "correct" in request.form:
        return _typing_page(form)
    if not form.validate_on_submit():
        return _typing_page(form), 422
    return _reading_page(form, ReadingForm(formdata=None))


@bp.post(f"{PAPER}/reading")
@allow(may.secretary)
def save_paper(event: str, zone: str, seat: str, presenter: str) -> Page:
    typed, form = sheet_form(_open(event, zone, seat, presenter), paper=True), ReadingForm()
    if not typed.validate():
        return _typing_page(typed), 422
    if form.validate():
        with told_on(form), writing():
            reader = form.read_back_by.data or ""
            typed = sheet_form(sheet_page(find_event(event), zone, seat, presenter), paper=True)
            file_paper(
                typed.page.event, typed.entries(), typed.submission(), by=author(), read_back_by=reader
            )
    if form.errors:
        return _reading_page(typed, form), 422
    flash(_("The paper sheet is submitted."), "success")
    return redirect(url_for("sheets.papers", event=event, zone=zone))


def _open(event: str, zone: str, seat: str, presenter: str) -> SheetPage:
    page = sheet_page(find_event(event), zone, seat, presenter)
    if not page.open:
        raise Conflict("sheet.not_open")
    return page


def _typing_page(form: SheetForm) -> str:
    page = form.page
    return render_template(
        "sheets/paper.html", event=page.event, page=page, form=form, commented=commented(page.instrument)
    )


def _reading_page(typed: SheetForm, form: ReadingForm) -> str:
    return render_template(
        "sheets/reading.html", event=typed.page.event, page=typed.read, typed=typed, form=form
    )
