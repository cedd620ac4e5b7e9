"""Ways out of a clash: changes of one thing that were tried, by solving, and let a plan be found.

Each is tried on the whole problem, the other clashes' members left out. Where no single change is
enough, those are offered that end this clash at least, and lead to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from panel.adapters.solver.timetable import Place, Rule, Timetable
from panel.domain.events import Window
from panel.domain.planning import Constraint, Core, Kind, Problem, Task
from panel.domain.planning.costs import zones_of
from panel.domain.planning.parts import parts
from panel.domain.schedules import DAY_MINUTES, WayOut

TRIAL_SECONDS = 2.0
START_STEP = 5
"""A start is named in steps of so many minutes, as people would."""
TRIES = 6
"""Where a zone or a presenter could go many ways, so many are tried."""


@dataclass(frozen=True)
class Solved:
    """What came of a trial: the solver's status, and the value of a variable."""

    status: Any
    value: Callable[[Any], int]

    @property
    def holds(self) -> bool:
        from ortools.sat.python import cp_model

        return self.status in {cp_model.OPTIMAL, cp_model.FEASIBLE}


def solved(timetable: Timetable, objective: Any = None) -> Solved:
    """Look for a plan, as small in `objective` as the time for a trial allows."""
    from ortools.sat.python import cp_model

    if objective is not None:
        timetable.model.minimize(objective)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = TRIAL_SECONDS
    return Solved(solver.solve(timetable.model), solver.value)


def growth(part: Problem, holds: Rule, concerned: Callable[[Place], bool], window: Window) -> Window | None:
    """The least that a window grows if the slots concerned are to lie in it; rather later than earlier."""
    timetable = Timetable(part, holds, fine=True)
    model, unit = timetable.model, timetable.unit
    early, late = (model.new_int_var(0, DAY_MINUTES, "") for _ in range(2))
    for place in filter(concerned, timetable.places):
        model.add(early >= window.start - place.start * unit).only_enforce_if(place.held)
        model.add(late >= place.start * unit + place.minutes - window.end).only_enforce_if(place.held)
    trial = solved(timetable, (early + late) * DAY_MINUTES + early)
    if not trial.holds:
        return None
    return Window(window.start - trial.value(early), window.end + trial.value(late))


def overlapping(part: Problem, holds: Rule, pause: Constraint) -> int:
    """The fewest minutes of a break that its zone's slots take."""
    timetable = Timetable(part, holds, fine=True)
    model, unit, window = timetable.model, timetable.unit, pause.window
    taken = []
    for place in timetable.places:
        if window is not None and place.zone == pause.zone:
            before = model.new_bool_var("")
            taken.append(model.new_int_var(0, DAY_MINUTES, ""))
            end = place.start * unit + place.minutes
            model.add(taken[-1] >= end - window.start).only_enforce_if(place.held, before)
            model.add(taken[-1] >= window.end - place.start * unit).only_enforce_if(place.held, ~before)
    trial = solved(timetable, sum(taken))
    return sum(trial.value(each) for each in taken) if trial.holds else 0


def ways_out(
    problem: Problem, part: Problem, core: Core, others: frozenset[Constraint]
) -> tuple[WayOut, ...]:
    """The changes that end a clash; `others` are the members of all other clashes."""
    found = Ways(problem, part, core, others).found()
    if found:
        return found
    beside = frozenset(Timetable(part, assumed=True).assumptions) - set(core.constraints)
    return Ways(problem, part, core, others | beside).found()


