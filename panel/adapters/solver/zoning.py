"""Zones proposed: who presents where, if zones are to be of even size and the roads short.

An assignment by OR-Tools CP-SAT, proven: each presenter takes one of the zones where they may go, each
zone as many as its limits allow. Without limits sizes differ by one at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from panel.domain.errors import Conflict
from panel.domain.planning import Problem, Site, Task
from panel.domain.planning.costs import way_to, zones_of
from panel.domain.planning.parts import refuse_unplannable

SECONDS = 10.0
"""Deterministic; a province needs a hundredth of it."""


def propose_zones(problem: Problem, *, seed: int = 0) -> dict[str, str]:
    """The zone of each presenter of a round with several zones.

    Least minutes on the road in all; of those the least for whoever has furthest to go, then the fewest
    who leave the zone that they would rather be in (their first). Where too many are fixed in one zone
    sizes are as even as they can be. Raises Conflict where the zones' limits can't be met.
    """
    refuse_unplannable(problem)
    proposed: dict[str, str] = {}
    for round_ in dict.fromkeys(site.round for site in problem.sites):
        sites = [site for site in problem.sites if site.round == round_]
        tasks = [task for task in problem.tasks if task.round == round_]
        if len(sites) > 1 and tasks:
            proposed |= _assigned(problem, sites, tasks, seed)
    return proposed


def _assigned(problem: Problem, sites: list[Site], tasks: list[Task], seed: int) -> dict[str, str]:
    from ortools.sat.python import cp_model

    model: Any = cp_model.CpModel()
    takes = {(task, zone): model.new_bool_var("") for task in tasks for zone in zones_of(task)}
    minutes = {(task, zone): _minutes(problem, task, zone) for task, zone in takes}
    members = defaultdict(list)
    for (_, zone), literal in takes.items():
        members[zone].append(literal)
    for task in tasks:
        model.add_exactly_one(takes[task, zone] for zone in zones_of(task))
    uneven = _sizes(model, sites, members, len(tasks))
    worst = model.new_int_var(0, max(minutes.values()), "")
    for key, literal in takes.items():
        model.add(worst >= minutes[key]).only_enforce_if(literal)
    total = sum(minutes[key] * literal for key, literal in takes.items())
    leaving = sum(literal for (task, zone), literal in takes.items() if zone != task.zones[0])
    found: dict[str, str] = {}
    for wish in (uneven, total, worst, leaving):
        model.minimize(wish)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = SECONDS
        if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            break
        found = {task.presenter: zone for (task, zone), literal in takes.items() if solver.value(literal)}
        model.add(wish <= solver.value(wish))
        model.clear_hints()
        for literal in takes.values():
            model.add_hint(literal, solver.value(literal))
    if not found:
        raise Conflict("planning.limits")
    return found


def _minutes(problem: Problem, task: Task, zone: str) -> int:
    venue = next(site.venue for site in problem.sites if site.zone == zone)
    return way_to(problem, task.presenter, venue)


def _sizes(model: Any, sites: list[Site], members: Mapping[str, list[Any]], count: int) -> Any:
    """Keep to the zones' limits; of zones without any, by how much they are uneven."""
    least, most = (model.new_int_var(0, count, "") for _ in range(2))
    for site in sites:
        size = sum(members[site.zone])
        if site.least or site.most is not None:
            model.add_linear_constraint(size, site.least, count if site.most is None else site.most)
        else:
            model.add(least <= size)
            model.add(size <= most)
    spread = model.new_int_var(0, count, "")
    model.add(spread >= most - least)
    model.add(spread >= 1)
    return spread
