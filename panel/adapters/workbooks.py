"""Spreadsheets that come in: below the first head that is known each row says what a thing is, column by
column (`domain/imports/columns`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from panel.adapters.grids import Grid, grids
from panel.adapters.spreadsheet import letter
from panel.domain.errors import Invalid
from panel.domain.imports import Row, Sheet
from panel.domain.imports.cells import heading
from panel.domain.imports.columns import COLUMNS, REQUIRED, Sort

MOST_ROWS = 2_000
HEAD_WITHIN = 30
"""Rows from the top in which the head is looked for."""


def read_sheet(sort: Sort, content: bytes) -> Sheet:
    """The rows of the first visible sheet that has our head; raises Invalid if there is none."""
    for grid in grids(content):
        if (head := _head(sort, grid)) is not None:
            return _sheet(sort, grid, *head)
    required = (column for column in COLUMNS[sort] if column.name in REQUIRED[sort])
    raise Invalid("import.no_head", expected=", ".join(f"{each.thai} ({each.english})" for each in required))


def _head(sort: Sort, grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The number of the row that heads the required columns, and where the columns stand in it."""
    for number, cells in islice(grid.rows.items(), HEAD_WITHIN):
        places = _places(sort, cells)
        if set(REQUIRED[sort]) <= set(places) and len(places) > 1:
            return number, places
    return None


def _places(sort: Sort, cells: Sequence[str]) -> dict[str, int]:
    """Where our columns stand; one and the same place is not two columns."""
    heads = [heading(cell) for cell in cells]
    places: dict[str, int] = {}
    for column in COLUMNS[sort]:
        found = [place for place, head in enumerate(heads) if head and head in column.heads]
        if len(found) > 1:
            raise Invalid("import.head_twice", head=cells[found[0]])
        if found and found[0] not in places.values():
            places[column.name] = found[0]
    return places


def _sheet(sort: Sort, grid: Grid, head: int, places: Mapping[str, int]) -> Sheet:
    names = {place: name for name, place in places.items()}
    titles = {name: grid.rows[head][place] for name, place in places.items()}
    unread = [(number, names[place], code) for (number, place), code in grid.unread.items() if place in names]
    rows = [
        Row(number, {name: _cell(cells, place) for name, place in places.items()})
        for number, cells in grid.rows.items()
        if number > head
    ]
    broken = {number for number, _, _ in unread}
    rows = [
        row
        for row in rows
        if (any(row.cells.values()) or row.number in broken)
        and any(row.cells[name] != titles[name] for name in REQUIRED[sort])  # a head that goes on, or again
    ]
    if not rows:
        raise Invalid("import.no_rows")
    if len(rows) > MOST_ROWS:
        raise Invalid("import.too_many_rows", most=MOST_ROWS)
    columns = {name: (letter(place), titles[name]) for name, place in places.items()}
    numbers = {row.number for row in rows}
    return Sheet(sort, columns, tuple(rows), tuple(each for each in unread if each[0] in numbers))


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""
