"""What a chair puts a name to: finalising a zone and reopening it; and before that, who did not appear."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.models import Slot, Zone
from panel.operations.days import mark_no_show, take_back_no_show
from panel.operations.results import finalise_zone, reopen_zone
from panel.queries.certifications import current_certification
from panel.queries.deposits import held_sheets, open_conflicts
from panel.queries.effects import effect_of_appearance
from panel.queries.events import find_event, find_zone
from panel.queries.exports import altered
from panel.queries.finalisations import blockers
from panel.queries.publications import standing
from panel.queries.results import zone_results
from panel.queries.schedules import find_slot
from panel.queries.sights import sight
from panel.web.access import allow, signed_in
from panel.web.actors import author
from panel.web.errors import told_on
from panel.web.forms.results import FinalisationForm, ReasonForm, ReopeningForm
from panel.web.language import language
from panel.web.pins import has_pin, signed
from panel.web.results import ZONE, bp, equals

NO_SHOW = f"{ZONE}/slots/<presenter>/no-show"
APPEARANCE = f"{ZONE}/slots/<presenter>/appearance"

Page = str | Response | tuple[str, int]


@bp.get(NO_SHOW)
@allow(may.chair_or_organiser)
def no_show(event: str, zone: str, presenter: str) -> str:
    return _slot_page("results/no_show.html", event, zone, presenter, ReasonForm())


@bp.post(NO_SHOW)
@allow(may.chair_or_organiser)
def save_no_show(event: str, zone: str, presenter: str) -> Page:
    form = ReasonForm()
    if not _noted(mark_no_show, form, event, zone, presenter):
        return _slot_page("results/no_show.html", event, zone, presenter, form), 422
    flash(_("Noted: did not appear."), "success")
    return redirect(url_for("results.board", event=event, zone=zone))


@bp.get(APPEARANCE)
@allow(may.chair_or_organiser)
def appearance(event: str, zone: str, presenter: str) -> str:
    return _slot_page("results/appearance.html", event, zone, presenter, ReasonForm())


@bp.post(APPEARANCE)
@allow(may.chair_or_organiser)
def save_appearance(event: str, zone: str, presenter: str) -> Page:
    form = ReasonForm()
    if not _noted(take_back_no_show, form, event, zone, presenter):
        return _slot_page("results/appearance.html", event, zone, presenter, form), 422
    flash(_("Taken back: the sheets count again."), "success")
    return redirect(url_for("results.board", event=event, zone=zone))


@bp.get(f"{ZONE}/finalisation")
@allow(may.chair)
def finalisation(event: str, zone: str) -> str:
    return _finalisation_page(_zone(event, zone), FinalisationForm())


@bp.post(f"{ZONE}/finalisation")
@allow(may.chair)
def save_finalisation(event: str, zone: str) -> Page:
    form = FinalisationForm()
    if not signed(form, lambda: finalise_zone(_zone(event, zone), by=author())):
        return _finalisation_page(_zone(event, zone), form), 422
    flash(_("The ranking is final."), "success")
    return redirect(url_for("results.zone", event=event, zone=zone))


@bp.get(f"{ZONE}/reopening")
@allow(may.chair)
def reopening(event: str, zone: str) -> str:
    return _reopening_page(_zone(event, zone), ReopeningForm())


@bp.post(f"{ZONE}/reopening")
@allow(may.chair)
def save_reopening(event: str, zone: str) -> Page:
    form = ReopeningForm()
    reason = form.reason.data or ""
    if not signed(form, lambda: reopen_zone(_zone(event, zone), by=author(), reason=reason)):
        return _reopening_page(_zone(event, zone), form), 422
    flash(_("The zone is open again. What was final before stays on record."), "success")
    return redirect(url_for("results.board", event=event, zone=zone))


def _zone(event: str, code: str) -> Zone:
    return find_zone(find_event(event), code)


def _noted(act: Callable[..., object], form: ReasonForm, event: str, zone: str, presenter: str) -> bool:
    """Whether it is done; if not the form says why."""
    if form.validate_on_submit():
        with told_on(form), writing():
            act(find_slot(_zone(event, zone), presenter), by=author(), reason=form.reason.data or "")
    return not form.errors


def _slot_page(template: str, event: str, zone: str, presenter: str, form: ReasonForm) -> str:
    slot: Slot = find_slot(_zone(event, zone), presenter)
    effect = effect_of_appearance(slot, no_show=not slot.no_show)
    return render_template(template, event=slot.round.event, slot=slot, form=form, effect=effect)


def _finalisation_page(zone: Zone, form: FinalisationForm) -> str:
    shown = zone_results(zone)
    seen = sight(signed_in(), zone.event.code, shown)
    refusals = blockers(shown, held_sheets(zone))
    return render_template(
        "results/finalisation.html",
        event=zone.event,
        zone=shown,
        sight=seen,
        form=form,
        refusals=[language().error(each) for each in refusals],
        conflicts=sum(open_conflicts(zone).values()),
        has_pin=has_pin(),
        **equals(zone, shown, seen),
    )


def _reopening_page(zone: Zone, form: ReopeningForm) -> str:
    shown = zone_results(zone)
    certification = current_certification(zone.event)
    return render_template(
        "results/reopening.html",
        event=zone.event,
        zone=shown,
        altered=altered(shown),
        certification=certification,
        published=[*standing(zone.event, zone), *(standing(zone.event) if certification else [])],
        form=form,
        has_pin=has_pin(),
    )
