"""What joins the panels, on panels.bp: whether they are one graph, and the recorded presentation that every
panel scores."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.operations.anchors import remove_anchor, set_anchor
from panel.queries.connections import connections, suggested_links, zone_anchors
from panel.queries.events import find_event
from panel.web.access import allow
from panel.web.actors import author
from panel.web.changes import names_in
from panel.web.errors import told_on
from panel.web.forms.panels import AnchorForm
from panel.web.panels import Page, bp

ANCHOR = "/events/<event>/anchor"


@bp.get("/events/<event>/connections", endpoint="connections")
@allow(may.organiser)
def joined(event: str) -> str:
    found = find_event(event)
    round_ = found.main_round
    view = connections(round_)
    return render_template(
        "panels/connections.html",
        event=found,
        connections=view,
        links=() if view.connected else suggested_links(found, view.groups),
        anchors=zone_anchors(round_),
        names=names_in(found),
    )


@bp.get(ANCHOR)
@allow(may.organiser)
def anchors(event: str) -> str:
    return _anchors_page(event)[0]


@bp.post(ANCHOR)
@allow(may.organiser)
def save_anchor(event: str) -> Page:
    form = AnchorForm()
    if form.validate_on_submit():
        with told_on(form), writing():
            round_ = find_event(event).main_round
            set_anchor(round_, form.title.data or "", form.title_en.data or "", by=author())
    if form.errors:
        return _anchors_page(event, form)
    flash(_("Every panel has it on its list."), "success")
    return redirect(url_for("panels.anchors", event=event))


@bp.get(f"{ANCHOR}/removal")
@allow(may.organiser)
def removing_anchor(event: str) -> str:
    return render_template("panels/anchor_removal.html", event=find_event(event))


@bp.post(f"{ANCHOR}/removal")
@allow(may.organiser)
def anchor_removal(event: str) -> Response:
    with writing():
        remove_anchor(find_event(event).main_round, by=author())
    flash(_("The recorded presentation is removed."), "success")
    return redirect(url_for("panels.anchors", event=event))


def _anchors_page(event: str, form: AnchorForm | None = None) -> tuple[str, int]:
    found = find_event(event)
    round_ = found.main_round
    there = zone_anchors(round_)
    first = there[0].presenter if there else None
    shown = form or AnchorForm(title=first.name if first else "", title_en=first.name_en if first else "")
    page = render_template("panels/anchors.html", event=found, anchors=there, form=shown)
    return page, 422 if form else 200
