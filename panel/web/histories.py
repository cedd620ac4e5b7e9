"""A sheet's history: all that ever came for it, for its author and for who sees its marks."""

from __future__ import annotations

from flask import render_template, request

from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.errors import Forbidden
from panel.queries.events import find_event
from panel.queries.histories import sheet_history
from panel.queries.sheets import sheet_page
from panel.web.access import allow, signed_in
from panel.web.chairs import sees_marks
from panel.web.sheets import SHEET, bp


@bp.get(f"{SHEET}/history")
@allow(may.panel_member)
def history(event: str, zone: str, seat: str, presenter: str) -> str:
    page = sheet_page(find_event(event), zone, seat, presenter)
    own = may.author(signed_in(), Place(event, zone, seat))
    if not own and not sees_marks(page):
        raise Forbidden("sheet.marks_hidden")
    shown = sheet_history(page, request.args.get("page", 1, type=int))
    return render_template("sheets/history.html", event=page.event, page=page, history=shown, own=own)
