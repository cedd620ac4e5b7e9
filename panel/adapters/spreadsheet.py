"""Spreadsheets: CSV, and workbooks by openpyxl. No text in them can become a formula.

A cell is text, a number (exact in CSV, to two decimals in a workbook), a day, a time of day, or None.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import Decimal

Cell = str | int | Decimal | date | time | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_FORMATS = {Decimal: "0.00", date: "yyyy-mm-dd", time: "hh:mm"}
BUDDHIST = "[$-107041E]d mmmm yyyy"
"""A day as Thai offices write it: Thai words (041E), the Buddhist calendar (07)."""
WIDEST = 60


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes Thai for something else (RFC 4180 besides).

    A text that a spreadsheet would take for a formula gets an apostrophe (OWASP, "CSV Injection").
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def workbook(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, days: str = _FORMATS[date]
) -> bytes:
    """A workbook of one sheet with a head row that stays in sight; `days` is the format of its dates."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    sheet.append(list(columns))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    formats = {**_FORMATS, date: days}
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
            elif type(cell.value) in formats:
                cell.number_format = formats[type(cell.value)]
    for number, column in enumerate(sheet.iter_cols(values_only=True), start=1):
        longest = max(len(str(value)) for value in column if value is not None)
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 3, WIDEST)
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
