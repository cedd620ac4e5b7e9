"""Changes of the rest of a zone's day: pure functions from one course to the next, to be looked at before
anything is done.

What has begun or is over keeps its time, and so does what is pinned; the others keep clear of breaks, of
pinned slots and of the time between bookings. Nobody is dropped for want of room: `misfits` names who has
none. Times are whole minutes from midnight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from panel.domain.audit import digest
from panel.domain.errors import Conflict, Invalid
from panel.domain.events import Break, Day, Window
from panel.domain.schedules import Slot, breaks_of, overlap, past


@dataclass(frozen=True)
class Course:
    """A zone's day as it stands. `begun` are those on stage or over, by presenter; the hall is `free` again
    at that minute, if somebody is on stage. `questions` are minutes of presenters where not the day's."""

    zone: str
    day: Day
    slots: tuple[Slot, ...]
    bookings: tuple[Window, ...] = ()
    begun: frozenset[str] = frozenset()
    free: int | None = None
    questions: dict[str, int] = field(default_factory=dict)

    @property
    def rest(self) -> tuple[Slot, ...]:
        """Those who have not begun, in time's order."""
        return tuple(slot for slot in self.slots if slot.presenter not in self.begun)

    @property
    def movable(self) -> tuple[Slot, ...]:
        """The rest without the pinned."""
        return tuple(slot for slot in self.rest if not slot.pinned)

    @property
    def taken(self) -> list[Window]:
        """What a slot that moves has to keep clear of."""
        gap = self.day.gap
        pinned = [Window(slot.start - gap, slot.end + gap) for slot in self.rest if slot.pinned]
        closed = [Window(one.end, other.start) for one, other in pairwise(self.bookings)]
        return sorted(
            [*breaks_of(self.day, self.zone), *pinned, *closed], key=lambda each: (each.start, each.end)
        )


class Limit(StrEnum):
    """What a slot does not fit."""

    OPENING = "opening"
    DAY = "day"
    BOOKING = "booking"
    BREAK = "break"
    FREE = "free"


@dataclass(frozen=True)
class Misfit:
    """A slot of the rest that does not fit: what it breaks (`at`: the limit's own minute), by how much."""

    presenter: str
    limit: Limit
    at: int
    minutes: int


@dataclass(frozen=True)
class Moved:
    """A presenter whose time changes."""

    presenter: str
    was: Slot
    now: Slot


def shift(course: Course, minutes: int) -> Course:
    """Let the rest begin so much later (or earlier, below 0)."""
    if minutes == 0:
        return course
    return _laid(course, [_at(slot, slot.start + minutes) for slot in course.movable])


def follow(course: Course, at: int) -> Course:
    """Let the next begin at `at`; pauses between the rest take up what they can. Nobody comes earlier."""
    return _laid(replace(course, free=at), course.movable)


def postpone(course: Course, presenter: str) -> Course:
    """Let a presenter come last; those behind move up, each into the time of the one before."""
    last = _movable(course, presenter)
    return _in_order(course, [*(slot for slot in course.movable if slot is not last), last])


def swap(course: Course, one: str, other: str) -> Course:
    """Let two presenters change places."""
    first, second = _movable(course, one), _movable(course, other)
    places = {first: second, second: first}
    return _in_order(course, [places.get(slot, slot) for slot in course.movable])


def insert_break(course: Course, window: Window, name: str) -> Course:
    """Put a break in for this zone; whoever it meets begins after it, and the others follow."""
    if window.end <= window.start:
        raise Invalid("shift.no_minutes")
    breaks = (*course.day.breaks, Break(name, window, course.zone))
    return _laid(replace(course, day=replace(course.day, breaks=breaks)), course.movable)


def shorten_questions(course: Course, minutes: int) -> Course:
    """Give the rest so many minutes of questions each; what that spares brings those behind forward."""
    length = course.day.present + minutes
    shorter = {slot.presenter: minutes for slot in course.movable}
    wishes, saved = [], 0
    for slot in course.movable:
        wishes.append(replace(slot, start=slot.start - saved, end=slot.start - saved + length))
        saved += slot.end - slot.start - length
    return replace(_laid(course, wishes), questions=course.questions | shorter)


