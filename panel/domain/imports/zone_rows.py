"""Zones with their venues as a spreadsheet lists them. A new zone comes into the first round, empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import combinations

from panel.domain.errors import named
from panel.domain.events import Venue, Window, Zone
from panel.domain.imports import Names, Outcome, Reading, Row
from panel.domain.imports.cells import CODE, code_of, parse_windows, same
from panel.domain.schedules import overlap


class ZoneRows:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.folder = folder = reading.folder
        self.zones = {zone.code: zone for zone in folder.zones}
        self.venues = {venue.code: venue for venue in folder.venues}
        self.names, self.venue_names = Names(dict(self.zones)), Names(dict(self.venues))
        self.told: dict[str, Row] = {}

    def outcome(self, rows: Iterable[Row]) -> Outcome:
        listed = [code for row in rows if (code := self._read(row))]
        wanted = replace(self.folder, zones=tuple(self.zones.values()), venues=tuple(self.venues.values()))
        unlisted = [zone.code for zone in self.folder.zones if zone.code not in listed]
        return self.reading.outcome(wanted, unlisted)

    def _read(self, row: Row) -> str:
        reading = self.reading
        code = reading.known(row, self.names) or reading.new_code(
            row, self.zones, CODE, code_of(reading.text(row, "name_en")), "z"
        )
        if not reading.once(row, "zone", code):
            return code
        known = self.zones.get(code)
        start, venue = reading.time(row, "start"), self._venue(row, known)
        default = known.start if known else self.folder.day.window.start
        self.zones[code] = Zone(
            code=code,
            round=known.round if known else self.folder.rounds[0].code,
            name=row.cells["name"],
            venue=venue,
            start=default if start is None else start,
            presenters=known.presenters if known else (),
            name_en=reading.text(row, "name_en", known.name_en if known else ""),
        )
        return code

    def _venue(self, row: Row, zone: Zone | None) -> str:
        """The code of the row's venue, whose facts are taken over."""
        reading = self.reading
        if not reading.text(row, "venue") and not reading.text(row, "venue_code"):
            if zone is None:
                reading.note(row, "venue", "import.empty")
                return ""
            code = zone.venue
        else:
            code = reading.known(row, self.venue_names, "venue_code", "venue") or self._same_new(row)
        venue = self._facts(row, code)
        first = self.told.setdefault(code, row)
        if first is not row and self.venues[code] != venue:
            reading.note(row, "venue", "import.venue_differs", actual=named(venue), first=first.number)
        self.venues[code] = venue
        return code

    def _same_new(self, row: Row) -> str:
        """A venue that came with a row above, or one that is new."""
        name = same(self.reading.text(row, "venue"))
        above = (c for c in self.told if name == same(self.venues[c].name))
        wanted = code_of(self.reading.text(row, "venue_en"))
        return next(above, "") or self.reading.new_code(row, self.venues, CODE, wanted, "venue", "venue_code")

    def _facts(self, row: Row, code: str) -> Venue:
        reading, known = self.reading, self.venues.get(code)
        name = reading.text(row, "venue") or (known.name if known else "")
        if not name:
            reading.note(row, "venue", "import.empty")
        latitude, longitude = reading.point(row, known)
        before = known.bookings if known and not reading.has("bookings") else ()
        parse = partial(parse_windows, day=self.folder.day.date)
        bookings = reading.read(row, "bookings", parse, before, "import.windows")
        self._check_bookings(row, bookings)
        name_en = reading.text(row, "venue_en", known.name_en if known else "")
        return Venue(code, name, name_en, latitude, longitude, bookings)

    def _check_bookings(self, row: Row, bookings: tuple[Window, ...]) -> None:
        day = self.folder.day.window
        for each in bookings:
            if each.end <= each.start:
                self.reading.note(row, "bookings", "window.order", start_time=each.start, end_time=each.end)
            elif not overlap(day, each):
                self.reading.note(row, "bookings", "window.outside", **_windows(day, each))
        for one, other in combinations(bookings, 2):
            if overlap(one, other):
                self.reading.note(row, "bookings", "window.overlap", **_windows(one, other))


def _windows(expected: Window, found: Window) -> dict[str, object]:
    return {
        "start_time": expected.start,
        "end_time": expected.end,
        "found_start_time": found.start,
        "found_end_time": found.end,
    }
