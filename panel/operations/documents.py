"""Making documents: at once by `render`, or as jobs that `panel work` takes up away from the web server."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from panel.adapters.language import Language
from panel.adapters.paper import paper_html
from panel.adapters.pdf import bind, make_pdf
from panel.config import Settings
from panel.db import db
from panel.domain.documents import PACKED, Choice, Document
from panel.domain.errors import Conflict
from panel.models import Event, Job
from panel.models.jobs import JobKind
from panel.operations.accounts import note_slips
from panel.operations.audit import Author
from panel.operations.jobs import ask_for_job, end_job, record_job
from panel.queries.documents import check_choice, papers

ONCE = ".once"
"""Before the suffix of a file that can be fetched once."""


def render(event: Event, choice: Choice, settings: Settings) -> bytes:
    """A document as PDF; the same bytes as long as what it shows is the same."""
    check_choice(event, choice)
    if choice.document is Document.PACK:
        return _pack(event, choice, settings)
    pages = [
        paper_html(paper, paper.template, lang=choice.lang, base_url=settings.base_url)
        for paper in papers(event, choice, settings)
    ]
    return make_pdf(pages, title=_title(event, choice), font_dir=settings.font_dir)


def _pack(event: Event, choice: Choice, settings: Settings) -> bytes:
    """All documents bound together."""
    parts = ((part, render_part(event, part, settings)) for part in pack_parts(event, choice))
    return bind_pack(event, choice, [(part, pdf) for part, pdf in parts if pdf is not None])


def pack_parts(event: Event, choice: Choice) -> list[Choice]:
    """What a pack holds, in its order; documents of many pages by zone, so that few are held at a time."""
    zones = [zone.code for zone in event.zones if choice.zone in {None, zone.code}]
    parts: list[Choice] = []
    for document in PACKED:
        whole = replace(choice, document=document)
        by_zone = document in {Document.RESULTS, Document.SHEETS}
        parts += [replace(whole, zone=zone) for zone in zones] if by_zone else [whole]
    return parts


def render_part(event: Event, part: Choice, settings: Settings) -> bytes | None:
    """A part of a pack as PDF; None where there is nothing to print."""
    try:
        return render(event, part, settings)
    except Conflict as conflict:
        if conflict.code != "document.empty":
            raise
        return None


def bind_pack(event: Event, choice: Choice, parts: Sequence[tuple[Choice, bytes]]) -> bytes:
    """Rendered parts as one PDF with a bookmark each."""
    named = [(_name(event, part), pdf) for part, pdf in parts]
    return bind(named, title=_title(event, choice), lang=choice.lang)


def _name(event: Event, choice: Choice) -> str:
    """What a document is called, with its zone if it is one zone's."""
    language = Language(choice.lang, thai_numerals=True)
    zone = [language.name(zone) for zone in event.zones if zone.code == choice.zone]
    return " ".join([language.message(f"document.{choice.document}"), *zone])


def _title(event: Event, choice: Choice) -> str:
    return f"{_name(event, choice)} – {event.title_en if choice.lang == 'en' else event.title}"


def ask_for_document(event: Event, choice: Choice, *, by: Author) -> Job:
    """Put a document in the queue; what the person waits for already is not made twice."""
    check_choice(event, choice)
    return ask_for_job(event, JobKind.DOCUMENT, choice.to_json(), by=by, document=choice.document.value)


def file_name(key: str, choice: Choice) -> str:
    """What the file of a job is called; one that lets in says so, to be swept sooner."""
    return f"{key}{ONCE if choice.document.lets_in else ''}.pdf"


def finish_document(
    job: Job, file: str, content: bytes, *, by: Author, slips: Mapping[str, int] | None = None
) -> None:
    """The document is there, in a file of that name; the `slips` in it are of these persons' generations."""
    job.file = file
    if slips:
        note_slips(db.session.get_one(Event, job.event_id), slips, by=by)
    end_job(job, at=by.at)
    record_job(job, "document.made", by=by, digest=hashlib.sha256(content).hexdigest())
