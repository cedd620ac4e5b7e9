"""Making documents: at once by `render`, or as jobs that `panel work` takes up away from the web server."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from panel.config import Settings
from panel.db import db
from panel.domain.documents import Choice, Document
from panel.models import Event, Job
from panel.models.jobs import JobKind
from panel.operations.accounts import note_slips
from panel.operations.audit import Author
from panel.operations.galleys import draw, galley_of, store_of
from panel.operations.jobs import ask_for_job, end_job, record_job
from panel.operations.mailings import make_mailing
from panel.operations.packs import Told, make_pack
from panel.queries.documents import check_choice

ONCE = ".once"
"""Before the suffix of a file that can be fetched once."""


def render(event: Event, choice: Choice, settings: Settings, told: Told = lambda *_: None) -> bytes:
    """A document as PDF, or a file for each presenter in a ZIP; the same bytes as long as what it shows is
    the same. Of what is drawn in parts `told` hears how far it is."""
    check_choice(event, choice)
    if choice.each:
        return make_mailing(event, choice, settings, told)
    if choice.document is Document.PACK:
        return make_pack(event, choice, settings, told)
    return draw(galley_of(event, choice, settings), choice, settings)


def ready(event: Event, choice: Choice, settings: Settings) -> bytes | None:
    """A document that was drawn before and still says the same; None where it would have to be drawn."""
    check_choice(event, choice)
    return store_of(settings).find(galley_of(event, choice, settings).key(settings.font_dir))


def ask_for_document(event: Event, choice: Choice, *, by: Author) -> Job:
    """Put a document in the queue; what the person waits for already is not made twice."""
    check_choice(event, choice)
    return ask_for_job(event, JobKind.DOCUMENT, choice.to_json(), by=by, document=choice.document.value)


def file_name(key: str, choice: Choice) -> str:
    """What the file of a job is called; one that lets in says so, to be swept sooner."""
    return f"{key}{ONCE if choice.document.lets_in else ''}{choice.suffix}"


def finish_document(
    job: Job, file: str, content: bytes, *, by: Author, slips: Mapping[str, int] | None = None
) -> None:
    """The document is there, in a file of that name; the `slips` in it are of these persons' generations."""
    job.file = file
    if slips:
        note_slips(db.session.get_one(Event, job.event_id), slips, by=by)
    end_job(job, at=by.at)
    record_job(job, "document.made", by=by, digest=hashlib.sha256(content).hexdigest())
