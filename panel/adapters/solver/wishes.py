"""The wishes of a plan as expressions over a timetable's model, each made when it is first asked for."""

from __future__ import annotations

from itertools import combinations
from math import gcd
from typing import Any

from panel.adapters.solver.timetable import Timetable
from panel.domain.attendance import seats_in
from panel.domain.planning import Site, Wish
from panel.domain.planning.costs import merged, way_to, zones_of
from panel.domain.schedules import DAY_MINUTES, breaks_of


class Wishes:
    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.problem = timetable.problem
        self.model = timetable.model
        self.unit = timetable.unit
        self.places = timetable.places
        pauses = [window for site in self.problem.sites for window in breaks_of(self.problem.day, site.zone)]
        self.idle_unit = gcd(self.unit, *(pause.end - pause.start for pause in merged(pauses)))
        self._made: dict[Wish, Any] = {}
        self._spans: dict[str, tuple[Any, Any]] = {}

    def of(self, wish: Wish) -> Any:
        """The expression of a wish; it enters the model when it is first asked for."""
        if wish not in self._made:
            self._made[wish] = {
                Wish.MISSED: self._missed,
                Wish.REQUESTS: self._refused,
                Wish.END: self._end,
                Wish.GAPS: self._gaps,
                Wish.TRAVEL: self._roads,
                Wish.ORDER: self._inversions,
            }[wish]()
        return self._made[wish]

    def step(self, wish: Wish) -> int:
        """How many of a wish's units one step of its expression is."""
        return {Wish.END: self.unit, Wish.GAPS: self.idle_unit}.get(wish, 1)

    def _missed(self) -> Any:
        return sum(
            literal * len(seats_in(self.problem.seats, person, place.zone))
            for (person, place), literal in self.timetable.absent.items()
        )

    def _refused(self) -> Any:
        refused = []
        for request in self.problem.requests:
            if request.firm:
                continue
            window = request.window
            literal = self.model.new_bool_var("")
            for task, start in self.timetable.starts.items():
                if (task.presenter, task.round) == (request.presenter, request.round):
                    early, late = -(-window.start // self.unit), (window.end - task.minutes) // self.unit
                    self.model.add(start >= early).only_enforce_if(~literal)
                    self.model.add(start <= late).only_enforce_if(~literal)
            refused.append(literal)
        return sum(refused)

    def _end(self) -> Any:
        end = self.model.new_int_var(0, DAY_MINUTES // self.unit, "")
        for place in self.places:
            self.model.add(end >= place.start + place.minutes // self.unit).only_enforce_if(place.held)
        return end

    def _gaps(self) -> Any:
        return sum(self._idle(site) for site in self.problem.sites)

    def _idle(self, site: Site) -> Any:
        """A zone's steps from its first start to its last end, less its slots and the breaks between."""
        model, here = self.model, [place for place in self.places if place.zone == site.zone]
        if not here:
            return 0
        first, last = self.span(site.zone)
        for place in here:
            model.add(last >= place.start + place.minutes // self.unit).only_enforce_if(place.held)
        work = sum(place.held * (place.minutes // self.unit) for place in here)
        pauses = merged(breaks_of(self.problem.day, site.zone))
        idle = (last - first - work) * (self.unit // self.idle_unit)
        for pause in pauses:
            within = model.new_bool_var("")
            model.add(first * self.unit <= pause.start).only_enforce_if(within)
            model.add(last * self.unit >= pause.end).only_enforce_if(within)
            idle -= within * ((pause.end - pause.start) // self.idle_unit)
        steps = model.new_int_var(0, DAY_MINUTES // self.idle_unit, "")
        model.add(steps >= idle)
        return steps

    def span(self, zone: str) -> tuple[Any, Any]:
        """A zone's first start and last end."""
        if zone not in self._spans:
            first = self.model.new_int_var(0, DAY_MINUTES // self.unit, "")
            last = self.model.new_int_var(0, DAY_MINUTES // self.unit, "")
            for place in self.places:
                if place.zone == zone:
                    self.model.add(first <= place.start).only_enforce_if(place.held)
            self._spans[zone] = first, last
        return self._spans[zone]

    def _roads(self) -> Any:
        return sum(
            place.held * way_to(self.problem, place.task.presenter, place.venue)
            for place in self.places
            if len(zones_of(place.task)) > 1
        )

    def _inversions(self) -> Any:
        inversions = []
        for one, other in combinations(self.places, 2):
            turnable = (one, other) not in self.timetable.in_turn and one.task is not other.task
            if turnable and one.zone == other.zone:
                turned = self.model.new_bool_var("")
                both = [each.held for each in (one, other)]
                ends = [each.start + each.minutes // self.unit for each in (one, other)]
                self.model.add(other.start >= ends[0]).only_enforce_if(~turned, *both)
                self.model.add(one.start >= ends[1]).only_enforce_if(turned, *both)
                if one.held is not True or other.held is not True:
                    self.model.add_implication(turned, one.held)
                    self.model.add_implication(turned, other.held)
                inversions.append(turned)
        return sum(inversions)
