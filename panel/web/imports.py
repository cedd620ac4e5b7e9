"""Spreadsheets of presenters, zones and the committee: their templates, what one would change, taking it."""

from __future__ import annotations

from flask import Response as Download
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.adapters.hub import off_the_hub
from panel.adapters.spreadsheet import Leaf, workbook
from panel.adapters.workbooks import read_sheet
from panel.db import writing
from panel.domain import access as may
from panel.domain.errors import NotFound
from panel.domain.imports.columns import Sort
from panel.domain.imports.listings import Listing
from panel.models import Event, Import, Person
from panel.operations.imports import keep_import, take_import
from panel.queries.events import find_event
from panel.queries.imports import compare, find_import, present_folder
from panel.web.access import allow, signed_in
from panel.web.actors import author, now, settings
from panel.web.differences import told
from panel.web.errors import told_on
from panel.web.forms.imports import SORTS, TakingForm, UploadForm
from panel.web.language import language
from panel.web.schedules import EVENT, bp

IMPORTS = f"{EVENT}/imports"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

AS_TYPED = "@"
"""What somebody types into such a cell stays text: 09.00 is no number."""

Page = Response | tuple[str, int]


@bp.get(IMPORTS)
@allow(may.organiser)
def imports(event: str) -> str:
    form = UploadForm(sort=request.args.get("sort", Sort.PRESENTERS.value))
    return render_template("events/imports.html", event=find_event(event), form=form, sorts=SORTS)


@bp.post(IMPORTS)
@allow(may.organiser)
def upload(event: str) -> Page:
    form = UploadForm()
    if form.validate_on_submit():
        with told_on(form):
            sheet = off_the_hub(read_sheet, form.kind, form.file.data.read())
            with writing():
                of, found = _person(), find_event(event)
                kept = keep_import(found, sheet, file=form.name, remove=form.remove.data, of=of, at=now())
                key = kept.key
        if not form.errors:
            return redirect(url_for("schedules.import_preview", event=event, key=key))
    return render_template("events/imports.html", event=find_event(event), form=form, sorts=SORTS), 422


@bp.get(f"{IMPORTS}/templates/<sort>.xlsx")
@allow(may.organiser)
def import_template(event: str, sort: str) -> Download:
    """The event's present data, to be edited and sent back."""
    if sort not in tuple(Sort):
        raise NotFound("page.unknown")
    listing = Listing(present_folder(find_event(event)), Sort(sort), thai=language().code == "th")
    leaf = Leaf(sort, listing.heads, listing.rows, texts=AS_TYPED)
    content = off_the_hub(workbook, [leaf])
    disposition = f'attachment; filename="{event}-{sort}.xlsx"'
    return Download(content, mimetype=WORKBOOK, headers={"Content-Disposition": disposition})


@bp.get(f"{IMPORTS}/<key>")
@allow(may.organiser)
def import_preview(event: str, key: str) -> str:
    found = find_event(event)
    return _preview(found, _mine(found, key), TakingForm())


@bp.post(f"{IMPORTS}/<key>")
@allow(may.organiser)
def taking(event: str, key: str) -> Page:
    form = TakingForm()
    if form.validate_on_submit():
        with told_on(form), writing():
            found = find_event(event)
            mine = _mine(found, key)
            sort = Sort(mine.sort)
            take_import(found, mine, seen=form.seen.data or "", by=author(), secret=settings().secret_key)
        if not form.errors:
            flash(_("The file was taken."), "success")
            page = "panels.index" if sort is Sort.COMMITTEE else "schedules.plan"
            return redirect(url_for(page, event=event))
    found = find_event(event)
    return _preview(found, _mine(found, key), form), 422


def _person() -> Person:
    person = author().person
    if person is None:
        raise NotFound("page.unknown")
    return person


def _mine(event: Event, key: str) -> Import:
    return find_import(event, key, person=signed_in().person, at=now())


def _preview(event: Event, found: Import, form: TakingForm) -> str:
    comparison = compare(event, found)
    form.seen.data = comparison.seen
    return render_template(
        "events/import_preview.html",
        event=event,
        upload=found,
        sort=SORTS[Sort(found.sort)],
        told=told(comparison, removing=found.body["remove"]),
        form=form,
    )
