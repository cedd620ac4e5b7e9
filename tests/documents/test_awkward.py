"""Every document of an event in which nothing has its usual length or number: printed, whole, well set."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

import pikepdf
import pytest
from flask import Flask

from panel import create_app
from panel.db import db
from panel.domain.documents import Choice, Document
from panel.operations.documents import render
from panel.queries.events import find_event
from tests.conftest import Hands, settings_for
from tests.databases import fresh_copy
from tests.documents.awkward import AWKWARD, CLOSING, SENTENCE, SENTENCES, play_awkward
from tests.documents.conftest import FRAMED, squeezed
from tests.documents.faults import faults
from tests.documents.layout import leaves

pytestmark = pytest.mark.pdf
FIRST = {"zone": "fifteen", "presenter": "fifteen-0"}
LAST = {"th": "เฉลิมพระเกียรติ", "en": "Chaloem Phra Kiat"}
"""What every fifth of the forty is called, and nobody else."""
TYPED = ("<script>alert(1)</script>", "http://localhost:9/x.png", "w" * 120, "◊◊ดีมาก")
CASES: Mapping[Document, list[tuple[dict[str, str], dict[str, int]]]] = {
    Document.PLAN: [({}, {"last": 16})],
    Document.DOOR: [({}, {"last": 8})],
    Document.ACCESS_SLIPS: [({"zone": "fifteen"}, {})],
    Document.BLANK_SHEETS: [({"zone": "one"}, {})],
    Document.SHEETS: [
        (FIRST | {"seat": "fifteen-judge-1"}, {SENTENCE: SENTENCES, CLOSING: 1}),
        ({"zone": "silent"}, {"และเป็นญาติ": 12}),
    ],
    Document.SUMMARY: [({}, {"last": 8, "และเป็นญาติ": 12})],
    Document.RESULTS: [
        (FIRST, {SENTENCE: 4 * SENTENCES, CLOSING: 4} | dict.fromkeys(TYPED, 11)),
        ({"zone": "one"}, {CLOSING: 1}),
        ({"zone": "silent"}, {"และเป็นญาติ": 12}),
    ],
    Document.RANKING: [({}, {"last": 16})],
}
"""What is drawn of a document, and how often words stand there; of those not named all there is."""
ALL = [
    (document, choice, words, lang)
    for document in Document
    if document is not Document.PACK
    for case, (choice, words) in enumerate(CASES.get(document, [({}, {})]))
    for lang in LAST
    if lang == "th" or not case
]


@pytest.fixture(scope="module")
def awkward(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The event, played once for all tests here."""
    folder = tmp_path_factory.mktemp("awkward")
    with fresh_copy(template, folder) as url:
        app = create_app(settings_for(url, folder, base_url="https://panel.example"), clock=Hands())
        with app.app_context():
            play_awkward(folder)
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.mark.parametrize(("document", "choice", "words", "lang"), ALL)
def test_it_is_printed_whole_and_well(awkward, document, choice, words, lang):
    chosen = Choice(document, lang=lang, **choice)
    content = render(find_event(AWKWARD), chosen, awkward.extensions["panel_settings"])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        text = squeezed("".join(run.text for leaf in leaves(pdf) for run in leaf.body))
    expected = {squeezed(LAST[lang] if each == "last" else each): times for each, times in words.items()}
    assert {each: text.count(each) for each in expected} == expected
    assert faults(content, framed=document in FRAMED) == []
