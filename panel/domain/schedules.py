"""A schedule: presenters in slots, slots in venues, and the words for every way in which that can't be held.

A zone is laid out here in its given order; `clashes.check` judges any schedule, from whatever hand or
solver. Times are whole minutes from midnight of one local day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import asin, ceil, cos, radians, sin, sqrt
from typing import Protocol

from panel.domain.events import Day, Rules, Venue, Window
from panel.domain.numbers import arabic_digits
from panel.domain.panels import Seat

DAY_MINUTES = 24 * 60
EARTH_KM = 6371.0
ROAD_FACTOR = 1.3
TRAVEL_STEP = 5
Place = tuple[float | None, float | None]
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")


@dataclass(frozen=True)
class Slot:
    """A presenter's time in a zone's venue. `start` and `end` are minutes from midnight."""

    presenter: str
    zone: str
    venue: str
    start: int
    end: int
    pinned: bool = False


@dataclass(frozen=True, order=True)
class Excuse:
    """A seat that misses a presenter of its own zone by the plan, since its person must be elsewhere."""

    seat: str
    presenter: str


@dataclass(frozen=True)
class Request:
    """A presenter's wish in a round: to start at `not_before` or later, to have ended by `not_after`.
    A firm one must be granted."""

    presenter: str
    round: str
    not_before: int | None = None
    not_after: int | None = None
    firm: bool = False

    @property
    def window(self) -> Window:
        """When the presenter wants to present; a side that is open is the day's own."""
        return Window(self.not_before or 0, DAY_MINUTES if self.not_after is None else self.not_after)


@dataclass(frozen=True)
class Schedule:
    """A day's plan with all that it is judged by. `travel` is minutes between venue codes, both ways;
    a pair that is not given is reckoned from coordinates, or 0 where they are unknown. `rounds` gives
    each zone's round; zones it does not name are of one and the same. Who is `excused` is not needed
    there, as long as `rules` have their quorum without them."""

    day: Day
    venues: Mapping[str, Venue]
    slots: tuple[Slot, ...]
    seats: tuple[Seat, ...] = ()
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    rounds: Mapping[str, str] = field(default_factory=dict)
    excused: frozenset[Excuse] = frozenset()
    requests: tuple[Request, ...] = ()
    rules: Rules = field(default_factory=Rules)


class ClashKind(StrEnum):
    """In the order in which clashes are told."""

    DAY = "day"
    BOOKING = "booking"
    BREAK = "break"
    VENUE = "venue"
    TWICE = "twice"
    PRESENTER = "presenter"
    PERSON = "person"
    QUORUM = "quorum"
    REQUEST = "request"


@dataclass(frozen=True)
class WayOut:
    """A change that would end a clash: a code of `adapters/messages` and its parameters.

    Enough to apply it: zones and venues by code, times (keys ending in `_time`) in minutes.
    """

    code: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class Clash:
    """One hard rule that a plan breaks: by how many `minutes`, where, for whom, with what would end it.

    `presenters` are those it concerns, `slots` those the rule was held against (of a booking: the zone's
    whole run), `window` the day, booking or break that was missed or hit, `other_venue` where somebody
    is needed too. `zone` is None where the clash is not one zone's alone.
    """

    kind: ClashKind
    zone: str | None
    venue: str | None
    presenters: tuple[str, ...]
    minutes: int
    slots: tuple[Slot, ...]
    window: Window | None = None
    person: str | None = None
    other_venue: str | None = None
    ways_out: tuple[WayOut, ...] = ()


def parse_minutes(text: str) -> int | None:
    """Minutes from midnight of "08:30" or "08.30", in Thai or Arabic digits; None of anything else."""
    found = _CLOCK.fullmatch(arabic_digits(text.strip()))
    return int(found[1]) * 60 + int(found[2]) if found else None


def lay_out(
    day: Day,
    start: int,
    presenters: Iterable[str],
    zone: str,
    venue: str,
    pinned: Mapping[str, Slot] | None = None,
    lengths: Mapping[str, int] | None = None,
) -> tuple[Slot, ...]:
    """A zone's slots in the given order, from `start`, one after another with the day's gap between.

    A slot that would touch a break of the zone begins when the break ends. Those that are `pinned` (by
    presenter) stay as they are, and the others are laid around them as around breaks; `lengths` are the
    minutes of slots that are not the day's. Neither the day's end nor a booking's bends the layout:
    whatever overruns is `check`'s to tell. The slots come in time's order.
    """
    held, minutes = pinned or {}, lengths or {}
    kept = [Window(slot.start - day.gap, slot.end + day.gap) for slot in held.values()]
    taken = sorted([*breaks_of(day, zone), *kept], key=lambda window: (window.start, window.end))
    slots = list(held.values())
    for presenter in presenters:
        if presenter in held:
            continue
        length = minutes.get(presenter, day.slot)
        start = past(taken, start, length)
        slots.append(Slot(presenter, zone, venue, start, start + length))
        start += length + day.gap
    return tuple(sorted(slots, key=lambda slot: (slot.start, slot.end)))


