"""The letterhead of an event, for organisers: the office's emblem and who signs papers; on documents.bp."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.adapters.uploads import EMBLEM_BYTES, staged, upload_path
from panel.db import writing
from panel.domain import access as may
from panel.domain.errors import NotFound
from panel.domain.letterheads import MOST_SIGNATORIES, Signatory, find_row
from panel.operations.letterheads import remove_emblem, remove_signatory, save_signatory, set_emblem
from panel.queries.events import find_event
from panel.web.access import allow, make_room
from panel.web.actors import author, settings
from panel.web.documents import EVENT, bp
from panel.web.errors import told_on
from panel.web.forms.letterheads import ACCEPT, EmblemForm, SignatoryForm
from panel.web.language import language

LETTERHEAD = f"{EVENT}/letterhead"
SIGNATORY = f"{LETTERHEAD}/signatories/<code>"
NEW = "new"
"""In the place of a signatory's code."""
BESIDES = 2**19
"""Bytes of such a request that are not the file."""

Page = str | Response | tuple[str, int]


@bp.url_value_preprocessor
def _make_room(endpoint: str | None, codes: Mapping[str, str] | None) -> None:
    """Elsewhere, and from others, so much is refused."""
    if endpoint == "documents.save_emblem":
        make_room(may.organiser, codes, EMBLEM_BYTES + BESIDES)


@bp.get(LETTERHEAD)
@allow(may.organiser)
def letterhead(event: str) -> str:
    return _letterhead(event, EmblemForm())


def _letterhead(event: str, form: EmblemForm) -> str:
    found = find_event(event)
    rows = [(row["code"], Signatory.from_json(row)) for row in found.signatories]
    return render_template(
        "documents/letterhead.html",
        event=found,
        form=form,
        accept=ACCEPT,
        signatories=rows,
        full=len(rows) >= MOST_SIGNATORIES,
    )


@bp.post(LETTERHEAD)
@allow(may.organiser)
def save_emblem(event: str) -> Page:
    form = EmblemForm()
    if form.validate_on_submit():
        with told_on(form):
            file = form.read()
            with staged(settings(), file.content) as place, writing():
                set_emblem(find_event(event), file, place, by=author(), settings=settings())
    if form.errors:
        return _letterhead(event, form), 422
    flash(_("The emblem stands above the papers from now on."), "success")
    return redirect(url_for("documents.letterhead", event=event))


@bp.get(f"{LETTERHEAD}/emblem")
@allow(may.organiser)
def emblem(event: str) -> Response:
    digest = find_event(event).emblem
    path = upload_path(settings(), digest)
    if not digest or not path.is_file():
        raise NotFound("letterhead.no_emblem")
    answer = send_file(path, mimetype="image/png", etag=digest, last_modified=None)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.get(f"{LETTERHEAD}/emblem/removal")
@allow(may.organiser)
def emblem_removal(event: str) -> str:
    return render_template("documents/letterhead_removal.html", event=find_event(event), code="", name="")


@bp.post(f"{LETTERHEAD}/emblem/removal")
@allow(may.organiser)
def take_emblem_away(event: str) -> Response:
    with writing():
        remove_emblem(find_event(event), by=author(), settings=settings())
    flash(_("Taken away."), "success")
    return redirect(url_for("documents.letterhead", event=event))


@bp.get(SIGNATORY)
@allow(may.organiser)
def signatory(event: str, code: str) -> str:
    return _signatory(event, code, _form(event, code))


def _signatory(event: str, code: str, form: SignatoryForm) -> str:
    return render_template("documents/signatory.html", event=find_event(event), code=code, form=form)


def _form(event: str, code: str) -> SignatoryForm:
    """Filled with what stands there, under what was sent."""
    if code == NEW:
        return SignatoryForm()
    return SignatoryForm(Signatory.from_json(find_row(find_event(event).signatories, code)))


@bp.post(SIGNATORY)
@allow(may.organiser)
def save_signatory_of(event: str, code: str) -> Page:
    form = _form(event, code)
    if form.validate_on_submit():
        with told_on(form), writing():
            save_signatory(find_event(event), None if code == NEW else code, form.signatory, by=author())
    if form.errors:
        return _signatory(event, code, form), 422
    flash(_("Saved."), "success")
    return redirect(url_for("documents.letterhead", event=event))


@bp.get(f"{SIGNATORY}/removal")
@allow(may.organiser)
def signatory_removal(event: str, code: str) -> str:
    found = find_event(event)
    name = language().name(Signatory.from_json(find_row(found.signatories, code)))
    return render_template("documents/letterhead_removal.html", event=found, code=code, name=name)


@bp.post(f"{SIGNATORY}/removal")
@allow(may.organiser)
def take_signatory_away(event: str, code: str) -> Response:
    with writing():
        remove_signatory(find_event(event), code, by=author())
    flash(_("Taken away."), "success")
    return redirect(url_for("documents.letterhead", event=event))
