"""The solver: a planning problem in, by OR-Tools CP-SAT; a plan, what makes it impossible, or neither out.

Wishes are met in their order (lexicographically): each is made as small as it can be, proven where the
time allows, and then held while the next is looked at. Parts of a problem that share nothing are
searched apart. One worker and deterministic time: the same problem and seed give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from panel.adapters.solver.explanations import explain
from panel.adapters.solver.search import Search, Watch
from panel.domain.planning import Answer, Cost, Impossible, Plan, Problem, Progress, Undecided, Wish
from panel.domain.planning.costs import measure
from panel.domain.planning.parts import parts, refuse_unplannable

SHARE = 0.5
"""Of the time that is left a single step of the search may take so much."""


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float = 30,
    told: Callable[[Progress], bool] | None = None,
) -> Answer:
    """The best plan, or every clash that leaves none; `Undecided` if the time was up before either.

    `seconds` are of deterministic time (the solver's count of its own work, about a second each on one
    idle core). `told` hears how the search goes, a few times a second, from this thread; once it answers
    False the search ends with the best plan so far and what is proven of it. Raises Invalid for a
    problem that makes no sense (an unknown zone or venue, somebody twice in a round).
    """
    refuse_unplannable(problem)
    watch = Watch(seconds, told)
    searches = [Search(part, watch, seed=seed) for part in parts(problem)]
    begun = [search.begin() for search in searches]
    if not all(begun):
        impossible = [search.problem for search in searches if search.impossible]
        return Impossible(explain(problem, impossible)) if impossible else Undecided()
    costs = [_cost(wish, searches) for wish in Wish]
    for search in searches:
        search.settle()
    slots = tuple(slot for search in searches for slot in search.slots)
    excused = frozenset().union(*(search.excused for search in searches))
    values, refused = measure(problem, slots, excused)
    return Plan(
        tuple(sorted(slots, key=lambda slot: (slot.zone, slot.start))),
        tuple(Cost(cost.wish, values[cost.wish], min(cost.bound, values[cost.wish])) for cost in costs),
        excused,
        refused,
    )


def _cost(wish: Wish, searches: Sequence[Search]) -> Cost:
    """The least of a wish over all parts. All may last as long as the one that ends last."""
    bounds = [search.reduce(wish) for search in searches]
    values = [search.values[wish] for search in searches]
    if wish is not Wish.END:
        cost = Cost(wish, sum(values), sum(bounds))
    else:
        cost = Cost(wish, max(values, default=0), max(bounds, default=0))
        values = [cost.value] * len(searches)
    for search, value in zip(searches, values, strict=True):
        search.hold(wish, value)
    return cost
