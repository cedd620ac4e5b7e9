"""A planning problem as a constraint model of OR-Tools CP-SAT: what must hold, and what is wished for.

A slot is an interval on a grid of whole steps; one presenter at a time in a hall is a no-overlap, and
whoever is needed in two halls needs them apart by the travel between, or is excused. Every hard rule
is added under its `Constraint`, so that it can be left out or assumed: `explanations` finds out which
of them clash. docs/planning.md tells why the grid loses no plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from panel.domain.attendance import judges_of, open_seats, seats_in
from panel.domain.events import Window
from panel.domain.planning import Constraint, Kind, Problem, Site, Task
from panel.domain.planning.constraints import (
    booking_constraint,
    bookings_of,
    grid,
    pin_constraint,
    slots_constraint,
)
from panel.domain.planning.costs import zones_of
from panel.domain.schedules import DAY_MINUTES, Excuse, Slot, breaks_of, travel_minutes

Rule = Callable[[Constraint], bool]


@dataclass(frozen=True, eq=False)
class Place:
    """A task in one of its zones: `held` is true where the plan puts it there. Lengths in minutes."""

    task: Task
    site: Site
    venue: str
    start: Any
    held: Any
    minutes: int

    @property
    def zone(self) -> str:
        return self.site.zone


class Timetable:
    """The model of a problem. `holds` tells which constraints are to hold; if `assumed`, each has a
    literal in `assumptions` under which it holds, so that the solver can name those that clash. The grid
    is `fine` where slots are to be as late as they can."""

    def __init__(
        self,
        problem: Problem,
        holds: Rule = lambda _: True,
        *,
        assumed: bool = False,
        fine: bool = False,
    ) -> None:
        from ortools.sat.python import cp_model

        self.problem = problem
        self.holds = holds
        self.assumed = assumed
        self.model = cp_model.CpModel()
        self.assumptions: dict[Constraint, Any] = {}
        self.unit = grid(problem, fine=fine)
        self.absent: dict[tuple[str, Place], Any] = {}
        self._before: dict[tuple[Place, Place], Any] = {}
        self.starts: dict[Task, Any] = {}
        self.in_turn: set[tuple[Place, Place]] = set()
        self.places = [place for task in problem.tasks for place in self._placed(task)]
        self._sizes()
        self._times()
        self._halls()
        self._persons()
        self._quorums()
        self._alike()

    def _under(self, constraint: Constraint) -> list[Any] | None:
        """The literals under which a constraint is to hold; None if it is left out."""
        if not self.holds(constraint):
            return None
        if not self.assumed:
            return []
        if constraint not in self.assumptions:
            self.assumptions[constraint] = self.model.new_bool_var("")
        return [self.assumptions[constraint]]

    def _placed(self, task: Task) -> Iterator[Place]:
        """A task's places, one of which it takes if its zone's presenters are to get their slots."""
        start = self.starts[task] = self.model.new_int_var(0, DAY_MINUTES // self.unit, "")
        under = self._under(slots_constraint(self.problem, task))
        minutes = task.pinned.end - task.pinned.start if task.pinned else task.minutes
        sites = [site for site in self.problem.sites if site.zone in zones_of(task)]
        sure = under == [] and len(sites) == 1
        held = [True if sure else self.model.new_bool_var("") for _ in sites]
        if not sure:
            self.model.add_at_most_one(held)
            if under is not None:
                self.model.add_bool_or(held).only_enforce_if(*under)
        for site, literal in zip(sites, held, strict=True):
            venue = task.pinned.venue if task.pinned else site.venue
            yield Place(task, site, venue, start, literal, minutes)

    def _allow(self, place: Place, constraint: Constraint, windows: Iterable[Window]) -> None:
        """Let a place's slot lie in one of these windows, wherever the constraint holds."""
        under = self._under(constraint)
        if under is None:
            return
        from ortools.sat.python import cp_model

        ranges = [
            (-(-window.start // self.unit), (window.end - place.minutes) // self.unit) for window in windows
        ]
        domain = cp_model.Domain.from_intervals([list(each) for each in ranges if each[0] <= each[1]])
        self.model.add_linear_expression_in_domain(place.start, domain).only_enforce_if(place.held, *under)

    def _times(self) -> None:
        """Day, bookings, breaks, the zones' starts, firm requests and pins."""
        problem = self.problem
        requests = {(each.presenter, each.round): each for each in problem.requests if each.firm}
        for place in self.places:
            site, task = place.site, place.task
            self._allow(
                place, Constraint(Kind.DAY, place.zone, window=problem.day.window), [problem.day.window]
            )
            if windows := bookings_of(problem, place.venue):
                self._allow(place, booking_constraint(place.venue, windows), windows)
            for pause in breaks_of(problem.day, place.zone):
                around = [Window(0, pause.start), Window(pause.end, DAY_MINUTES)]
                self._allow(place, Constraint(Kind.BREAK, place.zone, window=pause), around)
            if task.pinned:
                span = Window(task.pinned.start, task.pinned.end)
                self._allow(place, pin_constraint(task.pinned), [span])
            else:
                opening = Window(site.start, DAY_MINUTES)
                self._allow(place, Constraint(Kind.START, place.zone, window=opening), [opening])
            if request := requests.get((task.presenter, task.round)):
                window = request.window
                self._allow(
                    place, Constraint(Kind.REQUEST, presenter=task.presenter, window=window), [window]
                )

    def _sizes(self) -> None:
        """The limits of zones that somebody may choose."""
        for site in self.problem.sites:
            here = [place for place in self.places if place.zone == site.zone]
            if not any(len(zones_of(place.task)) > 1 for place in here):
                continue
            under = self._under(Constraint(Kind.SIZE, site.zone, count=site.least, minutes=0))
            if under is not None:
                most = len(here) if site.most is None else site.most
                count = sum(place.held for place in here)
                self.model.add_linear_constraint(count, site.least, most).only_enforce_if(*under)

    def _halls(self) -> None:
        """One presenter at a time in a hall, with the day's gap between."""
        by_venue: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            by_venue[place.venue].append(place)
        for venue, places in by_venue.items():
            under = self._under(Constraint(Kind.VENUE, venue=venue))
            if under is not None and len(places) > 1:
                pins = sorted({each.task.pinned.start for each in places if each.task.pinned})
                self.model.add_no_overlap([self._interval(place, under, pins) for place in places])

    def _interval(self, place: Place, under: list[Any], pins: Sequence[int]) -> Any:
        """A place's time in its hall and the gap after it; pins may stand closer than the gap."""
        pinned, taken = place.task.pinned, place.minutes + self.problem.day.gap
        if pinned:
            following = [start for start in pins if pinned.end <= start < pinned.end + self.problem.day.gap]
            taken = min([start - pinned.start for start in following], default=taken)
        literal = place.held
        if under:
            literal = self.model.new_bool_var("")
            self.model.add_bool_or([literal]).only_enforce_if(place.held, *under)
        return self.model.new_optional_fixed_size_interval_var(place.start, taken // self.unit, literal, "")

    def _persons(self) -> None:
        """Nobody in two halls at once, the travel between them included."""
        for presenter, places in self._twice_presenting():
            under = self._under(Constraint(Kind.PERSON, presenter=presenter))
            for one, other in combinations(places, 2):
                if under is not None and one.task is not other.task:
                    self._apart(one, other, under, [])
        for person, seats in open_seats(self.problem.seats).items():
            self._person(person, {seat.zone for seat in seats}, {seat.home for seat in seats})

    def _person(self, person: str, zones: set[str | None], homes: set[str | None]) -> None:
        """Somebody who is needed in zones, where they can be excused, and where their amphoe present."""
        at_home = [place for place in self.places if place.task.presenter in homes]
        needed = at_home + [each for each in self.places if each.zone in zones and each not in at_home]
        pairs = [
            (one, other)
            for one, other in combinations(needed, 2)
            if one.venue != other.venue and one.task is not other.task
        ]
        home = min((place.task.presenter for place in at_home), default=None)
        under = self._under(Constraint(Kind.PERSON, person=person, presenter=home)) if pairs else None
        for pair in pairs if under is not None else ():
            free = [self._absence(person, place) for place in pair if place not in at_home]
            self._apart(*pair, under or [], free)

    def _twice_presenting(self) -> Iterator[tuple[str, list[Place]]]:
        by_presenter: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            by_presenter[place.task.presenter].append(place)
        for presenter, places in by_presenter.items():
            if len({place.task for place in places}) > 1:
                yield presenter, places

    def _absence(self, person: str, place: Place) -> Any:
        """Whether a person is excused from a place of the own zone."""
        if (person, place) not in self.absent:
            self.absent[person, place] = self.model.new_bool_var("")
        return self.absent[person, place]

    def _apart(self, one: Place, other: Place, under: list[Any], free: list[Any]) -> None:
        ways = [*free, self._precedes(one, other), self._precedes(other, one)]
        self.model.add_bool_or(ways).only_enforce_if(one.held, other.held, *under)

    def _precedes(self, one: Place, other: Place) -> Any:
        """Whether one slot ends so early that the other can be reached from it."""
        if (one, other) not in self._before:
            literal = self._before[one, other] = self.model.new_bool_var("")
            road = travel_minutes(self.problem, one.venue, other.venue)
            steps = (one.minutes + road) // self.unit
            self.model.add(other.start >= one.start + steps).only_enforce_if(literal)
        return self._before[one, other]

    def _quorums(self) -> None:
        """Of the seats that may score a presenter so many are left that they have their quorum."""
        by_place: defaultdict[Place, list[tuple[str, Any]]] = defaultdict(list)
        for (person, place), literal in self.absent.items():
            by_place[place].append((person, literal))
        for place, absences in by_place.items():
            judges = judges_of(self.problem.seats, place.zone, place.task.presenter)
            spare = len(judges) - self.problem.rules.quorum_for(len(judges))
            under = self._under(Constraint(Kind.QUORUM, place.zone))
            if under is not None:
                weights = [(sum(seat.person == person for seat in judges), each) for person, each in absences]
                missed = sum(weight * each for weight, each in weights)
                if any(weight for weight, _ in weights):
                    self.model.add(missed <= spare).only_enforce_if(*under)

    def _alike(self) -> None:
        """Presenters of a zone whom nothing tells apart come in the preferred order.

        No plan is lost: two of them could change places, which breaks no rule and no more wishes.
        """
        apart = {seat.home for seat in self.problem.seats} | {
            each.presenter for each in self.problem.requests
        }
        apart |= {presenter for presenter, _ in self._twice_presenting()}
        rows: defaultdict[tuple[str, int], list[Place]] = defaultdict(list)
        for place in self.places:
            task = place.task
            if task.presenter not in apart and not task.pinned and len(task.zones) == 1:
                rows[place.zone, place.minutes].append(place)
        for (_, minutes), row in rows.items():
            sure = (
                all(place.held is True for place in row)
                and self._under(Constraint(Kind.VENUE, venue=row[0].venue)) == []
            )
            after = (minutes + self.problem.day.gap) // self.unit if sure else 0
            for one, other in pairwise(row):
                self.model.add(other.start >= one.start + after)
            self.in_turn |= set(combinations(row, 2))

    @property
    def literals(self) -> list[Any]:
        """All choices but the times."""
        held = [place.held for place in self.places if place.held is not True]
        return [*held, *self.absent.values(), *self._before.values()]

    def solution(self, value: Callable[[Any], int]) -> tuple[tuple[Slot, ...], frozenset[Excuse]]:
        """The slots of a solution and who misses whom, `value` giving the value of its variables."""
        held = {place for place in self.places if place.held is True or value(place.held)}
        slots = [self._slot(place, value(place.start) * self.unit) for place in held]
        excused = frozenset(
            Excuse(seat.code, place.task.presenter)
            for (person, place), literal in self.absent.items()
            if place in held and value(literal)
            for seat in seats_in(self.problem.seats, person, place.zone)
        )
        return tuple(sorted(slots, key=lambda slot: (slot.zone, slot.start))), excused

    def _slot(self, place: Place, start: int) -> Slot:
        return place.task.pinned or Slot(
            place.task.presenter, place.zone, place.venue, start, start + place.minutes
        )
