"""Dividing the amphoe of a round into zones: a proposal beside the present, a map, and one press to apply."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from panel.db import writing
from panel.domain import access as may
from panel.models import Event, Job
from panel.models.jobs import JobState
from panel.operations.plans import apply_zoning, ask_for_zoning
from panel.queries.edits import plan_revision
from panel.queries.events import find_event
from panel.queries.jobs import OPEN, failure_of
from panel.queries.maps import map_of
from panel.queries.zoning import zoning_of
from panel.web.access import allow
from panel.web.actors import author
from panel.web.changes import names_in
from panel.web.forms.planning import ZoningForm
from panel.web.language import language
from panel.web.planning import find_plan
from panel.web.schedules import EVENT, Answer, bp, save
from panel.web.ways import progress_in_words

ZONING = f"{EVENT}/zoning"


@bp.get(ZONING)
@allow(may.organiser)
def zoning(event: str) -> str:
    return _page(find_event(event), {})


@bp.post(ZONING)
@allow(may.organiser)
def ask_zoning(event: str) -> Answer:
    """Have a division proposed; whoever is ticked stays in the zone that is chosen for them."""
    form = _form(find_event(event))
    if not form.validate_on_submit():
        return _page(find_event(event), form.wanted, form=form), 422
    with writing():
        key = ask_for_zoning(find_event(event), form.terms, form.fixed, by=author()).key
    return redirect(url_for("schedules.zoning_proposal", event=event, key=key))


@bp.get(f"{ZONING}/<key>")
@allow(may.organiser)
def zoning_proposal(event: str, key: str) -> str:
    found = find_event(event)
    job = find_plan(found, key, zoning=True)
    proposed = (job.answer or {}).get("zones") or {}
    return _page(found, proposed, job=job, ticked=job.options["zoning"]["fixed"])


@bp.post(f"{ZONING}/preview")
@allow(may.organiser)
def zoning_preview(event: str) -> str:
    """The page with the zones that are chosen, and their figures; nothing is kept."""
    found = find_event(event)
    form = _form(found)
    return _page(found, form.wanted, form=form)


@bp.post(f"{ZONING}/application")
@allow(may.organiser)
def apply_zones(event: str) -> Answer:
    form = _form(find_event(event))
    return save(
        event,
        form,
        lambda found, **how: apply_zoning(found, form.wanted, **how),
        lambda found: _("The amphoe are divided anew."),
        lambda found: _page(found, form.wanted, form=form),
    )


def _form(event: Event) -> ZoningForm:
    shown = zoning_of(event, event.main_round)
    present = {member.presenter.code: member.now for group in shown.groups for member in group.members}
    return ZoningForm(present, [group.zone.code for group in shown.groups])


def _page(
    event: Event,
    wanted: Mapping[str, str],
    *,
    form: ZoningForm | None = None,
    job: Job | None = None,
    ticked: Mapping[str, str] | None = None,
) -> str:
    names = names_in(event)
    shown = zoning_of(event, event.main_round, wanted)
    failure = failure_of(job) if job else None
    form = form or ZoningForm({}, ())
    return render_template(
        "schedules/zoning.html",
        event=event,
        zoning=shown,
        map=map_of(shown, names),
        names=names,
        form=form,
        ticked=ticked if ticked is not None else (form.stays.data or ()),
        revision=form.seen if form.seen is not None else plan_revision(event),
        job=job,
        waits=job is not None and job.state in OPEN,
        found=job is not None and job.state is JobState.DONE and bool((job.answer or {}).get("zones")),
        failure=language().error(failure) if failure else "",
        progress=progress_in_words(job.progress) if job else [],
    )
