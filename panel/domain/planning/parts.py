"""A planning problem cut into parts that share nothing, and refused where it makes no sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import replace

from panel.domain.attendance import open_seats
from panel.domain.errors import Invalid
from panel.domain.planning import Problem
from panel.domain.planning.costs import zones_of
from panel.domain.schedules import DAY_MINUTES


def parts(problem: Problem) -> tuple[Problem, ...]:
    """The problem by groups of zones that share no hall, no presenter and nobody who is needed.

    Each can be solved by itself: together their plans are a plan. In the order of the zones.
    """
    groups: list[set[Hashable]] = []
    for bond in _bonds(problem):
        joined = set(bond).union(*(group for group in groups if group & set(bond)))
        groups = [*(group for group in groups if not group & joined), joined]
    cut = [_part(problem, group) for group in groups]
    order = {site.zone: place for place, site in enumerate(problem.sites)}
    return tuple(sorted((part for part in cut if part.sites), key=lambda part: order[part.sites[0].zone]))


def _bonds(problem: Problem) -> Iterable[list[Hashable]]:
    """Things that can't be planned apart."""
    zones_by_presenter: dict[str, set[str]] = {}
    for task in problem.tasks:
        zones_by_presenter.setdefault(task.presenter, set()).update(zones_of(task))
    for site in problem.sites:
        yield [("zone", site.zone), ("venue", site.venue)]
    for task in problem.tasks:
        pin = [("venue", task.pinned.venue)] if task.pinned else []
        yield [("presenter", task.presenter), *pin, *(("zone", zone) for zone in zones_of(task))]
    for person, seats in open_seats(problem.seats).items():
        homes = [("presenter", seat.home) for seat in seats if seat.home in zones_by_presenter]
        zones = [("zone", seat.zone) for seat in seats if seat.zone is not None]
        yield [("person", person), *homes, *zones]


def _part(problem: Problem, group: set[Hashable]) -> Problem:
    tasks = tuple(task for task in problem.tasks if ("presenter", task.presenter) in group)
    presenters = {task.presenter for task in tasks}
    return replace(
        problem,
        sites=tuple(site for site in problem.sites if ("zone", site.zone) in group),
        tasks=tasks,
        seats=tuple(seat for seat in problem.seats if ("person", seat.person) in group),
        requests=tuple(each for each in problem.requests if each.presenter in presenters),
    )


def refuse_unplannable(problem: Problem) -> None:
    """Raises Invalid for a problem that makes no sense, whatever the times."""
    zones = {site.zone: site for site in problem.sites}
    for site in problem.sites:
        if site.venue not in problem.venues:
            raise Invalid("planning.venue_unknown", venue=site.venue, zone=site.zone)
    for task in problem.tasks:
        for zone in zones_of(task):
            if zone not in zones or zones[zone].round != task.round:
                raise Invalid("planning.zone_unknown", zone=zone, presenter=task.presenter)
        if not zones_of(task):
            raise Invalid("planning.no_zone", presenter=task.presenter)
        if not 0 < task.minutes <= DAY_MINUTES:
            raise Invalid("planning.length", presenter=task.presenter, minutes=task.minutes)
        if task.pinned and task.pinned.venue not in problem.venues:
            raise Invalid("planning.venue_unknown", venue=task.pinned.venue, zone=task.pinned.zone)
    twice = [
        each for each, count in Counter((t.presenter, t.round) for t in problem.tasks).items() if count > 1
    ]
    if twice:
        raise Invalid("planning.twice", presenter=twice[0][0])
