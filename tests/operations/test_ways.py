"""Ways out, taken: each does what its words say, is one edit, and can be undone."""

from __future__ import annotations

import pytest

from panel.db import writing
from panel.domain.errors import Conflict, Invalid, NotFound, PanelError
from panel.domain.events import Window
from panel.domain.schedules import WayOut
from panel.operations.edits import undo_edit
from panel.operations.ways import book_venue, take_way_out
from panel.queries.edits import plan_facts, plan_revision
from panel.queries.events import find_venue, find_zone
from panel.queries.schedules import clashes, find_slot, timed_slots
from tests.conftest import score

HALF_PAST_EIGHT, NINE, TEN, NOON = 510, 540, 600, 720
PAUSE = {"name": "พัก", "start": TEN, "end": TEN + 15, "zone": None}
SLOT = {"presenter": "3101", "round": "zones"}


def take(event, by, code: str, **params: object) -> None:
    with writing():
        take_way_out(event, WayOut(code, params), by=by("organiser"))


def slot(event, presenter: str = "3101"):
    return find_slot(event.rounds[0], presenter)


@pytest.fixture
def troubled(event, by):
    """A pin, a firm request and a break for everybody."""
    with writing():
        event.breaks = [PAUSE]
        held = slot(event)
        held.pinned, held.not_before, held.firm = True, NINE, True
    return event


TAKEN = [
    (
        "way.start_zone",
        {"zone": "z2", "start_time": HALF_PAST_EIGHT},
        lambda e: find_zone(e, "z2").start,
        510,
    ),
    (
        "way.book_venue",
        {"venue": "nang-rong", "start_time": HALF_PAST_EIGHT, "end_time": NOON},
        lambda e: find_venue(e, "nang-rong").facts.bookings,
        (Window(510, 720),),
    ),
    (
        "way.extend_day",
        {"start_time": 480, "end_time": 1020},
        lambda e: e.day.window,
        Window(480, 1020),
    ),
    (
        "way.drop_break",
        {"zone": "z2", "start_time": TEN, "end_time": TEN + 15},
        lambda e: [pause["zone"] for pause in e.breaks],
        ["z1", "z3", "z4"],
    ),
    ("way.drop_break", {"start_time": TEN, "end_time": TEN + 15}, lambda e: e.breaks, []),
    ("way.unpin", SLOT, lambda e: slot(e).pinned, False),
    ("way.drop_request", SLOT, lambda e: (slot(e).request, slot(e).firm), (None, False)),
    (
        "way.move_presenter",
        SLOT | {"zone": "z2"},
        lambda e: [each.presenter.code for each in timed_slots(find_zone(e, "z2"))][-1],
        "3101",
    ),
    ("way.lower_quorum", {"quorum": 2}, lambda e: e.settings.quorum, 2),
    (
        "way.move_zone",
        {"zone": "z1", "venue": "nang-rong"},
        lambda e: find_zone(e, "z1").venue.code,
        "nang-rong",
    ),
]


@pytest.mark.parametrize(("code", "params", "found", "expected"), TAKEN)
def test_a_way_out_does_what_it_says(troubled, by, code, params, found, expected):
    take(troubled, by, code, **params)
    assert found(troubled) == expected


@pytest.mark.parametrize(("code", "params", "found", "expected"), TAKEN)
def test_a_way_out_is_one_edit_that_can_be_taken_back(troubled, by, code, params, found, expected):
    before = plan_facts(troubled)
    take(troubled, by, code, **params)
    with writing():
        undo_edit(troubled, by=by("organiser"))
    assert plan_facts(troubled) == before


def test_every_way_out_of_the_letters_clashes_ends_its_clash(event, by):
    found = clashes(event)
    for clash in found:
        for way in clash.ways_out:
            take(event, by, way.code, **way.params)
            assert clash not in clashes(event)
            with writing():
                undo_edit(event, by=by("organiser"))
    assert clashes(event) == found


@pytest.mark.parametrize(
    ("code", "params", "refusal"),
    [
        ("way.none", {}, "way.malformed"),
        ("way.start_zone", {"zone": "z2"}, "way.malformed"),
        ("way.start_zone", {"zone": "z2", "start_time": "08:30"}, "way.malformed"),
        ("way.start_zone", {"zone": "z9", "start_time": 510}, "zone.unknown"),
        ("way.start_zone", {"zone": "z2", "start_time": 1440}, "time.malformed"),
        ("way.book_venue", {"venue": "none", "start_time": 510, "end_time": 720}, "venue.unknown"),
        ("way.book_venue", {"venue": "nang-rong", "start_time": 720, "end_time": 510}, "window.malformed"),
        ("way.extend_day", {"start_time": 510, "end_time": 1441}, "window.malformed"),
        ("way.unpin", {"presenter": "9999", "round": "zones"}, "presenter.unknown"),
        ("way.lower_quorum", {"quorum": 0}, "quorum.none"),
    ],
)
def test_what_is_no_way_out_is_refused_and_changes_nothing(event, by, code, params, refusal):
    before = plan_facts(event)
    with pytest.raises(PanelError) as refused:
        take(event, by, code, **params)
    assert (refused.value.code, plan_facts(event)) == (refusal, before)


def test_a_way_out_of_a_plan_that_was_changed_since_is_refused(event, by):
    seen = plan_revision(event)
    take(event, by, "way.start_zone", zone="z2", start_time=510)
    with pytest.raises(Conflict) as refused, writing():
        take_way_out(event, WayOut("way.lower_quorum", {"quorum": 2}), by=by("organiser"), seen=seen)
    assert refused.value.code == "plan.stale"


def test_the_first_mark_fixes_the_quorum(event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "5"}, submit=False)
    with pytest.raises(Conflict) as refused:
        take(event, by, "way.lower_quorum", quorum=2)
    assert (refused.value.code, event.settings.quorum) == ("rules.marks_lock", None)


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ([(600, 720), (510, 570)], (Window(510, 570), Window(600, 720))),
        ([(510, 600), (600, 720)], (Window(510, 600), Window(600, 720))),
        ([], ()),
    ],
)
def test_a_hall_is_booked_for_several_windows(event, by, windows, expected):
    with writing():
        book_venue(
            event, find_venue(event, "nang-rong"), [Window(*each) for each in windows], by=by("organiser")
        )
    assert find_venue(event, "nang-rong").facts.bookings == expected


def test_windows_that_overlap_are_refused(event, by):
    with pytest.raises(Invalid) as refused, writing():
        windows = [Window(510, 601), Window(600, 720)]
        book_venue(event, find_venue(event, "nang-rong"), windows, by=by("organiser"))
    assert refused.value.code == "booking.overlap"


def test_a_venue_that_is_not_there_is_not_found(event):
    with pytest.raises(NotFound):
        find_venue(event, "nowhere")
