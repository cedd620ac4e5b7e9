"""A file that came in as grids of text: one of a CSV file, one of each visible sheet of a workbook.

Whatever an office sends is taken as far as it can be read, and refused in one line where it can't: what it
is is told by its content, never by its name. A workbook is weighed before openpyxl unpacks any of it.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from panel.domain.errors import Invalid
from panel.domain.imports.cells import tidy

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_LINES = 5_000
MOST_COLUMNS = 60
MOST_CELLS = 100_000
MOST_INSIDE = 16 * 1024 * 1024
"""Bytes of a workbook when unpacked; one of 2,000 rows has about 1,500,000."""
MOST_PARTS = 400

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TEXTS = (".xml", ".rels")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_BROKEN = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,  # of XML
    TypeError,
    ValueError,
    zlib.error,
)
"""What zipfile and openpyxl answer a broken file with."""


@dataclass
class Grid:
    """The rows that say anything, by number from 1; and why a cell (row, place from 0) can't be read."""

    rows: dict[int, list[str]] = field(default_factory=dict)
    unread: dict[tuple[int, int], str] = field(default_factory=dict)


def grids(content: bytes) -> Iterator[Grid]:
    """The grids of a file; raises Invalid if it is no spreadsheet that can be read."""
    if not content.strip():
        raise Invalid("import.empty_file")
    if content.startswith(_OLE):
        raise Invalid("import.encrypted" if _ENCRYPTED in content else "import.old_format")
    if content.startswith(b"PK"):
        yield from _workbook(content)
    else:
        yield _csv(content)


# --- CSV --------------------------------------------------------------------------------------------


def _csv(content: bytes) -> Grid:
    text = _decoded(content)
    if text.startswith("%PDF") or _CONTROL.search(text):
        raise Invalid("import.not_a_spreadsheet")
    top = text[:4000].splitlines()
    delimiter = max(",;\t", key=lambda sign: max((line.count(sign) for line in top), default=0))
    grid = Grid()
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                grid.rows[lines.line_num] = [text_of(cell) for cell in cells[:MOST_COLUMNS]]
            if len(grid.rows) > MOST_LINES:
                raise Invalid("import.too_many_lines", most=MOST_LINES)
    except csv.Error:
        raise Invalid("import.not_a_spreadsheet") from None
    return grid


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it (Excel's "Unicode text"), else Thai Windows (CP874)."""
    for encoding in ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp874"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid("import.not_a_spreadsheet")


# --- Workbooks --------------------------------------------------------------------------------------


def _workbook(content: bytes) -> Iterator[Grid]:
    """Each visible sheet of a workbook."""
    formulas = _weigh(content)
    book = _opened(content, values=True)
    written = _opened(content, values=False) if formulas else None
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield _grid(sheet, written[sheet.title] if written else None)


def _weigh(content: bytes) -> bool:
    """Whether there are formulas; raises Invalid if it is no workbook, or one too large to be unpacked."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_INSIDE:
                raise Invalid("import.too_large_inside", most=MOST_INSIDE // 2**20)
            if "xl/workbook.xml" not in archive.namelist():
                raise Invalid("import.not_a_spreadsheet")
            texts = {part.filename: archive.read(part) for part in parts if part.filename.endswith(_TEXTS)}
    except _BROKEN:
        raise Invalid("import.broken") from None
    if any(b"<!DOCTYPE" in xml or b"<!ENTITY" in xml for xml in texts.values()):
        raise Invalid("import.broken")
    sheets = [xml for name, xml in texts.items() if name.startswith("xl/worksheets/")]
    if sum(_weight(xml) for xml in sheets) > MOST_CELLS:
        raise Invalid("import.too_many_cells", most=MOST_CELLS)
    return any(_FORMULA.search(xml) for xml in sheets)


def _weight(xml: bytes) -> int:
    """The cells of a sheet, those included that a merged area makes."""
    merged = sum(
        (_number(right) - _number(left) + 1) * (int(bottom) - int(top) + 1)
        for left, top, right, bottom in _MERGED.findall(xml)
    )
    return sum(1 for _ in _CELL.finditer(xml)) + merged


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _opened(content: bytes, *, values: bool) -> Workbook:
    """The workbook with its formulas, or with the values that they had when it was saved."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what a workbook holds besides cells
        try:
            return load_workbook(io.BytesIO(content), data_only=values)
        except _BROKEN as error:
            raise Invalid("import.broken") from error


def _grid(sheet: Worksheet, written: Worksheet | None) -> Grid:
    """The rows of a sheet that say anything. A cell merged downwards counts for all its rows."""
    if sheet.max_row > MOST_LINES:
        raise Invalid("import.too_many_lines", most=MOST_LINES)
    grid = Grid()
    for number, cells in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, MOST_COLUMNS)), start=1):
        for place, cell in enumerate(cells):
            if cell.data_type == "e":
                grid.unread[number, place] = "import.error_value"
            elif cell.value is None and written is not None and _is_formula(written, number, place):
                grid.unread[number, place] = "import.formula"
        texts = ["" if cell.data_type == "e" else text_of(cell.value) for cell in cells]
        if any(texts) or any((number, place) in grid.unread for place in range(len(cells))):
            grid.rows[number] = texts
    for area in sheet.merged_cells.ranges:
        first = text_of(sheet.cell(area.min_row, area.min_col).value)
        for number in range(area.min_row + 1, area.max_row + 1):
            if area.min_col <= len(grid.rows.get(number, ())):
                grid.rows[number][area.min_col - 1] = first
    return grid


def _is_formula(sheet: Worksheet, number: int, place: int) -> bool:
    return sheet.cell(number, place + 1).data_type == "f"


def text_of(value: object) -> str:
    """A cell as it would be read out; times without seconds, numbers without needless decimals."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return f"{value.date().isoformat()} {_clock(value.time())}"
        case date():
            return value.isoformat()
        case time():
            return _clock(value)
        case timedelta():
            return (
                _clock((datetime.min + value).time()) if timedelta() <= value < timedelta(1) else str(value)
            )
        case float():
            return f"{Decimal(repr(value)).normalize():f}" if abs(value) < 1e15 else repr(value)
    text = tidy(str(value))
    return text[1:] if re.match(r"'[=+@-]", text) else text


def _clock(value: time) -> str:
    """To the minute, if what Excel rounds away makes one."""
    rounded = datetime.combine(date.min, value) + timedelta(milliseconds=500)
    return f"{rounded:%H:%M}" if rounded.second == 0 else f"{rounded:%H:%M:%S}"
