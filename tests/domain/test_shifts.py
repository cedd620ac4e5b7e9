"""Changes of the rest of a day: who moves where, who stays, who does not fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from panel.domain.errors import PanelError
from panel.domain.events import Break, Day, Window
from panel.domain.schedules import Slot, clock, overlap, parse_minutes
from panel.domain.shifts import (
    Course,
    Misfit,
    extend_booking,
    follow,
    insert_break,
    misfits,
    moves,
    outcome,
    passed,
    postpone,
    shift,
    shorten_questions,
    swap,
)


def at(text: str) -> int:
    minutes = parse_minutes(text)
    assert minutes is not None
    return minutes


def window(text: str) -> Window:
    start, end = text.split("-")
    return Window(at(start), at(end))


def course(
    times: str = "a09:00 b09:30 c10:00 d10:30",
    *,
    begun: str = "a",
    pinned: str = "",
    breaks: str = "",
    bookings: str = "",
    free: str | None = None,
) -> Course:
    """Slots of half an hour; "a" is done or on stage unless told otherwise."""
    pauses = tuple(Break("พัก", window(each)) for each in breaks.split())
    day = Day(date(2025, 8, 8), window("08:30-16:30"), present=15, questions=15, breaks=pauses)
    slots = tuple(
        Slot(each[0], "z1", "hall", at(each[1:]), at(each[1:]) + 30, pinned=each[0] in pinned)
        for each in times.split()
    )
    return Course(
        zone="z1",
        day=day,
        slots=slots,
        bookings=tuple(window(each) for each in bookings.split()),
        begun=frozenset(begun),
        free=None if free is None else at(free),
    )


def times(found: Course) -> str:
    return " ".join(f"{slot.presenter}{clock(slot.start)}" for slot in found.slots)


@pytest.mark.parametrize(
    ("minutes", "stands", "expected"),
    [
        (10, {}, "a09:00 b09:40 c10:10 d10:40"),
        (-10, {}, "a09:00 b09:20 c09:50 d10:20"),
        (0, {}, "a09:00 b09:30 c10:00 d10:30"),
        (10, {"begun": "abcd"}, "a09:00 b09:30 c10:00 d10:30"),
        (
            10,
            {"breaks": "10:30-11:00", "times": "a09:00 b09:30 c10:00 d11:00"},
            "a09:00 b09:40 c11:00 d11:30",
        ),
        (10, {"pinned": "c"}, "a09:00 c10:00 b10:30 d11:00"),
        (10, {"pinned": "d"}, "a09:00 b09:40 d10:30 c11:00"),
        (10, {"bookings": "08:30-10:30 13:00-16:00"}, "a09:00 b09:40 c13:00 d13:30"),
        (10, {"bookings": "08:30-11:00"}, "a09:00 b09:40 c10:10 d10:40"),
        (5, {"free": "09:50"}, "a09:00 b09:50 c10:20 d10:50"),
        (-60, {"free": "09:20"}, "a09:00 b09:20 c09:50 d10:20"),
    ],
)
def test_the_rest_is_shifted(minutes, stands, expected):
    assert times(shift(course(**stands), minutes)) == expected


@pytest.mark.parametrize(
    ("start", "stands", "expected"),
    [
        ("09:45", {}, "a09:00 b09:45 c10:15 d10:45"),
        ("09:20", {}, "a09:00 b09:30 c10:00 d10:30"),
        ("09:45", {"times": "a09:00 b09:30 c10:30 d11:00"}, "a09:00 b09:45 c10:30 d11:00"),
        (
            "09:45",
            {"breaks": "10:00-10:15", "times": "a09:00 b09:30 c10:15 d10:45"},
            "a09:00 b10:15 c10:45 d11:15",
        ),
    ],
)
def test_the_rest_follows_the_actual_time_and_pauses_take_up_what_they_can(start, stands, expected):
    assert times(follow(course(**stands), at(start))) == expected


@pytest.mark.parametrize(
    ("change", "stands", "expected"),
    [
        (lambda it: postpone(it, "b"), {}, "a09:00 c09:30 d10:00 b10:30"),
        (lambda it: postpone(it, "d"), {}, "a09:00 b09:30 c10:00 d10:30"),
        (lambda it: postpone(it, "b"), {"pinned": "d"}, "a09:00 c09:30 b10:00 d10:30"),
        (
            lambda it: postpone(it, "b"),
            {"times": "a09:00 b09:30 c10:00 d13:00"},
            "a09:00 c09:30 d10:00 b13:00",
        ),
        (lambda it: swap(it, "b", "d"), {}, "a09:00 d09:30 c10:00 b10:30"),
        (lambda it: swap(it, "c", "b"), {}, "a09:00 c09:30 b10:00 d10:30"),
        (lambda it: swap(it, "b", "b"), {}, "a09:00 b09:30 c10:00 d10:30"),
        (lambda it: insert_break(it, window("09:30-09:45"), "พัก"), {}, "a09:00 b09:45 c10:15 d10:45"),
        (lambda it: insert_break(it, window("10:30-10:45"), "พัก"), {}, "a09:00 b09:30 c10:00 d10:45"),
        (lambda it: insert_break(it, window("09:45-09:50"), "พัก"), {}, "a09:00 b09:50 c10:20 d10:50"),
        (lambda it: shorten_questions(it, 10), {}, "a09:00 b09:30 c09:55 d10:20"),
        (lambda it: shorten_questions(it, 10), {"free": "09:45"}, "a09:00 b09:45 c10:10 d10:35"),
        (
            lambda it: shorten_questions(it, 5),
            {"times": "a09:00 b09:30 c10:00 d13:00", "breaks": "12:00-13:00"},
            "a09:00 b09:30 c09:50 d13:00",
        ),
        (
            lambda it: extend_booking(it, at("12:00")),
            {"bookings": "08:30-10:45"},
            "a09:00 b09:30 c10:00 d10:30",
        ),
    ],
)
def test_other_changes(change, stands, expected):
    assert times(change(course(**stands))) == expected


def test_shortened_questions_shorten_the_slots_that_have_not_begun():
    after = shorten_questions(course(pinned="c"), 10)
    assert [(slot.presenter, slot.end - slot.start) for slot in after.slots] == [
        ("a", 30),
        ("b", 25),
        ("c", 30),
        ("d", 25),
    ]
    assert after.questions == {"b": 10, "d": 10}


def test_a_longer_booking_is_the_last_ones():
    after = extend_booking(course(bookings="08:30-10:00 10:15-11:00"), at("12:00"))
    assert after.bookings == (window("08:30-10:00"), window("10:15-12:00"))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (shift(course(bookings="08:30-11:00"), 10), [Misfit("d", "booking", at("11:00"), 10)]),
        (
            shift(course(bookings="08:30-11:00"), 60),
            [Misfit("c", "booking", at("11:00"), 30), Misfit("d", "booking", at("11:00"), 60)],
        ),
        (shift(course("a09:00 d15:50"), 20), [Misfit("d", "day", at("16:30"), 10)]),
        (shift(course("b08:40", begun=""), -20), [Misfit("b", "opening", at("08:30"), 10)]),
        (
            shift(course("b09:30", begun="", bookings="09:00-11:00"), -40),
            [Misfit("b", "opening", at("09:00"), 10)],
        ),
        (follow(course(pinned="b"), at("09:40")), [Misfit("b", "free", at("09:40"), 10)]),
        (
            insert_break(course(pinned="c"), window("10:10-10:20"), "พัก"),
            [Misfit("c", "break", at("10:10"), 10)],
        ),
        (shift(course(bookings="08:30-11:30"), 10), []),
        (extend_booking(course(bookings="08:30-10:45"), at("11:00")), []),
    ],
)
def test_what_does_not_fit_is_named_with_by_how_much(found, expected):
    assert list(misfits(found)) == expected


def test_who_is_put_behind_a_break_is_named():
    before = course("a09:00 b09:30 c10:00", breaks="10:30-10:45")
    assert passed(before, shift(before, 10)) == (("c", window("10:30-10:45")),)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda it: postpone(it, "a"), "shift.fixed"),
        (lambda it: postpone(it, "x"), "shift.fixed"),
        (lambda it: swap(it, "a", "b"), "shift.fixed"),
        (lambda it: swap(it, "b", "c"), "shift.fixed"),
        (lambda it: extend_booking(it, at("12:00")), "shift.no_booking"),
        (lambda it: insert_break(it, window("12:00-12:00"), "พัก"), "shift.no_minutes"),
    ],
)
def test_who_has_begun_or_is_pinned_is_not_moved_and_nothing_is_made_of_nothing(change, code):
    with pytest.raises(PanelError) as refused:
        change(course(pinned="c"))
    assert refused.value.code == code


def test_a_booking_is_not_made_shorter():
    with pytest.raises(PanelError) as refused:
        extend_booking(course(bookings="08:30-11:30"), at("11:30"))
    assert (refused.value.code, refused.value.params) == ("shift.not_longer", {"until_time": at("11:30")})


def test_an_outcome_is_known_by_who_moves_when():
    stands = course()
    later = replace(stands, begun=frozenset("ab"))
    assert outcome(stands, shift(stands, 10)) == outcome(stands, shift(course(), 10))
    assert outcome(stands, shift(stands, 10)) != outcome(later, shift(later, 10))


@some.composite
def courses(draw) -> Course:
    """A valid day: slots one after another around breaks, some of them begun, some pinned."""
    pauses = draw(some.sampled_from(["", "10:30-10:45", "10:00-10:15 12:00-13:00"]))
    bookings = draw(some.sampled_from(["", "08:30-12:00", "08:30-12:00 13:00-16:30"]))
    number = draw(some.integers(1, 8))
    empty = course("", begun="", breaks=pauses, bookings=bookings)
    taken, start, slots = empty.taken, at("09:00"), []
    for name in "abcdefgh"[:number]:
        start += draw(some.sampled_from([0, 0, 0, 5, 20]))
        for each in taken:
            start = each.end if overlap(Window(start, start + 30), each) else start
        slots.append(Slot(name, "z1", "hall", start, start + 30, pinned=draw(some.integers(0, 5)) == 0))
        start += 30
    begun = frozenset(slot.presenter for slot in slots[: draw(some.integers(0, number))])
    return replace(empty, slots=tuple(slots), begun=begun)


CHANGES = some.one_of(
    some.integers(-120, 240).map(lambda minutes: lambda it: shift(it, minutes)),
    some.integers(500, 1000).map(lambda minute: lambda it: follow(it, minute)),
    some.integers(0, 7).map(
        lambda which: lambda it: postpone(it, it.movable[which % len(it.movable)].presenter)
    ),
    some.tuples(some.integers(0, 7), some.integers(0, 7)).map(
        lambda both: lambda it: swap(it, *(it.movable[each % len(it.movable)].presenter for each in both))
    ),
    some.tuples(some.integers(540, 900), some.integers(1, 60)).map(
        lambda it: lambda found: insert_break(found, Window(it[0], it[0] + it[1]), "พัก")
    ),
    some.integers(0, 15).map(lambda minutes: lambda it: shorten_questions(it, minutes)),
)


@given(courses().filter(lambda it: it.movable), CHANGES)
def test_whatever_is_changed_nothing_is_lost_and_nobody_meets(before, change):
    after = change(before)
    assert sorted(slot.presenter for slot in after.slots) == sorted(slot.presenter for slot in before.slots)
    fixed = {slot for slot in before.slots if slot not in before.movable}
    assert fixed <= set(after.slots)
    for slot in after.movable:
        others = [each for each in (*after.taken, *after.rest) if each is not slot]
        assert [each for each in others if overlap(slot, each)] == []
        assert slot.start >= (after.free or 0)


@given(courses(), some.integers(-120, 240))
def test_a_shift_keeps_the_order_of_those_who_move(before, minutes):
    after = shift(before, minutes)
    assert [slot.presenter for slot in after.movable] == [slot.presenter for slot in before.movable]


@given(courses())
def test_a_shift_by_nothing_and_following_what_is_on_time_change_nothing(before):
    assert moves(before, shift(before, 0)) == ()
    assert moves(before, follow(before, 0)) == ()


@given(courses(), some.integers(0, 240))
def test_every_overrun_is_named(before, minutes):
    after = shift(before, minutes)
    limit = min(after.bookings[-1].end if after.bookings else after.day.window.end, after.day.window.end)
    named = {misfit.presenter for misfit in misfits(after)}
    assert named == {slot.presenter for slot in after.rest if slot.end > limit}
