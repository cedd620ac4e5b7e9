"""Results as they are sent out: each presenter's in a file of its own, which offices can file by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from panel.adapters.pdf import Galley
from panel.adapters.zips import zipped
from panel.config import Settings
from panel.domain.documents import Choice
from panel.domain.errors import Conflict
from panel.domain.file_names import file_name
from panel.models import Event
from panel.operations.galleys import draw, title_of, typeset
from panel.operations.packs import Told, draw_missing
from panel.queries.documents import papers
from panel.queries.letterheads import Hall
from panel.queries.papers import ResultPaper
from panel.queries.results import PresenterView


def make_mailing(event: Event, choice: Choice, settings: Settings, told: Told) -> bytes:
    """The chosen results as a ZIP, of several zones in a folder a zone; Conflict where there are none."""
    files = dict(_files(event, replace(choice, each=False), settings))
    if not files:
        raise Conflict("document.empty", document=choice.document.value)
    draw_missing(list(files.values()), settings, told)
    return zipped((name, draw(galley, choice, settings)) for name, galley in files.items())


def _files(event: Event, choice: Choice, settings: Settings) -> Iterator[tuple[str, Galley]]:
    """Each by its name in the ZIP."""
    for zone in event.zones:
        if choice.zone in {None, zone.code}:
            of_zone = replace(choice, zone=zone.code)
            title = title_of(event, of_zone, settings)
            for paper in _results(event, of_zone, settings):
                one = replace(of_zone, presenter=paper.presenter.code)
                folder = "" if choice.zone else f"{_named(paper.hall)}/"
                yield (
                    f"{folder}{_named(paper.presenter, '.pdf')}",
                    typeset(event, one, [paper], title, settings),
                )


def _results(event: Event, choice: Choice, settings: Settings) -> list[ResultPaper]:
    """None of a zone in which nobody of those chosen presents."""
    try:
        return [paper for paper in papers(event, choice, settings) if isinstance(paper, ResultPaper)]
    except Conflict as conflict:
        if conflict.code != "document.empty":
            raise
        return []


def _named(thing: Hall | PresenterView, suffix: str = "") -> str:
    return file_name(thing.code, thing.name_en, thing.name, suffix)
