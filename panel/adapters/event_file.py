"""event.toml: the event's words, its day, venues, presenters, rounds, zones and rules.

First each table is read by itself, then what refers to something else is checked. Clashes of the
schedule (a booking that is overrun) are no faults: the schedule's check tells those.
docs/event-folder.md explains every key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from panel.adapters.instrument_file import read_grades
from panel.adapters.sources import PRESENTER_CODE, Source, shown
from panel.adapters.tables import NO_DATE, NO_WINDOW, Table, read_toml
from panel.domain.events import TEXTS, Break, Day, Presenter, Round, RoundKind, Rules, Venue, Window, Zone
from panel.domain.instruments import Instrument, normalise_number

REQUIRED = {"title", "short_title", "province", "organiser"}
ROAD_SPEED = 50
LONGEST = 600
"""Minutes of a part of a slot."""


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


def read_event(path: Path, source: Source, instrument: Instrument | None) -> EventFile:
    """The event of a file, its ties checked against the instrument where that could be read."""
    root = read_toml(path, source)
    rules = root.table("rules", required=False)
    event = EventFile(
        texts=_texts(root.table("event")),
        day=_day(root),
        venues=tuple(_venue(table) for table in root.tables("venues")),
        presenters=tuple(_presenter(table) for table in root.tables("presenters")),
        rounds=tuple(_round(table) for table in root.tables("rounds")),
        zones=tuple(_zone(table) for table in root.tables("zones")),
        rules=_rules(rules),
    )
    root.check_keys()
    _check_codes(source, event)
    _check_breaks(source, event)
    _check_bookings(source, event)
    _check_rounds(source, event)
    if instrument is not None:
        _check_ties(rules, event.rules, instrument)
    return event


def _texts(table: Table) -> dict[str, str]:
    return {key: _text(table, key) for key in TEXTS}


def _text(table: Table, key: str) -> str:
    """A word of the event; a date stands as a TOML date and is kept in ISO."""
    if not key.endswith("_date"):
        return table.text(key, required=key in REQUIRED)
    day = table.day(key, required=False)
    return "" if day == NO_DATE else day.isoformat()


def _day(root: Table) -> Day:
    table = root.table("day")
    return Day(
        date=table.day("date"),
        window=table.window(),
        present=table.integer("present", 1, LONGEST) or 0,
        questions=table.integer("questions", 1, LONGEST) or 0,
        gap=table.integer("gap", 0, LONGEST, required=False) or 0,
        breaks=tuple(_break(each) for each in root.tables("breaks", required=False)),
        road_speed=table.integer("road_speed_kmh", 1, 200, required=False) or ROAD_SPEED,
    )


def _break(table: Table) -> Break:
    return Break(table.text("name"), table.window(), table.text("zone", required=False) or None)


def _venue(table: Table) -> Venue:
    latitude, longitude = _point(table)
    return Venue(
        code=table.code("code"),
        name=table.text("name"),
        name_en=table.text("name_en", required=False),
        latitude=latitude,
        longitude=longitude,
        bookings=table.windows("bookings"),
    )


def _presenter(table: Table) -> Presenter:
    latitude, longitude = _point(table)
    return Presenter(
        code=table.code("code", PRESENTER_CODE),
        name=table.text("name"),
        name_en=table.text("name_en", required=False),
        latitude=latitude,
        longitude=longitude,
    )


def _point(table: Table) -> tuple[float | None, float | None]:
    """Both coordinates or neither."""
    for key, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if table.has(other) and not table.has(key):
            table.fault(key, "key.missing")
    return table.degrees("latitude", 90), table.degrees("longitude", 180)


def _round(table: Table) -> Round:
    kind = table.choice("kind", tuple(RoundKind))
    return Round(
        code=table.code("code"),
        kind=RoundKind(kind) if kind else RoundKind.FINAL,
        name=table.text("name"),
        name_en=table.text("name_en", required=False),
    )


def _zone(table: Table) -> Zone:
    return Zone(
        code=table.code("code"),
        round=table.text("round"),
        name=table.text("name"),
        venue=table.text("venue"),
        start=table.time("start") or 0,
        presenters=table.texts("presenters"),
        name_en=table.text("name_en", required=False),
    )


def _rules(table: Table) -> Rules:
    return Rules(
        quorum=table.integer("quorum", 1, 1000, required=False),
        drop_extremes=table.flag("drop_extremes"),
        ties=tuple(normalise_number(number) for number in table.texts("ties")),
        grades=read_grades(table),
    )


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


def codes(things: Sequence[Venue | Presenter | Round | Zone]) -> tuple[str, ...]:
    """Blank for one that could not be read."""
    return tuple(thing.code for thing in things)


def _check_breaks(source: Source, event: EventFile) -> None:
    day = event.day.window
    for index, each in enumerate(event.day.breaks, 1):
        inside = day.start <= each.window.start and each.window.end <= day.end
        if NO_WINDOW not in {day, each.window} and not inside:
            source.fault(f"breaks[{index}]", "window.outside", **_two_windows(day, each.window))


def _check_bookings(source: Source, event: EventFile) -> None:
    """Bookings of a venue stand apart; they may touch."""
    for number, venue in enumerate(event.venues, 1):
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
    rounds = codes(event.rounds)
    sound = "" not in rounds and all(zone.round in rounds for zone in event.zones)
    for index, each in enumerate(event.rounds, 1):
        zones = [(number, zone) for number, zone in enumerate(event.zones, 1) if zone.round == each.code]
        if sound and event.zones and not zones:
            source.fault(f"rounds[{index}]", "round.no_zone", actual=shown(each.code))
        placed = _check_placed(source, each, zones)
        if sound and zones and each.kind is RoundKind.ZONE and "" not in placed:
            _check_all_placed(source, each, placed, event.presenters)


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


def _check_ties(table: Table, rules: Rules, instrument: Instrument) -> None:
    numbers = [node.number for _, node in instrument.nodes()]
    places = [(table.at(f"ties[{index}]"), number) for index, number in enumerate(rules.ties, 1)]
    table.source.check_unique(places)
    for place, number in places:
        table.source.check_known(place, number, numbers)
