"""Whatever an office sends as a spreadsheet is read as far as it goes, or refused in one line."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from time import perf_counter

import pytest
from openpyxl import Workbook

from panel.adapters.language import Language
from panel.adapters.messages.imports import TEXTS
from panel.adapters.spreadsheet import Leaf, workbook
from panel.adapters.workbooks import read_sheet
from panel.domain.errors import Invalid
from panel.domain.imports import Sheet
from panel.domain.imports.columns import COLUMNS, Sort

HEAD = ["รหัส", "อำเภอ", "กลุ่มโซน", "ไม่ก่อน"]
ROW = ["3101", "เมืองบุรีรัมย์", "z1", "09.30"]
CSV = "รหัส,อำเภอ,กลุ่มโซน,ไม่ก่อน\n3101,เมืองบุรีรัมย์,z1,09.30\n"


def book(*rows: list, arrange: Callable[[Workbook], object] = lambda _: None) -> bytes:
    """A workbook with these rows in its first sheet."""
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    arrange(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(content: bytes, sort: Sort = Sort.PRESENTERS) -> Sheet:
    return read_sheet(sort, content)


def cells(content: bytes) -> list[list[str]]:
    """The values of each row, in our columns' order."""
    return [[text for text in row.cells.values() if text] for row in read(content).rows]


