"""Spreadsheets: real numbers, Thai that Excel reads, and no text that becomes a formula."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from panel.adapters.spreadsheet import results_csv, results_workbook

HEADS = ["name", "result"]


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_begins_with_a_byte_order_mark_and_ends_lines_as_rfc_4180_says():
    assert results_csv(HEADS, [("นางรอง", Decimal("86.50"))]) == (
        b"\xef\xbb\xbf" + "name,result\r\nนางรอง,86.50\r\n".encode()
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-"])
def test_csv_text_that_a_spreadsheet_would_reckon_stands_behind_an_apostrophe(text):
    assert read(results_csv(HEADS, [(text, 1)]))[1] == [f"'{text}", "1"]


@pytest.mark.parametrize("text", ["", "a=1", "๑", 'two "words", and more', "1"])
def test_other_csv_text_stays_as_it_is(text):
    assert read(results_csv(HEADS, [(text, None)]))[1] == [text, ""]


def test_numbers_are_never_behind_an_apostrophe():
    assert read(results_csv(HEADS, [(-1, Decimal("-0.5"))]))[1] == ["-1", "-0.5"]


def test_a_workbook_holds_numbers_texts_and_gaps():
    book = load_workbook(io.BytesIO(results_workbook(HEADS, [("นางรอง", Decimal("86.50")), ("x", None)])))
    sheet = book.worksheets[0]
    assert list(sheet.values) == [("name", "result"), ("นางรอง", 86.5), ("x", None)]
    assert (sheet["B2"].number_format, sheet["A1"].font.bold, sheet.freeze_panes) == ("0.00", True, "A2")


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)"])
def test_text_in_a_workbook_is_no_formula(text):
    cell = load_workbook(io.BytesIO(results_workbook(HEADS, [(text, 1)]))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
