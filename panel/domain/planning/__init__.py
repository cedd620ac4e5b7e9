"""What a plan is made from, and what comes of making one: a plan with its costs, or what makes it impossible.

Plain facts, by code; `adapters/solver` turns a problem into an answer, `clashes.check` judges the plan
without knowing how it was made. Times are minutes from midnight of the event's day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from panel.domain.events import Day, Rules, Venue, Window
from panel.domain.panels import Seat
from panel.domain.schedules import Excuse, Request, Slot, WayOut


@dataclass(frozen=True)
class Site:
    """A zone in which slots are to be laid: its first starts at `start` or later. `least` and `most`
    limit how many presenters it takes where some of them are free to go elsewhere."""

    zone: str
    round: str
    venue: str
    start: int
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Task:
    """A presenter of a round to be given a slot. `zones` are where it may go, the wanted one first: a
    presenter who is fixed has one. `minutes` is the slot's length, `pinned` the slot that must stay."""

    presenter: str
    round: str
    zones: tuple[str, ...]
    minutes: int
    pinned: Slot | None = None


@dataclass(frozen=True)
class Problem:
    """All that a plan must hold. Tasks stand in the order in which presenters are preferred to appear;
    `places` are the presenters' coordinates (latitude, longitude), for the travel of those who are free."""

    day: Day
    venues: Mapping[str, Venue]
    sites: tuple[Site, ...]
    tasks: tuple[Task, ...]
    seats: tuple[Seat, ...] = ()
    rules: Rules = field(default_factory=Rules)
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    requests: tuple[Request, ...] = ()
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)


class Wish(StrEnum):
    """What a plan should have little of, the weightiest first: each is made as small as it can be
    before the next is looked at (lexicographically)."""

    MISSED = "missed"
    """Sheets of the own panel that judges miss while they present elsewhere."""
    REQUESTS = "requests"
    """Requests that are not firm and not granted."""
    END = "end"
    """The minute at which the last slot ends."""
    GAPS = "gaps"
    """Minutes that zones stand idle between their first and last slot, breaks left out."""
    TRAVEL = "travel"
    """Minutes on the road of presenters who are free to choose their zone."""
    ORDER = "order"
    """Pairs of presenters of a zone who stand the other way round than preferred."""


@dataclass(frozen=True)
class Cost:
    """How much of a wish a plan breaks, and the least that was proven: equal, it can't be done better."""

    wish: Wish
    value: int
    bound: int


@dataclass(frozen=True)
class Plan:
    """A plan that holds, what it costs, who misses which sheets, and the wishes it breaks, by code."""

    slots: tuple[Slot, ...]
    costs: tuple[Cost, ...] = ()
    excused: frozenset[Excuse] = frozenset()
    refused: tuple[Request, ...] = ()

    @property
    def proven(self) -> bool:
        return all(cost.value == cost.bound for cost in self.costs)


class Kind(StrEnum):
    """What can make a plan impossible. A clash of constraints is named after the first of these in it."""

    BOOKING = "booking"
    DAY = "day"
    BREAK = "break"
    REQUEST = "request"
    PIN = "pin"
    QUORUM = "quorum"
    PERSON = "person"
    VENUE = "venue"
    SIZE = "size"
    START = "start"
    SLOTS = "slots"


@dataclass(frozen=True)
class Constraint:
    """One thing that a plan must hold, by code; what a kind doesn't speak of is None.

    BOOKING a venue's windows, from the first to the last (venue, window) · DAY the day's window (zone,
    window) · BREAK a zone's break (zone, window) · REQUEST a firm request (presenter, window) · PIN a
    pinned slot (presenter, zone, window) · QUORUM enough judges at every slot (zone) · PERSON somebody is
    in one place at a time, travel included (person, presenter: the one they head) · VENUE one presenter
    at a time in a hall (venue) · SIZE a zone's limits (zone) · START a zone's first slot (zone,
    window.start) · SLOTS every presenter of a zone gets a slot of its length (zone, count, minutes).
    """

    kind: Kind
    zone: str | None = None
    venue: str | None = None
    presenter: str | None = None
    person: str | None = None
    window: Window | None = None
    count: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Core:
    """Constraints that can't all hold, though any one of them less could; by how many minutes they miss
    (0 where that is not a matter of time); and the ways out that were tried and do end it."""

    constraints: tuple[Constraint, ...]
    minutes: int = 0
    ways_out: tuple[WayOut, ...] = ()

    @property
    def kind(self) -> Kind:
        kinds = {constraint.kind for constraint in self.constraints}
        return next(kind for kind in Kind if kind in kinds)


@dataclass(frozen=True)
class Impossible:
    """No plan holds: every independent core, disjoint from the others."""

    cores: tuple[Core, ...]


@dataclass(frozen=True)
class Undecided:
    """The time was up before a plan was found or ruled out."""


@dataclass(frozen=True)
class Progress:
    """What a search has come to: the wish it works at, the best value so far and the bound; `plans` found."""

    wish: Wish | None
    value: int | None
    bound: int | None
    plans: int
    seconds: float


Answer = Plan | Impossible | Undecided
