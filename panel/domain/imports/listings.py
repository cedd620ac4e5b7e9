"""What the event would be by a spreadsheet, and the spreadsheet that says what it is.

Pure: from the event's facts and the rows come the wanted facts and all that is wrong, by row. Whether marks
or final results forbid a change is not known here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from panel.domain.events import EventFolder, Presenter, Window, Zone
from panel.domain.imports import Names, Outcome, Reading, Sheet, Wrong
from panel.domain.imports.columns import COLUMNS, PROVINCE, REQUIRED, ROLES, Sort
from panel.domain.imports.presenter_rows import PresenterRows
from panel.domain.imports.seat_rows import SeatRows
from panel.domain.imports.zone_rows import ZoneRows
from panel.domain.schedules import Request, clock

Cell = str | int | float | None


def imported(folder: EventFolder, sheet: Sheet, *, remove: bool, taken: Collection[str] = ()) -> Outcome:
    """The event by the sheet. `remove` takes out the presenters or seats that it does not list (never zones);
    `taken` are codes that somebody had and nobody may get again."""
    reading = Reading(sheet, folder)
    reading.wrong += [Wrong(row, column, code) for row, column, code in sheet.unread]
    rows = reading.filled(REQUIRED[sheet.sort])
    match sheet.sort:
        case Sort.PRESENTERS:
            return PresenterRows(reading).outcome(rows, remove)
        case Sort.ZONES:
            return ZoneRows(reading).outcome(rows)
        case Sort.COMMITTEE:
            return SeatRows(reading, taken).outcome(rows, remove)


YES = (("ใช่", "Yes"), ("ไม่", "No"))


class Listing:
    """The event as rows of a spreadsheet, which read again change nothing. `thai`: in which language."""

    def __init__(self, folder: EventFolder, sort: Sort, *, thai: bool) -> None:
        self.folder, self.sort, self.english = folder, sort, 0 if thai else 1

    @property
    def heads(self) -> list[str]:
        return [(column.thai, column.english)[self.english] for column in COLUMNS[self.sort]]

    @property
    def rows(self) -> list[list[Cell]]:
        """A row a thing, its cells as `heads` stand."""
        names = [column.name for column in COLUMNS[self.sort]]
        return [[cells.get(name) for name in names] for cells in self._things()]

    def _things(self) -> Iterator[dict[str, Cell]]:
        match self.sort:
            case Sort.PRESENTERS:
                return self._presenters()
            case Sort.ZONES:
                return self._zones()
            case Sort.COMMITTEE:
                return self._seats()

    def _presenters(self) -> Iterator[dict[str, Cell]]:
        round_ = self.folder.rounds[0].code
        zones = [zone for zone in self.folder.zones if zone.round == round_]
        called = self._names(zones)
        places = {code: (called[z.code], n) for z in zones for n, code in enumerate(z.presenters, 1)}
        requests = {each.presenter: each for each in self.folder.requests if each.round == round_}
        presenters = {presenter.code: presenter for presenter in self.folder.presenters}
        for code in dict.fromkeys([*places, *presenters]):
            zone, position = places.get(code, (None, None))
            asked = requests.get(code, Request(code, round_))
            yield {
                **_facts(presenters[code], "code", "name", "name_en", "latitude", "longitude"),
                "zone": zone,
                "position": position,
                "not_before": self._time(asked.not_before),
                "not_after": self._time(asked.not_after),
                "firm": self._yes(asked.firm) if code in requests else None,
            }

    def _zones(self) -> Iterator[dict[str, Cell]]:
        venues = {venue.code: venue for venue in self.folder.venues}
        for zone in self.folder.zones:
            venue = venues[zone.venue]
            yield {
                **_facts(zone, "code", "name", "name_en"),
                **_facts(venue, "latitude", "longitude"),
                "start": self._time(zone.start),
                "venue_code": venue.code,
                "venue": venue.name,
                "venue_en": venue.name_en,
                "bookings": "; ".join(self._window(window) for window in venue.bookings),
            }

    def _seats(self) -> Iterator[dict[str, Cell]]:
        zones = self._names(self.folder.zones)
        persons = {person.code: person for person in self.folder.persons}
        homes = self._names(self.folder.presenters)
        for seat in self.folder.seats:
            person = persons[seat.person]
            yield {
                "code": seat.code,
                "zone": zones[seat.zone] if seat.zone else PROVINCE[self.english],
                "role": ROLES[seat.role][self.english],
                "name": person.name,
                "position": person.position,
                "home": homes.get(person.home or ""),
                "scores": self._yes(seat.scores),
            }

    def _names(self, things: Sequence[Zone | Presenter]) -> dict[str, str]:
        """What each is called in the language; its code where others are called so too."""
        names = Names({thing.code: thing for thing in things})
        called = {thing.code: (thing.name_en if self.english else "") or thing.name for thing in things}
        return {code: name if names.called(name) == [code] else code for code, name in called.items()}

    def _yes(self, yes: bool) -> str:
        return YES[0 if yes else 1][self.english]

    def _time(self, minutes: int | None) -> str | None:
        if minutes is None:
            return None
        return clock(minutes) if self.english else clock(minutes).replace(":", ".")

    def _window(self, window: Window) -> str:
        return f"{self._time(window.start)}–{self._time(window.end)}"


def _facts(thing: object, *names: str) -> dict[str, Cell]:
    return {name: getattr(thing, name) for name in names}
