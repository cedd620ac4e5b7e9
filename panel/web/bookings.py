"""When a hall may be used: its bookings as lines that are added, changed and removed."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from panel.domain import access as may
from panel.models import Event
from panel.operations.ways import book_venue
from panel.queries.events import find_event, find_venue
from panel.web.access import allow
from panel.web.forms.planning import BookingsForm
from panel.web.language import language
from panel.web.schedules import EVENT, Answer, bp, form_page, save

BOOKINGS = f"{EVENT}/venues/<venue>/bookings"


@bp.get(BOOKINGS)
@allow(may.organiser)
def bookings(event: str, venue: str) -> str:
    form, found = BookingsForm(), find_event(event)
    windows = find_venue(found, venue).facts.bookings
    minutes = language().minutes
    form.show([(minutes(each.start), minutes(each.end)) for each in windows])
    return _page(found, venue, form, more=not windows)


@bp.post(BOOKINGS)
@allow(may.organiser)
def save_bookings(event: str, venue: str) -> Answer:
    """Save the windows; or without saving show one more line, or one fewer."""
    form = BookingsForm()
    if "add" in request.form or "drop" in request.form:
        dropped = request.form.get("drop", type=int)
        form.show([line for place, line in enumerate(form.shown) if place != dropped])
        return _page(find_event(event), venue, form, more="add" in request.form), 200

    def said(found: Event) -> str:
        return str(_("The bookings of %(venue)s are saved.", venue=language().name(find_venue(found, venue))))

    return save(
        event,
        form,
        lambda found, **how: book_venue(found, find_venue(found, venue), form.windows, **how),
        said,
        lambda found: _page(found, venue, form, more=False),
    )


def _page(event: Event, venue: str, form: BookingsForm, *, more: bool) -> str:
    if more:
        form.add_line()
    return form_page("bookings", event, form, venue=find_venue(event, venue))
