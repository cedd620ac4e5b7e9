"""The final round for the organiser: set up, who comes into it, and bringing them in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.models import Event
from panel.operations.finals import bring_in, change_final, remove_final, set_up_final
from panel.queries.edits import plan_revision
from panel.queries.events import find_event
from panel.queries.finals import comers, final_round, final_zone, judged
from panel.queries.panels import panels_of
from panel.queries.provinces import final_misfits, province_results
from panel.queries.schedules import clashes
from panel.queries.standings import select_from
from panel.web.access import allow
from panel.web.actors import author
from panel.web.errors import told_on
from panel.web.forms.finals import FinalForm
from panel.web.forms.schedules import PlanForm
from panel.web.language import language
from panel.web.results import EVENT, bp
from panel.web.schedules import flash_clashes

FINAL = f"{EVENT}/final"

Page = str | Response | tuple[str, int]


@bp.get(FINAL)
@allow(may.organiser)
def final(event: str) -> str:
    found = find_event(event)
    return _page(found, _form(found))


@bp.post(FINAL)
@allow(may.organiser)
def save_final(event: str) -> Page:
    """Set it up or change it; or without that show who would come."""
    found = find_event(event)
    form = _form(found)
    if form.validate_on_submit() and "preview" in request.form:
        return _page(found, form, top=form.terms.top)
    if not form.errors:
        with told_on(form), writing():
            found = find_event(event)
            save = change_final if final_round(found) else set_up_final
            save(found, form.terms, by=author(), seen=form.seen)
    if form.errors:
        return _page(find_event(event), form), 422
    flash(_("Saved."), "success")
    return redirect(url_for("results.final", event=event))


@bp.post(f"{FINAL}/presenters")
@allow(may.organiser)
def finalists(event: str) -> Page:
    """Bring those in whom the page showed."""
    form, before = PlanForm(), clashes(find_event(event))
    if form.validate_on_submit():
        with told_on(form), writing():
            found = find_event(event)
            bring_in(found, request.form.get("presenters", "").split(), by=author(), seen=form.seen)
    if form.errors:
        found = find_event(event)
        return _page(found, _form(found), refused=form), 422
    flash(_("They are in the final. Their order and times can be changed in the plan."), "success")
    flash_clashes(find_event(event), before)
    return redirect(url_for("results.final", event=event))


@bp.get(f"{FINAL}/removal")
@allow(may.organiser)
def final_removal(event: str) -> str:
    return _removal_page(find_event(event), PlanForm())


@bp.post(f"{FINAL}/removal")
@allow(may.organiser)
def remove(event: str) -> Page:
    form = PlanForm()
    if form.validate_on_submit():
        with told_on(form), writing():
            remove_final(find_event(event), by=author(), seen=form.seen)
    if form.errors:
        return _removal_page(find_event(event), form), 422
    flash(_("There is no final any more: the zones' results stand by themselves."), "success")
    return redirect(url_for("results.final", event=event))


def _form(event: Event) -> FinalForm:
    return FinalForm(event, final_zone(event) if final_round(event) else None)


def _page(event: Event, form: FinalForm, *, top: int | None = None, refused: PlanForm | None = None) -> str:
    """`top`: show who would come if it were so many of each zone."""
    round_, province = final_round(event), province_results(event)
    zone = round_.zones[0] if round_ else None
    asked = top or (round_.top if round_ else form.top.data)
    selection = select_from(province.main, asked) if asked else province.selection
    return render_template(
        "results/final.html",
        event=event,
        form=form,
        refused=refused,
        zone=zone,
        province=province,
        comers=comers(province.main, selection),
        shared=[province.main.zone(code) for code in selection.shared],
        short=[province.main.zone(code) for code in selection.short],
        open=[each for each in province.main.zones if each.provisional],
        misfits=[language().error(each) for each in final_misfits(province)],
        judged=round_ is not None and judged(round_),
        seats=next((each.seats for each in panels_of(event) if each.zone is zone), ()) if zone else (),
        previewed=top is not None,
        revision=plan_revision(event),
    )


def _removal_page(event: Event, form: PlanForm) -> str:
    return render_template(
        "results/final_removal.html",
        event=event,
        zone=final_zone(event),
        form=form,
        revision=plan_revision(event),
    )
