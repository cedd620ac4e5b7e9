"""Backups as organisers see them, on events.bp: how old the last good one is, and having one made now.

There is no download: a backup holds the secret key, by which anybody can sign in as anybody.
"""

from __future__ import annotations

from flask import make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.events import EventState
from panel.operations.backups import ask_for_backup
from panel.queries.backups import ring_of
from panel.queries.events import find_event
from panel.web.access import allow
from panel.web.actors import author, now, settings
from panel.web.events import bp
from panel.web.language import language

BACKUPS = "/events/<event>/backups"
AGAIN_SECONDS = 2


@bp.get(BACKUPS)
@allow(may.organiser)
def backups(event: str) -> Response:
    found, ring = find_event(event), ring_of(settings(), now())
    page = make_response(
        render_template(
            "events/backups.html",
            event=found,
            open=found.state is EventState.OPEN,
            ring=ring,
            failure=language().error(ring.failure) if ring.failure else "",
            minutes=settings().backup_minutes,
            folder=settings().backups,
        )
    )
    if ring.asked_at:
        page.headers["Refresh"] = str(AGAIN_SECONDS)
    return page


@bp.post(BACKUPS)
@allow(may.organiser)
def ask_backup(event: str) -> Response:
    with writing():
        ask_for_backup(find_event(event), by=author())
    return redirect(url_for("events.backups", event=event))
