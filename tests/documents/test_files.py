"""The files themselves: PDF/A, fonts, tags, bookmarks, size, the same bytes; what is typed stays text, and
nothing is fetched."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from panel.adapters.pdf import _press, make_pdf
from panel.domain.documents import Document
from panel.domain.errors import Conflict
from panel.domain.sheets import Act
from tests.conftest import CODE
from tests.documents.conformity import unfit
from tests.documents.conftest import SINGLE, Printed, squeezed

pytestmark = pytest.mark.pdf
PAGE = 60_000
"""Bytes that a page may have."""
TITLES = {
    (Document.SHEETS, "th"): "ใบคะแนน กลุ่มโซนที่ ๑ – GROWTH TEAM Buriram 2568",
    (Document.RANKING, "en"): "Ranking – GROWTH TEAM Buriram 2568",
}


@pytest.fixture
def sheet(stage, draw):
    stage.act("z1-judge-1", "z1-judge-1", Act.COMMENT, value="ผู้นำเสนออธิบายกลุ่มเป้าหมายได้ดี ๕๐ ครัวเรือน")
    stage.score("z1-judge-1")
    return draw("sheets", lang="th")


@pytest.mark.parametrize(("document", "lang"), SINGLE)
def test_every_document_is_tagged_pdf_a_in_its_language_and_small(drawn, document, lang):
    content = drawn(document, lang).content
    assert unfit(content) == []
    with Printed(content).open() as pdf:
        assert str(pdf.Root.Lang) == lang
        assert len(content) < PAGE * len(pdf.pages)


@pytest.mark.parametrize(("document", "lang"), list(TITLES))
def test_a_document_bears_its_title(drawn, document, lang):
    with Printed(drawn(document, lang).content).open() as pdf:
        assert str(pdf.docinfo["/Title"]) == TITLES[document, lang]


def test_thai_reads_back_as_it_was_written(sheet):
    assert sheet.says("ผู้นำเสนออธิบายกลุ่มเป้าหมายได้ดี ๕๐ ครัวเรือน")


def test_the_same_marks_give_the_same_bytes_in_any_process(app, sheet, tmp_path):
    """Which has nothing in store that was drawn before."""
    settings = app.extensions["panel_settings"]
    program = (
        "import sys; from pathlib import Path;"
        "from panel import create_app; from panel.config import Settings;"
        "from panel.domain.documents import *; from panel.operations.documents import render;"
        "from panel.queries.events import find_event;"
        f"s = Settings(Path({str(tmp_path / 'other')!r}), {settings.database_url!r}, 'http://localhost', "
        f"{settings.secret_key!r});"
        "c = create_app(s).app_context(); c.push();"
        f"sys.stdout.buffer.write(render(find_event({CODE!r}), Choice(Document.SHEETS), s))"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
    assert other == sheet.content


def test_every_sheet_is_one_page_filled_or_blank(stage, draw):
    for presenter in ("3101", "3116", "3115"):
        stage.score("z1-chair", presenter)
    for document, pages in (("sheets", 3), ("blank-sheets", 5)):
        assert len(draw(document, seat="z1-chair", lang="th").pages) == pages


def test_a_pack_binds_all_documents_with_bookmarks(stage, draw):
    stage.score_zone()
    stage.finalise()
    pack = draw("pack", zone="z1")
    with pack.open() as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "Action plan Zone 1",
            "Ranking Zone 1",
            "Summary of marks Zone 1",
            "Evaluation results Zone 1",
            "Score sheets Zone 1",
        ]
        assert [len(item.children) for item in outline.root] == [1, 1, 1, 5, 25]
        assert str(pdf.Root.Lang) == "en"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('<img src="http://localhost:9/x.png"> & <script>alert(1)</script>', None),
        ("url(file:///etc/passwd) {{ 7*7 }} %(x)s", None),
        ("ดีมาก 👍🏽 日本", "ดีมาก ◊◊ ◊◊"),
    ],
)
def test_whatever_is_typed_stays_text_in_our_font(stage, draw, typed, shown):
    stage.act("z1-judge-1", "z1-judge-1", Act.COMMENT, value=typed)
    stage.score("z1-judge-1")
    sheet = draw("sheets")
    assert sheet.says(shown or typed)
    assert unfit(sheet.content) == []


@pytest.mark.parametrize(
    "page",
    [
        '<img src="{}/x.png" alt="">',
        '<img srcset="{}/x.png 2x" alt=""><object data="{}/x.svg"></object><embed src="{}/x.pdf">',
        '<link rel="stylesheet" href="{}/x.css"><link rel="attachment" href="{}/x.zip">',
        '<style>@import "{}/x.css"; @font-face { font-family: x; src: url({}/x.ttf) }</style>',
        '<b style="background: url({}/x.png); list-style: url({}/x.png)">',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}/x.png"/><use href="{}/x.svg#a"/></svg>',
    ],
)
def test_nothing_is_fetched_from_anywhere(page):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        drawn = make_pdf([f"<html lang=th>{page.replace('{}', address)}<p>ก"], title="ก")
        with pytest.raises(BlockingIOError):
            server.accept()
    assert squeezed(Printed(drawn).text) == "ก"


def test_no_file_of_the_machine_is_read(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">secret</text></svg>')
    page = f'<img src="{secret.as_uri()}" alt=""><img src="{secret}" alt=""><p>ก'
    assert squeezed(Printed(make_pdf([f"<html lang=th>{page}"], title="ก")).text) == "ก"


def test_without_the_font_printing_is_refused(app, tmp_path):
    with app.app_context(), pytest.raises(Conflict) as refusal:
        make_pdf(["<p>ก"], title="ก", font_dir=tmp_path)
    assert refusal.value.code == "document.font_missing"
    _press.cache_clear()
