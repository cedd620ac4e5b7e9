"""A spreadsheet of presenters, zones or the committee: its rows as they were read, and what is wrong there.

`listings` makes of it what the event would be. A column that a file lacks leaves things as they are; a row
that it lacks does so too, unless it was asked to take out who is not listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar

from panel.domain.errors import Named
from panel.domain.events import EventFolder
from panel.domain.imports.cells import parse_day, parse_degrees, parse_time, same, split_day
from panel.domain.imports.columns import Sort

T = TypeVar("T")
LONGEST = 300
"""Characters of a cell."""


class HasName(Protocol):
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Wrong:
    """Something wrong with a row (counted as the spreadsheet does), in one of its columns or as a whole.
    Without a row, it is wrong with a `thing` of the event that the file changes."""

    row: int | None
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    thing: str = ""


@dataclass(frozen=True)
class Row:
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """What was read of a file: where each column stands ("B") and how it is headed there, the rows by column,
    and the cells that could not be read (number, column, code)."""

    sort: Sort
    columns: Mapping[str, tuple[str, str]]
    rows: tuple[Row, ...]
    unread: tuple[tuple[int, str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "columns": {name: list(place) for name, place in self.columns.items()},
            "rows": [[row.number, dict(row.cells)] for row in self.rows],
            "unread": [list(each) for each in self.unread],
        }

    @classmethod
    def from_json(cls, sort: str, body: Mapping[str, Any]) -> Sheet:
        """The sheet that `to_json` wrote."""
        return cls(
            sort=Sort(sort),
            columns={name: (letter, head) for name, (letter, head) in body["columns"].items()},
            rows=tuple(Row(number, cells) for number, cells in body["rows"]),
            unread=tuple((row, column, code) for row, column, code in body["unread"]),
        )


class HasPlace(Protocol):
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


class Names:
    """Things by code, found by what they are called in Thai or English."""

    def __init__(self, things: Mapping[str, HasName]) -> None:
        self.things = things
        self._codes: dict[str, list[str]] = {}
        for code, thing in things.items():
            for name in {same(thing.name), same(getattr(thing, "name_en", ""))} - {""}:
                self._codes.setdefault(name, []).append(code)

    def called(self, name: str) -> list[str]:
        """The codes of those of that name; none of no name."""
        return self._codes.get(same(name), [])

    def name(self, code: str) -> Named:
        thing = self.things[code]
        return Named(thing.name, getattr(thing, "name_en", ""))

    def listed(self) -> Named:
        """The names of all, the first forty of them if there are more."""
        names = [self.name(code) for code in islice(self.things, 40)]
        more = ["…"] if len(self.things) > 40 else []
        return Named(", ".join([*names, *more]), ", ".join([*(n.name_en or n for n in names), *more]))


@dataclass
class Reading:
    """The rows of a sheet while they are read against the event: each reader gives a value, or None and notes
    what is wrong."""

    sheet: Sheet
    folder: EventFolder
    wrong: list[Wrong] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    """The row that speaks of a thing, by the thing's key ("presenter:3101")."""

    def note(self, row: Row, column: str, code: str, **params: object) -> None:
        self.wrong.append(Wrong(row.number, column, code, params))

    def has(self, *columns: str) -> bool:
        return any(column in self.sheet.columns for column in columns)

    def text(self, row: Row, column: str, default: str = "") -> str:
        """What stands in the cell; `default` where the file has no such column."""
        return row.cells.get(column, "") if self.has(column) else default

    def read(
        self, row: Row, column: str, parse: Callable[[str], T | None], default: T, code: str, **params: object
    ) -> T:
        """What a cell says, `default` of an empty or missing one and of one that can't be read."""
        text = self.text(row, column)
        if not text:
            return default
        value = parse(text)
        if value is None:
            self.note(row, column, code, actual=text, **params)
            return default
        return value

    def time(self, row: Row, column: str) -> int | None:
        """A time of the event's day; None of an empty cell."""
        text, day = self.text(row, column), self.folder.day.date
        minutes = parse_time(text, day) if text else None
        if text and minutes is None:
            other = parse_day(split_day(text)[1]) if split_day(text)[1] else None
            if isinstance(other, date) and other != day:
                self.note(row, column, "import.other_day", expected=day, actual=text)
            else:
                self.note(row, column, "import.time", actual=text)
        return minutes

    def named(self, row: Row, column: str, names: Names) -> str | None:
        """The code of the one thing that a cell names by code or name; None if there is none, or several."""
        text = row.cells[column]
        found = [text] if text in names.things else names.called(text)
        if len(found) > 1:
            self.note(row, column, "import.ambiguous", actual=text, codes=", ".join(found))
        elif not found:
            self.note(row, column, "import.unknown", actual=text, expected=names.listed())
        return found[0] if len(found) == 1 else None

    def known(self, row: Row, names: Names, code: str = "code", name: str = "name") -> str | None:
        """The code of the thing that a row is about, by its code or else by its name; None of a new one."""
        given, called = self.text(row, code), names.called(self.text(row, name))
        if given in names.things and called and given not in called:
            told = {"name": names.name(given), "other": names.name(called[0])}
            self.note(row, code, "import.contradiction", actual=given, **told)
        if given:
            return given if given in names.things else None
        if len(called) > 1:
            self.note(row, name, "import.ambiguous", actual=row.cells[name], codes=", ".join(called))
        return called[0] if called else None

    def new_code(
        self,
        row: Row,
        taken: Collection[str],
        shape: re.Pattern[str],
        wanted: str,
        base: str,
        column: str = "code",
    ) -> str:
        """The code of a new thing: as given, or made of its English name, or numbered."""
        if given := self.text(row, column):
            if not shape.fullmatch(given):
                self.note(row, column, "import.code", actual=given)
            return given
        return wanted if wanted and wanted not in taken else free_code(taken, base)

    def point(self, row: Row, known: HasPlace | None) -> tuple[float | None, float | None]:
        """Both coordinates or neither."""
        before = (known.latitude, known.longitude) if known else (None, None)
        latitude = self._degrees(row, "latitude", 90, before[0])
        longitude = self._degrees(row, "longitude", 180, before[1])
        for value, other, column in (
            (longitude, latitude, "latitude"),
            (latitude, longitude, "longitude"),
        ):
            if value is not None and other is None and not self.text(row, column):
                self.note(row, column if self.has(column) else "", "import.half_point")
        return latitude, longitude

    def _degrees(self, row: Row, column: str, most: int, before: float | None) -> float | None:
        if not self.has(column):
            return before
        return self.read(row, column, partial(parse_degrees, most=most), None, "import.degrees", most=most)

    def once(self, row: Row, sort: str, code: str) -> bool:
        """Whether no earlier row spoke of the thing."""
        first = self.rows.setdefault(f"{sort}:{code}", row.number)
        if first != row.number:
            self.note(row, "", "import.twice", actual=row.cells.get("name") or code, first=first)
        return first == row.number

    def filled(self, columns: Iterable[str]) -> list[Row]:
        """The rows that can be read on: each cell could be read, none is endless or, in `columns`, empty."""
        unread = {number for number, _, _ in self.sheet.unread}
        whole = [row for row in self.sheet.rows if row.number not in unread]
        for row in whole:
            for column in columns:
                if not row.cells.get(column):
                    self.note(row, column, "import.empty")
            for column, text in row.cells.items():
                if len(text) > LONGEST:
                    self.note(row, column, "import.too_long", most=LONGEST, actual=len(text))
        noted = {wrong.row for wrong in self.wrong}
        return [row for row in whole if row.number not in noted]

    def outcome(self, folder: EventFolder, unlisted: Iterable[str]) -> Outcome:
        return Outcome(folder, tuple(self.wrong), self.rows, tuple(unlisted))


@dataclass(frozen=True)
class Outcome:
    """What the event would be by a sheet, what is wrong, which row speaks of what, and the codes of those
    that the file does not list."""

    folder: EventFolder
    wrong: tuple[Wrong, ...]
    rows: Mapping[str, int]
    unlisted: tuple[str, ...]


def free_code(taken: Collection[str], base: str) -> str:
    """The first of base-1, base-2 … that nobody has."""
    return next(code for n in range(1, len(taken) + 2) if (code := f"{base}-{n}") not in taken)
