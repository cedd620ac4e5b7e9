"""What a plan costs in each wish, measured on its slots, and the facts of a problem that this rests on.

Knows nothing of how a plan is made: a plan by hand and one by the solver are measured alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from panel.domain.events import Window
from panel.domain.planning import Problem, Task, Wish
from panel.domain.schedules import Excuse, Request, Slot, breaks_of, overlap, road_minutes, span_of


def measure(
    problem: Problem, slots: Sequence[Slot], excused: Iterable[Excuse] = ()
) -> tuple[dict[Wish, int], tuple[Request, ...]]:
    """How much of each wish a plan breaks, and the requests that it does not grant."""
    refused = refused_requests(problem, slots)
    zones: defaultdict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        zones[slot.zone].append(slot)
    return {
        Wish.MISSED: len(set(excused)),
        Wish.REQUESTS: len(refused),
        Wish.END: max((slot.end for slot in slots), default=0),
        Wish.GAPS: sum(idle_minutes(problem, zone, run) for zone, run in zones.items()),
        Wish.TRAVEL: sum(_roads(problem, slots)),
        Wish.ORDER: sum(_inversions(problem, run) for run in zones.values()),
    }, refused


def refused_requests(problem: Problem, slots: Iterable[Slot]) -> tuple[Request, ...]:
    """The requests that are not firm and not granted."""
    rounds = {site.zone: site.round for site in problem.sites}
    by_task = {(slot.presenter, rounds.get(slot.zone)): slot for slot in slots}
    return tuple(
        request
        for request in problem.requests
        if not request.firm
        and (slot := by_task.get((request.presenter, request.round)))
        and not (request.window.start <= slot.start and slot.end <= request.window.end)
    )


def idle_minutes(problem: Problem, zone: str, run: Sequence[Slot]) -> int:
    """The minutes between a zone's first and last slot in which nobody presents and no break is."""
    span = span_of(run)
    pauses = merged(breaks_of(problem.day, zone))
    work = sum(slot.end - slot.start for slot in run)
    return max(0, span.end - span.start - work - sum(overlap(span, pause) for pause in pauses))


def merged(windows: Iterable[Window]) -> list[Window]:
    """The windows in time's order, those that meet or overlap as one."""
    joined: list[Window] = []
    for window in sorted(windows, key=lambda window: window.start):
        if joined and window.start <= joined[-1].end:
            joined[-1] = span_of([joined[-1], window])
        else:
            joined.append(window)
    return joined


def _roads(problem: Problem, slots: Iterable[Slot]) -> list[int]:
    rounds = {site.zone: site.round for site in problem.sites}
    free = {(task.presenter, task.round) for task in problem.tasks if len(zones_of(task)) > 1}
    return [
        way_to(problem, slot.presenter, slot.venue)
        for slot in slots
        if (slot.presenter, rounds.get(slot.zone)) in free
    ]


def way_to(problem: Problem, presenter: str, venue: str) -> int:
    """A presenter's minutes on the road to a venue."""
    hall = problem.venues[venue]
    return road_minutes(
        problem.places.get(presenter, (None, None)), (hall.latitude, hall.longitude), problem.day
    )


def _inversions(problem: Problem, run: Iterable[Slot]) -> int:
    """Pairs of a zone's presenters who stand the other way round than preferred."""
    preferred = {task.presenter: place for place, task in reversed(list(enumerate(problem.tasks)))}
    places = [preferred.get(slot.presenter, 0) for slot in sorted(run, key=lambda slot: slot.start)]
    return sum(one > other for one, other in combinations(places, 2))


def zones_of(task: Task) -> tuple[str, ...]:
    """Where a task may go: a pinned one stays in its zone."""
    return (task.pinned.zone,) if task.pinned else task.zones
