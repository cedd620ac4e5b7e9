"""A slot of the plan: its place, whom it changes places with, its pin, what its presenter requested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from panel.domain import access as may
from panel.models import Event, Slot
from panel.operations.schedules import ask_for_time, move_presenter, pin_slot, swap_slots, unpin
from panel.queries.columns import missing
from panel.queries.edits import edits_since, plan_revision
from panel.queries.events import find_event, find_round, find_zone
from panel.queries.schedules import find_slot, plan_slots
from panel.web.access import allow
from panel.web.changes import names_in, told
from panel.web.forms.schedules import MoveForm, PinForm, PlanForm, RequestForm, SwapForm
from panel.web.language import language
from panel.web.schedules import EVENT, Answer, bp, save

SLOT = f"{EVENT}/rounds/<round>/slots/<presenter>"


@dataclass(frozen=True)
class Spot:
    """A slot by its codes: it is looked up anew in every transaction."""

    round: str
    presenter: str

    def find(self, event: Event) -> Slot:
        return find_slot(find_round(event, self.round), self.presenter)

    def page(self, form: PlanForm) -> Callable[[Event], str]:
        return lambda event: slot_page(self.find(event), form)


@bp.get(SLOT)
@allow(may.organiser)
def slot(event: str, round: str, presenter: str) -> str:
    return slot_page(Spot(round, presenter).find(find_event(event)))


@bp.post(f"{SLOT}/move")
@allow(may.organiser)
def move(event: str, round: str, presenter: str) -> Answer:
    spot = Spot(round, presenter)
    form = MoveForm(spot.find(find_event(event)))

    def act(found: Event, **how: Any) -> None:
        to = find_zone(found, str(form.zone.data))
        move_presenter(spot.find(found), to=to, position=form.position.data or 0, **how)

    return save(event, form, act, lambda found: _placed(spot.find(found)), spot.page(form))


@bp.post(f"{SLOT}/swap")
@allow(may.organiser)
def swap(event: str, round: str, presenter: str) -> Answer:
    spot = Spot(round, presenter)
    form = SwapForm(_others(spot.find(find_event(event))))

    def act(found: Event, **how: Any) -> None:
        swap_slots(spot.find(found), Spot(round, str(form.other.data)).find(found), **how)

    def said(found: Event) -> str:
        both = (spot, Spot(round, str(form.other.data)))
        return " ".join(_placed(each.find(found)) for each in both)

    return save(event, form, act, said, spot.page(form))


@bp.post(f"{SLOT}/pin")
@allow(may.organiser)
def pin(event: str, round: str, presenter: str) -> Answer:
    spot, form = Spot(round, presenter), PinForm()

    def act(found: Event, **how: Any) -> None:
        pin_slot(spot.find(found), at=form.pinned_at.minutes or 0, **how)

    def said(found: Event) -> str:
        slot = spot.find(found)
        params = {"presenter": language().name(slot.presenter), "time": language().minutes(slot.start or 0)}
        return str(_("%(presenter)s is pinned at %(time)s.", **params))

    return save(event, form, act, said, spot.page(form))


@bp.post(f"{SLOT}/unpin")
@allow(may.organiser)
def release(event: str, round: str, presenter: str) -> Answer:
    spot, form = Spot(round, presenter), PlanForm()

    def said(found: Event) -> str:
        name = language().name(spot.find(found).presenter)
        return str(_("%(presenter)s is no longer pinned.", presenter=name))

    return save(event, form, lambda found, **how: unpin(spot.find(found), **how), said)


@bp.post(f"{SLOT}/request")
@allow(may.organiser)
def request_time(event: str, round: str, presenter: str) -> Answer:
    spot, form = Spot(round, presenter), RequestForm()

    def act(found: Event, **how: Any) -> None:
        before, after = form.not_before.minutes, form.not_after.minutes
        ask_for_time(spot.find(found), not_before=before, not_after=after, firm=form.firm.data, **how)

    def said(found: Event) -> str:
        name = language().name(spot.find(found).presenter)
        return str(_("The request of %(presenter)s is noted.", presenter=name))

    return save(event, form, act, said, spot.page(form))


def _placed(slot: Slot) -> str:
    params = {
        "presenter": language().name(slot.presenter),
        "zone": language().name(slot.zone),
        "start": language().minutes(slot.start or 0),
        "end": language().minutes(slot.end or 0),
    }
    return str(_("%(presenter)s was moved: %(zone)s, %(start)s–%(end)s.", **params))


def slot_page(slot: Slot, sent: PlanForm | None = None) -> str:
    """The page of a slot; `sent` is the form that was refused, with what was typed."""
    event = slot.round.event
    forms = _forms(slot)
    seen = None
    if sent is not None:
        forms[type(sent)], seen = sent, sent.seen
    return render_template(
        "schedules/slot.html",
        event=event,
        slot=slot,
        move=forms[MoveForm],
        swap=forms[SwapForm],
        pin=forms[PinForm],
        request_form=forms[RequestForm],
        excused=missing(event)[slot.id],
        revision=plan_revision(event),
        news=[] if seen is None else told(edits_since(event, seen), names_in(event)),
    )


def _forms(slot: Slot) -> dict[type[PlanForm], PlanForm]:
    """All forms of the page as the slot stands, whatever was sent."""

    def given(time: int | None) -> str:
        return "" if time is None else language().minutes(time)

    before, after = given(slot.not_before), given(slot.not_after)
    return {
        MoveForm: MoveForm(slot, formdata=None),
        SwapForm: SwapForm(_others(slot), formdata=None),
        PinForm: PinForm(formdata=None, pinned_at=given(slot.start)),
        RequestForm: RequestForm(formdata=None, not_before=before, not_after=after, firm=slot.firm),
    }


def _others(slot: Slot) -> list[Slot]:
    """The other slots of its round."""
    slots = [each for listed in plan_slots(slot.round.event).values() for each in listed]
    return [each for each in slots if each is not slot and each.round_id == slot.round_id]
