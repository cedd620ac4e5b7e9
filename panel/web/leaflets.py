"""One sheet or one result as a file, straight away where it was drawn before; else it can be asked for.
On documents.bp."""

from __future__ import annotations

from flask import make_response, render_template
from werkzeug.wrappers import Response

from panel.domain import access as may
from panel.domain.documents import Choice, Document
from panel.operations.documents import ready
from panel.queries.events import find_event
from panel.web.access import allow
from panel.web.actors import settings
from panel.web.documents import EVENT, bp, refuse_unless_offered
from panel.web.jobs import sent

ZONE = f"{EVENT}/zones/<zone>"


@bp.get(f"{ZONE}/sheets/<seat>/<presenter>/sheet.pdf")
@allow(may.follower)
def sheet_file(event: str, zone: str, seat: str, presenter: str) -> Response:
    return _leaflet(event, Choice(Document.SHEETS, zone=zone, seat=seat, presenter=presenter))


@bp.get(f"{ZONE}/results/<presenter>/result.pdf")
@allow(may.follower)
def result_file(event: str, zone: str, presenter: str) -> Response:
    return _leaflet(event, Choice(Document.RESULTS, zone=zone, presenter=presenter))


def _leaflet(event: str, choice: Choice) -> Response:
    """In the usual edition; the page that offers to have it made where nobody has drawn it yet."""
    found = find_event(event)
    refuse_unless_offered(found, choice)
    content = ready(found, choice, settings())
    if content is not None:
        return sent(choice, content)
    return make_response(render_template("documents/leaflet.html", event=found, choice=choice))
