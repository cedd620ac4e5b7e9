"""One search for the plan of a problem's part: step by step, always holding the best that it has.

`Watch` keeps the time of all parts' searches together and tells how they go.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from panel.adapters.timetable import Timetable
from panel.adapters.wishes import Wishes
from panel.domain.costs import measure
from panel.domain.planning import Problem, Progress, Wish
from panel.domain.schedules import Excuse, Slot

SETTLE_SECONDS = 1.0
STEP_SHARE = 0.5
"""A single step may take so much of the time that is left."""
TELL_EVERY = 0.25


@dataclass
class Watch:
    """The time that is left, in deterministic seconds, and who is told."""

    seconds: float
    told: Callable[[Progress], bool] | None = None
    plans: int = 0
    stopped: bool = False
    began: float = field(default_factory=monotonic)

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
        self.values: dict[Wish, int] = {}

    def begin(self) -> bool:
        """Look for any plan that holds."""
        self._run(None)
        return self.found

    def reduce(self, wish: Wish) -> int:
        """Make a wish as small as it can be; the least that is proven."""
        expression = self.wishes.of(wish)
        if self.values[wish] == 0 or isinstance(expression, int):
            return self.values[wish]
        bound = self._run(wish, from_below=True) if wish is Wish.MISSED else 0
        if bound * self.wishes.step(wish) < self.values[wish]:
            bound = max(bound, self._run(wish))
        return round(bound) * self.wishes.step(wish)

    def hold(self, wish: Wish, value: int) -> None:
        """Let no later step break more of a wish than this."""
        expression = self.wishes.of(wish)
        if not isinstance(expression, int):
            self.timetable.model.add(expression <= value // self.wishes.step(wish))

    def settle(self) -> None:
        """Of the plans that are equally good take the one whose slots are the earliest, all in all."""
        if not self.watch.stopped and self.watch.seconds > 0:
            self._minimise(sum(self.timetable.starts.values()), SETTLE_SECONDS)

    def _run(self, wish: Wish | None, *, from_below: bool = False) -> float:
        """Search on, for less of a wish; what is proven of it."""
        self.watch.tell(wish, self.values.get(wish) if wish else None, None)
        if self.watch.stopped or self.watch.seconds <= 0:
            return 0
        seconds = self.watch.seconds * (STEP_SHARE if self.found else 1)
        return self._minimise(None if wish is None else self.wishes.of(wish), seconds, wish, from_below)

    def _minimise(
        self, objective: Any, seconds: float, wish: Wish | None = None, from_below: bool = False
    ) -> float:
        """Look for a plan with less of an objective. `from_below` raises what is proven until a plan is
        found at it: few missed sheets are proven so."""
        from ortools.sat.python import cp_model

        model: Any = self.timetable.model
        model.clear_objective()
        if objective is not None:
            model.minimize(objective)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 0
        solver.parameters.optimize_with_core = from_below
        solver.parameters.random_seed = self.seed
        solver.parameters.max_deterministic_time = seconds
        status = self._watched(solver, wish)
        self.watch.seconds -= solver.deterministic_time
        self.impossible = status == cp_model.INFEASIBLE
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            self._take(solver)
        return max(0.0, solver.best_objective_bound)

    def _watched(self, solver: Any, wish: Wish | None) -> Any:
        """Solve, telling now and then how it goes; `told` is called in the caller's own thread."""
        if self.watch.told is None:
            return solver.solve(self.timetable.model)
        with ThreadPoolExecutor(1) as pool:
            solving: Future[Any] = pool.submit(solver.solve, self.timetable.model)
            while not wait([solving], TELL_EVERY).done:
                self.watch.tell(wish, self.values.get(wish) if wish else None, None)
                if self.watch.stopped:
                    solver.stop_search()
            return solving.result()

    def _take(self, solver: Any) -> None:
        """Keep what was found, and let the next step begin at it."""
        model: Any = self.timetable.model
        self.found = True
        self.watch.plans += 1
        self.slots, self.excused = self.timetable.solution(solver.value)
        self.values, _ = measure(self.problem, self.slots, self.excused)
        model.clear_hints()
        for index in range(len(model.proto.variables)):
            variable = model.get_int_var_from_proto_index(index)
            model.add_hint(variable, solver.value(variable))
