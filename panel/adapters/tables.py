"""TOML as typed values: each reader takes one key, and what nobody took is unknown.

A reader that can't give what was asked reports a fault and gives a blank; a table that can't be read
gives blanks and reports nothing more. So one mistake is one fault. Entries are counted from 1.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from panel.adapters.sources import CONTROL, CONTROL_BUT_LINES, Source, listed, read_text, shown
from panel.domain.events import Window
from panel.domain.imports.cells import CODE
from panel.domain.numbers import decimal_text, parse_decimal

T = TypeVar("T")

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}")
TIME = re.compile(r"([01][0-9]|2[0-3])[:.]([0-5][0-9])")
NO_DATE = date.min
NO_WINDOW = Window(0, 0)


@dataclass
class Table:
    """One table: `path` is its place in the file ("" is the top); a `body` of None could not be read."""

    source: Source
    path: str
    body: Mapping[str, object] | None
    taken: set[str] = field(default_factory=set)
    below: list[Table] = field(default_factory=list)

    def at(self, key: str) -> str:
        """The place of a key."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, code: str, **params: object) -> None:
        self.source.fault(self.at(key), code, **params)

    def has(self, key: str) -> bool:
        return self.body is not None and key in self.body

    def _take(self, key: str, code: str, required: bool, *kinds: type[T]) -> T | None:
        """The value of a key if its type is exactly one of `kinds`: true is no number, a date has no time."""
        self.taken.add(key)
        if self.body is None:
            return None
        if key not in self.body:
            if required:
                self.fault(key, "key.missing")
            return None
        value = self.body[key]
        if isinstance(value, kinds) and type(value) in kinds:
            return value
        self.fault(key, code, actual=shown(value))
        return None

    def text(self, key: str, *, required: bool = True) -> str:
        """One line of text; blank where there is none."""
        return self._words(key, CONTROL, "value.one_line", required)

    def lines(self, key: str) -> str:
        """Text of any number of lines, if there is any."""
        return self._words(key, CONTROL_BUT_LINES, "value.plain_text", required=False)

    def _words(self, key: str, refused: re.Pattern[str], code: str, required: bool) -> str:
        text = self._take(key, "value.text", required, str)
        if text is None:
            return ""
        if refused.search(text := text.strip()):
            self.fault(key, code, actual=shown(text))
        elif required and not text:
            self.fault(key, "value.empty")
        return text

    def code(self, key: str, shape: re.Pattern[str] = CODE) -> str:
        """A code. One of the wrong shape is a fault, but is given: what refers to it still finds it."""
        code = self.text(key)
        if code and not shape.fullmatch(code):
            self.fault(key, "value.code", expected=shape.pattern, actual=shown(code))
        return code

    def choice(self, key: str, options: Collection[str]) -> str:
        """One of `options`, or blank."""
        choice = self.text(key)
        self.source.check_known(self.at(key), choice, options)
        return choice if choice in options else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, if there is one; a blank text stands for what could not be read."""
        values = self._take(key, "value.list", False, list)
        if values is None:
            return ("",) if self.has(key) else ()
        return tuple(self._item(f"{key}[{index}]", value) for index, value in enumerate(values, 1))

    def _item(self, key: str, value: object) -> str:
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.fault(key, "value.text", actual=shown(value))
        return ""

    def flag(self, key: str) -> bool:
        """true or false; false where nothing is said."""
        return self._take(key, "value.flag", False, bool) or False

    def integer(self, key: str, least: int, most: int, *, required: bool = True) -> int | None:
        """A whole number in a range."""
        number = self._take(key, "value.integer", required, int)
        if number is not None and not least <= number <= most:
            self.fault(key, "value.range", least=least, most=most, actual=shown(number))
            return None
        return number

    def degrees(self, key: str, most: int) -> float | None:
        """A coordinate within ± `most`, if it is given."""
        value = self._take(key, "value.degrees", False, int, float)
        if value is not None and not -most <= value <= most:  # also true of nan
            self.fault(key, "value.range", least=-most, most=most, actual=shown(value))
            return None
        return None if value is None else float(value)

    def decimal(self, key: str, *, required: bool = True) -> Fraction | None:
        """An exact number ≥ 0: a decimal in quotes, or a whole number. A bare 0.5 would be inexact."""
        value = self._take(key, "value.decimal", required, str, int)
        if value is None:
            return None
        number = parse_decimal(value if isinstance(value, str) else shown(value))
        if number is None:
            self.fault(key, "value.decimal", actual=shown(value))
            return None
        return number

    def positive(self, key: str, most: int = 1000) -> Fraction | None:
        """An exact number above 0."""
        number = self.decimal(key)
        if number is not None and not 0 < number <= most:
            self.fault(key, "value.positive", most=most, actual=decimal_text(number))
            return None
        return number

    def day(self, key: str, *, required: bool = True) -> date:
        """A date of the common era; NO_DATE where there is none."""
        day = self._take(key, "value.date", required, date)
        if day is None:
            return NO_DATE
        if not 1900 <= day.year <= 2200:
            self.fault(key, "value.era", actual=day.isoformat())
        return day

    def moment(self, key: str, zone: ZoneInfo) -> datetime | None:
        """A day and a time of day there, if they are given."""
        text = self._take(key, "value.moment", False, str)
        if text is None:
            return None
        moment = None
        with suppress(ValueError):
            moment = datetime.fromisoformat(text) if MOMENT.fullmatch(text) else None
        if moment is None or not 1900 <= moment.year <= 2200:
            self.fault(key, "value.era" if moment else "value.moment", actual=shown(text))
            return None
        return moment.replace(tzinfo=zone)

    def time(self, key: str, *, required: bool = True) -> int | None:
        """A time of day in minutes from midnight."""
        text = self._take(key, "value.time", required, str)
        return None if text is None else self._minutes(key, text)

    def _minutes(self, key: str, text: object) -> int | None:
        match = TIME.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            self.fault(key, "value.time", actual=shown(text))
            return None
        return int(match[1]) * 60 + int(match[2])

    def window(self) -> Window:
        """From this table's `start` to its `end`; NO_WINDOW if it can't be read."""
        return self._window("end", self.time("start"), self.time("end"))

    def windows(self, key: str) -> tuple[Window, ...]:
        """A list of windows, each a pair of times, if there is one."""
        pairs = self._take(key, "value.list", False, list) or []
        return tuple(self._pair(f"{key}[{index}]", pair) for index, pair in enumerate(pairs, 1))

    def _pair(self, key: str, pair: object) -> Window:
        if not isinstance(pair, list) or len(pair) != 2:
            self.fault(key, "value.window", actual=shown(pair))
            return NO_WINDOW
        return self._window(key, *(self._minutes(key, text) for text in pair))

    def _window(self, key: str, start: int | None, end: int | None) -> Window:
        if start is None or end is None:
            return NO_WINDOW
        if end <= start:
            self.fault(key, "window.order", start_time=start, end_time=end)
            return NO_WINDOW
        return Window(start, end)

    def table(self, key: str, *, required: bool = True) -> Table:
        """The table below a key; an empty one where none is required."""
        body = self._take(key, "value.table", required, dict)
        absent = body is None and not required and not self.has(key)
        return self._below(key, {} if absent else body)

    def tables(self, key: str, *, required: bool = True) -> list[Table]:
        """The tables of a list ([[key]])."""
        bodies = self._take(key, "value.tables", required, list)
        if bodies is not None and required and not bodies:
            self.fault(key, "value.empty_list")
        return [self._entry(f"{key}[{index}]", body) for index, body in enumerate(bodies or [], 1)]

    def _entry(self, key: str, body: object) -> Table:
        if isinstance(body, dict):
            return self._below(key, body)
        self.fault(key, "value.table", actual=shown(body))
        return self._below(key, None)

    def _below(self, key: str, body: Mapping[str, object] | None) -> Table:
        table = Table(self.source, self.at(key), body)
        self.below.append(table)
        return table

    def check_keys(self) -> None:
        """Reports each key, here and below, that nobody has asked for."""
        for key in self.body or ():
            if key not in self.taken:
                name = key if BARE_KEY.fullmatch(key) else shown(key)
                self.fault(name, "key.unknown", expected=listed(sorted(self.taken)))
        for table in self.below:
            table.check_keys()


def read_toml(path: Path, source: Source) -> Table:
    """The top table of a file; one that gives blanks if the file can't be read."""
    text = read_text(path, source)
    return Table(source, "", None if text is None else _parsed(text, source))


def _parsed(text: str, source: Source) -> Mapping[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        words, _, place = str(error).rpartition(" (at ")
        line = re.match(r"line (\d+)", place)
        number = line[1] if line else text.rstrip().count("\n") + 1
        source.fault(f"line {number}", "file.syntax", actual=words)
    except (ValueError, RecursionError):  # a number or a nesting beyond all measure
        source.fault("", "file.beyond_measure")
    return None
