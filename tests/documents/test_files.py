"""The files themselves: PDF/A, fonts, tags, bookmarks, the same bytes; and what awkward content does."""

from __future__ import annotations

import subprocess
import sys

import pytest

from panel.adapters.pdf import _press, make_pdf
from panel.domain.documents import Choice, Document
from panel.domain.errors import Conflict
from panel.domain.panels import Role
from panel.domain.sheets import Act
from panel.operations.documents import render
from panel.operations.panels import Appointment, appoint_seat
from panel.queries.events import find_event
from tests.conftest import CODE
from tests.documents.conftest import Printed, squeezed

pytestmark = pytest.mark.pdf
A4 = (595.28, 841.89)


@pytest.fixture
def sheet(stage, draw):
    stage.act("z1-judge-1", "z1-judge-1", Act.COMMENT, value="ผู้นำเสนออธิบายกลุ่มเป้าหมายได้ดี ๕๐ ครัวเรือน")
    stage.score("z1-judge-1")
    return draw("sheets", lang="th")


def test_a_document_is_tagged_pdf_a_in_its_language(sheet):
    with sheet.open() as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "U")
        assert str(pdf.Root.Lang) == "th"
        assert "GROWTH TEAM Buriram 2568" in str(pdf.docinfo["/Title"])
        assert "/OutputIntents" in pdf.Root and "/StructTreeRoot" in pdf.Root
        assert "/CreationDate" not in pdf.docinfo and "/ModDate" not in pdf.docinfo


def test_only_laksaman_is_in_it_embedded(sheet):
    with sheet.open() as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        names = {str(font.BaseFont).split("+")[1] for font in fonts}
        assert names == {"Laksaman-Paper", "Laksaman-Paper-Bold"}
        for font in fonts:
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_thai_reads_back_as_it_was_written(sheet):
    assert sheet.says("ผู้นำเสนออธิบายกลุ่มเป้าหมายได้ดี ๕๐ ครัวเรือน")


def test_a_sheet_is_small(sheet):
    assert len(sheet.content) < 60_000


def test_the_same_marks_give_the_same_bytes_in_any_process(app, stage, sheet, tmp_path):
    settings = app.extensions["panel_settings"]
    program = (
        "import sys; from pathlib import Path;"
        "from panel import create_app; from panel.config import Settings;"
        "from panel.domain.documents import *; from panel.operations.documents import render;"
        "from panel.queries.events import find_event;"
        f"s = Settings(Path({str(settings.instance)!r}), {settings.database_url!r}, 'http://localhost', 'x');"
        "c = create_app(s).app_context(); c.push();"
        f"sys.stdout.buffer.write(render(find_event({CODE!r}), Choice(Document.SHEETS), s))"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
    assert other == sheet.content


def test_nothing_stands_outside_the_margins(stage, draw):
    stage.score_zone()
    for document in ("sheets", "results", "blank-sheets"):
        boxes = draw(document, zone="z1", presenter="3101", lang="th").boxes
        assert min(box[0] for box in boxes) > 34 and max(box[2] for box in boxes) < A4[0] - 34, document
        assert min(box[1] for box in boxes) > 20 and max(box[3] for box in boxes) < A4[1] - 12, document


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


def test_a_comment_of_4000_letters_flows_on_and_loses_nothing(stage, draw):
    long = "ทดสอบความเห็นยาว" * 249 + "จบแล้ว"
    stage.act("z1-judge-1", "z1-judge-1", Act.COMMENT, value=long)
    stage.score("z1-judge-1")
    sheet = draw("sheets", lang="th")
    assert len(sheet.pages) > 1
    assert sheet.text.count("ทดสอบ") >= 240 and sheet.says("จบแล้ว")
    assert max(box[2] for box in sheet.boxes) < A4[0] - 34


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<b>หนา</b> & <script>alert(1)</script>", "<b>หนา</b> & <script>alert(1)</script>"),
        ('<img src="http://localhost:9/x.png">', '<img src="http://localhost:9/x.png">'),
        ("url(file:///etc/passwd) {{ 7*7 }} %(x)s", "url(file:///etc/passwd) {{ 7*7 }} %(x)s"),
        ("ดีมาก 👍🏽 日本", "ดีมาก ◊◊ ◊◊"),
        ("a" * 160, "a" * 160),
    ],
)
def test_whatever_is_typed_stays_text_in_our_font(stage, draw, typed, shown):
    stage.act("z1-judge-1", "z1-judge-1", Act.COMMENT, value=typed)
    stage.score("z1-judge-1")
    sheet = draw("sheets")
    assert sheet.says(shown)
    with sheet.open() as pdf:
        names = {
            str(font.BaseFont).split("+")[1] for page in pdf.pages for font in page.Resources.Font.values()
        }
    assert names == {"Laksaman-Paper", "Laksaman-Paper-Bold"}


def test_nothing_is_fetched_from_anywhere():
    page = '<img src="http://localhost:9/x"><link rel="stylesheet" href="file:///etc/passwd"><p>ก'
    assert squeezed(Printed(make_pdf([f"<html lang=th>{page}"], title="ก")).text) == "ก"


def test_without_the_font_printing_is_refused(app, tmp_path):
    with app.app_context(), pytest.raises(Conflict) as refusal:
        make_pdf(["<p>ก"], title="ก", font_dir=tmp_path)
    assert refusal.value.code == "document.font_missing"
    _press.cache_clear()


def test_a_panel_of_fifteen_prints_across(app, stage):
    def seat(event):
        for number in range(10):
            name = f"กรรมการเพิ่มเติมคนที่ {number + 6} ผู้มีชื่อและนามสกุลยาวเป็นพิเศษ"
            appointment = Appointment(name, "ผู้ทรงคุณวุฒิ", None, Role.JUDGE, scores=True)
            appoint_seat(event, stage.zone(), appointment, by=stage.by("organiser"), secret="x")

    stage.run(seat, write=True)
    for code in stage.run(lambda event: [each.code for each in stage.zone().seats if each.scores]):
        stage.score(code)
    with app.app_context():
        settings = app.extensions["panel_settings"]
        event = find_event(CODE)
        for document in (Document.SUMMARY, Document.RESULTS):
            choice = Choice(document, zone="z1", presenter="3101" if document is Document.RESULTS else None)
            printed = Printed(render(event, choice, settings))
            with printed.open() as pdf:
                left, bottom, right, top = map(float, pdf.pages[0].mediabox)
            assert right - left > top - bottom
            assert max(box[2] for box in printed.boxes) < right - 34
