"""A secretary's pages: paper sheets found by their code, typed in, read back, and submitted under both names.

`typings` holds what is typed twice, `scans` the photos of the papers.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.errors import Conflict, Forbidden, PanelError
from panel.domain.papers import PaperRule, read_code
from panel.models import Event
from panel.operations.papers import file_paper
from panel.operations.uploads import attach_scan
from panel.queries.events import find_event, find_zone
from panel.queries.results import zone_results
from panel.queries.sheets import sheet_page
from panel.queries.typings import PaperPlace, find_paper, find_typing, typings_of
from panel.queries.uploads import scan_counts
from panel.web.access import allow, signed_in
from panel.web.actors import author, settings
from panel.web.errors import status_of, told_on
from panel.web.forms.papers import PaperForm, ReadingForm, paper_form
from panel.web.forms.sheets import commented
from panel.web.language import language
from panel.web.sheets import ZONE, Page, bp

PAPER = f"{ZONE}/paper/<seat>/<presenter>"
READER = "read_back_by"
"""In the browser's session: who read the last sheet back reads most of the others too."""


@bp.get("/paper")
@allow(may.signed_in)
def code() -> Page:
    """Where a paper's code is typed."""
    typed = request.args.get("code", "")
    return coded(code=typed) if typed else _code_page()


@bp.get("/paper/<code>")
@allow(may.signed_in)
def coded(code: str) -> Page:
    """Where a paper's QR code leads: to its sheet, as far as who scanned it may."""
    try:
        event = find_event(signed_in().event)
        place = find_paper(event, read_code(code), secret=settings().secret_key)
    except PanelError as refusal:
        return _code_page(code, language().error(refusal)), status_of(refusal)
    return redirect(_page_for(event, place))


def _page_for(event: Event, place: PaperPlace) -> str:
    """The author's own sheet; to type it in, for a secretary; to read it, for whom its marks may be shown."""
    me, where = signed_in(), Place(event.code, place.zone, place.seat)
    codes = {"event": event.code, **place._asdict()}
    if may.author(me, where):
        return url_for("sheets.sheet", **codes)
    if may.secretary(me, where) and sheet_page(event, *place).open:
        return url_for("sheets.paper", **codes)
    if may.steward(me, where):
        return url_for("sheets.view", **codes)
    raise Forbidden("access.forbidden")


def _code_page(typed: str = "", error: str = "") -> str:
    event = find_event(signed_in().event)
    return render_template("sheets/code.html", event=event, typed=typed[:40], error=error)


@bp.get(f"{ZONE}/paper")
@allow(may.secretary)
def papers(event: str, zone: str) -> str:
    found = find_event(event)
    place = find_zone(found, zone)
    return render_template(
        "sheets/papers.html",
        event=found,
        zone=zone_results(place),
        typings=typings_of(found, zone),
        scans=scan_counts(place),
    )


@bp.get(PAPER)
@allow(may.secretary)
def paper(event: str, zone: str, seat: str, presenter: str) -> Page:
    page = sheet_page(find_event(event), zone, seat, presenter)
    typing = find_typing(page)
    if typing and (not page.open or typing.person.code == signed_in().person):
        return redirect(url_for("sheets.typing", event=event, zone=zone, seat=seat, presenter=presenter))
    return typing_page(open_form(event, zone, seat, presenter))


@bp.post(PAPER)
@allow(may.secretary)
def check_paper(event: str, zone: str, seat: str, presenter: str) -> Page:
    """What was typed, to be read back; nothing is stored yet. `correct` goes back to typing."""
    form = open_form(event, zone, seat, presenter)
    if "correct" in request.form:
        return typing_page(form)
    if not form.validate_on_submit():
        return typing_page(form), 422
    return _reading_page(form, ReadingForm(formdata=None, read_back_by=session.get(READER, "")))


@bp.post(f"{PAPER}/reading")
@allow(may.secretary)
def save_paper(event: str, zone: str, seat: str, presenter: str) -> Page:
    typed, form = open_form(event, zone, seat, presenter), ReadingForm()
    if not typed.validate():
        return typing_page(typed), 422
    if form.validate():
        with told_on(form):
            _file(form, event, zone, seat, presenter)
    if form.errors:
        return _reading_page(typed, form), 422
    session[READER] = form.read_back_by.data
    return filed(event, zone)


def _file(form: ReadingForm, *codes: str) -> None:
    """The sheet and its scan, both or neither."""
    scan = form.read() if form.scan.data else None
    with writing():
        typed, by = open_form(*codes), author()
        sheet = file_paper(
            typed.page.event,
            typed.entries(),
            typed.submission(),
            by=by,
            read_back_by=form.read_back_by.data or "",
        )
        if scan:
            attach_scan(sheet, scan, by=by, settings=settings())


def filed(event: str, zone: str, words: str = "") -> Response:
    """On to the next paper: the list's code box waits for it."""
    flash(words or _("The paper sheet is submitted."), "success")
    return redirect(url_for("sheets.papers", event=event, zone=zone))


def open_form(event: str, zone: str, seat: str, presenter: str) -> PaperForm:
    """The form of a sheet that takes marks now."""
    page = sheet_page(find_event(event), zone, seat, presenter)
    if not page.open:
        raise Conflict("sheet.not_open")
    return paper_form(page)


def typing_page(form: PaperForm) -> str:
    page = form.page
    return render_template(
        "sheets/paper.html",
        event=page.event,
        page=page,
        form=form,
        commented=commented(page.instrument),
        twice=page.event.settings.paper is PaperRule.TYPED_TWICE,
        typing=find_typing(page),
    )


def _reading_page(typed: PaperForm, form: ReadingForm) -> str:
    return render_template(
        "sheets/reading.html", event=typed.page.event, page=typed.read, typed=typed, form=form
    )
