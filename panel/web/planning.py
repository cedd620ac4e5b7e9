"""Making a plan on the web: what goes into it, the search as it runs, what came of it, and ways out."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.errors import Conflict, NotFound
from panel.domain.planning import Impossible, Plan
from panel.domain.planning.answers import answer_from_json
from panel.domain.planning.terms import Terms
from panel.models import Event, Job
from panel.models.jobs import JobKind
from panel.operations.plans import apply_plan, ask_for_plan, stop_plan
from panel.operations.ways import take_way_out
from panel.queries.accounts import find_person
from panel.queries.edits import edits_since, plan_revision
from panel.queries.events import find_event
from panel.queries.jobs import OPEN, failure_of, find_job, jobs_of
from panel.queries.planning import heads_of, legs_of, missed_sheets, moves_of, problem_of
from panel.web.access import allow, signed_in
from panel.web.actors import author
from panel.web.changes import names_in, told
from panel.web.forms.planning import TermsForm, WayForm
from panel.web.language import language
from panel.web.schedules import EVENT, Answer, bp, save
from panel.web.ways import cost_in_words, progress_in_words, terms_fields, told_core

PLANNING = f"{EVENT}/planning"
PROPOSAL = f"{PLANNING}/<key>"


@bp.get(PLANNING)
@allow(may.organiser)
def planning(event: str) -> str:
    return _planning_page(find_event(event), TermsForm())


@bp.post(PLANNING)
@allow(may.organiser)
def ask_plan(event: str) -> Answer:
    form = TermsForm()
    if not form.validate_on_submit():
        return _planning_page(find_event(event), form), 422
    with writing():
        key = ask_for_plan(find_event(event), form.terms, by=author()).key
    return redirect(url_for("schedules.proposal", event=event, key=key))


def _planning_page(event: Event, form: TermsForm) -> str:
    problem, person = problem_of(event), find_person(event, signed_in().person)
    return render_template(
        "schedules/planning.html",
        event=event,
        form=form,
        problem=problem,
        heads=heads_of(problem),
        legs=legs_of(problem),
        names=names_in(event),
        jobs=jobs_of(event, person, JobKind.PLAN) if person else (),
    )


@bp.get(PROPOSAL)
@allow(may.organiser)
def proposal(event: str, key: str) -> str:
    found = find_event(event)
    job = find_plan(found, key)
    return _proposal_page(found, job)


def _proposal_page(event: Event, job: Job) -> str:
    names, failure = names_in(event), failure_of(job)
    return render_template(
        "schedules/proposal.html",
        event=event,
        job=job,
        waits=job.state in OPEN,
        failure=language().error(failure) if failure else "",
        progress=progress_in_words(job.progress),
        revision=plan_revision(event),
        news=told(edits_since(event, job.options["revision"]), names),
        names=names,
        terms=terms_fields(Terms.from_json(job.options["terms"])),
        **_answered(event, job, names),
    )


def _answered(event: Event, job: Job, names: Mapping[str, str]) -> dict[str, object]:
    """What came of a search: a plan beside the present one, or why there is none."""
    if job.answer is None:
        return {}
    match answer_from_json(job.answer):
        case Plan() as plan:
            return {
                "plan": plan,
                "moves": moves_of(event, plan),
                "costs": [cost_in_words(cost) for cost in plan.costs],
                "missed": missed_sheets(event, plan),
            }
        case Impossible(cores):
            terms = Terms.from_json(job.options["terms"])
            return {"cores": [told_core(core, names, terms) for core in cores]}
    return {"undecided": True}


@bp.post(f"{PROPOSAL}/stop")
@allow(may.organiser)
def stop(event: str, key: str) -> Response:
    with writing():
        job = find_job_of(find_event(event), key)
        stop_plan(job, by=author())
        page = "schedules.zoning_proposal" if "zoning" in job.options else "schedules.proposal"
    return redirect(url_for(page, event=event, key=key))


@bp.post(f"{PROPOSAL}/application")
@allow(may.organiser)
def application(event: str, key: str) -> Response:
    """Take the plan; what clashes in it all the same is told on the plan's page."""
    with writing():
        found = find_event(event)
        job = find_plan(found, key)
        plan = answer_from_json(job.answer) if job.answer else None
        if not isinstance(plan, Plan):
            raise Conflict("plan.no_plan")
        terms = Terms.from_json(job.options["terms"])
        moved = apply_plan(found, plan, by=author(), seen=job.options["revision"], start=terms.start)
    flash(ngettext("%(num)d amphoe got another place.", "%(num)d amphoe got other places.", moved), "success")
    return redirect(url_for("schedules.plan", event=event))


def find_plan(event: Event, key: str, *, zoning: bool = False) -> Job:
    """A search for a plan, or for zones; raises NotFound."""
    job = find_job_of(event, key)
    if ("zoning" in job.options) is not zoning:
        raise NotFound("job.unknown")
    return job


def find_job_of(event: Event, key: str) -> Job:
    job = find_job(key)
    if job.event_id != event.id or job.kind is not JobKind.PLAN:
        raise NotFound("job.unknown")
    return job


@bp.post(f"{EVENT}/plan/ways")
@allow(may.organiser)
def ways(event: str) -> Answer:
    """Take a way out of a clash."""
    form = WayForm()
    answer = save(
        event,
        form,
        lambda found, **how: take_way_out(found, form.way, **how),
        lambda found: _("Done. It can be taken back on the plan."),
    )
    if isinstance(answer, Response) and form.proposal.data:
        return redirect(url_for("schedules.proposal", event=event, key=form.proposal.data))
    return answer
