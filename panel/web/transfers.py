"""These marks belong to another amphoe: a draft moves whole, by its author; on sheets.bp."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from panel.db import writing
from panel.domain import access as may
from panel.models import Zone
from panel.operations.transfers import transfer_sheet
from panel.queries.events import find_event, find_seat, find_zone
from panel.queries.transfers import Transfer, transfer_of
from panel.web.access import allow
from panel.web.actors import author
from panel.web.errors import told_on
from panel.web.forms.transfers import TransferForm
from panel.web.language import language
from panel.web.sheets import SHEET, Page, bp


@bp.get(f"{SHEET}/transfer")
@allow(may.author)
def transfer(event: str, zone: str, seat: str, presenter: str) -> str:
    found = transfer_of(find_seat(find_event(event), seat), presenter)
    return _page(find_zone(find_event(event), zone), seat, found, TransferForm(found))


@bp.post(f"{SHEET}/transfer")
@allow(may.author)
def save_transfer(event: str, zone: str, seat: str, presenter: str) -> Page:
    form = TransferForm(transfer_of(find_seat(find_event(event), seat), presenter))
    if form.validate_on_submit():
        with told_on(form), writing():
            place, mine = find_zone(find_event(event), zone), find_seat(find_event(event), seat)
            transfer_sheet(place, mine, presenter, to=form.to.data, key=form.key.data or "", by=author())
    if form.errors:
        found = transfer_of(find_seat(find_event(event), seat), presenter)
        return _page(find_zone(find_event(event), zone), seat, found, form), 422
    flash(_("Moved. Look through this sheet once more: these are its marks now."), "success")
    return redirect(url_for("sheets.sheet", event=event, zone=zone, seat=seat, presenter=form.to.data))


def _page(zone: Zone, seat: str, found: Transfer, form: TransferForm) -> str:
    others = [(side, found.why_not(side)) for side in found.others]
    return render_template(
        "sheets/transfer.html",
        event=zone.event,
        zone=zone,
        seat=seat,
        source=found.source,
        stays=language().error(found.stays) if found.stays else "",
        impossible=[(side, language().error(why_not)) for side, why_not in others if why_not],
        possible=any(why_not is None for side, why_not in others),
        form=form,
    )
