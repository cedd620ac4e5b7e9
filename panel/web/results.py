"""Results on the web: the chair's board, a zone's and the province's ranking, finalising and reopening."""

from __future__ import annotations

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from panel.db import writing
from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.errors import Forbidden
from panel.models import Event, Slot, Zone
from panel.operations.days import mark_no_show, take_back_no_show
from panel.operations.results import finalise_zone, reopen_zone
from panel.queries.accounts import find_person
from panel.queries.boards import blockers, seat_signs, sight
from panel.queries.deposits import held_sheets, open_conflicts
from panel.queries.events import find_event, find_zone
from panel.queries.exports import altered, event_export
from panel.queries.results import TOP, RoundView, main_round, round_results
from panel.queries.schedules import find_slot
from panel.web.access import allow, signed_in
from panel.web.actors import author, now
from panel.web.errors import told_on
from panel.web.forms.results import DecisionForm, FinalisationForm, ReasonForm, ReopeningForm
from panel.web.language import language
from panel.web.pins import check_pin

bp = Blueprint("results", __name__)

EVENT = "/events/<event>"
ZONE = f"{EVENT}/zones/<zone>"
NO_SHOW = f"{ZONE}/slots/<presenter>/no-show"
APPEARANCE = f"{ZONE}/slots/<presenter>/appearance"


@bp.get(f"{ZONE}/board")
@allow(may.steward)
def board(event: str, zone: str) -> str:
    return board_page(_zone(event, zone))


@bp.get(NO_SHOW)
@allow(may.chair_or_organiser)
def no_show(event: str, zone: str, presenter: str) -> str:
    return _slot_page("results/no_show.html", event, zone, presenter, ReasonForm())


@bp.post(NO_SHOW)
@allow(may.chair_or_organiser)
def save_no_show(event: str, zone: str, presenter: str) -> Redirect | tuple[str, int]:
    form = ReasonForm()
    if form.validate_on_submit():
        with told_on(form), writing():
            slot = find_slot(_zone(event, zone), presenter)
            mark_no_show(slot, by=author(), reason=form.reason.data or "")
    if form.errors:
        return _slot_page("results/no_show.html", event, zone, presenter, form), 422
    flash(_("Noted: did not appear."), "success")
    return redirect(url_for("results.board", event=event, zone=zone))


@bp.get(APPEARANCE)
@allow(may.chair_or_organiser)
def appearance(event: str, zone: str, presenter: str) -> str:
    return _slot_page("results/appearance.html", event, zone, presenter, ReasonForm())


@bp.post(APPEARANCE)
@allow(may.chair_or_organiser)
def save_appearance(event: str, zone: str, presenter: str) -> Redirect | tuple[str, int]:
    form = ReasonForm()
    if form.validate_on_submit():
        with told_on(form), writing():
            slot = find_slot(_zone(event, zone), presenter)
            take_back_no_show(slot, by=author(), reason=form.reason.data or "")
    if form.errors:
        return _slot_page("results/appearance.html", event, zone, presenter, form), 422
    flash(_("Taken back: the sheets count again."), "success")
    return redirect(url_for("results.board", event=event, zone=zone))


@bp.get(f"{ZONE}/results")
@allow(may.follower)
def zone(event: str, zone: str) -> str:
    place = _zone(event, zone)
    return _zone_page("results/zone.html", place, round_results(place.round))


@bp.get(f"{ZONE}/presenters/<presenter>")
@allow(may.follower)
def presenter(event: str, zone: str, presenter: str) -> str:
    place = _zone(event, zone)
    view = round_results(place.round).zone(zone)
    shown, seen = view.presenter(presenter), sight(signed_in(), event, view)
    if presenter not in seen.results:
        raise Forbidden("result.not_yet")
    return render_template(
        "results/presenter.html", event=place.event, zone=view, presenter=shown, sight=seen
    )


@bp.get(f"{EVENT}/results")
@allow(may.reader)
def province(event: str) -> str:
    found = find_event(event)
    view = round_results(main_round(found))
    return render_template(
        "results/province.html",
        event=found,
        round=view,
        shown=_sees_all(event, view),
        top=TOP,
        altered={each.code for each in view.zones if altered(view, each)},
    )


