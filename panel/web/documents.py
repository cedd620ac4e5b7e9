"""Documents on the web: what may be printed, and asking for it; and whether a paper is genuine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.documents import NARROWED_BY, Choice, Document, Numerals
from panel.domain.errors import Forbidden, Invalid
from panel.models import Event, Zone
from panel.operations.documents import ask_for_document
from panel.queries.accounts import find_person
from panel.queries.events import find_event, find_zone
from panel.queries.jobs import jobs_of
from panel.queries.results import event_results, zone_results
from panel.queries.sheets import sheet_page
from panel.queries.sights import sight
from panel.queries.snapshots import current_snapshot
from panel.queries.verification import LEAST, Verdict, verdict
from panel.web.access import allow, me, signed_in
from panel.web.actors import author, settings
from panel.web.chairs import sees_marks
from panel.web.forms.documents import DocumentForm
from panel.web.pace import keep_pace

bp = Blueprint("documents", __name__)

EVENT = "/events/<event>"


@dataclass(frozen=True)
class Shelf:
    """A zone's documents, or of the whole, that may be printed now; `held` may later. `keeps`:
    whoever asks may attach what was signed."""

    zone: Zone | None
    offered: tuple[Document, ...]
    held: tuple[Document, ...]
    keeps: bool


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
        arabic=request.args.get("numerals") == Numerals.ARABIC,
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


@bp.get("/verify/<digest>")
@allow(may.anyone)
def verify(digest: str) -> tuple[str, int]:
    """Public: what a digest on paper stands for. Shows no marks."""
    keep_pace()
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
        if _near(event, zone):
            yield _shelf(zone, Place(event.code, zone.code), seen[zone.code])


def _near(event: Event, zone: Zone) -> bool:
    return may.steward(signed_in(), Place(event.code, zone.code)) or may.reader(
        signed_in(), Place(event.code)
    )


def _shelf(zone: Zone | None, place: Place, sees_all: bool) -> Shelf:
    me = signed_in()
    theirs = [
        each
        for each in Document
        if not each.filled_in
        and (zone is None or each in NARROWED_BY["zone"])
        and (not each.lets_in or may.secretary(me, place))
    ]
    offered = tuple(
        each for each in theirs if may.prints(me, place, shows_marks=each.shows_marks, sees_all=sees_all)
    )
    held = tuple(each for each in theirs if each not in offered)
    return Shelf(zone, offered, held, keeps=sees_all and may.keeper(me, place))


def refuse_unless_offered(event: Event, choice: Choice) -> None:
    """Raises Forbidden for what the list of documents does not offer."""
    if choice.document not in _offered(event, choice.zone):
        raise Forbidden("document.not_yours")


def _offered(event: Event, code: str | None) -> tuple[Document, ...]:
    """Of the whole, or of one zone: then no other's results are looked at."""
    if code is None:
        return next((shelf.offered for shelf in shelves(event) if shelf.zone is None), ())
    zone = find_zone(event, code)
    seen = sight(signed_in(), event.code, zone_results(zone)).ranking
    return _shelf(zone, Place(event.code, code), seen).offered if _near(event, zone) else ()
