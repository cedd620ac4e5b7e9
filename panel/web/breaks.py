"""Breaks of the plan, for a zone or for all: inserted, changed, removed."""

from __future__ import annotations

from flask_babel import gettext as _

from panel.domain import access as may
from panel.domain.errors import NotFound
from panel.models import Event
from panel.operations.schedules import change_break, insert_break, remove_break
from panel.queries.events import find_event
from panel.web.access import allow
from panel.web.forms.schedules import BreakForm, PlanForm
from panel.web.schedules import EVENT, Answer, bp, form_page, save

NEW = f"{EVENT}/plan/breaks/new"
BREAK = f"{EVENT}/plan/breaks/<int:number>"


@bp.get(NEW)
@allow(may.organiser)
def new_break(event: str) -> str:
    found = find_event(event)
    return _page(found, BreakForm(found), None)


@bp.post(NEW)
@allow(may.organiser)
def save_new_break(event: str) -> Answer:
    form = BreakForm(find_event(event))
    return save(
        event,
        form,
        lambda found, **how: insert_break(found, form.pause, **how),
        lambda found: str(_("The break is in the plan.")),
        lambda found: _page(found, form, None),
    )


@bp.get(BREAK)
@allow(may.organiser)
def edit_break(event: str, number: int) -> str:
    found = find_event(event)
    breaks = found.day.breaks
    if not 1 <= number <= len(breaks):
        raise NotFound("break.unknown")
    return _page(found, BreakForm(found, breaks[number - 1]), number)


@bp.post(BREAK)
@allow(may.organiser)
def save_break(event: str, number: int) -> Answer:
    form = BreakForm(find_event(event))
    return save(
        event,
        form,
        lambda found, **how: change_break(found, number, form.pause, **how),
        lambda found: str(_("The break was changed.")),
        lambda found: _page(found, form, number),
    )


@bp.post(f"{BREAK}/removal")
@allow(may.organiser)
def break_removal(event: str, number: int) -> Answer:
    return save(
        event,
        PlanForm(),
        lambda found, **how: remove_break(found, number, **how),
        lambda found: str(_("The break was removed.")),
    )


def _page(event: Event, form: BreakForm, number: int | None) -> str:
    return form_page("break", event, form, number=number)
