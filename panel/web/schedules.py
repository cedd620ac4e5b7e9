"""The plan on the web: the board of who presents where and when, what clashes, what was done to it.

Every act on it goes through `save`, which tells what clashes only since; nothing is blocked for it. The
board's script asks for the same pages and acts with `X-Part: board` and gets the board alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.audit import digest
from panel.domain.schedules import Clash
from panel.models import Event, Zone
from panel.operations.edits import redo_edit, undo_edit
from panel.operations.schedules import publish_plan, start_zone
from panel.queries.accounts import find_person
from panel.queries.columns import columns
from panel.queries.edits import edits_since, latest_edit, plan_revision, recent_edits
from panel.queries.events import find_event, find_zone
from panel.queries.schedules import clashes, plan_body, published_plan
from panel.web.access import allow, me, signed_in
from panel.web.actors import author
from panel.web.changes import latest, names_in, told, warnings
from panel.web.errors import told_on
from panel.web.forms.schedules import PlanForm, StartForm
from panel.web.language import language

bp = Blueprint("schedules", __name__)

EVENT = "/events/<event>"
START = f"{EVENT}/zones/<zone>/start"
RECENT = 12
"""Edits that the board lists."""

Answer = Response | tuple[str, int]


@bp.get(f"{EVENT}/plan")
@allow(may.plan_reader)
def plan(event: str) -> str:
    since = request.args.get("since", "")
    return board(find_event(event), seen=int(since) if since.isdecimal() and len(since) < 10 else None)


@bp.post(f"{EVENT}/plan/undo")
@allow(may.organiser)
def undo(event: str) -> Answer:
    return save(event, PlanForm(), undo_edit, lambda found: latest(found).words)


@bp.post(f"{EVENT}/plan/redo")
@allow(may.organiser)
def redo(event: str) -> Answer:
    return save(event, PlanForm(), redo_edit, lambda found: latest(found).words)


@bp.get(START)
@allow(may.organiser)
def start(event: str, zone: str) -> str:
    place = find_zone(find_event(event), zone)
    return _start_page(place, StartForm(start=language().minutes(place.start)))


@bp.post(START)
@allow(may.organiser)
def save_start(event: str, zone: str) -> Answer:
    form = StartForm()

    def said(found: Event) -> str:
        place = find_zone(found, zone)
        names = {"zone": language().name(place), "time": language().minutes(place.start)}
        return str(_("%(zone)s starts at %(time)s.", **names))

    return save(
        event,
        form,
        lambda found, **how: start_zone(find_zone(found, zone), at=form.start.minutes or 0, **how),
        said,
        lambda found: _start_page(find_zone(found, zone), form),
    )


@bp.post(f"{EVENT}/plan/publication")
@allow(may.organiser)
def publication(event: str) -> Response:
    with writing():
        version = publish_plan(find_event(event), by=author()).version
    flash(_("The plan is published as version %(version)s.", version=version), "success")
    return redirect(url_for("schedules.plan", event=event))


def save(
    event: str,
    form: PlanForm,
    act: Callable[..., object],
    said: Callable[[Event], str],
    page: Callable[[Event], str] | None = None,
) -> Answer:
    """Do `act(event, by=…, seen=…)` and go back to the plan with what `said` says and what clashes since.

    What is refused is told on `page`, or on the board where there is none or the board asked.
    """
    before = clashes(find_event(event))
    if form.validate_on_submit():
        with told_on(form), writing():
            act(find_event(event), by=author(), seen=form.seen)
    found = find_event(event)
    if form.errors:
        stale = form.seen is not None and edits_since(found, form.seen)
        refused = (
            board(found, refusals=_refusals(form), seen=form.seen) if _part() or not page else page(found)
        )
        return refused, 409 if stale else 422
    flash(said(found), "success")
    flash_clashes(found, before)
    return redirect(url_for("schedules.plan", event=event))


def flash_clashes(event: Event, before: Sequence[Clash]) -> None:
    """Tell what clashes in the plan, and did not before."""
    for warned in warnings([clash for clash in clashes(event) if clash not in before], names_in(event)):
        flash(_("New clash: %(clash)s", clash=warned.words), "warning")


def board(event: Event, *, refusals: Sequence[str] = (), seen: int | None = None) -> str:
    """The plan as columns: the whole page, or the board alone where its script asks. `seen` is the revision
    that was looked at before: what was done since is told."""
    published, organises = published_plan(event), may.organiser(me(), Place(event.code))
    context: dict[str, object] = {}
    found = clashes(event) if organises else ()
    if organises:
        names = names_in(event)
        context = {"warnings": warnings(found, names), "refusals": refusals, **_edits(event, names, seen)}
    return render_template(
        "schedules/_board.html" if _part() else "schedules/plan.html",
        event=event,
        columns=columns(event, found),
        revision=plan_revision(event),
        published=published,
        current=published is not None and published.digest == digest(plan_body(event)),
        organises=organises,
        part=_part(),
        **context,
    )


def _part() -> bool:
    """Whether the board's script asks."""
    return request.headers.get("X-Part") == "board"


def _refusals(form: PlanForm) -> list[str]:
    return [str(message) for messages in form.errors.values() for message in messages]


def _edits(event: Event, names: dict[str, str], seen: int | None) -> dict[str, object]:
    """What was done to the plan lately, what since `seen`, and what the reader may take back or do again."""
    person = find_person(event, signed_in().person)
    mine = person.id if person else None
    last, undone = latest_edit(event, mine, undone=False), latest_edit(event, mine, undone=True)
    return {
        "history": told(recent_edits(event, RECENT), names),
        "news": told(edits_since(event, seen), names) if seen is not None else [],
        "undo": told([last], names)[0] if last else None,
        "redo": told([undone], names)[0] if undone else None,
    }


def _start_page(zone: Zone, form: StartForm) -> str:
    return form_page("start", zone.event, form, zone=zone)


def form_page(name: str, event: Event, form: PlanForm, **context: object) -> str:
    """A page of one form; the form gets the plan's revision, and what was done since it was last shown."""
    news = [] if form.seen is None else told(edits_since(event, form.seen), names_in(event))
    shown = {"event": event, "form": form, "news": news, "revision": plan_revision(event), **context}
    return render_template(f"schedules/{name}.html", **shown)
