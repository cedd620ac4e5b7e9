"""event.toml as it was read, and the checks of what refers to something else in it.

Blanks stand for what could not be read; they are passed over. Clashes of the schedule (a booking that is
overrun) are no faults: the schedule's check tells those. Only what no plan could ever hold is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from panel.adapters.sources import Source, shown
from panel.adapters.tables import NO_WINDOW
from panel.domain.events import Day, Presenter, Round, RoundKind, Rules, Venue, Window, Zone
from panel.domain.schedules import Request, overlap


@dataclass(frozen=True)
class Way:
    """Minutes from a venue to another, by code."""

    start: str
    end: str
    minutes: int


@dataclass(frozen=True)
class EventFile:
    """What event.toml says; blanks stand where it could not be read, and then there are faults."""

    texts: Mapping[str, str]
    day: Day
    venues: tuple[Venue, ...]
    presenters: tuple[Presenter, ...]
    rounds: tuple[Round, ...]
    zones: tuple[Zone, ...]
    rules: Rules
    travel: tuple[Way, ...] = ()
    requests: tuple[Request, ...] = ()
    instruments: Mapping[str, str] = field(default_factory=dict)
    """The files of the rounds that have an instrument of their own, by the round's code."""


def check_event(source: Source, event: EventFile) -> None:
    """Faults whatever does not hold together."""
    _check_codes(source, event)
    _check_day(source, event)
    _check_bookings(source, event)
    _check_rounds(source, event)
    _check_travel(source, event.travel)
    _check_requests(source, event)


def _check_codes(source: Source, event: EventFile) -> None:
    """Codes stand once, and what they refer to is there."""
    for name in ("venues", "presenters", "rounds", "zones"):
        things: Sequence[Venue | Presenter | Round | Zone] = getattr(event, name)
        source.check_unique((f"{name}[{index}].code", thing.code) for index, thing in enumerate(things, 1))
    venues, presenters = codes(event.venues), codes(event.presenters)
    rounds, zones = codes(event.rounds), codes(event.zones)
    for index, zone in enumerate(event.zones, 1):
        source.check_known(f"zones[{index}].round", zone.round, rounds)
        source.check_known(f"zones[{index}].venue", zone.venue, venues)
        for place, code in enumerate(zone.presenters, 1):
            source.check_known(f"zones[{index}].presenters[{place}]", code, presenters)
    for index, each in enumerate(event.day.breaks, 1):
        source.check_known(f"breaks[{index}].zone", each.zone or "", zones)
    for index, way in enumerate(event.travel, 1):
        source.check_known(f"travel[{index}].from", way.start, venues)
        source.check_known(f"travel[{index}].to", way.end, venues)
    for index, request in enumerate(event.requests, 1):
        source.check_known(f"requests[{index}].presenter", request.presenter, presenters)
        source.check_known(f"requests[{index}].round", request.round, rounds)


def codes(things: Sequence[Venue | Presenter | Round | Zone]) -> tuple[str, ...]:
    """Blank for one that could not be read."""
    return tuple(thing.code for thing in things)


def _check_day(source: Source, event: EventFile) -> None:
    """A slot fits into the day, and so does each break."""
    day = event.day.window
    if day != NO_WINDOW and event.day.slot > day.end - day.start:
        source.fault("day", "day.too_short", expected=event.day.slot, actual=day.end - day.start)
    for index, each in enumerate(event.day.breaks, 1):
        inside = day.start <= each.window.start and each.window.end <= day.end
        if NO_WINDOW not in {day, each.window} and not inside:
            source.fault(f"breaks[{index}]", "window.outside", **_two_windows(day, each.window))


def _check_bookings(source: Source, event: EventFile) -> None:
    """Bookings of a venue stand apart; they may touch. None lies wholly outside the day."""
    day = event.day.window
    for number, venue in enumerate(event.venues, 1):
        for place, booking in enumerate(venue.bookings, 1):
            if NO_WINDOW not in {day, booking} and not overlap(day, booking):
                path = f"venues[{number}].bookings[{place}]"
                source.fault(path, "window.outside", **_two_windows(day, booking))
        for (_, one), (place, other) in combinations(enumerate(venue.bookings, 1), 2):
            if max(one.start, other.start) < min(one.end, other.end):
                path = f"venues[{number}].bookings[{place}]"
                source.fault(path, "window.overlap", **_two_windows(one, other))


