"""Spreadsheets: real numbers, Thai that Excel reads, and no text that becomes a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from panel.adapters.spreadsheet import BUDDHIST, csv_file, workbook

HEADS = ["name", "result"]


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_begins_with_a_byte_order_mark_and_ends_lines_as_rfc_4180_says():
    assert csv_file(HEADS, [("นางรอง", Decimal("86.50"))]) == (
        b"\xef\xbb\xbf" + "name,result\r\nนางรอง,86.50\r\n".encode()
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-"])
def test_csv_text_that_a_spreadsheet_would_reckon_stands_behind_an_apostrophe(text):
    assert read(csv_file(HEADS, [(text, 1)]))[1] == [f"'{text}", "1"]


@pytest.mark.parametrize("text", ["", "a=1", "๑", 'two "words", and more', "1"])
def test_other_csv_text_stays_as_it_is(text):
    assert read(csv_file(HEADS, [(text, None)]))[1] == [text, ""]


def test_numbers_are_never_behind_an_apostrophe():
    assert read(csv_file(HEADS, [(-1, Decimal("-0.5"))]))[1] == ["-1", "-0.5"]


def test_a_workbook_holds_numbers_texts_and_gaps():
    book = load_workbook(io.BytesIO(workbook("results", HEADS, [("นางรอง", Decimal("86.50")), ("x", None)])))
    sheet = book.worksheets[0]
    assert list(sheet.values) == [("name", "result"), ("นางรอง", 86.5), ("x", None)]
    assert (sheet["B2"].number_format, sheet["A1"].font.bold, sheet.freeze_panes) == ("0.00", True, "A2")


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)"])
def test_text_in_a_workbook_is_no_formula(text):
    cell = load_workbook(io.BytesIO(workbook("results", HEADS, [(text, 1)]))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_days_and_times_in_a_workbook_are_its_own_and_thai_where_wanted():
    rows = [(date(2025, 8, 8), time(9, 0))]
    for days, written in (({}, "yyyy-mm-dd"), ({"days": BUDDHIST}, "[$-107041E]d mmmm yyyy")):
        sheet = load_workbook(io.BytesIO(workbook("plan", HEADS, rows, **days))).worksheets[0]
        assert (sheet["A2"].value, sheet["B2"].value) == (datetime(2025, 8, 8), time(9, 0))
        assert (sheet["A2"].number_format, sheet["B2"].number_format) == (written, "hh:mm")


def test_days_and_times_in_csv_are_iso():
    assert read(csv_file(HEADS, [(date(2025, 8, 8), time(9, 0))]))[1] == ["2025-08-08", "09:00"]


def test_a_column_is_as_wide_as_its_longest_text_within_reason():
    sheet = load_workbook(io.BytesIO(workbook("plan", HEADS, [("ก" * 20, "ก" * 200)]))).worksheets[0]
    assert [sheet.column_dimensions[column].width for column in "AB"] == [23, 60]
