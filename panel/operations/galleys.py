"""Documents ready for the press: what is read of them and written down, before anything is drawn.

A galley's key is the same for what gives the same bytes, so most are drawn once and then only taken out of
the store. What lets somebody in is never kept there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from panel.adapters.language import Language
from panel.adapters.paper import paper_html
from panel.adapters.pdf import Galley
from panel.adapters.store import Store
from panel.config import Settings
from panel.domain.documents import Choice, Document, Numerals
from panel.models import Event
from panel.queries.documents import papers
from panel.queries.events import find_seat
from panel.queries.names import Names, names_of
from panel.queries.papers import Paper

FACTS = "panel"
"""Under which a file says what it is, for `panel verify`."""


def galley_of(event: Event, choice: Choice, settings: Settings) -> Galley:
    """Of any document but the pack; raises Conflict where there is nothing to print."""
    choice = in_its_zone(event, choice)
    found = papers(event, choice, settings)
    return typeset(event, choice, found, title_of(event, choice, settings), settings)


def in_its_zone(event: Event, choice: Choice) -> Choice:
    """The same choice, told in one way: sheets of a seat are those of its zone."""
    if choice.document is not Document.SHEETS or choice.seat is None or choice.zone is not None:
        return choice
    zone = find_seat(event, choice.seat).zone
    return replace(choice, zone=zone.code if zone else None)


def typeset(event: Event, choice: Choice, found: Sequence[Paper], title: str, settings: Settings) -> Galley:
    """These papers under that title."""
    pages = tuple(
        paper_html(
            paper, paper.template, lang=choice.lang, base_url=settings.base_url, numerals=choice.numerals
        )
        for paper in found
    )
    return Galley(pages, title, facts(event, choice, settings))


def facts(event: Event, choice: Choice, settings: Settings) -> dict[str, str]:
    """What a file says of itself: enough to make it again and compare. Who asked for it is not in it."""
    body = {
        "event": event.code,
        "document": choice.document.value,
        "choice": {key: value for key, value in choice.to_json().items() if key not in {"asker", "loopback"}},
        "base_url": settings.base_url,
    }
    return {FACTS: json.dumps(body, sort_keys=True, separators=(",", ":"))}


def draw(galley: Galley, choice: Choice, settings: Settings) -> bytes:
    """The file: from the store if it was drawn before."""
    if choice.document.lets_in:
        return galley.draw(settings.font_dir)
    return store_of(settings).kept(galley.key(settings.font_dir), lambda: galley.draw(settings.font_dir))


def store_of(settings: Settings) -> Store:
    return Store(settings.documents / "cache")


def name_of(choice: Choice, names: Names) -> str:
    """What a document is called, with its zone if it is one zone's."""
    language = Language(choice.lang, thai_numerals=choice.numerals is Numerals.THAI)
    zone = [language.name(names.hall(choice.zone))] if choice.zone else []
    return " ".join([language.message(f"document.{choice.document}"), *zone])


def title_of(event: Event, choice: Choice, settings: Settings) -> str:
    names = names_of(event, choice, settings)
    return f"{name_of(choice, names)} – {Language(choice.lang).name(names, 'title')}"
