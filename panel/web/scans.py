"""Photos and scans of paper sheets: attached by the secretary, shown to who may see the sheet's marks."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.adapters.uploads import SCAN_BYTES, Kind, upload_path
from panel.db import writing
from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.errors import Forbidden, NotFound
from panel.models import Upload
from panel.operations.uploads import attach_scan, remove_scan
from panel.queries.events import find_event
from panel.queries.sheets import SheetPage, sheet_page
from panel.queries.uploads import find_scan, scans_of, sheet_of
from panel.web.access import allow, make_room, signed_in
from panel.web.actors import author, settings
from panel.web.chairs import sees_marks
from panel.web.errors import told_on
from panel.web.forms.papers import ScanForm
from panel.web.forms.results import ReasonForm
from panel.web.papers import PAPER
from panel.web.sheets import SHEET, Page, bp

SCANS = f"{PAPER}/scans"
TAKES_SCANS = {"sheets.attach", "sheets.save_paper"}
BESIDES = 2**19
"""Bytes of such a request that are not the file."""


@bp.url_value_preprocessor
def _make_room(endpoint: str | None, codes: Mapping[str, str] | None) -> None:
    """Elsewhere, and from others, so much is refused."""
    if endpoint in TAKES_SCANS:
        make_room(may.secretary, codes, SCAN_BYTES + BESIDES)


@bp.get(SCANS)
@allow(may.secretary)
def scans(event: str, zone: str, seat: str, presenter: str) -> str:
    return _scans_page(sheet_page(find_event(event), zone, seat, presenter), ScanForm())


@bp.post(SCANS)
@allow(may.secretary)
def attach(event: str, zone: str, seat: str, presenter: str) -> Page:
    form = ScanForm()
    if form.validate_on_submit():
        with told_on(form):
            scan = form.read()
            with writing():
                page = sheet_page(find_event(event), zone, seat, presenter)
                attach_scan(sheet_of(page), scan, by=author(), settings=settings())
    if form.errors:
        return _scans_page(sheet_page(find_event(event), zone, seat, presenter), form), 422
    flash(_("The scan is attached."), "success")
    return redirect(url_for("sheets.papers", event=event, zone=zone))


@bp.get(f"{SHEET}/scans/<digest>")
@allow(may.panel_member)
def scan(event: str, zone: str, seat: str, presenter: str, digest: str) -> Response:
    """The file itself. A picture is shown; whatever else is saved, and nothing in it runs here."""
    page = sheet_page(find_event(event), zone, seat, presenter)
    place = Place(event, zone, seat)
    if not (may.secretary(signed_in(), place) or may.author(signed_in(), place) or sees_marks(page)):
        raise Forbidden("sheet.marks_hidden")
    found = find_scan(page, digest)
    path, kind = upload_path(settings(), found.digest), Kind(found.media_type)
    if not path.is_file():
        raise NotFound("upload.unknown")
    name = f"{seat}-{presenter}.{kind.suffix}"
    answer = send_file(path, mimetype=kind.value, as_attachment=not kind.picture, download_name=name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@bp.get(f"{SCANS}/<digest>/removal")
@allow(may.secretary)
def scan_removal(event: str, zone: str, seat: str, presenter: str, digest: str) -> str:
    page = sheet_page(find_event(event), zone, seat, presenter)
    return _removal_page(page, find_scan(page, digest), ReasonForm())


@bp.post(f"{SCANS}/<digest>/removal")
@allow(may.secretary)
def remove(event: str, zone: str, seat: str, presenter: str, digest: str) -> Page:
    form = ReasonForm()
    if form.validate_on_submit():
        with told_on(form), writing():
            found = find_scan(sheet_page(find_event(event), zone, seat, presenter), digest)
            remove_scan(found, reason=form.reason.data or "", by=author(), settings=settings())
    if form.errors:
        page = sheet_page(find_event(event), zone, seat, presenter)
        return _removal_page(page, find_scan(page, digest), form), 422
    flash(_("The scan is removed."), "success")
    return redirect(url_for("sheets.scans", event=event, zone=zone, seat=seat, presenter=presenter))


def _scans_page(page: SheetPage, form: ScanForm) -> str:
    return render_template("sheets/scans.html", event=page.event, page=page, form=form, scans=scans_of(page))


def _removal_page(page: SheetPage, scan: Upload, form: ReasonForm) -> str:
    return render_template("sheets/scan_removal.html", event=page.event, page=page, scan=scan, form=form)
