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
    pages,
    panels,
    results,
    schedules,
    sheets,
)
from panel.web import chairs as chairs  # the chair's and the secretary's pages of sheets.bp
from panel.web import papers as papers

csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Bind everything to the application."""
    csrf.init_app(app)
    csrf.exempt(entries.bp)  # authenticates by a device credential, an own content type and the Origin
    for part in (access, errors, headers, language, pages):
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
