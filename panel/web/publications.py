"""Publishing results and withdrawing them; and what readers find: the public page, an amphoe's own result."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.publications import Readership
from panel.models import Event
from panel.operations.publications import publish_results, withdraw_publication
from panel.queries.certifications import current_certification
from panel.queries.events import find_event, find_presenter, find_zone
from panel.queries.publications import find_publication, publication_blockers, publications_of
from panel.queries.readings import feedback_for, province_ranking, published_rankings, zone_ranking
from panel.queries.results import event_results
from panel.web.access import allow, me, signed_in
from panel.web.actors import author, now
from panel.web.errors import told_on
from panel.web.forms.publications import PublicationForm
from panel.web.forms.results import ReasonForm
from panel.web.language import language
from panel.web.plans import conditional
from panel.web.results import EVENT, bp

PUBLICATIONS = f"{EVENT}/publications"
WITHDRAWAL = f"{PUBLICATIONS}/<int:number>/withdrawal"

Page = str | Response | tuple[str, int]


@bp.get(PUBLICATIONS)
@allow(may.organiser)
def publications(event: str) -> str:
    found = find_event(event)
    return render_template(
        "results/publications.html",
        event=found,
        publications=publications_of(found),
        now=now(),
        certified=current_certification(found) is not None,
        zones=[zone for view in event_results(found) for zone in view.zones],
    )


@bp.get(f"{PUBLICATIONS}/new")
@allow(may.organiser)
def new_publication(event: str) -> Page:
    """What to publish; once that is chosen, what its readers will see."""
    found = find_event(event)
    form = PublicationForm(found, formdata=request.args, meta={"csrf": False})
    chosen = "what" in request.args
    valid = chosen and form.validate()
    return _publication_page(found, form, previewed=valid), 422 if chosen and not valid else 200


@bp.post(PUBLICATIONS)
@allow(may.organiser)
def save_publication(event: str) -> Page:
    form = PublicationForm(find_event(event))
    if form.validate_on_submit():
        with told_on(form), writing():
            _publish(event, form)
    if form.errors:
        return _publication_page(find_event(event), form, previewed=False), 422
    flash(_("It is published."), "success")
    return redirect(url_for("results.publications", event=event))


def _publish(event: str, form: PublicationForm) -> None:
    found = find_event(event)
    publish_results(
        found,
        find_zone(found, form.of) if form.of else None,
        scope=form.scope,
        readership=form.readership,
        shown_from=form.shown_from,
        by=author(),
    )


@bp.get(WITHDRAWAL)
@allow(may.organiser)
def withdrawal(event: str, number: int) -> str:
    return _withdrawal_page(find_event(event), number, ReasonForm())


@bp.post(WITHDRAWAL)
@allow(may.organiser)
def save_withdrawal(event: str, number: int) -> Page:
    form = ReasonForm()
    if form.validate_on_submit():
        with told_on(form), writing():
            publication = find_publication(find_event(event), number)
            withdraw_publication(publication, by=author(), reason=form.reason.data or "")
    if form.errors:
        return _withdrawal_page(find_event(event), number, form), 422
    flash(_("It is withdrawn: nobody reads it from now on."), "success")
    return redirect(url_for("results.publications", event=event))


@bp.get("/results/<event>")
@allow(may.anyone)
def public(event: str) -> Response:
    """What everybody may read by now; an amphoe that is signed in reads what is for the amphoe too. Where
    there is nothing, no answer tells whether there is such an event."""
    reader = me()
    own = reader is not None and reader.event == event and reader.presents is not None
    readership = Readership.PRESENTERS if own else Readership.PUBLIC
    found, rankings = published_rankings(event, readership, now())
    return conditional(
        repr(rankings),
        lambda: render_template("results/public.html", event=found, rankings=rankings),
    )


@bp.get(f"{EVENT}/presenting/result")
@allow(may.bringer)
def feedback(event: str) -> Page:
    """An amphoe's own result; an organiser looks at any of them as it would be read once published."""
    found, own = find_event(event), signed_in().presents
    code = own or request.args.get("presenter", "")
    if not code:
        return redirect(url_for("results.publications", event=event))
    presenter = find_presenter(found, code)
    return render_template(
        "results/feedback.html",
        event=found,
        presenter=presenter,
        feedback=feedback_for(found, presenter, now(), preview=own is None),
        preview=own is None,
    )


def _publication_page(event: Event, form: PublicationForm, *, previewed: bool) -> str:
    zone = find_zone(event, form.of) if previewed and form.of else None
    refusals = publication_blockers(event, zone, form.scope, form.readership) if previewed else []
    shown = previewed and not refusals
    return render_template(
        "results/new_publication.html",
        event=event,
        form=form,
        refusals=[language().error(each) for each in refusals],
        ranking=(zone_ranking(zone) if zone else province_ranking(event)) if shown else None,
    )


def _withdrawal_page(event: Event, number: int, form: ReasonForm) -> str:
    publication = find_publication(event, number)
    return render_template(
        "results/withdrawal.html", event=event, form=form, number=number, publication=publication
    )
