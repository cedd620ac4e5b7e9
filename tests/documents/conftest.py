"""Documents of the reference event as PDF, and a reader that says what is on their pages."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pikepdf
import pytest
from flask import Flask

from panel.domain.documents import Choice, Document
from panel.operations.documents import render
from panel.queries.events import find_event
from tests.conftest import CODE
from tests.stages import Stage


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
