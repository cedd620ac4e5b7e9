"""How amphoe are divided into zones: the groups as they are or would be, with their figures.

A grouping is a zone code by presenter code, of one round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from panel.domain.planning import Problem
from panel.domain.planning.costs import way_to
from panel.domain.planning.terms import Terms
from panel.models import Event, Presenter, Round, Zone
from panel.queries.planning import problem_of


@dataclass(frozen=True)
class Member:
    """An amphoe in a zone: minutes on the road to its venue (None where that isn't known); `bound` if it
    can't leave the zone any more."""

    presenter: Presenter
    now: str
    minutes: int | None
    bound: bool


@dataclass(frozen=True)
class Group:
    """A zone with those who would present there."""

    zone: Zone
    number: int
    members: tuple[Member, ...]

    @property
    def minutes(self) -> list[int]:
        return [member.minutes for member in self.members if member.minutes is not None]

    @property
    def total(self) -> int:
        return sum(self.minutes)

    @property
    def worst(self) -> int:
        return max(self.minutes, default=0)


@dataclass(frozen=True)
class Figures:
    """Of a grouping: the sizes of its smallest and largest zone, minutes on the road in all and at worst."""

    least: int
    most: int
    total: int
    worst: int


@dataclass(frozen=True)
class Zoning:
    """The zones of a round as they would be, beside as they are."""

    round: Round
    groups: tuple[Group, ...]
    present: Figures
    proposed: Figures
    homeless: tuple[Presenter, ...]
    """Those of whom no coordinates are known."""

    @property
    def changed(self) -> list[Member]:
        return [m for group in self.groups for m in group.members if m.now != group.zone.code]


def zoning_of(event: Event, round_: Round, wanted: Mapping[str, str] | None = None) -> Zoning:
    """The round's zones as they are, or with the zones that are `wanted` of presenters."""
    problem = problem_of(event, Terms(free=True))
    now = present_zones(problem, round_)
    bound = {task.presenter for task in problem.tasks if len(task.zones) == 1 or task.pinned}
    zones = [zone for zone in event.zones if zone.round_id == round_.id]
    presenters = {presenter.code: presenter for presenter in event.presenters}
    then = now | {code: zone for code, zone in (wanted or {}).items() if code in now}
    if len(zones) == 1:
        bound = set(now)

    def member(code: str, zone: Zone) -> Member:
        return Member(presenters[code], now[code], _minutes(problem, code, zone), code in bound)

    def groups(grouping: Mapping[str, str]) -> tuple[Group, ...]:
        return tuple(
            Group(zone, number, tuple(member(code, zone) for code in now if grouping[code] == zone.code))
            for number, zone in enumerate(zones, start=1)
        )

    return Zoning(
        round=round_,
        groups=groups(then),
        present=_figures(groups(now)),
        proposed=_figures(groups(then)),
        homeless=tuple(presenters[code] for code in now if code not in problem.places),
    )


def zoning_problem(event: Event, terms: Terms, fixed: Mapping[str, str]) -> Problem:
    """The event with its presenters free to change zones, but for those who are fixed in one."""
    problem = problem_of(event, terms)
    tasks = tuple(
        replace(task, zones=(fixed[task.presenter],))
        if len(task.zones) > 1 and fixed.get(task.presenter) in task.zones
        else task
        for task in problem.tasks
    )
    return replace(problem, tasks=tasks)


def present_zones(problem: Problem, round_: Round) -> dict[str, str]:
    """The zone in which each presenter of a round is now, in the plan's order."""
    return {
        task.presenter: task.pinned.zone if task.pinned else task.zones[0]
        for task in problem.tasks
        if task.round == round_.code
    }


def _minutes(problem: Problem, presenter: str, zone: Zone) -> int | None:
    known = presenter in problem.places and zone.venue.latitude is not None
    return way_to(problem, presenter, zone.venue.code) if known else None


def _figures(groups: Sequence[Group]) -> Figures:
    sizes = [len(group.members) for group in groups]
    return Figures(
        least=min(sizes, default=0),
        most=max(sizes, default=0),
        total=sum(group.total for group in groups),
        worst=max((group.worst for group in groups), default=0),
    )
