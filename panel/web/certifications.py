"""Certifying the province's ranking with a PIN, and taking that back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.domain import access as may
from panel.domain.access import Place
from panel.models import Event
from panel.operations.certifications import certify_province, decertify_province
from panel.queries.certifications import (
    certification_altered,
    certifiers,
    current_certification,
)
from panel.queries.events import find_event
from panel.queries.provinces import province_blockers, province_results
from panel.queries.publications import standing
from panel.queries.readings import province_ranking
from panel.queries.sights import sees_all
from panel.queries.snapshots import snapshots_of
from panel.web.access import allow, signed_in
from panel.web.actors import author
from panel.web.forms.results import FinalisationForm, ReopeningForm
from panel.web.language import language
from panel.web.pins import has_pin, signed
from panel.web.results import EVENT, bp

CERTIFICATION = f"{EVENT}/certification"
DECERTIFICATION = f"{EVENT}/decertification"

Page = str | Response | tuple[str, int]


@bp.get(CERTIFICATION)
@allow(may.reader)
def certification(event: str) -> str:
    return _certification_page(find_event(event), FinalisationForm())


@bp.post(CERTIFICATION)
@allow(may.certifier)
def save_certification(event: str) -> Page:
    form = FinalisationForm()
    if not signed(form, lambda: certify_province(find_event(event), by=author())):
        return _certification_page(find_event(event), form), 422
    flash(_("The province’s ranking is certified."), "success")
    return redirect(url_for("results.certification", event=event))


@bp.get(DECERTIFICATION)
@allow(may.certifier)
def decertification(event: str) -> str:
    return _decertification_page(find_event(event), ReopeningForm())


@bp.post(DECERTIFICATION)
@allow(may.certifier)
def save_decertification(event: str) -> Page:
    form = ReopeningForm()
    reason = form.reason.data or ""
    if not signed(form, lambda: decertify_province(find_event(event), by=author(), reason=reason)):
        return _decertification_page(find_event(event), form), 422
    flash(_("The certification is taken back. It stays on record."), "success")
    return redirect(url_for("results.certification", event=event))


def _certification_page(event: Event, form: FinalisationForm) -> str:
    """What is certified, or what would be: shown once every zone is final, which hides no mark any more."""
    blockers, versions = province_blockers(event), snapshots_of(event, None)
    me, place = signed_in(), Place(event.code)
    sees = sees_all(me, event.code, province_results(event).zones)
    current = next((each for each in versions if each.reopened_at is None), None)
    return render_template(
        "results/certification.html",
        event=event,
        form=form,
        current=current,
        versions=versions,
        altered=current is not None and certification_altered(event, current),
        refusals=[language().error(each) for each in blockers],
        ranking=None if blockers else province_ranking(event),
        certifiers=certifiers(event),
        certifies=may.certifier(me, place),
        organises=may.organiser(me, place),
        prints=may.prints(me, place, shows_marks=True, sees_all=sees),
        has_pin=has_pin(),
    )


def _decertification_page(event: Event, form: ReopeningForm) -> str:
    return render_template(
        "results/decertification.html",
        event=event,
        form=form,
        certification=current_certification(event),
        published=standing(event),
        has_pin=has_pin(),
    )