class Ways:
    """What could end a core, `without` what else is in the way."""

    def __init__(self, problem: Problem, part: Problem, core: Core, without: frozenset[Constraint]) -> None:
        self.problem = problem
        self.part = part
        self.core = core
        self.without = without
        self.rounds = {site.zone: site.round for site in problem.sites}

    def found(self) -> tuple[WayOut, ...]:
        tried = {
            Kind.START: self._start_zone,
            Kind.BOOKING: self._book_venue,
            Kind.DAY: self._extend_day,
            Kind.BREAK: self._drop_break,
            Kind.REQUEST: self._drop_request,
            Kind.PIN: self._unpin,
            Kind.QUORUM: self._lower_quorum,
            Kind.PERSON: self._join_panel,
            Kind.VENUE: self._move_zone,
            Kind.SIZE: self._limits,
        }
        ways = [
            way
            for kind, tries in tried.items()
            for constraint in self.core.constraints
            if constraint.kind is kind
            for way in tries(constraint)
        ]
        ways = ways or [
            way
            for constraint in self.core.constraints
            if constraint.kind is Kind.SLOTS
            for way in self._move_last(constraint)
        ]
        return tuple({(way.code, *way.params.values()): way for way in ways}.values())

    def _rule(self, *left_out: Constraint) -> Rule:
        return lambda each: each not in self.without and each not in left_out

    def _holds(self, problem: Problem, zones: set[str], *left_out: Constraint) -> bool:
        """Whether a plan is found for the changed problem's parts in which the zones are."""
        return all(
            solved(Timetable(part, self._rule(*left_out))).holds
            for part in parts(problem)
            if zones & {site.zone for site in part.sites}
        )

    @property
    def _zones(self) -> set[str]:
        return {site.zone for site in self.part.sites}

    def _start_zone(self, start: Constraint) -> Iterator[WayOut]:
        """The latest earlier start, in steps of five minutes."""
        timetable = Timetable(self.part, self._rule(start), fine=True)
        first = timetable.model.new_int_var(0, DAY_MINUTES // timetable.unit, "")
        for place in timetable.places:
            if place.zone == start.zone and not place.task.pinned:
                timetable.model.add(first <= place.start).only_enforce_if(place.held)
        trial = solved(timetable, -first)
        if trial.holds and start.window is not None:
            at = trial.value(first) * timetable.unit
            rounded = at - at % START_STEP
            at = rounded if rounded >= self.problem.day.window.start else at
            if at < start.window.start:
                yield WayOut("way.start_zone", {"zone": start.zone, "start_time": at})

    def _book_venue(self, booking: Constraint) -> Iterator[WayOut]:
        if booking.window is None:
            return
        grown = growth(
            self.part, self._rule(booking), lambda place: place.venue == booking.venue, booking.window
        )
        if grown is not None:
            yield WayOut(
                "way.book_venue", {"venue": booking.venue, "start_time": grown.start, "end_time": grown.end}
            )

    def _extend_day(self, day: Constraint) -> Iterator[WayOut]:
        window = self.problem.day.window
        days = [Constraint(Kind.DAY, zone, window=window) for zone in self._zones]
        grown = growth(self.part, self._rule(*days), lambda place: True, window)
        if grown is not None:
            yield WayOut("way.extend_day", {"start_time": grown.start, "end_time": grown.end})

    def _drop_break(self, constraint: Constraint) -> Iterator[WayOut]:
        """The zone does without the break; one for all stays for the others."""
        window = constraint.window
        if window is not None and self._holds(self.problem, self._zones, constraint):
            yield WayOut(
                "way.drop_break",
                {"zone": constraint.zone, "start_time": window.start, "end_time": window.end},
            )

    def _drop_request(self, constraint: Constraint) -> Iterator[WayOut]:
        for request in self.problem.requests:
            if request.firm and request.presenter == constraint.presenter:
                kept = tuple(each for each in self.problem.requests if each is not request)
                if self._holds(replace(self.problem, requests=kept), self._zones):
                    yield WayOut("way.drop_request", {"presenter": request.presenter, "round": request.round})

    def _unpin(self, pin: Constraint) -> Iterator[WayOut]:
        for task in self.problem.tasks:
            same = task.pinned and (task.presenter, task.pinned.zone) == (pin.presenter, pin.zone)
            if same and self._holds(self._changed(task, pinned=None), self._zones):
                yield WayOut("way.unpin", {"presenter": task.presenter, "round": task.round})

    def _changed(self, task: Task, **changes: Any) -> Problem:
        """The problem with a task that is otherwise."""
        tasks = tuple(replace(each, **changes) if each is task else each for each in self.problem.tasks)
        return replace(self.problem, tasks=tasks)

    def _lower_quorum(self, quorum: Constraint) -> Iterator[WayOut]:
        """The highest quorum with which it works."""
        rules = self.problem.rules
        judges = sum(seat.scores for seat in self.problem.seats if seat.zone == quorum.zone)
        for least in range(rules.quorum_for(judges) - 1, 0, -1):
            if self._holds(replace(self.problem, rules=replace(rules, quorum=least)), self._zones):
                yield WayOut("way.lower_quorum", {"quorum": least})
                return

    def _join_panel(self, person: Constraint) -> Iterator[WayOut]:
        """The amphoe that somebody heads presents before the own panel, or beside another one of theirs."""
        seats = [seat for seat in self.problem.seats if seat.person == person.person and not seat.closed]
        homes = {seat.home for seat in seats} | {person.presenter}
        zones = dict.fromkeys(seat.zone for seat in seats if seat.zone is not None)
        theirs = [task for task in self.problem.tasks if task.presenter in homes]
        for task in theirs:
            for zone in dict.fromkeys([*zones, *(zone for each in theirs for zone in zones_of(each))]):
                yield from self._moved(task, zone)

    def _moved(self, task: Task, zone: str) -> Iterator[WayOut]:
        """A presenter goes to another zone of the round, if that works."""
        if zone in zones_of(task) or self.rounds.get(zone) != task.round or task.pinned:
            return
        if self._holds(self._changed(task, zones=(zone,)), {*self._zones, zone}):
            yield WayOut(
                "way.move_presenter", {"presenter": task.presenter, "round": task.round, "zone": zone}
            )

    def _move_zone(self, hall: Constraint) -> Iterator[WayOut]:
        """One of the zones in a hall goes to another, to one that is free first."""
        sites = [site for site in self.problem.sites if site.venue == hall.venue]
        if len(sites) < 2:
            return
        used = {site.venue for site in self.problem.sites}
        for venue in sorted(self.problem.venues, key=lambda code: (code in used, code))[:TRIES]:
            if venue == hall.venue:
                continue
            for site in reversed(sites):
                moved = tuple(
                    replace(each, venue=venue) if each is site else each for each in self.problem.sites
                )
                if self._holds(replace(self.problem, sites=moved), self._zones):
                    yield WayOut("way.move_zone", {"zone": site.zone, "venue": venue})
                    return

    def _limits(self, size: Constraint) -> Iterator[WayOut]:
        """Limits that take in as many as it needs."""
        site = next(site for site in self.problem.sites if site.zone == size.zone)
        timetable = Timetable(self.part, self._rule(size))
        count = sum(place.held for place in timetable.places if place.zone == size.zone)
        most = len(timetable.places) if site.most is None else site.most
        short, over = (timetable.model.new_int_var(0, len(timetable.places), "") for _ in range(2))
        timetable.model.add(short >= site.least - count)
        timetable.model.add(over >= count - most)
        trial = solved(timetable, short + over)
        if trial.holds:
            yield WayOut(
                "way.limits",
                {
                    "zone": site.zone,
                    "least": site.least - trial.value(short),
                    "most": most + trial.value(over),
                },
            )

    def _move_last(self, slots: Constraint) -> Iterator[WayOut]:
        """The last presenter of a zone that is too full goes where the fewest are."""
        here = [task for task in self.problem.tasks if zones_of(task) == (slots.zone,) and not task.pinned]
        counts = {
            site.zone: sum(site.zone in zones_of(task) for task in self.problem.tasks)
            for site in self.problem.sites
        }
        for zone in sorted(counts, key=lambda zone: (counts[zone], zone))[:TRIES]:
            if here and (way := next(self._moved(here[-1], zone), None)):
                yield way
                return