@bp.get(f"{EVENT}/results.json")
@allow(may.reader)
def export(event: str) -> Response:
    found = find_event(event)
    if not all(_sees_all(event, round_results(each)) for each in found.rounds):
        raise Forbidden("result.not_yet")
    return jsonify(event_export(found))


@bp.get(f"{ZONE}/finalisation")
@allow(may.chair)
def finalisation(event: str, zone: str) -> str:
    return _finalisation_page(_zone(event, zone), FinalisationForm())


@bp.post(f"{ZONE}/finalisation")
@allow(may.chair)
def save_finalisation(event: str, zone: str) -> Redirect | tuple[str, int]:
    form = FinalisationForm()
    if form.validate_on_submit():
        with told_on(form):
            check_pin(form.pin.data or "")
            with writing():
                finalise_zone(_zone(event, zone), by=author())
    if form.errors:
        return _finalisation_page(_zone(event, zone), form), 422
    flash(_("The ranking is final."), "success")
    return redirect(url_for("results.zone", event=event, zone=zone))


@bp.get(f"{ZONE}/reopening")
@allow(may.chair)
def reopening(event: str, zone: str) -> str:
    return _reopening_page(_zone(event, zone), ReopeningForm())


@bp.post(f"{ZONE}/reopening")
@allow(may.chair)
def save_reopening(event: str, zone: str) -> Redirect | tuple[str, int]:
    form = ReopeningForm()
    if form.validate_on_submit():
        with told_on(form):
            check_pin(form.pin.data or "")
            with writing():
                reopen_zone(_zone(event, zone), by=author(), reason=form.reason.data or "")
    if form.errors:
        return _reopening_page(_zone(event, zone), form), 422
    flash(_("The zone is open again. What was final before stays on record."), "success")
    return redirect(url_for("results.board", event=event, zone=zone))


def board_page(zone: Zone, decision: DecisionForm | None = None) -> str:
    """The chair's board; with a decision on what came late that was refused, as it was typed."""
    view, held = round_results(zone.round), held_sheets(zone)
    return _zone_page(
        "results/board.html",
        zone,
        view,
        held=held,
        late={(each.seat, each.presenter) for each in held},
        own={seat.code for seat in signed_in().seats},
        conflicts=open_conflicts(zone),
        signs=seat_signs(zone, view.zone(zone.code), now()),
        decision=decision,
    )


def _zone(event: str, code: str) -> Zone:
    return find_zone(find_event(event), code)


def _zone_page(template: str, zone: Zone, view: RoundView, **context: object) -> str:
    """A page about a zone's results, with what may be seen and done there by who asks."""
    shown, me = view.zone(zone.code), signed_in()
    place = Place(zone.event.code, zone.code)
    return render_template(
        template,
        event=zone.event,
        zone=shown,
        sight=sight(me, zone.event.code, shown),
        chairs=may.chair(me, place),
        calls=may.chair_or_organiser(me, place),
        secretaries=may.secretary(me, place),
        stewards=may.steward(me, place),
        altered=altered(view, shown),
        **context,
    )


def _slot_page(template: str, event: str, zone: str, presenter: str, form: ReasonForm) -> str:
    slot: Slot = find_slot(_zone(event, zone), presenter)
    return render_template(template, event=slot.round.event, slot=slot, form=form)


def _finalisation_page(zone: Zone, form: FinalisationForm) -> str:
    view = round_results(zone.round)
    refusals = blockers(view.zone(zone.code), held_sheets(zone))
    return _zone_page(
        "results/finalisation.html",
        zone,
        view,
        form=form,
        refusals=[language().error(each) for each in refusals],
        conflicts=sum(open_conflicts(zone).values()),
        has_pin=_has_pin(zone.event),
    )


def _reopening_page(zone: Zone, form: ReopeningForm) -> str:
    view = round_results(zone.round)
    return _zone_page("results/reopening.html", zone, view, form=form, has_pin=_has_pin(zone.event))


def _has_pin(event: Event) -> bool:
    person = find_person(event, signed_in().person)
    return person is not None and person.pin_hash is not None


def _sees_all(event: str, view: RoundView) -> bool:
    """Whether no zone's figures are still hidden from who asks: one ranking tells of all of them."""
    return all(sight(signed_in(), event, zone).ranking for zone in view.zones)
