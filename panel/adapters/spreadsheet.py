"""Spreadsheets that go out: CSV, and workbooks by openpyxl. No text in them can become a formula.

A cell is text, a number (a Decimal is exact in CSV, shown to two decimals in a workbook; a float is a
coordinate), a day, a time of day, a formula of ours, or None. Reading is `adapters/workbooks`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:  # openpyxl is imported where it is needed
    from openpyxl.cell.cell import Cell as Drawn
    from openpyxl.cell.cell import MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FIGURE, COUNT = "0.00", "0"
TRUTH = '"TRUE";"TRUE";"FALSE"'
"""LibreOffice would show a 1; Excel has words of its own for what is true."""
HEAD = "Head"
_FORMATS = {Decimal: FIGURE, float: "General", date: "yyyy-mm-dd", time: "hh:mm"}
BUDDHIST = "[$-107041E]d mmmm yyyy"
"""A day as Thai offices write it: Thai words (041E), the Buddhist calendar (07)."""
NARROWEST, WIDEST = 5, 60
LINE = 18
"""Points: of a line of the head."""
LONGEST_TAB = 31
_STARTS_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_NOT_IN_TABS = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Formula:
    """What the program that opens the file reckons. In `text` stand {row} for the row's own number, {first}
    and {last} for those of the leaf's first and last row."""

    text: str
    shown: str = FIGURE


Cell = str | int | float | Decimal | date | time | Formula | None


@dataclass(frozen=True)
class Leaf:
    """One sheet of a workbook: `above` are lines over the head row, `foot` what stands below each printed
    page, `fixed` how many columns stay in sight. `days` and `texts` are formats."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    above: Sequence[str] = ()
    foot: str = ""
    fixed: int = 0
    days: str = _FORMATS[date]
    texts: str = "General"

    @property
    def first(self) -> int:
        """The number of the row below the head."""
        return len(self.above) + 2


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
    return f"'{cell}" if isinstance(cell, str) and _STARTS_FORMULA.match(cell) else cell


def letter(place: int) -> str:
    """A column's name by its place from 0: "A", "Z", "AA"."""
    before, last = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def tabs(titles: Iterable[str]) -> list[str]:
    """The titles as leaves may be called: short enough, without what formulas give a meaning, told apart."""
    found: list[str] = []
    for title in titles:
        plain = _NOT_IN_TABS.sub(" ", _NOT_IN_XML.sub("", title)).strip(" '") or "-"
        name, number = _cut(plain, ""), 2
        while name.casefold() in {each.casefold() for each in found}:
            name, number = _cut(plain, f" ({number})"), number + 1
        found.append(name)
    return found


def _cut(title: str, end: str) -> str:
    """Excel counts in UTF-16, where an emoji is two."""
    while len((title + end).encode("utf-16-le")) > 2 * LONGEST_TAB:
        title = title[:-1].rstrip(" '")
    return title + end


def workbook(leaves: Sequence[Leaf]) -> bytes:
    """A workbook whose head rows stay in sight and stand on each printed page: A4, across, as wide as it."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _add_styles(book, {leaf.days for leaf in leaves} | {leaf.texts for leaf in leaves})
    for leaf, title in zip(leaves, tabs(leaf.title for leaf in leaves), strict=True):
        sheet = book.create_sheet(title)
        _fill(sheet, leaf)
        _measure(sheet, leaf)
        _set_up(sheet, leaf)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _add_styles(book: Workbook, formats: set[str]) -> None:
    """One a format of cells, by its name, and one for heads: a style of each cell is slow."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    thin = Side("thin", color="9AA5AD")
    frame, top = Border(thin, thin, thin, thin), Alignment(vertical="top")
    middle = Alignment(horizontal="center", vertical="top")
    for each in {FIGURE, COUNT, TRUTH, *_FORMATS.values(), *formats}:
        place = middle if each in {COUNT, TRUTH, _FORMATS[time]} else top
        book.add_named_style(NamedStyle(each, border=frame, alignment=place, number_format=each))
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    fill = PatternFill("solid", fgColor="E7ECEF")
    book.add_named_style(NamedStyle(HEAD, Font(bold=True), fill, frame, centre))


def _fill(sheet: Worksheet, leaf: Leaf) -> None:
    from openpyxl.styles import Alignment, Font

    wrapped = Alignment(vertical="top", wrap_text=True)
    for number, line in enumerate(leaf.above, start=1):
        _draw(sheet.cell(number, 1), line, "Normal")
        sheet.cell(number, 1).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    for place, head in enumerate(leaf.columns, start=1):
        _draw(sheet.cell(leaf.first - 1, place), head, HEAD)
    for number, row in enumerate(leaf.rows, start=leaf.first):
        for place, value in enumerate(row, start=1):
            _draw(sheet.cell(number, place), _numbered(value, number, leaf), _style(value, leaf))
            if isinstance(value, str) and _wide(value) > WIDEST:
                sheet.cell(number, place).alignment = wrapped


def _style(value: Cell, leaf: Leaf) -> str:
    if isinstance(value, Formula):
        return value.shown
    if value is None or isinstance(value, str):
        return leaf.texts
    return leaf.days if isinstance(value, date) else _FORMATS.get(type(value), COUNT)


def _numbered(value: Cell, row: int, leaf: Leaf) -> Cell:
    """A formula with the numbers of its rows."""
    if not isinstance(value, Formula):
        return value
    rows = {"{row}": row, "{first}": leaf.first, "{last}": leaf.first + len(leaf.rows) - 1}
    return Formula(re.sub(r"\{\w+\}", lambda found: str(rows[found[0]]), value.text))


def _draw(cell: Drawn | MergedCell, value: Cell, style: str) -> None:
    """A value in its cell: text stays text whatever it begins with, also when somebody edits it there."""
    cell.style = style
    if isinstance(value, Formula):
        cell.value = f"={value.text}"
    elif isinstance(value, str):
        if text := _NOT_IN_XML.sub("", value):
            cell.value, cell.data_type = text, "s"
            cell.quotePrefix = bool(_STARTS_FORMULA.match(text))
    else:
        cell.value = value


def _measure(sheet: Worksheet, leaf: Leaf) -> None:
    """Columns as wide as their longest text within reason; heads break into lines."""
    lines = 1
    for place, head in enumerate(leaf.columns):
        longest = max((_wide(row[place]) for row in leaf.rows), default=0)
        words = max(map(_wide, head.split()), default=0)
        width = min(max(longest, words, NARROWEST) + 3, WIDEST)
        sheet.column_dimensions[letter(place)].width = width
        lines = max(lines, len(wrap(head, width - 2)))
    sheet.row_dimensions[leaf.first - 1].height = lines * LINE


def _wide(value: Cell) -> int:
    """How many letters wide it looks: Thai vowels and tones above and below take no room."""
    if isinstance(value, date):
        return 16
    if value is None or isinstance(value, Formula):
        return 0
    return sum(category(letter) != "Mn" for letter in str(value))


def _set_up(sheet: Worksheet, leaf: Leaf) -> None:
    """How it stands on the screen and on paper; "&" would begin a code in a foot."""
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    head, foot = leaf.first - 1, sheet.oddFooter
    sheet.freeze_panes = f"{letter(leaf.fixed)}{leaf.first}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.print_title_rows = f"{head}:{head}"
    if foot is not None:
        foot.left.text, foot.right.text = leaf.foot.replace("&", "&&"), "&P/&N"
