"""The chair decides on what a sheet did not take: late entries, and those that were kept at the door."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from panel.db import writing
from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.errors import Forbidden
from panel.models import Zone
from panel.operations.deposits import settle_held
from panel.queries.events import find_event, find_zone
from panel.queries.results import zone_results
from panel.queries.sights import sight
from panel.web.access import allow, signed_in
from panel.web.actors import author
from panel.web.boards import board_page
from panel.web.errors import told_on
from panel.web.forms.results import DecisionForm
from panel.web.sheets import ZONE, Page, bp


@bp.post(f"{ZONE}/deposits/<seat>/<presenter>/settlement")
@allow(may.chair)
def decision(event: str, zone: str, seat: str, presenter: str) -> Page:
    """Take in or set aside the changes that were ticked."""
    form, stale = DecisionForm(seat, presenter), 0
    _may_decide(find_zone(find_event(event), zone), seat, presenter)
    if form.validate_on_submit():
        with told_on(form), writing():
            place, reason = find_zone(find_event(event), zone), form.reason.data or ""
            stale = settle_held(
                place, seat, presenter, form.uuids, by=author(), take=form.take.data, reason=reason
            )
    if form.errors:
        return board_page(find_zone(find_event(event), zone), form), 422
    _tell(stale)
    return redirect(url_for("results.board", event=event, zone=zone))


def _may_decide(zone: Zone, seat: str, presenter: str) -> None:
    """A chair who has still to score the presenter sees nobody else's marks of it, and decides on none."""
    if may.author(signed_in(), Place(zone.event.code, zone.code, seat)):
        return
    view = zone_results(zone)
    presents = {each.code for each in view.presenters}
    if presenter in presents - sight(signed_in(), zone.event.code, view).marks:
        raise Forbidden("sheet.marks_hidden")


def _tell(stale: int) -> None:
    flash(_("Settled."), "success")
    if stale:
        words = ngettext(
            "%(num)s field was changed elsewhere since: its judge chooses what counts.",
            "%(num)s fields were changed elsewhere since: their judge chooses what counts.",
            stale,
        )
        flash(words, "info")
