"""Ranking and score sheets as spreadsheets, for whom the same papers are offered to."""

from __future__ import annotations

from urllib.parse import quote

from werkzeug.wrappers import Response

from panel.domain import access as may
from panel.domain.documents import Choice, Document
from panel.domain.errors import NotFound
from panel.operations.handouts import ranking_csv, ranking_workbook, sheets_csv, sheets_workbook
from panel.queries.events import find_event
from panel.web.access import allow
from panel.web.documents import EVENT, bp, refuse_unless_offered
from panel.web.language import language

FILE = "spreadsheets/<document>.<form>"
MAKERS = {
    ("ranking", "xlsx"): ranking_workbook,
    ("ranking", "csv"): ranking_csv,
    ("sheets", "xlsx"): sheets_workbook,
    ("sheets", "csv"): sheets_csv,
}
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@bp.get(f"{EVENT}/{FILE}")
@allow(may.reader)
def spreadsheet(event: str, document: str, form: str) -> Response:
    return _file(event, None, document, form)


@bp.get(f"{EVENT}/zones/<zone>/{FILE}")
@allow(may.archivist)
def zone_spreadsheet(event: str, zone: str, document: str, form: str) -> Response:
    return _file(event, zone, document, form)


def _file(event: str, zone: str | None, document: str, form: str) -> Response:
    make = MAKERS.get((document, form))
    if make is None:
        raise NotFound("page.unknown")
    found, kind = find_event(event), Document(document)
    refuse_unless_offered(found, Choice(kind, zone))
    answer = Response(make(found, zone, language()), content_type=KINDS[form])
    answer.headers["Cache-Control"] = "no-store"
    name = "-".join(each for each in (event, document, zone) if each) + f".{form}"
    words = quote(f"{language().message(f'document.{kind}')} {name}")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}; filename*=UTF-8''{words}"
    return answer
