"""The yardstick for the solver: first fit, zone after zone, as somebody with pen and paper would do it."""

from __future__ import annotations

from panel.domain.events import Window
from panel.domain.planning import Problem, Task
from panel.domain.planning.costs import merged, zones_of
from panel.domain.schedules import DAY_MINUTES, Slot, breaks_of, overlap

STEP = 5


def first_fit(problem: Problem) -> tuple[Slot, ...]:
    """Each presenter takes the first time at which the hall is free, inside day and booking and clear of
    breaks; who finds none is left out. Nobody looks at where judges must be."""
    slots = [task.pinned for task in problem.tasks if task.pinned]
    for task in problem.tasks:
        if not task.pinned and (slot := _first(problem, task, slots)):
            slots.append(slot)
    return tuple(slots)


def _first(problem: Problem, task: Task, slots: list[Slot]) -> Slot | None:
    site = next(site for site in problem.sites if site.zone == zones_of(task)[0])
    pauses = breaks_of(problem.day, site.zone)
    taken = [
        Window(slot.start - problem.day.gap, slot.end + problem.day.gap)
        for slot in slots
        if slot.venue == site.venue
    ]
    windows = merged(problem.venues[site.venue].bookings) or [Window(0, DAY_MINUTES)]
    for start in range(
        max(site.start, problem.day.window.start), problem.day.window.end - task.minutes + 1, 5
    ):
        slot = Slot(task.presenter, site.zone, site.venue, start, start + task.minutes)
        booked = any(window.start <= slot.start and slot.end <= window.end for window in windows)
        if booked and not any(overlap(slot, each) for each in (*pauses, *taken)):
            return slot
    return None
