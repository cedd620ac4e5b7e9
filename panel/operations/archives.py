"""Making an archive: everything that a finished event leaves, as one file that needs no server to be read.

What it holds is read first, of one state of the event; papers are drawn afterwards, when nothing of the
database is held any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill
from typing import Any

from sqlalchemy import select

from panel.adapters import verifier
from panel.adapters.archives import write_archive
from panel.adapters.language import N_, Language
from panel.adapters.pdf import Galley
from panel.adapters.uploads import upload_path
from panel.config import Settings
from panel.db import db
from panel.domain.documents import NARROWED_BY, Choice, Document
from panel.domain.errors import Conflict
from panel.models import Event, Snapshot, Zone
from panel.operations.documents import render
from panel.operations.galleys import draw, galley_of
from panel.operations.packs import draw_missing, pack_leaves
from panel.operations.verification import read_claim
from panel.queries.archives import (
    archive_files,
    archived_uploads,
    latest_act,
    provisional_zones,
    stamp_of,
)

FORMAT = 1
LANGUAGES = ("th", "en")
PACK = Choice(Document.PACK)
README = (
    N_("%(title)s: archive"),
    N_(
        "All that was judged, by whom, and what came of it, as it stood at %(at)s. Nothing here needs "
        "Panel or a network to be read."
    ),
    N_(
        "documents: the papers as PDF, pack.pdf all of them in one; a name that ends in v1, v2 is an "
        "earlier version that no longer holds. scans: paper sheets. signed: pages that were signed by "
        "hand."
    ),
    N_(
        "results.json: results and marks. snapshots: each version of a result as somebody put a name "
        "to it. sheets.json: each score sheet with its comments. audit: every act in its order. "
        "rules, instruments: by what was judged and reckoned."
    ),
    N_(
        "To check it, run verify.py with Python 3.9 or later: it compares every file with the "
        "manifest, reckons results and places anew from the frozen marks, and follows the log. It "
        "ends with status 1 and names what does not hold."
    ),
    N_(
        "Whoever can write all files anew can make them agree with each other. So compare the digests "
        "that verify.py prints with those on the signed papers. That nobody rewrote the log only the "
        "server that kept it can prove: bin/panel audit verify; and that a PDF is genuine: bin/panel "
        "verify."
    ),
)
PROVISIONAL = N_("PROVISIONAL: not yet final are %(zones)s. What is here of them is a draft.")
WORDS = {
    "whole": N_(
        "The archive is whole and agrees with itself. Compare the digests above with the signed papers."
    ),
    "broken": N_("The archive does not hold: what is broken stands above."),
}
"""With which its verifier ends."""


@dataclass(frozen=True)
class Made:
    """What became of an archive: how many files are in it, which zones are provisional in it, and the scans
    whose bytes are no longer on this server."""

    files: int
    provisional: Sequence[str]
    missing: Sequence[str]


def make_archive(event: Event, file: Path, settings: Settings) -> Made:
    """Write all of the event to `file`, whole or not at all; raises Conflict if it was changed meanwhile."""
    with TemporaryDirectory(dir=settings.instance, prefix=".archive-") as place:
        folder, before = _Folder(Path(place)), stamp_of(event)
        provisional, uploads = provisional_zones(event), archived_uploads(event)
        facts, galleys = _facts(event, provisional), archived_papers(event, settings)
        for name, content in archive_files(event).items():
            folder.add(name, content)
        folder.add("README.txt", _readme(event, provisional).encode())
        folder.add("verify.py", Path(verifier.__file__).read_bytes())
        db.session.rollback()
        for name, pdf in _drawn(galleys, settings):
            folder.add(name, pdf)
        folder.add(f"documents/{PACK.file_name}", render(event, PACK, settings))
        if stamp_of(event) != before:
            raise Conflict("archive.busy")
        codes = [zone.code for zone in provisional]
        db.session.rollback()
        scans = {name: upload_path(settings, digest) for name, digest in uploads.items()}
        kept = {name: path for name, path in scans.items() if path.is_file()}
        write_archive(file, folder.files | kept, facts)
    return Made(len(folder.files | kept), codes, sorted({*scans} - {*kept}))


def archived_papers(event: Event, settings: Settings) -> dict[str, Galley]:
    """Each paper that a pack binds, by itself, and earlier versions of results, by names in the archive. What
    is for before the day, or was filled in by hand, is no record of it."""
    earlier = db.session.execute(
        select(Zone.code, Snapshot.version)
        .select_from(Snapshot)
        .outerjoin(Zone, Snapshot.zone_id == Zone.id)
        .where(Snapshot.event_id == event.id, Snapshot.reopened_at.is_not(None))
        .order_by(Zone.position, Snapshot.version)
    )
    versioned = [each for each in Document if each in NARROWED_BY["version"]]
    galleys = [leaf.galley for leaf in pack_leaves(event, PACK, settings)] + [
        galley_of(event, Choice(each, zone, version=version), settings)
        for zone, version in earlier
        for each in versioned
        if (each in NARROWED_BY["zone"] if zone else each.certified)
    ]
    return {f"documents/{read_claim(galley.facts).choice.file_name}": galley for galley in galleys}


def _drawn(galleys: Mapping[str, Galley], settings: Settings) -> Iterator[tuple[str, bytes]]:
    """As PDF, several at a time; nothing of the database is read."""
    draw_missing(list(galleys.values()), settings, lambda *_: None)
    for name, galley in galleys.items():
        yield name, draw(galley, PACK, settings)


def _facts(event: Event, provisional: Sequence[Zone]) -> dict[str, Any]:
    """What the manifest says beside its files; nothing in it is of the moment at which it is written."""
    return {
        "format": FORMAT,
        "event": event.code,
        "as_of": latest_act(event).isoformat(),
        "provisional": [zone.code for zone in provisional],
        "heads": {name: head for name, (head, _) in stamp_of(event).items()},
        "words": {name: [Language(lang).text(words) for lang in LANGUAGES] for name, words in WORDS.items()},
    }


def _readme(event: Event, provisional: Sequence[Zone]) -> str:
    """In Thai, then in English."""
    paragraphs = [text for lang in LANGUAGES for text in _paragraphs(event, provisional, Language(lang))]
    return "\n\n".join(fill(text, 100, break_long_words=False) for text in paragraphs) + "\n"


def _paragraphs(event: Event, provisional: Sequence[Zone], language: Language) -> Iterator[str]:
    facts = {"title": language.name(event, "title"), "at": language.moment(latest_act(event))}
    yield from (language.text(words) % facts for words in README)
    if provisional:
        yield language.text(PROVISIONAL, zones=", ".join(map(language.name, provisional)))


class _Folder:
    """Files on their way into an archive, by their names in it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.files: dict[str, Path] = {}

    def add(self, name: str, content: bytes) -> None:
        path = self.place / str(len(self.files))
        path.write_bytes(content)
        self.files[name] = path