def past(taken: Sequence[Window], start: int, length: int) -> int:
    """The first minute from `start` at which so long a slot lies clear of what is taken, in time's order."""
    for window in taken:
        if overlap(Window(start, start + length), window) > 0:
            start = window.end
    return start


def breaks_of(day: Day, zone: str) -> list[Window]:
    """The breaks that apply to a zone, in time's order."""
    breaks = [pause.window for pause in day.breaks if pause.zone in {None, zone}]
    return sorted(breaks, key=lambda window: (window.start, window.end))


def overlap(one: Slot | Window, other: Slot | Window) -> int:
    """The minutes that two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def span_of(spans: Sequence[Slot | Window]) -> Window:
    """From the first start to the last end."""
    return Window(min(span.start for span in spans), max(span.end for span in spans))


class Roads(Protocol):
    """What travel is known from: a schedule, a planning problem."""

    @property
    def day(self) -> Day: ...

    @property
    def venues(self) -> Mapping[str, Venue]: ...

    @property
    def travel(self) -> Mapping[tuple[str, str], int]: ...


def travel_minutes(roads: Roads, here: str, there: str) -> int:
    """Minutes from one venue to another: as given, else reckoned from their coordinates; 0 if the same."""
    if here == there:
        return 0
    for pair in ((here, there), (there, here)):
        if pair in roads.travel:
            return roads.travel[pair]
    one, other = (roads.venues[code] for code in sorted((here, there)))
    return road_minutes((one.latitude, one.longitude), (other.latitude, other.longitude), roads.day)


def road_minutes(one: Place, other: Place, day: Day) -> int:
    """Minutes by road between two places (latitude, longitude); 0 where a coordinate is unknown.

    The great-circle distance (haversine) × 1.3 at the day's road speed, rounded up to 5 minutes. 1.3 is an
    assumption about district roads, to be replaced by given times where it matters: measured circuity is
    1.26 for South Korea, 1.22 to 1.44 by province (Kim et al., J. Korean Society of Agricultural Engineers
    57(4), 2015).
    """
    minutes = _distance(one, other) * ROAD_FACTOR * 60 / day.road_speed
    return ceil(minutes / TRAVEL_STEP) * TRAVEL_STEP


def _distance(one: Place, other: Place) -> float:
    """Great-circle kilometres between two places; 0 where a coordinate is unknown."""
    if one[0] is None or one[1] is None or other[0] is None or other[1] is None:
        return 0.0
    north = sin(radians(other[0] - one[0]) / 2) ** 2
    east = sin(radians(other[1] - one[1]) / 2) ** 2
    chord = north + cos(radians(one[0])) * cos(radians(other[0])) * east
    return 2 * EARTH_KM * asin(sqrt(min(1.0, chord)))


def describe(clash: Clash, names: Mapping[str, str]) -> tuple[str, dict[str, object]]:
    """The message code of a clash and its parameters, `names` being display names by sort and code
    ("venue:nang-rong") or by code; one without a name shows itself. Times (keys ending in `_time`) stay
    minutes, for the edge to write."""
    run = span_of(clash.slots)
    params: dict[str, object] = {
        "zone": name_of(names, "zone", clash.zone),
        "venue": name_of(names, "venue", clash.venue),
        "other_venue": name_of(names, "venue", clash.other_venue),
        "person": name_of(names, "person", clash.person),
        "presenters": ", ".join(name_of(names, "presenter", code) for code in clash.presenters),
        "slots": len(clash.slots),
        "minutes": clash.minutes,
        "start_time": run.start,
        "end_time": run.end,
    }
    if clash.window is not None:
        params |= {"from_time": clash.window.start, "until_time": clash.window.end}
    return f"clash.{clash.kind}", params


def describe_way_out(way: WayOut, names: Mapping[str, str]) -> tuple[str, dict[str, object]]:
    """The message code of a way out and its parameters, zone, venue and presenter by name."""
    named = {
        key: name_of(names, key, value) if isinstance(value, str) else value
        for key, value in way.params.items()
    }
    return way.code, named


def name_of(names: Mapping[str, str], sort: str, code: str | None) -> str:
    """What a code of some sort (zone, venue, presenter, person) is called; nothing where there is none."""
    return "" if code is None else names.get(f"{sort}:{code}", names.get(code, code))


def clash_to_json(clash: Clash) -> dict[str, object]:
    """A clash as `schedule check --json` writes it: codes, minutes, and times as "HH:MM"."""
    window = clash.window
    return {
        "kind": clash.kind.value,
        "zone": clash.zone,
        "venue": clash.venue,
        "other_venue": clash.other_venue,
        "presenters": list(clash.presenters),
        "person": clash.person,
        "minutes": clash.minutes,
        "window": None if window is None else {"start": clock(window.start), "end": clock(window.end)},
        "ways_out": [way_to_json(way) for way in clash.ways_out],
    }


def way_to_json(way: WayOut) -> dict[str, object]:
    """Codes, and times as "HH:MM"."""
    params = {
        key: clock(value) if isinstance(value, int) and key.endswith("_time") else value
        for key, value in way.params.items()
    }
    return {"code": way.code, "params": params}


def clock(minutes: int) -> str:
    """ "09:00" of minutes from midnight, as files write it; `adapters/language` writes it for people."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