def packed(**parts: bytes) -> bytes:
    """A ZIP file of parts, in which _ stands for /."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return stream.getvalue()


def repacked(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            body = old.read(part)
            new.writestr(part.filename, change(body) if part.filename == name else body)
    return stream.getvalue()


def merged(made: Workbook) -> None:
    """A title over all columns, and a zone over two rows, as offices write them."""
    sheet = made.worksheets[0]
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("C3:C4")


def hidden_first(made: Workbook) -> None:
    """The list stands in the second sheet; the first, hidden, has another."""
    sheet = made.create_sheet("รายชื่อ")
    sheet.append(HEAD)
    sheet.append(["3103", "กระสัง", "z1"])
    made.worksheets[0].sheet_state = "hidden"
    made.active = sheet


def other_first(made: Workbook) -> None:
    sheet = made.create_sheet("คำอธิบาย", 0)
    sheet.append(["คำอธิบาย", "วิธีกรอก"])


KIND = {
    "as it stands": (book(HEAD, ROW), [ROW]),
    "other order": (book(HEAD[::-1], ROW[::-1]), [ROW]),
    "English heads": (book(["Zone", "District"], ["z1", "Krasang"]), [["Krasang", "z1"]]),
    "heads with dots, stars and brackets": (
        book(["รหัส*", "อำเภอ (ชื่อ)", "กลุ่มโซน :"], ROW[:3]),
        [ROW[:3]],
    ),
    "head in the third row": (book(["แผนปฏิบัติการ"], [], HEAD, ROW), [ROW]),
    "blank rows": (book(HEAD, [], ROW, ["  ", "\u200b"], ROW), [ROW, ROW]),
    "blanks of every kind": (
        book(HEAD, [" 3101\u00a0", "\ufeffเมือง\u00a0 บุรีรัมย์\u200b", "z1\n", "09.30 "]),
        [["3101", "เมือง บุรีรัมย์", "z1", "09.30"]],
    ),
    "numbers and times as Excel has them": (
        book(HEAD, [3101, "เมืองบุรีรัมย์", "z1", time(9, 30)]),
        [[*ROW[:3], "09:30"]],
    ),
    "a time with the seconds that Excel rounds away": (
        book(HEAD, [3101.0, "เมืองบุรีรัมย์", "z1", time(9, 29, 59, 999000)]),
        [[*ROW[:3], "09:30"]],
    ),
    "a day and a time": (
        book(HEAD, [*ROW[:3], datetime(2568, 8, 8, 9, 30)]),
        [[*ROW[:3], "2568-08-08 09:30"]],
    ),
    "a day": (book(HEAD, [*ROW[:3], date(2025, 8, 8)]), [[*ROW[:3], "2025-08-08"]]),
    "a duration": (book(HEAD, [*ROW[:3], timedelta(hours=9, minutes=30)]), [[*ROW[:3], "09:30"]]),
    "more columns than ours": (book([*HEAD, "หมายเหตุ"], [*ROW, "-"]), [ROW]),
    "a head of two merged rows": (
        book(HEAD, ["", "", "", ""], ROW, arrange=lambda b: b.worksheets[0].merge_cells("B1:B2")),
        [ROW],
    ),
    "the head again on another page": (book(HEAD, ROW, HEAD, ROW), [ROW, ROW]),
    "merged cells": (
        book(["แผน"], HEAD, ROW, ["3103", "กระสัง", None, "10.00"], arrange=merged),
        [ROW, ["3103", "กระสัง", "z1", "10.00"]],
    ),
    "another sheet hidden": (book(HEAD, ROW, arrange=hidden_first), [["3103", "กระสัง", "z1"]]),
    "another sheet before": (book(HEAD, ROW, arrange=other_first), [ROW]),
    "UTF-8": (CSV.encode(), [ROW]),
    "UTF-8 with its mark": (CSV.encode("utf-8-sig"), [ROW]),
    "TIS-620": (CSV.encode("tis-620"), [ROW]),
    "CP874": ("รหัส,อำเภอ,กลุ่มโซน\n3101,เมือง…,z1".encode("cp874"), [["3101", "เมือง…", "z1"]]),
    "Unicode text of Excel": (CSV.replace(",", "\t").encode("utf-16"), [ROW]),
    "semicolons": (CSV.replace(",", ";").encode(), [ROW]),
    "tabs": (CSV.replace(",", "\t").encode(), [ROW]),
    "line ends of Windows": (CSV.replace("\n", "\r\n").encode(), [ROW]),
    "quotes": (CSV.replace("z1", '"z1"').encode(), [ROW]),
}


@pytest.mark.parametrize(("content", "rows"), KIND.values(), ids=KIND)
def test_what_can_be_read_is_read(content, rows):
    assert cells(content) == rows


def test_rows_and_columns_are_counted_as_the_spreadsheet_does():
    sheet = read(book(["แผน"], [], ["หมายเหตุ", *HEAD], [], ["-", *ROW]))
    assert sheet.columns == {
        "code": ("B", "รหัส"),
        "name": ("C", "อำเภอ"),
        "zone": ("D", "กลุ่มโซน"),
        "not_before": ("E", "ไม่ก่อน"),
    }
    assert [row.number for row in sheet.rows] == [5]


@pytest.mark.parametrize("text", ["=1+1", "+66", "-", "@ครู", '=HYPERLINK("x")'])
def test_a_text_stays_a_text_whatever_it_begins_with(text):
    def as_text(made: Workbook) -> None:
        made.worksheets[0]["B2"].data_type = "s"

    assert cells(book(HEAD, ["1", text, "z1"], arrange=as_text)) == [["1", text, "z1"]]
    quoted = text.replace('"', '""')
    assert cells(f'รหัส,อำเภอ,กลุ่มโซน\n1,"\'{quoted}",z1'.encode()) == [
        ["1", text if text[0] in "=+-@" else f"'{text}", "z1"]
    ]


def test_a_formula_counts_by_the_value_that_it_had():
    content = book(HEAD, ["3101", '="เมือง"&"บุรีรัมย์"', "z1"])
    cached = repacked(
        content,
        "xl/worksheets/sheet1.xml",
        lambda xml: (
            xml.replace(b"<v></v>", "<v>เมืองบุรีรัมย์</v>".encode())
            .replace(b"<v />", "<v>เมืองบุรีรัมย์</v>".encode())
            .replace(b'r="B2"', b'r="B2" t="str"')
        ),
    )
    assert cells(cached) == [ROW[:3]]


def test_a_formula_without_a_value_is_named():
    sheet = read(book(HEAD, ROW, ["3103", '="กระ"&"สัง"', "z1"]))
    assert sheet.unread == ((3, "name", "import.formula"),)


def test_an_error_of_a_formula_is_named():
    def spoil(made: Workbook) -> None:
        made.worksheets[0]["B2"] = "#REF!"

    assert read(book(HEAD, ROW, arrange=spoil)).unread == ((2, "name", "import.error_value"),)


def test_a_sheet_is_kept_as_json_and_read_again():
    sheet = read(book(HEAD, ROW, ["3103", "=A1", "z1"]))
    assert Sheet.from_json("presenters", sheet.to_json()) == sheet


# --- What is refused --------------------------------------------------------------------------------


def huge(made: Workbook) -> None:
    sheet = made.worksheets[0]
    for number in range(2, 2_003):
        sheet.cell(number, 2, f"a{number}")


def far_down(made: Workbook) -> None:
    made.worksheets[0].cell(1_048_576, 1, "x")


JUNK = random.Random(7).randbytes(2_000_000)
WORKBOOK = b"<workbook/>"
BOMB = packed(xl__workbook=WORKBOOK, xl__worksheets__sheet1=b" " * (17 * 1024 * 1024))
AREA = b'<worksheet><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
REFUSED = {
    "nothing": (b"", "import.empty_file"),
    "blanks": (b" \r\n", "import.empty_file"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "import.old_format"),
    "a locked workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "import.encrypted",
    ),
    "a PDF by another name": (b"%PDF-1.7\n" + "เอกสาร".encode(), "import.not_a_spreadsheet"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "import.not_a_spreadsheet"),
    "junk": (JUNK, "import.not_a_spreadsheet"),
    "junk that begins like a workbook": (b"PK\x03\x04" + JUNK, "import.broken"),
    "half a workbook": (book(HEAD, ROW)[:3_000], "import.broken"),
    "a document": (packed(word__document=b"<document/>"), "import.not_a_spreadsheet"),
    "a workbook of nothing": (packed(xl__workbook=WORKBOOK), "import.broken"),
    "broken XML": (
        repacked(book(HEAD, ROW), "xl/worksheets/sheet1.xml", lambda xml: xml[:-40]),
        "import.broken",
    ),
    "a DTD": (
        repacked(
            book(HEAD, ROW), "xl/worksheets/sheet1.xml", lambda xml: b'<!DOCTYPE x [<!ENTITY y "z">]>' + xml
        ),
        "import.broken",
    ),
    "a ZIP bomb": (BOMB, "import.too_large_inside"),
    "parts without end": (
        packed(xl__workbook=WORKBOOK, **{f"part{n}": b"" for n in range(400)}),
        "import.too_large_inside",
    ),
    "an area without end": (
        packed(xl__workbook=WORKBOOK, xl__worksheets__sheet1=AREA),
        "import.too_many_cells",
    ),
    "too many cells": (
        packed(xl__workbook=WORKBOOK, xl__worksheets__sheet1=b"<c/>" * 100_001),
        "import.too_many_cells",
    ),
    "too many rows": (book(HEAD, ROW, arrange=huge), "import.too_many_rows"),
    "too many rows of text": ((CSV + "1,ก,z1\n" * 2_000).encode(), "import.too_many_rows"),
    "text without end": ((CSV + "1,ก,z1\n" * 6_000).encode(), "import.too_many_lines"),
    "something far down": (book(HEAD, ROW, arrange=far_down), "import.too_many_lines"),
    "no head": (book(["ก", "ข"], ROW), "import.no_head"),
    "another list": (book(["บทบาท", "ชื่อ-สกุล"], ROW), "import.no_head"),
    "a head alone": (book(HEAD), "import.no_rows"),
    "a head twice": (book([*HEAD, "อำเภอ"], ROW), "import.head_twice"),
    "prose": ("เรียน ผู้ว่าราชการจังหวัด\nขอส่งรายชื่อ".encode(), "import.no_head"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_spreadsheet_of_ours_is_refused_in_words_and_soon(content, code):
    begun = perf_counter()
    with pytest.raises(Invalid) as refusal:
        read(content)
    assert refusal.value.code == code
    assert perf_counter() - begun < 10  # a machine that is shared; a second by itself
    assert Language("en").error(refusal.value).endswith(".")


def test_every_word_for_a_file_has_its_file_here():
    by_row = {"formula", "error_value"}
    files = [code for code in TEXTS if code.startswith("import.")]
    first_of_rows = files.index("import.unknown_import")
    assert {code for _, code in REFUSED.values()} == set(files[:first_of_rows])
    assert {f"import.{code}" for code in by_row} <= set(files[first_of_rows:])


# --- Out --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("thai", [True, False], ids=["th", "en"])
def test_a_template_has_every_column_and_keeps_texts_texts(sort, thai):
    heads = [column.thai if thai else column.english for column in COLUMNS[sort]]
    row = ["=1+1", *(f"@{n}" for n in range(1, len(heads)))]
    sheet = read_sheet(sort, workbook([Leaf(sort, heads, [row], texts="@")]))
    assert {name: head for name, (_, head) in sheet.columns.items()} == {
        column.name: head for column, head in zip(COLUMNS[sort], heads, strict=True)
    }
    assert list(sheet.rows[0].cells.values()) == row
    assert sheet.unread == ()
