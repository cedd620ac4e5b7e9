"""Why there is no plan: every independent smallest set of constraints that clash.

The solver names constraints that suffice for the clash; each is then left out in turn, and stays out
where the others clash without it. What is left is a core: without any one of its members a plan of the
rest could be found. Then the search goes on without those members until nothing clashes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from panel.adapters.solver.timetable import Place, Timetable
from panel.adapters.solver.ways import TRIAL_SECONDS, growth, overlapping, solved, ways_out
from panel.domain.planning import Constraint, Core, Kind, Problem

Members = frozenset[Constraint]

_LEFT_OUT_FIRST = (
    Kind.PERSON,
    Kind.QUORUM,
    Kind.SIZE,
    Kind.PIN,
    Kind.REQUEST,
    Kind.BREAK,
    Kind.START,
    Kind.DAY,
    Kind.BOOKING,
    Kind.VENUE,
    Kind.SLOTS,
)
"""Where several cores share members, the one with the plainest constraints is to be told."""


def explain(problem: Problem, impossible: Sequence[Problem]) -> tuple[Core, ...]:
    """The cores of a problem's impossible parts, each with the ways out that were tried and do end it."""
    found = [(part, members) for part in impossible for members in cores(part)]
    everything = frozenset[Constraint]().union(*(members for _, members in found))
    explained = []
    for part, members in found:
        core = Core(tuple(sorted(members, key=_rank)), minutes=_minutes(part, members))
        explained.append(replace(core, ways_out=ways_out(problem, part, core, everything - members)))
    return tuple(explained)


def _rank(constraint: Constraint) -> tuple[object, ...]:
    kinds = list(Kind)
    codes = (constraint.zone, constraint.venue, constraint.presenter, constraint.person)
    window = constraint.window
    return kinds.index(constraint.kind), [code or "" for code in codes], window.start if window else 0


def cores(part: Problem) -> list[Members]:
    """Disjoint sets of constraints that clash, none of which could be smaller."""
    found: list[Members] = []
    while clashing := _clashing(part, frozenset().union(*found)):
        found.append(_shrunk(part, clashing))
    return found


def _clashing(part: Problem, without: Members) -> Members:
    """Constraints that suffice for a clash; none if there is a plan. All of them if the time was up at
    the first look: the part is known to be impossible."""
    from ortools.sat.python import cp_model

    timetable = Timetable(part, lambda each: each not in without, assumed=True)
    timetable.model.add_assumptions(list(timetable.assumptions.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 10 * TRIAL_SECONDS
    status = solver.solve(timetable.model)
    if status != cp_model.INFEASIBLE:
        undecided = status not in {cp_model.OPTIMAL, cp_model.FEASIBLE} and not without
        return frozenset(timetable.assumptions if undecided else ())
    sufficient = set(solver.sufficient_assumptions_for_infeasibility())
    named = {each for each, literal in timetable.assumptions.items() if literal.index in sufficient}
    return frozenset(named or timetable.assumptions)


def _shrunk(part: Problem, members: Members) -> Members:
    """What is left of clashing constraints once none of them can be spared."""
    for each in sorted(members, key=lambda each: (_LEFT_OUT_FIRST.index(each.kind), _rank(each))):
        if _clash(part, members - {each}):
            members -= {each}
    return members


def _clash(part: Problem, members: Members) -> bool:
    from ortools.sat.python import cp_model

    return bool(solved(Timetable(part, members.__contains__)).status == cp_model.INFEASIBLE)


def _minutes(part: Problem, members: Members) -> int:
    """By how much what the core is named after would have to give way, if the rest of it is to hold."""
    core = Core(tuple(members))
    first = min((each for each in members if each.kind is core.kind), key=_rank)
    rest = members - {first}
    window = first.window
    concerned: dict[Kind, Callable[[Place], bool]] = {
        Kind.BOOKING: lambda place: place.venue == first.venue,
        Kind.DAY: lambda place: place.zone == first.zone,
        Kind.REQUEST: lambda place: place.task.presenter == first.presenter,
        Kind.PIN: lambda place: place.task.presenter == first.presenter and place.zone == first.zone,
    }
    if window is None:
        return 0
    if core.kind is Kind.BREAK:
        return overlapping(part, rest.__contains__, first)
    if core.kind not in concerned:
        return 0
    grown = growth(part, rest.__contains__, concerned[core.kind], window)
    return 0 if grown is None else (window.start - grown.start) + (grown.end - window.end)
