"""A document that was asked for: how far it is, cancelling it, fetching its file; on documents.bp."""

from __future__ import annotations

import io
from urllib.parse import quote

from flask import make_response, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.documents import Choice
from panel.domain.errors import NotFound
from panel.models import Job
from panel.models.jobs import JobKind, JobState
from panel.operations.jobs import stop_document
from panel.queries.accounts import find_person
from panel.queries.events import find_event
from panel.queries.jobs import OPEN, choice_of, failure_of, find_job
from panel.web.access import allow, signed_in
from panel.web.actors import author, settings
from panel.web.documents import EVENT, bp
from panel.web.language import language

JOB = f"{EVENT}/jobs/<key>"
AGAIN_SECONDS = 2
MEDIA = {
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Of the files that jobs make."""


@bp.get(JOB)
@allow(may.signed_in)
def job(event: str, key: str) -> Response:
    found = _job(event, key)
    failure = failure_of(found)
    page = make_response(
        render_template(
            "documents/job.html",
            event=find_event(event),
            job=found,
            choice=choice_of(found),
            waits=found.state in OPEN,
            cancelled=failure is not None and failure.code == "job.cancelled",
            failure=language().error(failure) if failure else "",
        )
    )
    if found.state in OPEN:
        page.headers["Refresh"] = str(AGAIN_SECONDS)
    return page


@bp.post(f"{JOB}/cancellation")
@allow(may.signed_in)
def cancel(event: str, key: str) -> Response:
    with writing():
        stop_document(_job(event, key), by=author())
    return redirect(url_for("documents.job", event=event, key=key))


@bp.get(f"{JOB}/file")
@allow(may.signed_in)
def file(event: str, key: str) -> Response:
    found = _job(event, key)
    path = settings().documents / found.file
    if found.state is not JobState.DONE or not path.is_file():
        raise NotFound("job.file_gone")
    choice, content = choice_of(found), path.read_bytes()
    if choice.document.lets_in:
        path.unlink(missing_ok=True)
    return sent(choice, content, MEDIA[path.suffix])


def sent(choice: Choice, content: bytes, media: str = MEDIA[".pdf"]) -> Response:
    """A document as a file to be saved, under a name in plain letters and one in words."""
    answer = send_file(io.BytesIO(content), mimetype=media)
    answer.headers["Cache-Control"] = "no-store"
    title = language().message(f"document.{choice.document}")
    words = quote(f"{title} {choice.file_name}")
    answer.headers["Content-Disposition"] = (
        f"attachment; filename={choice.file_name}; filename*=UTF-8''{words}"
    )
    return answer


def _job(event: str, key: str) -> Job:
    """A job of the event, for who asked for it and for organisers; raises NotFound for anybody else."""
    found, me = find_job(key), signed_in()
    place = find_event(event)
    asked = find_person(place, me.person)
    ours = found.event_id == place.id and found.kind is JobKind.DOCUMENT
    if not ours or not (me.organiser or (asked and asked.id == found.person_id)):
        raise NotFound("job.unknown")
    return found
