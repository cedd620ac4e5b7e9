"""The committee as a spreadsheet lists it: a seat a row, and the persons who sit there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from panel.domain.errors import named
from panel.domain.events import Person
from panel.domain.imports import Names, Outcome, Reading, Row, Wrong, free_code
from panel.domain.imports.cells import PERSON_CODE, parse_yes, same
from panel.domain.imports.columns import PROVINCE, ROLES
from panel.domain.panels import Role, Seat


class SeatRows:
    """`taken` are codes of seats and persons that nobody may get again."""

    def __init__(self, reading: Reading, taken: Collection[str]) -> None:
        self.reading = reading
        self.folder = folder = reading.folder
        self.seats = {seat.code: seat for seat in folder.seats}
        self.persons = {person.code: person for person in folder.persons}
        self.taken = {*taken, *self.seats, *self.persons}
        self.zones = Names({zone.code: zone for zone in folder.zones})
        self.homes = Names({presenter.code: presenter for presenter in folder.presenters})
        self.described: dict[str, Row] = {}

    def outcome(self, rows: Iterable[Row], remove: bool) -> Outcome:
        listed = [code for row in rows if (code := self._read(row))]
        unlisted = [seat.code for seat in self.folder.seats if seat.code not in listed]
        seats = [seat for seat in self.seats.values() if not remove or seat.code not in unlisted]
        self._check_seats(seats)
        persons = tuple(self.persons.values())
        return self.reading.outcome(replace(self.folder, seats=tuple(seats), persons=persons), unlisted)

    def _read(self, row: Row) -> str:
        """The code of the row's seat; "" if the row does not say enough to tell."""
        role, zone, known = self._role(row), *self._zone(row)
        if role is None or not known:
            return ""
        code = self._seat(row, zone, role)
        if code and self.reading.once(row, "seat", code):
            person = self._person(row, code)
            before = self.seats.get(code)
            default = role.scores_by_default and zone is not None
            if before and before.role is role and not self.reading.has("scores"):
                default = before.scores
            scores = self.reading.read(row, "scores", parse_yes, default, "import.yes")
            if scores and zone is None:
                self.reading.note(row, "scores", "committee.scores_nobody")
            home = self.persons[person].home
            self.seats[code] = Seat(code, zone, role, person, scores, home=home)
        return code

    def _role(self, row: Row) -> Role | None:
        text = row.cells["role"]
        role = next((role for role, words in ROLES.items() if same(text) in map(same, words)), None)
        if role is None:
            expected = ", ".join(word for words in ROLES.values() for word in words[:1])
            self.reading.note(row, "role", "import.unknown", actual=text, expected=expected)
        return role

    def _zone(self, row: Row) -> tuple[str | None, bool]:
        """The zone's code (None is the province), and whether it is known."""
        if not self.reading.has("zone"):
            before = self.seats.get(self.reading.text(row, "code"))
            if before is None:
                self.reading.note(row, "", "import.no_zone")
            return (before.zone if before else None), before is not None
        if same(self.reading.text(row, "zone")) in map(same, PROVINCE):
            return None, True
        zone = self.reading.named(row, "zone", self.zones)
        return zone, zone is not None

    def _seat(self, row: Row, zone: str | None, role: Role) -> str:
        """The row's seat: by its code, else by who sits on the zone's panel already, else a new one."""
        if code := self.reading.text(row, "code"):
            if not PERSON_CODE.fullmatch(code):
                self.reading.note(row, "code", "import.code", actual=code)
            return code
        name = same(row.cells["name"])
        sitting = [
            s for s in self.folder.seats if s.zone == zone and same(self.persons[s.person].name) == name
        ]
        found = [seat for seat in sitting if seat.role is role] or sitting
        if len(found) > 1:
            codes = ", ".join(seat.code for seat in found)
            self.reading.note(row, "name", "import.ambiguous", actual=row.cells["name"], codes=codes)
            return ""
        if found:
            return found[0].code
        code = free_code(self.taken, f"{zone or 'province'}-{role}")
        self.taken.add(code)
        return code

    def _person(self, row: Row, seat: str) -> str:
        """The code of who sits there, described as the row does; who has the name already is that person."""
        before = self.seats.get(seat)
        called = [before.person] if before else self._called(row.cells["name"])
        if len(called) > 1:
            codes = ", ".join(called)
            self.reading.note(row, "name", "import.ambiguous", actual=row.cells["name"], codes=codes)
        code = called[0] if called else seat
        known = self.persons.get(code)
        home = known.home if known else None
        if self.reading.has("home"):
            home = self.reading.named(row, "home", self.homes) if row.cells.get("home") else None
        position = self.reading.text(row, "position", known.position if known else "")
        person = Person(code, row.cells["name"], position, home)
        self._check_described(row, person)
        self.persons[code] = person
        return code

    def _called(self, name: str) -> list[str]:
        return [person.code for person in self.persons.values() if same(person.name) == same(name)]

    def _check_described(self, row: Row, person: Person) -> None:
        """One person is described in one way."""
        first = self.described.setdefault(person.code, row)
        for column in ("name", "position", "home"):
            there, here = getattr(self.persons.get(person.code), column, None), getattr(person, column)
            if first is not row and here != there:
                told = {"expected": there or "-", "actual": here or "-", "first": first.number}
                self.reading.note(row, column, "import.differs", **told)

    def _check_seats(self, seats: Sequence[Seat]) -> None:
        """Nobody sits on a panel twice, and no panel loses all who score."""
        sitting: dict[tuple[str | None, str], str] = {}
        for seat in seats:
            other = sitting.setdefault((seat.zone, seat.person), seat.code)
            if other != seat.code:
                row = self.reading.rows.get(f"seat:{seat.code}") or self.reading.rows.get(f"seat:{other}")
                name = self.persons[seat.person].name
                self.reading.wrong.append(Wrong(row, "name", "import.sits_twice", {"actual": name}))
        scored = {seat.zone for seat in seats if seat.scores}
        for zone in self.folder.zones:
            if zone.code not in scored and any(s.scores and s.zone == zone.code for s in self.folder.seats):
                self.reading.wrong.append(Wrong(None, "", "committee.nobody_scores", {"zone": named(zone)}))
