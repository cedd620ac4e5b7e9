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
    offline,
    pages,
    panels,
    results,
    schedules,
    sessions,
    sheets,
)
from panel.web import adjusted as adjusted  # the ranking less severities, on results.bp
from panel.web import backups as backups  # on events.bp
from panel.web import boards as boards  # of zones and the province, on results.bp
from panel.web import bookings as bookings  # making a plan, on schedules.bp
from panel.web import breaks as breaks  # of the plan, on schedules.bp
from panel.web import certifications as certifications  # of the province, on results.bp
from panel.web import chairs as chairs  # the chair's and the secretary's pages of sheets.bp
from panel.web import connections as connections  # of panels, on panels.bp
from panel.web import copies as copies  # that were signed, on results.bp
from panel.web import days as days  # a zone's day, on schedules.bp
from panel.web import deposits as deposits  # what came late, for the chair, on sheets.bp
from panel.web import finalisations as finalisations  # of a zone, on results.bp
from panel.web import finals as finals  # the final round, on results.bp
from panel.web import histories as histories  # of sheets, on sheets.bp
from panel.web import imports as imports  # spreadsheets that come in, on schedules.bp
from panel.web import jobs as jobs  # a document that was asked for, on documents.bp
from panel.web import leaflets as leaflets  # one sheet or result as a file, on documents.bp
from panel.web import letterheads as letterheads  # of papers, on documents.bp
from panel.web import letters as letters  # and certificates, on documents.bp
from panel.web import materials as materials  # what presenters bring, on schedules.bp
from panel.web import network as network  # of the hall, on events.bp
from panel.web import overviews as overviews  # one's own marks side by side, on sheets.bp
from panel.web import papers as papers
from panel.web import planning as planning
from panel.web import plans as plans  # the public plan, on schedules.bp
from panel.web import presenting as presenting  # the presenters' page, on schedules.bp
from panel.web import prints as prints  # results as on paper, on results.bp
from panel.web import provinces as provinces  # the province's ranking, on results.bp
from panel.web import publications as publications  # of results, on results.bp
from panel.web import readiness as readiness  # for the day, on events.bp
from panel.web import reliability as reliability  # of a panel's marks, on results.bp
from panel.web import reminders as reminders  # of sheets, on sheets.bp
from panel.web import scans as scans  # of paper sheets, on sheets.bp
from panel.web import screens as screens  # the hall screens, on schedules.bp
from panel.web import shifts as shifts  # changes of the rest of a day, on schedules.bp
from panel.web import slips as slips  # personal links, on accounts.bp
from panel.web import slots as slots  # of the plan, on schedules.bp
from panel.web import spreadsheets as spreadsheets  # of ranking and sheets, on documents.bp
from panel.web import tablets as tablets  # links, and tablets that are shared, on accounts.bp
from panel.web import transfers as transfers  # marks that belong to another, on sheets.bp
from panel.web import typings as typings  # of paper sheets, on sheets.bp
from panel.web import zoning as zoning

csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Bind everything to the application."""
    csrf.init_app(app)
    csrf.exempt(entries.bp)  # authenticates by a device credential, an own content type and the Origin
    # what is set up first has the last word on an answer
    for part in (headers, access, errors, language, live, logs, offline, pages, sessions):
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
