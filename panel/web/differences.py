"""What a spreadsheet would change, and what is wrong with it, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from panel.domain.events import EventFolder
from panel.domain.folders import Change
from panel.domain.imports import Wrong
from panel.domain.panels import Seat
from panel.domain.schedules import Request, parse_minutes
from panel.queries.imports import Comparison
from panel.web.language import language

THINGS = {
    "presenter": _("Amphoe"),
    "venue": _("Venue"),
    "zone": _("Zone"),
    "person": _("Person"),
    "seat": _("Seat"),
    "request": _("Request"),
}
FACTS = {
    "bookings": _("Bookings"),
    "firm": _("Firm"),
    "home": _("Home amphoe"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "name": _("Name"),
    "name_en": _("English name"),
    "not_after": _("Not after"),
    "not_before": _("Not before"),
    "position": _("Position"),
    "presenters": _("Amphoe in order"),
    "role": _("Role"),
    "scores": _("Gives marks"),
    "start": _("First slot at"),
    "venue": _("Venue"),
    "zone": _("Zone"),
}


@dataclass(frozen=True)
class Line:
    """A thing, and of a change what was and what will be."""

    sort: str
    name: str
    fact: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Told:
    """All that a preview says."""

    wrong: tuple[str, ...]
    added: tuple[Line, ...]
    changed: tuple[Line, ...]
    removed: tuple[Line, ...]
    staying: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        return not (self.wrong or self.added or self.changed or self.removed)


def told(comparison: Comparison, *, removing: bool) -> Told:
    """A comparison in words; whoever the file does not list stays, unless it removes them."""
    words = _Words((comparison.wanted, comparison.before))  # what is called so now goes before
    return Told(
        wrong=tuple(_wrong(comparison, wrong, words) for wrong in comparison.wrong),
        added=words.lines(comparison.changes, "+"),
        changed=words.lines(comparison.changes, "~"),
        removed=words.lines(comparison.changes, "-"),
        staying=() if removing else tuple(map(words.name, comparison.unlisted)),
    )


def _wrong(comparison: Comparison, wrong: Wrong, words: _Words) -> str:
    says = language()
    fault = says.message(wrong.code, **wrong.params)
    if wrong.row is None:
        return (
            says.message("import.at_thing", thing=words.name(wrong.thing), fault=fault)
            if wrong.thing
            else fault
        )
    letter, head = comparison.sheet.columns.get(wrong.column, ("", ""))
    if not letter:
        return says.message("import.at_row", row=wrong.row, fault=fault)
    return says.message("import.at", row=wrong.row, column=letter, head=head, fault=fault)


def _asked(request: Request) -> str:
    """ "Not before 10:00, Firm"."""
    times = [("not_before", request.not_before), ("not_after", request.not_after)]
    parts = [f"{FACTS[name]} {language().minutes(time)}" for name, time in times if time is not None]
    return ", ".join([*parts, *([str(FACTS["firm"])] if request.firm else [])])


class _Words:
    """What the things of two states of an event are called."""

    def __init__(self, states: Iterable[EventFolder]) -> None:
        self._names: dict[str, str] = {}
        self._seats: dict[str, Seat] = {}
        self._requests: dict[str, Request] = {}
        for state in states:
            for things in (state.persons, state.presenters, state.venues, state.zones):
                self._names |= {thing.code: language().name(thing) for thing in things}
            self._seats |= {seat.code: seat for seat in state.seats}
            self._requests |= {f"{each.round}/{each.presenter}": each for each in state.requests}

    def name(self, code: str) -> str:
        """Of a thing; of a seat who sits there, and where."""
        if seat := self._seats.get(code):
            place = self._names.get(seat.zone or "", "")
            name = self._names.get(seat.person, seat.person)
            return f"{name} ({language().message(f'role.{seat.role}')}{', ' + place if place else ''})"
        return self._names.get(code.rpartition("/")[2], code)

    def lines(self, changes: Iterable[Change], sign: str) -> tuple[Line, ...]:
        """The changes of a sign. A person who comes is told by the seat."""
        return tuple(
            Line(
                sort=str(THINGS[change.sort]),
                name=self._name_in(change),
                fact=str(FACTS[change.name]) if change.name else "",
                old=self._value(change, change.old),
                new=self._value(change, change.new),
            )
            for change in changes
            if change.sign == sign and (change.sort, sign) != ("person", "+")
        )

    def _name_in(self, change: Change) -> str:
        """A request that comes or goes is told whole."""
        if change.sort == "person":  # a seat of the same code is somebody in it
            return self._names.get(change.code, change.code)
        asked = self._requests.get(change.code)
        return self.name(change.code) + (f" ({_asked(asked)})" if asked and not change.name else "")

    def _value(self, change: Change, value: object) -> str:
        if value is None or value == "" or value == []:
            return "–"
        if isinstance(value, bool):
            return language().text("Yes") if value else language().text("No")
        if isinstance(value, list):
            return ", ".join(self._value(change, each) for each in value)
        text = str(value)
        if change.name == "role":
            return language().message(f"role.{text}")
        if change.name in {"venue", "zone", "home", "presenters"}:
            return self._names.get(text, text)
        minutes = parse_minutes(text) if change.name in {"start", "not_before", "not_after"} else None
        return text if minutes is None else language().minutes(minutes)
