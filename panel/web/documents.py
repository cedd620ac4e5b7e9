"""Documents on the web: what may be printed, asking for it, fetching it; and whether a paper is genuine."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import Blueprint, make_response, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.documents import Choice, Document
from panel.domain.errors import Forbidden, Invalid, NotFound
from panel.models import Event, Job, Zone
from panel.models.jobs import JobKind, JobState
from panel.operations.documents import ask_for_document
from panel.queries.accounts import find_person
from panel.queries.events import find_event
from panel.queries.jobs import OPEN, choice_of, failure_of, find_job, jobs_of
from panel.queries.results import event_results
from panel.queries.sheets import sheet_page
from panel.queries.sights import sight
from panel.queries.snapshots import current_snapshot
from panel.queries.verification import LEAST, Verdict, verdict
from panel.web.access import allow, me, signed_in
from panel.web.actors import author, settings
from panel.web.chairs import sees_marks
from panel.web.forms.documents import DocumentForm
from panel.web.language import language

bp = Blueprint("documents", __name__)

EVENT = "/events/<event>"
JOB = f"{EVENT}/jobs/<key>"
AGAIN_SECONDS = 2


@dataclass(frozen=True)
class Shelf:
    """A zone's documents, or without one those of the whole, that may be printed now; `held` may later."""

    zone: Zone | None
    offered: tuple[Document, ...]
    held: tuple[Document, ...]


@bp.get(f"{EVENT}/documents")
@allow(may.archivist)
def index(event: str) -> str:
    found = find_event(event)
    person = find_person(found, signed_in().person)
    return render_template(
        "documents/index.html",
        event=found,
        shelves=list(shelves(found)),
        jobs=jobs_of(found, person) if person else (),
        loopback=settings().loopback,
    )


@bp.post(f"{EVENT}/documents")
@allow(may.archivist)
def ask(event: str) -> Response:
    form = DocumentForm()
    if not form.validate_on_submit():
        raise Invalid("document.malformed")
    choice = replace(form.choice, asker=signed_in().person)
    with writing():
        found = find_event(event)
        refuse_unless_offered(found, choice)
        key = ask_for_document(found, choice, by=author()).key
    return redirect(url_for("documents.job", event=event, key=key))


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
            failure=language().error(failure) if failure else "",
        )
    )
    if found.state in OPEN:
        page.headers["Refresh"] = str(AGAIN_SECONDS)
    return page


@bp.get(f"{JOB}/file")
@allow(may.signed_in)
def file(event: str, key: str) -> Response:
    found = _job(event, key)
    path = settings().documents / found.file
    if found.state is not JobState.DONE or not path.is_file():
        raise NotFound("job.file_gone")
    choice = choice_of(found)
    content = io.BytesIO(path.read_bytes())
    if choice.document.lets_in:
        path.unlink(missing_ok=True)
    answer = send_file(content, mimetype="application/pdf")
    answer.headers["Cache-Control"] = "no-store"
    title = language().message(f"document.{choice.document}")
    words = quote(f"{title} {choice.file_name}")
    answer.headers["Content-Disposition"] = (
        f"attachment; filename={choice.file_name}; filename*=UTF-8''{words}"
    )
    return answer


@bp.get("/verify/<digest>")
@allow(may.anyone)
def verify(digest: str) -> tuple[str, int]:
    """Public: what a digest on paper stands for. Shows no marks."""
    known = re.fullmatch(f"[0-9a-f]{{{LEAST},64}}", digest.lower())
    found = verdict(digest.lower()) if known else None
    found = found if found and _tells(found) else None
    return render_template("documents/verify.html", digest=digest[:64], verdict=found), 200 if found else 404


def _tells(found: Verdict) -> bool:
    """Whoever guesses the marks of a short sheet right has its digest, and would be told so: before its zone
    is final a sheet's is for its author, and for who sees what stands on it anyway."""
    zone, presenter, identity = found.zone, found.presenter, me()
    if not (found.seat and zone and presenter) or current_snapshot(zone):
        return True
    if identity is None:
        return False
    own = may.author(identity, Place(found.event.code, zone.code, found.seat))
    return own or sees_marks(sheet_page(found.event, zone.code, found.seat, presenter.code))


def shelves(event: Event) -> Iterator[Shelf]:
    """What there is for who asks, the whole first, then zone by zone."""
    me, place = signed_in(), Place(event.code)
    views = [zone for view in event_results(event) for zone in view.zones]
    seen = {zone.code: sight(me, event.code, zone).ranking for zone in views}
    if may.reader(me, place):
        yield _shelf(None, place, all(seen.values()))
    for zone in event.zones:
        if may.steward(me, Place(event.code, zone.code)) or may.reader(me, place):
            yield _shelf(zone, Place(event.code, zone.code), seen[zone.code])


def _shelf(zone: Zone | None, place: Place, sees_all: bool) -> Shelf:
    me = signed_in()
    theirs = [each for each in Document if not each.lets_in or may.secretary(me, place)]
    offered = tuple(
        each for each in theirs if may.prints(me, place, shows_marks=each.shows_marks, sees_all=sees_all)
    )
    return Shelf(zone, offered, tuple(each for each in theirs if each not in offered))


def refuse_unless_offered(event: Event, choice: Choice) -> None:
    """Raises Forbidden for what the list of documents does not offer."""
    for shelf in shelves(event):
        if (shelf.zone.code if shelf.zone else None) == choice.zone and choice.document in shelf.offered:
            return
    raise Forbidden("document.not_yours")


def _job(event: str, key: str) -> Job:
    """A job of the event, for who asked for it and for organisers; raises NotFound for anybody else."""
    found, me = find_job(key), signed_in()
    place = find_event(event)
    asked = find_person(place, me.person)
    ours = found.event_id == place.id and found.kind is JobKind.DOCUMENT
    if not ours or not (me.organiser or (asked and asked.id == found.person_id)):
        raise NotFound("job.unknown")
    return found