def extend_booking(course: Course, until: int) -> Course:
    """Let the hall be used until then; nobody moves."""
    if not course.bookings:
        raise Conflict("shift.no_booking")
    last = course.bookings[-1]
    if until <= last.end:
        raise Invalid("shift.not_longer", until_time=last.end)
    return replace(course, bookings=(*course.bookings[:-1], Window(last.start, until)))


def moves(before: Course, after: Course) -> tuple[Moved, ...]:
    """Who moves from when to when, in the new order."""
    were = {slot.presenter: slot for slot in before.slots}
    return tuple(
        Moved(slot.presenter, were[slot.presenter], slot)
        for slot in after.slots
        if slot != were[slot.presenter]
    )


def outcome(before: Course, after: Course) -> str:
    """A digest of who moves, by which a change is known that was looked at."""
    return digest(
        [[each.presenter, each.was.start, each.now.start, each.now.end] for each in moves(before, after)]
    )


def misfits(course: Course) -> tuple[Misfit, ...]:
    """Every slot of the rest that does not fit, in time's order."""
    return tuple(misfit for slot in course.rest for misfit in _misfits(course, slot))


def passed(before: Course, after: Course) -> tuple[tuple[str, Window], ...]:
    """The breaks that somebody is put behind: presenter and break."""
    return tuple(
        (move.presenter, window)
        for move in moves(before, after)
        for window in breaks_of(after.day, after.zone)
        if move.was.start < window.end <= move.now.start
    )


def _misfits(course: Course, slot: Slot) -> Iterator[Misfit]:
    first = max(each.start for each in (course.day.window, *course.bookings[:1]))
    last = course.bookings[-1].end if course.bookings else course.day.window.end
    if slot.start < first:
        yield Misfit(slot.presenter, Limit.OPENING, first, first - slot.start)
    if slot.end > course.day.window.end:
        yield Misfit(slot.presenter, Limit.DAY, course.day.window.end, slot.end - course.day.window.end)
    if slot.end > last and last < course.day.window.end:
        yield Misfit(slot.presenter, Limit.BOOKING, last, slot.end - last)
    for pause in breaks_of(course.day, course.zone):
        if minutes := overlap(slot, pause):
            yield Misfit(slot.presenter, Limit.BREAK, pause.start, minutes)
    if course.free is not None and slot.start < course.free:
        yield Misfit(slot.presenter, Limit.FREE, course.free, course.free - slot.start)


def _movable(course: Course, presenter: str) -> Slot:
    """Raises Conflict if that presenter has begun, is pinned, or is nobody's here."""
    for slot in course.movable:
        if slot.presenter == presenter:
            return slot
    raise Conflict("shift.fixed")


def _at(slot: Slot, start: int) -> Slot:
    return replace(slot, start=start, end=start + slot.end - slot.start)


def _in_order(course: Course, order: Sequence[Slot]) -> Course:
    """Presenters in that order in the places there are, each as long as it was."""
    places = [slot.start for slot in course.movable]
    return _laid(course, [_at(slot, start) for slot, start in zip(order, places, strict=True)])


def _laid(course: Course, wishes: Iterable[Slot]) -> Course:
    """Each at its wish or as soon after as the hall is free, one after another in that order."""
    laid: dict[str, Slot] = {}
    earliest = course.free or 0
    for wish in wishes:
        start = past(course.taken, max(wish.start, earliest), wish.end - wish.start)
        laid[wish.presenter] = _at(wish, start)
        earliest = laid[wish.presenter].end + course.day.gap
    slots = [laid.get(slot.presenter, slot) for slot in course.slots]
    return replace(course, slots=tuple(sorted(slots, key=lambda slot: (slot.start, slot.end))))
