"""One search for the plan of a problem's part: step by step, always holding the best that it has.

`Watch` keeps the time of all parts' searches together and tells how they go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import pairwise
from time import monotonic
from typing import Any

from panel.adapters.solver.timetable import Place, Timetable
from panel.adapters.solver.wishes import Wishes
from panel.domain.planning import Problem, Progress, Wish
from panel.domain.planning.costs import measure
from panel.domain.schedules import Excuse, Slot

STEP_SHARE = 0.5
"""A single step may take so much of the time that is left,"""
PROBE_SHARE = 0.2
"""a try at one deadline so much,"""
FIRST_SECONDS = 0.2
SETTLE_SECONDS = 1.0
TELL_EVERY = 0.25

PARAMETERS = {
    "num_workers": 1,
    "linearization_level": 0,
    "cp_model_probing_level": 0,
    "symmetry_level": 0,
    "inprocessing_dtime_ratio": 0.0,
    "restart_period": 100,
}
"""One worker, so that the same seed gives the same answer; the rest saves work that does not pay on models
so small (docs/planning.md has the figures)."""


@dataclass
class Watch:
    """The time that is left, in deterministic seconds, and who is told."""

    seconds: float
    told: Callable[[Progress], bool] | None = None
    plans: int = 0
    stopped: bool = False
    began: float = field(default_factory=monotonic)

    @property
    def lasts(self) -> bool:
        """Whether there is time, and somebody who wants to know."""
        return self.seconds > 0 and not self.stopped

    def tell(self, wish: Wish | None, value: int | None, bound: int | None) -> None:
        """Tell how far it is; whoever is told may end it."""
        progress = Progress(wish, value, bound, self.plans, monotonic() - self.began)
        if self.told is not None and not self.told(progress):
            self.stopped = True


class Search:
    """`slots` are the best plan so far (none before `begin` found one), `values` what it costs."""

    def __init__(self, problem: Problem, watch: Watch, *, seed: int) -> None:
        self.problem = problem
        self.watch = watch
        self.seed = seed
        self.timetable = Timetable(problem)
        self.wishes = Wishes(self.timetable)
        self.found = False
        self.impossible = False
        self.slots: tuple[Slot, ...] = ()
        self.excused: frozenset[Excuse] = frozenset()
        self.kept: dict[Any, int] = {}
        self.values: dict[Wish, int] = {}

    def begin(self) -> bool:
        """Look for any plan that holds."""
        self.impossible = self._run(seconds=self.watch.seconds) is None
        return self.found

    def reduce(self, wish: Wish) -> int:
        """Make a wish as small as it can be; the least that is proven, in the wish's own unit."""
        expression, step = self.wishes.of(wish), self.wishes.step(wish)
        if self.values[wish] == 0 or isinstance(expression, int):
            return self.values[wish]
        seconds = FIRST_SECONDS if wish is Wish.END else None
        bound = self._run(wish, seconds=seconds, from_below=wish is Wish.MISSED) or 0
        if bound * step < self.values[wish]:
            if wish is Wish.END:
                bound = self._by_deadlines(bound)
            elif wish is Wish.MISSED:
                bound = max(bound, self._run(wish) or 0)
        return bound * step

    def _by_deadlines(self, low: int) -> int:
        """Try one deadline after another between what is proven and what is found: that no plan ends by a
        deadline is easier to prove than that none ends before another one does."""
        step = self.wishes.step(Wish.END)
        high = self.values[Wish.END] // step
        while low < high and self.watch.lasts:
            deadline, plans = (low + high) // 2, self.watch.plans
            seconds = self.watch.seconds * PROBE_SHARE
            if self._run(seconds=seconds, within=(Wish.END, deadline)) is None:
                low = deadline + 1
            else:
                high = self.values[Wish.END] // step if self.watch.plans > plans else deadline
        return low

    def hold(self, wish: Wish, value: int) -> None:
        """Let no later step break more of a wish than this."""
        expression = self.wishes.of(wish)
        if not isinstance(expression, int):
            self.timetable.model.add(expression <= value // self.wishes.step(wish))

    def settle(self) -> None:
        """Of the plans that are equally good take the one whose slots are the earliest, all in all."""
        self._keep_order()
        self._run(seconds=SETTLE_SECONDS, objective=sum(self.timetable.starts.values()))

    def _keep_order(self) -> None:
        """Let only the times change: who presents where and after whom stays, and who is missed."""
        model, unit = self.timetable.model, self.timetable.unit
        for literal, value in self.kept.items():
            model.add(literal == value)
        order = {(slot.zone, slot.presenter): slot.start for slot in self.slots}
        by_venue: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self.timetable.places:
            if (place.zone, place.task.presenter) in order:
                by_venue[place.venue].append(place)
        for places in by_venue.values():
            places.sort(key=lambda place: order[place.zone, place.task.presenter])
            for one, other in pairwise(places):
                model.add(other.start >= one.start + one.minutes // unit)

    def _run(
        self,
        wish: Wish | None = None,
        *,
        objective: Any = None,
        within: tuple[Wish, int] | None = None,
        seconds: float | None = None,
        from_below: bool = False,
    ) -> int | None:
        """Search for less of a wish than the best plan has, or of another objective, or for any plan
        `within` so many steps of a wish. What is proven of the wish; None if there is no such plan.

        `from_below` raises what is proven until a plan is found at it: few missed sheets are proven so.
        """
        from ortools.sat.python import cp_model

        self.watch.tell(wish, self.values.get(wish) if wish else None, None)
        if not self.watch.lasts:
            return 0
        model: Any = self.timetable.model.clone()
        if wish is not None:
            objective, within = self.wishes.of(wish), (wish, self.values[wish] // self.wishes.step(wish))
        if objective is not None:
            model.minimize(objective)
        if within is not None:
            model.add(self.wishes.of(within[0]) <= within[1])
        solver = cp_model.CpSolver()
        for name, value in PARAMETERS.items():
            setattr(solver.parameters, name, value)
        solver.parameters.optimize_with_core = from_below
        solver.parameters.random_seed = self.seed
        most = self.watch.seconds * (STEP_SHARE if self.found else 1)
        solver.parameters.max_deterministic_time = most if seconds is None else min(seconds, most)
        status = self._watched(solver, model, wish)
        self.watch.seconds -= solver.deterministic_time
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            self._take(solver)
        return None if status == cp_model.INFEASIBLE else max(0, round(solver.best_objective_bound))

    def _watched(self, solver: Any, model: Any, wish: Wish | None) -> Any:
        """Solve, telling now and then how it goes; `told` is called in the caller's own thread."""
        if self.watch.told is None:
            return solver.solve(model)
        with ThreadPoolExecutor(1) as pool:
            solving: Future[Any] = pool.submit(solver.solve, model)
            while not wait([solving], TELL_EVERY).done:
                self.watch.tell(wish, self.values.get(wish) if wish else None, None)
                if not self.watch.lasts:
                    solver.stop_search()
            return solving.result()

    def _take(self, solver: Any) -> None:
        """Keep what was found."""
        self.found = True
        self.watch.plans += 1
        self.slots, self.excused = self.timetable.solution(solver.value)
        self.kept = {literal: solver.value(literal) for literal in self.timetable.literals}
        self.values, _ = measure(self.problem, self.slots, self.excused)
