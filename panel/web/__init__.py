"""The web edge: blueprints by noun, and what every request passes through."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from panel.web import (
    access,
    accounts,
    documents,
    entries,
    errors,
    events,
    headers,
    language,
    live,
    logs,
    pages,
    panels,
    results,
    schedules,
    sheets,
)
from panel.web import bookings as bookings  # making a plan, on schedules.bp
from panel.web import breaks as breaks  # of the plan, on schedules.bp
from panel.web import chairs as chairs  # the chair's and the secretary's pages of sheets.bp
from panel.web import days as days  # a zone's day, on schedules.bp
from panel.web import imports as imports  # spreadsheets that come in, on schedules.bp
from panel.web import papers as papers
from panel.web import planning as planning
from panel.web import plans as plans  # the public plan, on schedules.bp
from panel.web import screens as screens  # the hall screens, on schedules.bp
from panel.web import shifts as shifts  # changes of the rest of a day, on schedules.bp
from panel.web import slips as slips  # personal links, on accounts.bp
from panel.web import slots as slots  # of the plan, on schedules.bp
from panel.web import zoning as zoning

csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Bind everything to the application."""
    csrf.init_app(app)
    csrf.exempt(entries.bp)  # authenticates by a device credential, an own content type and the Origin
    for part in (access, errors, headers, language, live, logs, pages):
        part.init_app(app)
    for blueprint in (
        accounts.bp,
        events.bp,
        panels.bp,
        schedules.bp,
        sheets.bp,
        entries.bp,
        results.bp,
        documents.bp,
    ):
        app.register_blueprint(blueprint)
