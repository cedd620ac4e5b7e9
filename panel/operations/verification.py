"""Whether a PDF file is genuine and holds: looked up among what was made here, printed again and compared
byte by byte. What a file says of itself is where to look, never believed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from panel.adapters.pages import differing_pages
from panel.adapters.pdf import facts_of
from panel.config import Settings
from panel.domain.documents import NARROWED_BY, Choice, Document
from panel.domain.errors import Conflict, PanelError
from panel.models import Event
from panel.operations.documents import render
from panel.operations.galleys import FACTS, title_of, typeset
from panel.operations.packs import pack_parts
from panel.queries.documents import papers
from panel.queries.events import find_event, find_zone
from panel.queries.letterheads import Stamp
from panel.queries.making import MadeHere, made_here, replaced_versions, tampered
from panel.queries.snapshots import snapshots_of


@dataclass(frozen=True)
class Finding:
    """What a file is, by the code of its words; `holds`: genuine and current. `details` name what is not."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    details: tuple[PanelError, ...] = ()
    holds: bool = False


@dataclass(frozen=True)
class Claim:
    """What a file says that it is."""

    event: str
    choice: Choice
    base_url: str


def verify_file(content: bytes, settings: Settings, *, key: bytes) -> Finding:
    """`key` is the audit log's. Raises Conflict where the font is missing."""
    made, claim = made_here(hashlib.sha256(content).hexdigest()), _claim(content)
    if claim is None or claim.choice.document.lets_in:
        return Finding("verify.made_here", made.params) if made else Finding("verify.unknown")
    try:
        event = find_event(claim.event)
        if changes := tuple(tampered(event, claim.choice.zone, key)):
            return Finding("verify.tampered", details=changes)
        with _own_store(settings) as empty:
            return _compared(content, event, claim, made, empty)
    except PanelError as error:
        if error.code == "document.font_missing":
            raise
        return Finding("verify.not_printed", details=(error,))


def _claim(content: bytes) -> Claim | None:
    try:
        return read_claim(facts_of(content))
    except (KeyError, TypeError, ValueError, AttributeError):  # whoever wrote it wrote something else
        return None


def read_claim(facts: Mapping[str, str]) -> Claim:
    """What `galleys.facts` wrote."""
    told = json.loads(facts[FACTS])
    choice = Choice.from_json(told["document"], told["choice"])
    return Claim(str(told["event"]), choice, str(told["base_url"]))


@contextmanager
def _own_store(settings: Settings) -> Iterator[Settings]:
    """The same settings, but nothing is drawn yet: what is kept in a folder could have been exchanged."""
    with TemporaryDirectory() as place:
        (Path(place) / "uploads").symlink_to(settings.instance.resolve() / "uploads")
        yield replace(settings, instance=Path(place))


def _compared(
    content: bytes, event: Event, claim: Claim, made: MadeHere | None, settings: Settings
) -> Finding:
    """What printing it again says of it."""
    again = render(event, claim.choice, settings)
    if again == content:
        return _genuine(event, claim.choice, settings)
    if made:
        return _outdated(event, claim.choice, made)
    if earlier := _earlier(content, event, claim.choice, settings):
        return earlier
    there = replace(settings, base_url=claim.base_url)
    if there != settings and render(event, claim.choice, there) == content:
        return Finding("verify.other_address", {"there": there.base_url, "here": settings.base_url})
    return Finding("verify.altered", details=(*_pages(content, again), *_replaced(event, claim.choice)))


def _genuine(event: Event, choice: Choice, settings: Settings) -> Finding:
    """Of what this server prints in this moment: a draft, an earlier version, or what holds."""
    stamps = list(_stamps(event, choice, settings))
    if drafts := dict.fromkeys(document for document, stamp in stamps if stamp.draft):
        return Finding("verify.draft", details=tuple(map(_draft, drafts)))
    for _, stamp in stamps:
        if stamp.superseded_at:
            return Finding("verify.older", {"at": stamp.superseded_at, "reason": stamp.superseded_reason})
    return Finding("verify.holds", {"document": choice.document.value}, holds=True)


def _draft(document: Document) -> PanelError:
    return Conflict("verify.not_settled", document=document.value)


def _stamps(event: Event, choice: Choice, settings: Settings) -> Iterator[tuple[Document, Stamp]]:
    for part in pack_parts(event, choice) if choice.document is Document.PACK else [choice]:
        try:
            yield from ((part.document, paper.stamp) for paper in papers(event, part, settings))
        except Conflict as conflict:
            if conflict.code != "document.empty":
                raise


def _outdated(event: Event, choice: Choice, made: MadeHere) -> Finding:
    """Made here, and not what is printed now: a result was reopened, or whatever it shows was changed."""
    since = [each for each in replaced_versions(event, choice.zone) if each.at >= made.at]
    if since and choice.document.shows_marks:
        return Finding("verify.older", {"at": since[0].at, "reason": since[0].reason})
    return Finding("verify.outdated", made.params)


def _earlier(content: bytes, event: Event, choice: Choice, settings: Settings) -> Finding | None:
    """Printed while an earlier version of its zone's result held."""
    if choice.zone is None or choice.document not in NARROWED_BY["version"]:
        return None
    known = snapshots_of(event, find_zone(event, choice.zone))
    for version in (each for each in known if each.reopened_at):
        then, stamp = replace(choice, version=version.version), Stamp.of(version.version, version.digest)
        found = [replace(paper, stamp=stamp) for paper in papers(event, then, settings)]
        title = title_of(event, then, settings)
        if typeset(event, choice, found, title, settings).draw(settings.font_dir) == content:
            return Finding("verify.older", {"at": version.reopened_at, "reason": version.reopened_reason})
    return None


def _pages(content: bytes, again: bytes) -> Iterator[PanelError]:
    if content.startswith(again):
        yield Conflict("verify.appended")
    elif pages := differing_pages(content, again):
        yield Conflict("verify.pages", pages=", ".join(map(str, pages)))
    else:
        yield Conflict("verify.no_page")


def _replaced(event: Event, choice: Choice) -> Iterator[PanelError]:
    """It may have been printed of a version that was replaced: that alone proves nothing."""
    if choice.document.shows_marks:
        for each in replaced_versions(event, choice.zone):
            yield Conflict(
                "verify.replaced", zone=each.zone, version=each.version, at=each.at, reason=each.reason
            )
