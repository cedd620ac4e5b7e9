"""Reminding a judge of a sheet that is awaited: one press on the board."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.operations.reminders import remind_judge
from panel.queries.events import find_event, find_zone
from panel.web.access import allow
from panel.web.actors import author
from panel.web.errors import told_on
from panel.web.forms import Form
from panel.web.sheets import SHEET, bp


@bp.post(f"{SHEET}/reminder")
@allow(may.chair_or_organiser)
def reminder(event: str, zone: str, seat: str, presenter: str) -> Response:
    form = Form()
    with told_on(form), writing():
        remind_judge(find_zone(find_event(event), zone), seat, presenter, by=author())
    for refusal in form.form_errors:
        flash(refusal, "warning")
    if not form.form_errors:
        flash(_("Reminded: the judge’s tablet says so within a minute."), "success")
    return redirect(url_for("results.board", event=event, zone=zone))
