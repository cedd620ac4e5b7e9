"""event.toml: the event's words, its day, venues, presenters, rounds, zones and rules.

First each table is read by itself, then what refers to something else is checked (`event_checks`).
docs/event-folder.md explains every key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from panel.adapters.event_checks import EventFile, Way, check_event, codes
from panel.adapters.instrument_file import read_grades
from panel.adapters.language import BANGKOK
from panel.adapters.sources import Source
from panel.adapters.tables import NO_DATE, Table, read_toml
from panel.domain.events import TEXTS, Break, Day, Presenter, Round, RoundKind, Rules, Venue, Zone
from panel.domain.finals import MOST, TOP, WHOLE
from panel.domain.imports.cells import PRESENTER_CODE
from panel.domain.instruments import Instrument, normalise_number
from panel.domain.papers import PaperRule
from panel.domain.schedules import Request

INSTRUMENT_FILE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\.toml")
REQUIRED = {"title", "short_title", "province", "organiser"}
ROAD_SPEED = 50
LONGEST = 600
"""Minutes of a part of a slot, or of a way."""


def read_event(path: Path, source: Source, instrument: Instrument | None) -> EventFile:
    """The event of a file, its ties checked against the instrument where that could be read."""
    root = read_toml(path, source)
    rules = root.table("rules", required=False)
    tables = root.tables("rounds")
    rounds = tuple(_round(table) for table in tables)
    event = EventFile(
        texts=_texts(root.table("event")),
        day=_day(root),
        venues=tuple(_venue(table) for table in root.tables("venues")),
        presenters=tuple(_presenter(table) for table in root.tables("presenters")),
        rounds=rounds,
        zones=tuple(_zone(table) for table in root.tables("zones")),
        rules=_rules(rules),
        travel=tuple(_way(table) for table in root.tables("travel", required=False)),
        requests=tuple(_request(table, rounds) for table in root.tables("requests", required=False)),
        instruments=_instruments(tables, rounds),
    )
    root.check_keys()
    check_event(source, event)
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
        materials_until=table.moment("materials_until", BANGKOK),
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
    """Only a final knows how many come into it, and what share of its result is the zone's."""
    kind = table.choice("kind", tuple(RoundKind))
    if not kind:  # which keys it has is the kind's to say
        table.taken |= set(table.body or ())
    final = kind == RoundKind.FINAL
    return Round(
        code=table.code("code"),
        kind=RoundKind(kind) if kind else RoundKind.FINAL,
        name=table.text("name"),
        name_en=table.text("name_en", required=False),
        top=table.integer("top", 1, MOST, required=False) or TOP if final else 0,
        carry=table.integer("carry", 0, WHOLE, required=False) or 0 if final else 0,
    )


def _instruments(tables: Sequence[Table], rounds: Sequence[Round]) -> dict[str, str]:
    """The files beside this one that finals name as their instruments, by the round's code."""
    return {
        each.code: table.code("instrument", INSTRUMENT_FILE)
        for table, each in zip(tables, rounds, strict=True)
        if each.top and table.has("instrument")
    }


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
        paper=_paper(table),
    )


def _paper(table: Table) -> PaperRule:
    named = table.choice("paper", tuple(PaperRule)) if table.has("paper") else ""
    return PaperRule(named or PaperRule.READ_BACK)


def _way(table: Table) -> Way:
    minutes = table.integer("minutes", 0, LONGEST)
    return Way(table.text("from"), table.text("to"), minutes or 0)


def _request(table: Table, rounds: Sequence[Round]) -> Request:
    """What a presenter asks for, in the first round unless another is named."""
    return Request(
        presenter=table.text("presenter"),
        round=table.text("round", required=False) or next(iter(codes(rounds)), ""),
        not_before=table.time("not_before", required=False),
        not_after=table.time("not_after", required=False),
        firm=table.flag("firm"),
    )


def _check_ties(table: Table, rules: Rules, instrument: Instrument) -> None:
    numbers = [node.number for _, node in instrument.nodes()]
    places = [(table.at(f"ties[{index}]"), number) for index, number in enumerate(rules.ties, 1)]
    table.source.check_unique(places)
    for place, number in places:
        table.source.check_known(place, number, numbers)
