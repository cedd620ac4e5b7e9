"""Papers that organisers fill something in on: the covering letter and certificates; on documents.bp."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.documents import Choice
from panel.models import Event
from panel.operations.documents import ask_for_document
from panel.queries.certificates import certificate_papers
from panel.queries.events import find_event
from panel.web.access import allow
from panel.web.actors import author, settings
from panel.web.documents import EVENT, bp
from panel.web.errors import told_on
from panel.web.forms.letters import CertificateRequest, LetterRequest

LETTER = f"{EVENT}/documents/letter"
CERTIFICATES = f"{EVENT}/documents/certificates"

Page = str | Response | tuple[str, int]


@bp.get(LETTER)
@allow(may.organiser)
def letter(event: str) -> str:
    return render_template("documents/letter.html", event=find_event(event), form=LetterRequest())


@bp.post(LETTER)
@allow(may.organiser)
def ask_for_letter(event: str) -> Page:
    form = LetterRequest()
    if form.validate_on_submit():
        with told_on(form):
            return _asked(event, form.choice)
    return render_template("documents/letter.html", event=find_event(event), form=form), 422


@bp.get(CERTIFICATES)
@allow(may.organiser)
def certificates(event: str) -> Page:
    found = find_event(event)
    return _certificates(found, CertificateRequest(found))


@bp.post(CERTIFICATES)
@allow(may.organiser)
def ask_for_certificates(event: str) -> Page:
    """Make them; or without that show who gets one."""
    found = find_event(event)
    form = CertificateRequest(found)
    if form.validate_on_submit() and "preview" not in request.form:
        with told_on(form):
            return _asked(event, form.choice)
    return _certificates(found, form)


def _certificates(event: Event, form: CertificateRequest) -> Page:
    papers = []
    if not form.errors:
        with told_on(form):
            papers = list(certificate_papers(event, form.choice, settings()))
    page = render_template("documents/certificates.html", event=event, form=form, papers=papers)
    return (page, 422) if form.errors else page


def _asked(event: str, choice: Choice) -> Response:
    with writing():
        key = ask_for_document(find_event(event), choice, by=author()).key
    return redirect(url_for("documents.job", event=event, key=key))
