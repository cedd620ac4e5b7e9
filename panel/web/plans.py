"""The published plan for everybody, without sign-in: its page and its files; and one's own calendar."""

from __future__ import annotations

from collections.abc import Callable

from flask import make_response, render_template, request, send_file, session
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from panel.adapters.language import LANGUAGES, Language
from panel.domain import access as may
from panel.domain.audit import digest
from panel.domain.publications import Readership, Scope
from panel.operations.handouts import plan_calendar, plan_paper, plan_workbook
from panel.queries.plans import Plan, attended, public_plan
from panel.queries.publications import due
from panel.web.access import allow, me, signed_in
from panel.web.actors import now, settings
from panel.web.language import chosen
from panel.web.schedules import EVENT, bp

PLAN = "/plan/<event>"
FILE_SECONDS = 60
CALENDAR = "text/calendar; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get(PLAN)
@allow(may.anyone)
def public(event: str) -> Response:
    plan = public_plan(event)
    results = bool(due(plan.event, Scope.RANKING, Readership.PUBLIC, now()))
    return conditional(
        f"{plan.state} {results}",
        lambda: render_template("schedules/public.html", event=plan.event, plan=plan, results=results),
    )


def conditional(state: str, page: Callable[[], str]) -> Response:
    """A public page in that state: a browser that has it already is told so, without making it again."""
    identity = me()
    generate_csrf()  # the page's forms carry this browser's own token
    seal = digest([state, chosen(), identity.person if identity else None, session["csrf_token"]])
    answer = Response(status=304) if request.if_none_match.contains(seal) else make_response(page())
    answer.set_etag(seal)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.get(f"{PLAN}/plan.xlsx")
@allow(may.anyone)
def public_workbook(event: str) -> Response:
    plan, language = public_plan(event), _asked()
    return _file(plan, plan_workbook(plan, language), WORKBOOK, f"{event}-plan.xlsx")


@bp.get(f"{PLAN}/plan.pdf")
@allow(may.anyone)
def public_paper(event: str) -> Response:
    path = plan_paper(public_plan(event), _asked().code, settings())
    return send_file(path, download_name=f"{event}-plan.pdf", max_age=FILE_SECONDS)


@bp.get(f"{PLAN}/venues/<venue>.ics")
@allow(may.anyone)
def venue_calendar(event: str, venue: str) -> Response:
    plan, language = public_plan(event).part(venue=venue), _asked()
    return _calendar(plan, language, language.name(plan.zones[0].venue), venue)


@bp.get(f"{PLAN}/presenters/<presenter>.ics")
@allow(may.anyone)
def presenter_calendar(event: str, presenter: str) -> Response:
    plan, language = public_plan(event).part(presenter=presenter), _asked()
    return _calendar(plan, language, language.name(plan.zones[0].slots[0]), presenter)


@bp.get(f"{EVENT}/plan/mine.ics")
@allow(may.signed_in)
def own_calendar(event: str) -> Response:
    """The slots at which who asks sits on the panel."""
    plan, identity = public_plan(event), signed_in()
    own = plan.only(attended(plan, identity.person))
    answer = _calendar(own, _asked(), identity.name, identity.person)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _asked() -> Language:
    """The address says which language: a calendar program that follows it has no session."""
    lang = request.args.get("lang", "")
    return Language(lang if lang in LANGUAGES else LANGUAGES[0])


def _calendar(plan: Plan, language: Language, of: str, code: str) -> Response:
    content = plan_calendar(plan, language, of=of, base_url=settings().base_url)
    return _file(plan, content, CALENDAR, f"{plan.event.code}-{code}.ics")


def _file(plan: Plan, content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = f"public, max-age={FILE_SECONDS}"
    answer.set_etag(plan.state)
    return answer.make_conditional(request)
