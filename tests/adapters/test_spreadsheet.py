"""Spreadsheets: real numbers, Thai that Excel reads, and no text that becomes a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from panel.adapters.spreadsheet import BUDDHIST, TRUTH, Formula, Leaf, csv_file, letter, tabs, workbook

HEADS = ["name", "result"]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-", " =1", "\N{NO-BREAK SPACE}@a", "＝1"]
"""Texts that a spreadsheet would reckon, or might."""


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def book(*leaves: Leaf) -> Workbook:
    return load_workbook(io.BytesIO(workbook(leaves)))


def sheet(*rows: tuple, **how: object) -> Worksheet:
    return book(Leaf("results", HEADS, rows, **how)).worksheets[0]


def test_csv_begins_with_a_byte_order_mark_and_ends_lines_as_rfc_4180_says():
    assert csv_file(HEADS, [("นางรอง", Decimal("86.50"))]) == (
        b"\xef\xbb\xbf" + "name,result\r\nนางรอง,86.50\r\n".encode()
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_text_that_a_spreadsheet_would_reckon_stands_behind_an_apostrophe(text):
    assert read(csv_file(HEADS, [(text, 1)]))[1] == [f"'{text}", "1"]


@pytest.mark.parametrize("text", ["", "a=1", "๑", 'two "words", and more', "1"])
def test_other_csv_text_stays_as_it_is(text):
    assert read(csv_file(HEADS, [(text, None)]))[1] == [text, ""]


def test_numbers_are_never_behind_an_apostrophe():
    assert read(csv_file(HEADS, [(-1, Decimal("-0.5"))]))[1] == ["-1", "-0.5"]


def test_days_and_times_in_csv_are_iso():
    assert read(csv_file(HEADS, [(date(2025, 8, 8), time(9, 0))]))[1] == ["2025-08-08", "09:00"]


def test_a_workbook_holds_numbers_texts_and_gaps():
    found = sheet(("นางรอง", Decimal("86.50")), ("x", None), (1, 14.993))
    assert list(found.values) == [("name", "result"), ("นางรอง", 86.5), ("x", None), (1, 14.993)]
    assert [found[place].number_format for place in ("A2", "B2", "A4", "B4")] == [
        "General",
        "0.00",
        "0",
        "General",
    ]


@pytest.mark.parametrize("text", [text for text in FORMULAS if text.isprintable()])
@pytest.mark.parametrize("texts", ["General", "@"])
def test_text_in_a_workbook_is_no_formula_and_does_not_become_one_by_being_edited(text, texts):
    cell = sheet((text, 1), texts=texts)["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix, cell.number_format) == (text, "s", True, texts)


def test_heads_and_lines_above_are_text_too():
    found = book(Leaf("=A1", ["=1+1"], [], above=["=2+2"], foot="a & b")).worksheets[0]
    assert [(found[place].value, found[place].data_type) for place in ("A1", "A2")] == [
        ("=2+2", "s"),
        ("=1+1", "s"),
    ]
    assert found.oddFooter.left.text == "a && b"


def test_what_no_workbook_can_hold_is_left_out_of_a_text():
    assert sheet(("a\x00\x0bb", 1))["A2"].value == "ab"


def test_a_formula_knows_its_row_and_those_of_the_whole_leaf():
    rank = Formula("RANK(B{row},B${first}:B${last})", "0")
    found = sheet((rank, 2), (Formula("B{row}=1", TRUTH), 1), above=["title"])
    assert [(found[place].value, found[place].number_format) for place in ("A3", "A4")] == [
        ("=RANK(B3,B$3:B$4)", "0"),
        ("=B4=1", TRUTH),
    ]
    assert Leaf("x", HEADS, [], above=["title"]).first == 3


def test_a_program_that_opens_it_reckons_at_once():
    assert book(Leaf("x", HEADS, [])).calculation.fullCalcOnLoad


def test_days_and_times_in_a_workbook_are_its_own_and_thai_where_wanted():
    for days, written in (({}, "yyyy-mm-dd"), ({"days": BUDDHIST}, "[$-107041E]d mmmm yyyy")):
        found = sheet((date(2025, 8, 8), time(9, 0)), **days)
        assert (found["A2"].value, found["B2"].value) == (datetime(2025, 8, 8), time(9, 0))
        assert (found["A2"].number_format, found["B2"].number_format) == (written, "hh:mm")


def test_a_column_is_as_wide_as_its_longest_text_looks_within_reason():
    found = sheet(("กี่" * 20, "ก" * 200))
    assert [found.column_dimensions[column].width for column in "AB"] == [23, 60]
    assert [found[place].alignment.wrap_text for place in ("A2", "B2")] == [None, True]


def test_it_is_printed_across_a4_with_its_head_on_each_page():
    found = sheet(("a", 1), above=["title"], foot="results", fixed=1)
    assert (found.freeze_panes, found.print_title_rows) == ("B3", "$2:$2")
    setup = found.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert found.sheet_properties.pageSetUpPr.fitToPage
    assert (found.oddFooter.left.text, found.oddFooter.right.text) == ("results", "&P/&N")


@pytest.mark.parametrize(
    ("titles", "called"),
    [
        (["กลุ่มโซนที่ ๑", "Zone 2"], ["กลุ่มโซนที่ ๑", "Zone 2"]),
        (["a/b:c", "[x]*?\\"], ["a b c", "x"]),
        (["'a'", "", "?"], ["a", "-", "- (2)"]),
        (["Zone", "ZONE", "zone"], ["Zone", "ZONE (2)", "zone (3)"]),
        (["ก" * 40, "ก" * 50], ["ก" * 31, "ก" * 27 + " (2)"]),
        (["😀" * 20], ["😀" * 15]),
    ],
)
def test_leaves_are_called_as_a_workbook_allows_and_told_apart(titles, called):
    assert tabs(titles) == called
    assert book(*(Leaf(title, HEADS, []) for title in titles)).sheetnames == called


def test_columns_are_named_as_spreadsheets_do():
    assert [letter(place) for place in range(800)] == [get_column_letter(n) for n in range(1, 801)]
