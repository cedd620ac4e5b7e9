"""Packs: all documents of a day bound together, of leaves that are drawn once each, several at a time.

A leaf is one judge's sheet, one presenter's result or another document whole: the same bytes as that paper
printed by itself, so that whatever was printed or drawn ahead is ready.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from panel.adapters.pdf import Galley, bind, preload
from panel.adapters.processes import side_by_side
from panel.config import Settings
from panel.domain.documents import NARROWED_BY, PACKED, Choice, Document
from panel.domain.errors import Conflict
from panel.models import Event, Zone
from panel.operations.galleys import facts, name_of, store_of, title_of, typeset
from panel.queries.documents import papers
from panel.queries.names import names_of
from panel.queries.papers import Paper, ResultPaper, SheetPaper

Told = Callable[[int, int], object]
"""Hears how many leaves of how many are there."""


@dataclass(frozen=True)
class Leaf:
    """`part` is what its bookmark says above it."""

    part: str
    galley: Galley


def make_pack(event: Event, choice: Choice, settings: Settings, told: Told) -> bytes:
    """Raises Conflict where there is nothing to print."""
    leaves = pack_leaves(event, choice, settings)
    if not leaves:
        raise Conflict("document.empty", document=choice.document.value)
    title, says = title_of(event, choice, settings), facts(event, choice, settings)
    store, keys = store_of(settings), [leaf.galley.key(settings.font_dir) for leaf in leaves]

    def bound() -> bytes:
        draw_missing([leaf.galley for leaf in leaves], settings, told)
        drawn = zip((leaf.part for leaf in leaves), map(store.find, keys), strict=True)
        parts = [
            (part, [content for _, content in group if content is not None])
            for part, group in groupby(drawn, key=lambda each: each[0])
        ]
        return bind(parts, title=title, lang=choice.lang, facts=says)

    whole = "\0".join([title, *says.values(), *(leaf.part for leaf in leaves), *keys])
    return store.kept(hashlib.sha256(whole.encode()).hexdigest(), bound)


def draw_missing(galleys: Sequence[Galley], settings: Settings, told: Told) -> None:
    """Draw into the store what is not there, in several processes; `told` hears of all."""
    store, font_dir = store_of(settings), settings.font_dir
    missing = {key: each for each in galleys if (key := each.key(font_dir)) not in store}
    there = len(galleys) - len(missing)
    told(there, len(galleys))
    if not missing:
        return
    preload(font_dir)
    work = list(missing.values())
    side_by_side(
        lambda turn: draw_kept(work[turn], settings),
        len(work),
        told=lambda done: told(there + done, len(galleys)),
    )


def draw_kept(galley: Galley, settings: Settings) -> None:
    """Draw one into the store, unless another has meanwhile."""
    store, key = store_of(settings), galley.key(settings.font_dir)
    if key not in store:
        store.keep(key, galley.draw(settings.font_dir))


def submitted_sheets(zone: Zone, settings: Settings) -> list[Galley]:
    """What will be asked for once the zone is done: its judges' submitted sheets, in the usual edition."""
    part = Choice(Document.SHEETS, zone=zone.code)
    return [leaf.galley for leaf in _part(zone.event, part, settings, only=_is_submitted)]


def _is_submitted(paper: Paper) -> bool:
    return isinstance(paper, SheetPaper) and paper.sheet.state.counts


def pack_parts(event: Event, choice: Choice) -> list[Choice]:
    """What a pack holds, in its order; documents of many pages by zone, so that few are held at a time."""
    zones = [zone.code for zone in event.zones if choice.zone in {None, zone.code}]
    parts: list[Choice] = []
    for document in PACKED:
        if choice.zone and document not in NARROWED_BY["zone"]:
            continue
        whole = replace(choice, document=document)
        by_zone = document in {Document.RESULTS, Document.SHEETS}
        parts += [replace(whole, zone=zone) for zone in zones] if by_zone else [whole]
    return parts


def pack_leaves(event: Event, choice: Choice, settings: Settings) -> list[Leaf]:
    """In the order in which they are bound."""
    return [leaf for part in pack_parts(event, choice) for leaf in _part(event, part, settings)]


def _part(
    event: Event, part: Choice, settings: Settings, only: Callable[[Paper], bool] = lambda _: True
) -> list[Leaf]:
    """The leaves of a part; none where there is nothing to print."""
    try:
        found = papers(event, part, settings)
    except Conflict as conflict:
        if conflict.code != "document.empty":
            raise
        return []
    name, title = name_of(part, names_of(event, part, settings)), title_of(event, part, settings)
    return [
        Leaf(name, typeset(event, unit, group, title, settings)) for unit, group in _units(part, found, only)
    ]


def _units(
    part: Choice, found: Sequence[Paper], only: Callable[[Paper], bool]
) -> Iterator[tuple[Choice, Sequence[Paper]]]:
    """What stands by itself in a part, each as it is chosen alone."""
    if part.document not in {Document.RESULTS, Document.SHEETS}:
        yield part, found
        return
    for paper in filter(only, found):
        if isinstance(paper, SheetPaper):
            yield replace(part, seat=paper.sheet.seat, presenter=paper.presenter.code), [paper]
        elif isinstance(paper, ResultPaper):
            yield replace(part, presenter=paper.presenter.code), [paper]
