"""Documents of the reference event as PDF, and a reader that says what is on their pages."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from panel import create_app
from panel.adapters.uploads import keep_upload
from panel.db import db, writing
from panel.domain.documents import Choice, Document
from panel.operations.documents import render
from panel.queries.documents import papers
from panel.queries.events import find_event
from tests.conftest import CODE, Hands, settings_for
from tests.databases import fresh_copy
from tests.stages import Stage

ADDRESS = "https://panel.example"
ONE = {"zone": "z1", "presenter": "3101", "seat": "z1-judge-1"}
CHOSEN = {
    Document.DOOR: {"zone": "z1"},
    Document.ACCESS_SLIPS: {"zone": "z1"},
    Document.BLANK_SHEETS: ONE,
    Document.SHEETS: ONE,
    Document.SUMMARY: {"zone": "z1"},
    Document.RESULTS: {"zone": "z1", "presenter": "3101"},
    Document.CERTIFICATES: {"zone": "z1"},
}
"""As little as shows all that there is; of the others everything."""
SINGLE = [(document, lang) for document in Document if document is not Document.PACK for lang in ("th", "en")]
"""Every document that is drawn by itself, in both languages."""
FRAMED = {Document.CERTIFICATES}
"""What hangs on a wall."""


@dataclass(frozen=True)
class Printed:
    """A PDF file and what can be read from it."""

    content: bytes

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, without blanks: readers set them between Thai marks as they please."""
        return [squeezed(page) for page in self._read("pdftotext", "-raw").split("\f")[:-1]]

    @property
    def text(self) -> str:
        return "".join(self.pages)

    def says(self, words: str) -> bool:
        return squeezed(words) in self.text

    @property
    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Left, top, right and bottom of each word, in points."""
        found = re.findall(
            r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">',
            self._read("pdftotext", "-bbox"),
        )
        return [tuple(map(float, box)) for box in found]  # type: ignore[misc]

    def open(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.content))

    def _read(self, *command: str) -> str:
        done = subprocess.run([*command, "-", "-"], input=self.content, capture_output=True, check=True)
        return done.stdout.decode()


def squeezed(text: str) -> str:
    """Thai as a PDF gives it back: ำ in its two parts, the tone mark behind the first of them."""
    parts = re.sub("([่-๋])ํ", r"ํ\1", text.replace("ำ", "ํา"))
    return re.sub(r"\s", "", parts)


@dataclass(frozen=True)
class Drawn:
    """A document, and where the codes on it lead."""

    content: bytes
    paths: frozenset[str]


@pytest.fixture(scope="session")
def drawn(final_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Drawn]]:
    """drawn(Document.PLAN, "en"): each of them once, for whoever looks at it, with an emblem."""
    folder = tmp_path_factory.mktemp("drawn")
    with fresh_copy(final_template, folder) as url:
        app = create_app(settings_for(url, folder, base_url=ADDRESS), clock=Hands())
        settings = app.extensions["panel_settings"]

        @cache
        def draw(document: Document, lang: str) -> Drawn:
            choice = Choice(document, lang=lang, **CHOSEN.get(document, {}))  # type: ignore[arg-type]
            event = find_event(CODE)
            paths = {paper.stamp.path for paper in papers(event, choice, settings)}
            return Drawn(render(event, choice, settings), frozenset(paths - {""}))

        with app.app_context():
            with writing():
                find_event(CODE).emblem = keep_upload(settings, emblem())
            yield draw
            db.session.remove()
            db.engine.dispose()


def emblem() -> bytes:
    """Colours that let the paper through."""
    file = io.BytesIO()
    Image.new("RGBA", (120, 100), (200, 30, 30, 90)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def stage(app: Flask, clock: Callable) -> Stage:
    return Stage(app, clock)


@pytest.fixture
def draw(app: Flask) -> Callable[..., Printed]:
    """draw("sheets", zone="z1", lang="en")"""

    def drawn(document: str, **options: object) -> Printed:
        with app.app_context():
            choice = Choice(Document(document), **({"lang": "en"} | options))  # type: ignore[arg-type]
            return Printed(render(find_event(CODE), choice, app.extensions["panel_settings"]))

    return drawn
