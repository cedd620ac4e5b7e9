"""The constraints of a planning problem by their names, and the grid on which a plan is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import gcd

from panel.domain.events import Window
from panel.domain.planning import Constraint, Kind, Problem, Task
from panel.domain.planning.costs import merged, zones_of
from panel.domain.schedules import Slot, travel_minutes


def grid(problem: Problem, *, fine: bool = False) -> int:
    """The widest step in whose multiples a plan is to be found if there is any, and one that ends as early.

    Slots pushed as early as they go start at the sum of something that opens (a day, a booking, a zone, a
    break's end, a request, a pin) and of lengths, gaps and roads: the greatest common divisor of all these.
    With `fine` also of whatever closes: then what is pushed as late as it goes is on it too.
    """
    day = problem.day
    windows = [window for venue in problem.venues.values() for window in venue.bookings]
    pins = [task.pinned for task in problem.tasks if task.pinned]
    steps = [day.window.start, day.gap, *(window.start for window in windows)]
    steps += [pause.window.end for pause in day.breaks]
    steps += [site.start for site in problem.sites] + [task.minutes for task in problem.tasks]
    steps += [request.not_before or 0 for request in problem.requests]
    steps += [minute for pin in pins for minute in (pin.start, pin.end)]
    halls = sorted({site.venue for site in problem.sites} | {pin.venue for pin in pins})
    steps += [travel_minutes(problem, *pair) for pair in combinations(halls, 2)]
    if fine:
        steps += [day.window.end, *(window.end for window in windows)]
        steps += [pause.window.start for pause in day.breaks]
        steps += [request.not_after or 0 for request in problem.requests]
    return gcd(*steps) or 1


def bookings_of(problem: Problem, venue: str) -> list[Window]:
    """When a hall may be used; bookings that meet are one window."""
    return merged(problem.venues[venue].bookings)


def booking_constraint(venue: str, windows: Sequence[Window]) -> Constraint:
    return Constraint(Kind.BOOKING, venue=venue, window=Window(windows[0].start, windows[-1].end))


def pin_constraint(pin: Slot) -> Constraint:
    return Constraint(Kind.PIN, pin.zone, pin.venue, pin.presenter, window=Window(pin.start, pin.end))


def slots_constraint(problem: Problem, task: Task) -> Constraint:
    """Of all who may go where this task may: of a zone, unless they are free to choose."""
    zones = zones_of(task)
    same = [each.minutes for each in problem.tasks if zones_of(each) == zones]
    return Constraint(Kind.SLOTS, zones[0] if len(zones) == 1 else None, count=len(same), minutes=sum(same))
