"""committee.csv: one seat a line, checked against the event's zones and amphoe.

It is written in a spreadsheet, so a fault names its line and column. docs/event-folder.md explains both.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from panel.adapters.sources import CONTROL, Source, read_text, shown
from panel.domain.events import Person
from panel.domain.imports.cells import CODE, PERSON_CODE
from panel.domain.panels import Role, Seat

HEADER = ("seat", "zone", "role", "person", "name", "position", "home", "scores")
REQUIRED = ("seat", "role", "person", "name")
CODES = {"seat": CODE, "person": PERSON_CODE}
SCORES = {"yes": True, "no": False}


@dataclass(frozen=True)
class Committee:
    persons: tuple[Person, ...]
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class _Row:
    """One line's cells by column, and how to fault one."""

    source: Source
    line: int
    cells: dict[str, str]

    def at(self, column: str) -> str:
        return f"line {self.line}: {column}"

    def fault(self, column: str, code: str, **params: object) -> None:
        self.source.fault(self.at(column), code, **params)


def read_committee(
    path: Path, source: Source, *, zones: Collection[str], presenters: Collection[str]
) -> Committee:
    """The persons and seats of a file; what can't be read is left blank and is a fault."""
    before = len(source.faults)
    text = read_text(path, source)
    rows = [] if text is None else list(_rows(text, source))
    for row in rows:
        _check_cells(row, zones, presenters)
    source.check_unique((row.at("seat"), row.cells["seat"]) for row in rows)
    _check_persons(rows)
    seats = tuple(_seat(row) for row in rows)
    if len(source.faults) == before:
        _check_zones(source, seats, zones)
    return Committee(_persons(rows), seats)


def _rows(text: str, source: Source) -> Iterator[_Row]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = tuple(cell.strip() for cell in next(lines))
        if header != HEADER:
            source.fault("line 1", "csv.header", expected=",".join(HEADER), actual=",".join(header))
            return
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(HEADER):
                source.fault(f"line {lines.line_num}", "csv.columns", expected=len(HEADER), actual=len(cells))
                continue
            yield _Row(source, lines.line_num, dict(zip(HEADER, map(str.strip, cells), strict=True)))
    except csv.Error as error:
        source.fault(f"line {lines.line_num}", "csv.syntax", actual=str(error))


def _check_cells(row: _Row, zones: Collection[str], presenters: Collection[str]) -> None:
    for column, cell in row.cells.items():
        if CONTROL.search(cell):
            row.fault(column, "value.one_line", actual=shown(cell))
        elif not cell and column in REQUIRED:
            row.fault(column, "value.empty")
        elif cell and column in CODES and not CODES[column].fullmatch(cell):
            row.fault(column, "value.code", expected=CODES[column].pattern, actual=shown(cell))
    for column, known in {"zone": zones, "role": tuple(Role), "home": presenters, "scores": SCORES}.items():
        row.source.check_known(row.at(column), row.cells[column], known)
    if not row.cells["zone"] and row.cells["scores"] == "yes":
        row.fault("scores", "committee.scores_nobody")


def _check_persons(rows: list[_Row]) -> None:
    """One person is described in one way, and sits on a panel once."""
    described: dict[str, _Row] = {}
    sitting: dict[tuple[str, str], _Row] = {}
    for row in rows:
        person, zone = row.cells["person"], row.cells["zone"]
        if not person:
            continue
        first = described.setdefault(person, row)
        for column in ("name", "position", "home"):
            here, there = row.cells[column], first.cells[column]
            if here != there:
                row.fault(
                    column, "committee.differs", expected=shown(there), actual=shown(here), line=first.line
                )
        other = sitting.setdefault((zone, person), row)
        if other is not row:
            row.fault("person", "committee.sits_twice", actual=shown(person), line=other.line)


def _check_zones(source: Source, seats: Sequence[Seat], zones: Collection[str]) -> None:
    """Somebody scores in every zone."""
    scored = {seat.zone for seat in seats if seat.scores}
    for zone in zones:
        if zone and zone not in scored:
            source.fault("", "committee.nobody_scores", zone=zone)


def _persons(rows: list[_Row]) -> tuple[Person, ...]:
    persons = {
        cells["person"]: Person(cells["person"], cells["name"], cells["position"], cells["home"] or None)
        for cells in (row.cells for row in rows)
    }
    return tuple(persons.values())


def _seat(row: _Row) -> Seat:
    """A seat at province level certifies the whole and scores nobody."""
    cells = row.cells
    role = Role(cells["role"]) if cells["role"] in tuple(Role) else Role.ADVISER
    by_default = role.scores_by_default and cells["zone"] != ""
    return Seat(
        code=cells["seat"],
        zone=cells["zone"] or None,
        role=role,
        person=cells["person"],
        scores=SCORES.get(cells["scores"], by_default),
        home=cells["home"] or None,
    )
