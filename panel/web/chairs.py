"""What a chair does with sheets of the zone: look at them, send them back, set them aside; and how their
authors settle what clashed. Late entries and deposits are settled in `deposits`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from panel.db import db, writing
from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.errors import Forbidden
from panel.domain.sheets import Act, Actor, Channel
from panel.models import Sheet
from panel.operations.entries import NewEntry, store_entry
from panel.operations.sheets import settle_entry
from panel.queries.effects import effect_of_act
from panel.queries.entries import find_stale
from panel.queries.events import find_event
from panel.queries.results import zone_results
from panel.queries.sheets import SheetPage, sheet_page
from panel.queries.sights import on_paper, sight
from panel.queries.uploads import scans_of
from panel.web.access import allow, signed_in
from panel.web.actors import author
from panel.web.errors import told_on
from panel.web.forms.results import ReasonForm
from panel.web.sheets import SHEET, ZONE, Page, bp


@dataclass(frozen=True)
class Ruling:
    """An act of the chair on a sheet: its name on screen, what it brings about, and how it is undone."""

    act: Act
    name: str
    effect: str
    undo: str


RULINGS = {
    "return": Ruling(
        Act.RETURN,
        _l("Return the sheet"),
        _l("Its author can change it again, and reads your reason."),
        _l("You can't take this back: its author has to submit it again."),
    ),
    "absence": Ruling(
        Act.ABSENT,
        _l("Set absent"),
        _l("The judge was not there: the sheet is left out of the result."),
        _l("You can take this back until the zone is final: “Restore the sheet”."),
    ),
    "exclusion": Ruling(
        Act.RECUSE,
        _l("Recuse"),
        _l("A conflict of interest: the sheet is left out of the result."),
        _l("You can take this back until the zone is final: “Restore the sheet”."),
    ),
    "restoration": Ruling(
        Act.RESTORE,
        _l("Restore the sheet"),
        _l("It is a draft again, and is waited for."),
        _l("You can take this back: set it absent or recuse it again."),
    ),
}
"""By the resource that each makes."""


@bp.get(f"{SHEET}/view")
@allow(may.steward)
def view(event: str, zone: str, seat: str, presenter: str) -> str:
    page = sheet_page(find_event(event), zone, seat, presenter)
    if not sees_marks(page):
        raise Forbidden("sheet.marks_hidden")
    seen = sight(signed_in(), event, zone_results(page.slot.zone))
    prints = on_paper(page.view) and may.prints(
        signed_in(), Place(event, zone), shows_marks=True, sees_all=seen.ranking
    )
    return render_template(
        "sheets/view.html", event=page.event, page=page, scans=scans_of(page), prints=prints
    )


@allow(may.chair)
def ruling(event: str, zone: str, seat: str, presenter: str, ruling: str) -> Page:
    """A confirm page with a reason, and the act itself."""
    form, wanted = ReasonForm(), RULINGS[ruling]
    if form.validate_on_submit():
        with told_on(form), writing():
            page = sheet_page(find_event(event), zone, seat, presenter)
            entry = NewEntry(str(uuid4()), seat, presenter, wanted.act, value={"reason": form.reason.data})
            store_entry(page.event, entry, by=author(), actor=Actor.CHAIR, channel=Channel.CHAIR)
        if not form.errors:
            flash(_("%(act)s: done.", act=wanted.name), "success")
            return redirect(url_for("results.board", event=event, zone=zone))
    page = sheet_page(find_event(event), zone, seat, presenter)
    effect = effect_of_act(page, wanted.act)
    context = {"event": page.event, "page": page, "form": form, "ruling": wanted, "effect": effect}
    return render_template("sheets/ruling.html", **context), 422 if form.errors else 200


for resource in RULINGS:
    bp.add_url_rule(
        f"{SHEET}/{resource}",
        endpoint="return_" if resource == "return" else resource,
        view_func=ruling,
        methods=["GET", "POST"],
        defaults={"ruling": resource},
    )


@bp.post(f"{ZONE}/entries/<entry>/settlement")
@allow(may.scorer)
def settlement(event: str, zone: str, entry: str) -> Response:
    """The author takes a stale entry in, or sets it aside."""
    with writing():
        found = find_event(event)
        stale = find_stale(found, zone, entry)
        sheet = db.session.get_one(Sheet, stale.sheet_id)
        seat, presenter = sheet.seat.code, sheet.slot.presenter.code
        if not may.author(signed_in(), Place(event, zone, seat)):
            raise Forbidden("sheet.not_yours")
        settle_entry(found, stale, by=author(), take=request.form.get("take") == "1")
    flash(_("Settled."), "success")
    return redirect(url_for("sheets.sheet", event=event, zone=zone, seat=seat, presenter=presenter))


def sees_marks(page: SheetPage) -> bool:
    """Whether who asks may see what stands on another's sheet."""
    return sight(signed_in(), page.event.code, zone_results(page.slot.zone)).shows(page.view)