def _two_windows(expected: Window, actual: Window) -> dict[str, int]:
    return {
        "start_time": expected.start,
        "end_time": expected.end,
        "found_start_time": actual.start,
        "found_end_time": actual.end,
    }


def _check_rounds(source: Source, event: EventFile) -> None:
    """A round has zones; each presenter is in one zone of a zone round, and at most in one of a final."""
    _check_finals(source, event)
    rounds = codes(event.rounds)
    sound = "" not in rounds and all(zone.round in rounds for zone in event.zones)
    for index, each in enumerate(event.rounds, 1):
        zones = [(number, zone) for number, zone in enumerate(event.zones, 1) if zone.round == each.code]
        if sound and event.zones and not zones:
            source.fault(f"rounds[{index}]", "round.no_zone", actual=shown(each.code))
        placed = _check_placed(source, each, zones)
        if sound and zones and each.kind is RoundKind.ZONE and "" not in placed:
            _check_all_placed(source, each, placed, event.presenters)


def _check_finals(source: Source, event: EventFile) -> None:
    """The zones come first; then one final may follow, before one panel."""
    finals = [number for number, each in enumerate(event.rounds, 1) if each.top]
    for number in finals:
        path, code = f"rounds[{number}]", event.rounds[number - 1].code
        if number == 1:
            source.fault(f"{path}.kind", "round.zones_first")
        elif number != finals[0]:
            source.fault(f"{path}.kind", "round.second_final", first=f"rounds[{finals[0]}]")
        elif codes(event.rounds).count(code) == 1:
            zones = [zone for zone in event.zones if zone.round == code]
            if code and len(zones) > 1:
                source.fault(path, "round.one_zone", actual=len(zones))


def _check_placed(source: Source, round_: Round, zones: Sequence[tuple[int, Zone]]) -> dict[str, str]:
    """Who presents in the round's zones, and where; a blank stands for whom could not be read."""
    placed: dict[str, str] = {}
    for number, zone in zones:
        if not zone.presenters and round_.kind is RoundKind.ZONE:
            source.fault(f"zones[{number}].presenters", "value.empty_list")
            placed[""] = ""
        for index, presenter in enumerate(zone.presenters, 1):
            place = f"zones[{number}].presenters[{index}]"
            if presenter in placed and presenter:
                source.fault(place, "presenter.twice", actual=shown(presenter), first=placed[presenter])
            placed.setdefault(presenter, place)
    return placed


def _check_all_placed(
    source: Source, round_: Round, placed: Mapping[str, str], presenters: Sequence[Presenter]
) -> None:
    for index, presenter in enumerate(presenters, 1):
        if presenter.code and presenter.code not in placed:
            source.fault(
                f"presenters[{index}]",
                "presenter.no_zone",
                expected=round_.code,
                actual=shown(presenter.code),
            )


def _check_travel(source: Source, ways: Sequence[Way]) -> None:
    """A way leads somewhere else and is given once: its minutes are good for both ways."""
    first: dict[frozenset[str], int] = {}
    for index, way in enumerate(ways, 1):
        pair = frozenset((way.start, way.end))
        if "" in pair:
            continue
        if len(pair) == 1:
            source.fault(f"travel[{index}].to", "travel.nowhere", actual=shown(way.end))
        elif pair in first:
            source.fault(f"travel[{index}]", "travel.twice", first=f"travel[{first[pair]}]")
        first.setdefault(pair, index)


def _check_requests(source: Source, event: EventFile) -> None:
    """A request asks for something that a slot can grant, of a presenter who has one in the round."""
    placed = {(zone.round, code) for zone in event.zones for code in zone.presenters}
    source.check_unique(
        (f"requests[{index}]", f"{each.round}/{each.presenter}")
        for index, each in enumerate(event.requests, 1)
        if each.presenter
    )
    known = codes(event.presenters), codes(event.rounds)
    for index, each in enumerate(event.requests, 1):
        _check_asked(source, f"requests[{index}]", each, event.day)
        if (
            each.presenter in known[0]
            and each.round in known[1]
            and (each.round, each.presenter) not in placed
        ):
            source.fault(
                f"requests[{index}]", "presenter.no_zone", expected=each.round, actual=shown(each.presenter)
            )


def _check_asked(source: Source, path: str, request: Request, day: Day) -> None:
    start, end = request.not_before, request.not_after
    if start is None and end is None:
        source.fault(path, "request.empty")
    elif start is not None and end is not None and end - start < day.slot:
        source.fault(path, "request.narrow", expected=day.slot, start_time=start, end_time=end)
