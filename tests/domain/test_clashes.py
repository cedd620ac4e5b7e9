"""Every hard rule of a schedule, on tiny plans; and the letter's own plan with its three clashes."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.domain.clashes import check
from panel.domain.events import Break, Day, Rules, Venue, Window
from panel.domain.panels import Role, Seat
from panel.domain.schedules import ClashKind, Excuse, Request, Schedule, Slot, WayOut, lay_out, overlap

DAY = Day(date(2025, 8, 8), Window(510, 990), present=15, questions=15)
MORNING = Window(510, 690)
TRAVEL = {("h1", "h2"): 60}


def slot(presenter, start, zone="z1", venue="h1", **more):
    return Slot(presenter, zone, venue, start, start + 30, **more)


def plan(*slots, seats=(), day=DAY, **bookings):
    halls = {code: Venue(code, code, bookings=bookings.get(code, ())) for code in ("h1", "h2")}
    return Schedule(day, halls, slots, tuple(seats), TRAVEL, rounds={"final": "final"})


def seat(zone, person="judge", *, home=None, role=Role.JUDGE, closed=False):
    return Seat(f"{zone}-{person}", zone, role, person, role.scores_by_default, home=home, closed=closed)


def found(schedule):
    return [(clash.kind.value, clash.presenters, clash.minutes) for clash in check(schedule)]


def ways_out(schedule):
    return [way for clash in check(schedule) for way in clash.ways_out]


def run(start, count, zone="z1", venue="h1", day=DAY):
    presenters = [f"{zone}-{number}" for number in range(1, count + 1)]
    return lay_out(day, start, presenters, zone, venue)


def the_letters_plan(start):
    """Four zones of 5, 6, 6 and 6 amphoe; three halls are booked for the morning only."""
    sizes = {"z1": 5, "z2": 6, "z3": 6, "z4": 6}
    halls = {zone: Venue(zone, zone, bookings=() if zone == "z1" else (MORNING,)) for zone in sizes}
    slots = [slot for zone, size in sizes.items() for slot in run(start, size, zone, zone)]
    return Schedule(DAY, halls, tuple(slots))


def test_the_letters_nine_oclock_overruns_three_bookings_by_half_an_hour():
    assert [
        (clash.kind, clash.zone, clash.venue, clash.presenters, clash.minutes, clash.window)
        for clash in check(the_letters_plan(540))
    ] == [(ClashKind.BOOKING, zone, zone, (f"{zone}-6",), 30, MORNING) for zone in ("z2", "z3", "z4")]


def test_the_letters_clashes_have_both_ways_out():
    assert [clash.ways_out for clash in check(the_letters_plan(540))] == [
        (
            WayOut("way.start_zone", {"zone": zone, "start_time": 510}),
            WayOut("way.book_venue", {"venue": zone, "start_time": 510, "end_time": 720}),
        )
        for zone in ("z2", "z3", "z4")
    ]


def test_the_letters_halls_suffice_from_half_past_eight():
    assert check(the_letters_plan(510)) == ()


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        pytest.param(plan(), [], id="nothing planned"),
        pytest.param(plan(slot("a", 510), slot("b", 960)), [], id="the whole day may be used"),
        pytest.param(plan(slot("a", 965)), [("day", ("a",), 5)], id="past the day's end"),
        pytest.param(plan(slot("a", 500)), [("day", ("a",), 10)], id="before the day's start"),
        pytest.param(plan(*run(945, 3)), [("day", ("z1-2", "z1-3"), 45)], id="a run past the day's end"),
        pytest.param(plan(slot("a", 660), h1=[MORNING]), [], id="to the end of the booking"),
        pytest.param(plan(slot("a", 665), h1=[MORNING]), [("booking", ("a",), 5)], id="past the booking"),
        pytest.param(
            plan(*run(660, 3), h1=[MORNING]), [("booking", ("z1-2", "z1-3"), 60)], id="a run past the booking"
        ),
        pytest.param(
            plan(slot("a", 510), h1=[Window(540, 690)]), [("booking", ("a",), 30)], id="before the booking"
        ),
        pytest.param(
            plan(slot("a", 720), h1=[MORNING, Window(740, 990)]),
            [("booking", ("a",), 20)],
            id="measured from the nearest booking",
        ),
        pytest.param(
            plan(slot("a", 675), h1=[MORNING, Window(690, 990)]), [], id="across bookings that meet"
        ),
        pytest.param(plan(slot("a", 540), slot("b", 570)), [], id="one after another"),
        pytest.param(
            plan(slot("a", 540), slot("b", 560)), [("venue", ("a", "b"), 10)], id="two at once in a hall"
        ),
        pytest.param(
            plan(slot("a", 540), slot("b", 560, zone="z2")),
            [("venue", ("a", "b"), 10)],
            id="two zones at once in a hall",
        ),
        pytest.param(
            plan(slot("a", 540), slot("b", 560), slot("c", 580), slot("d", 610)),
            [("venue", ("a", "b", "c"), 20)],
            id="a chain of overlaps is one clash",
        ),
        pytest.param(plan(slot("a", 540), slot("b", 540, zone="z2", venue="h2")), [], id="two halls at once"),
        pytest.param(
            plan(slot("a", 540), slot("a", 720)), [("twice", ("a",), 0)], id="twice in a round, hours apart"
        ),
        pytest.param(
            plan(slot("a", 540), slot("a", 600, venue="h2")),
            [("twice", ("a",), 30)],
            id="twice in a round, too near",
        ),
        pytest.param(
            plan(slot("a", 540), slot("a", 630, zone="final", venue="h2")),
            [],
            id="on to the final in time",
        ),
        pytest.param(
            plan(slot("a", 540), slot("a", 600, zone="final", venue="h2")),
            [("presenter", ("a",), 30)],
            id="on to the final without time to travel",
        ),
    ],
)
def test_a_plan_is_held_to_day_bookings_halls_and_presenters(schedule, expected):
    assert found(schedule) == expected


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        pytest.param(Break("lunch", Window(560, 580)), [("break", ("z1-1", "z1-2"), 20)], id="for everybody"),
        pytest.param(Break("lunch", Window(570, 580), "z1"), [("break", ("z1-2",), 10)], id="for the zone"),
        pytest.param(Break("lunch", Window(560, 580), "z2"), [], id="for another zone"),
        pytest.param(Break("lunch", Window(600, 660)), [], id="after the last slot"),
    ],
)
def test_slots_keep_out_of_breaks(pause, expected):
    day = Day(DAY.date, DAY.window, 15, 15, breaks=(pause,))
    assert found(plan(*run(540, 2), day=day)) == expected


TWO_HALLS = (*run(540, 2), *run(540, 2, "z2", "h2"))


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        pytest.param([seat("z1")], [], id="sits in one zone"),
        pytest.param([seat("z1", home="z1-2")], [], id="presents in the own zone"),
        pytest.param([seat("z1", home="9999")], [], id="the home amphoe does not present"),
        pytest.param([seat(None, home="z2-1")], [], id="a province seat attends no hall, only presents"),
        pytest.param([seat("z1"), seat("z2", "another judge")], [], id="two persons"),
        pytest.param([seat("z1"), seat("z2", closed=True)], [], id="a seat that was handed over"),
        pytest.param(
            [seat("z1", home="z2-2")], [("person", ("z1-1", "z1-2", "z2-2"), 90)], id="presents elsewhere"
        ),
        pytest.param(
            [seat("z1"), seat("z2")], [("person", ("z1-1", "z2-1", "z1-2", "z2-2"), 90)], id="a link judge"
        ),
        pytest.param(
            [seat("z1", role=Role.SECRETARY), seat("z2", role=Role.ADVISER)],
            [("person", ("z1-1", "z2-1", "z1-2", "z2-2"), 90)],
            id="secretaries and advisers attend too",
        ),
    ],
)
def test_nobody_is_in_two_places(seats, expected):
    assert found(plan(*TWO_HALLS, seats=seats)) == expected


@pytest.mark.parametrize(
    ("seats", "excused", "expected"),
    [
        pytest.param(["judge"], ["a", "b"], [], id="excused from all"),
        pytest.param(["judge"], ["a"], [("person", ("b", "home"), 90)], id="excused from one"),
        pytest.param(["judge", "one", "two", "three"], ["a", "b"], [], id="the quorum holds"),
        pytest.param(
            ["judge", "one", "two"],
            ["a", "b"],
            [("quorum", (code,), 1) for code in "ab"],
            id="too few are left",
        ),
    ],
)
def test_whoever_is_excused_is_not_needed_while_the_quorum_holds(seats, excused, expected):
    panel = [seat("z1", person, home="home" if person == "judge" else None) for person in seats]
    slots = (slot("a", 540), slot("b", 570), slot("home", 570, "z2", "h2"))
    rules = Rules(quorum=0 if len(seats) == 1 else None)
    schedule = replace(
        plan(*slots, seats=panel),
        excused=frozenset(Excuse("z1-judge", presenter) for presenter in excused),
        rules=rules,
    )
    assert found(schedule) == expected


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(Request("a", "final", 600, None, firm=True), [], id="of another round"),
        pytest.param(Request("b", "zones", 600, None, firm=True), [], id="of another presenter"),
        pytest.param(Request("a", "zones", 600, None), [], id="not firm"),
        pytest.param(Request("a", "zones", 540, 570, firm=True), [], id="granted to the minute"),
        pytest.param(Request("a", "zones", 560, None, firm=True), [("request", ("a",), 20)], id="too early"),
        pytest.param(Request("a", "zones", None, 560, firm=True), [("request", ("a",), 10)], id="too late"),
    ],
)
def test_a_firm_request_is_to_be_granted(request_, expected):
    schedule = replace(plan(slot("a", 540)), requests=(request_,), rounds={"z1": "zones"})
    assert found(schedule) == expected
    dropped = WayOut("way.drop_request", {"presenter": "a", "round": "zones"})
    assert ways_out(schedule) == [dropped] * len(expected)


def test_a_break_can_be_dropped():
    day = replace(DAY, breaks=(Break("tea", Window(550, 560)),))
    (way,) = ways_out(plan(slot("a", 540), day=day))
    assert way == WayOut("way.drop_break", {"zone": "z1", "start_time": 550, "end_time": 560})


@pytest.mark.parametrize(("start", "minutes"), [(630, [30]), (655, [5]), (660, []), (450, [])])
def test_a_judge_may_present_elsewhere_if_the_road_leaves_time(start, minutes):
    day = Day(DAY.date, Window(420, 990), 15, 15)
    elsewhere = slot("home", start, "z2", "h2")
    schedule = plan(*run(540, 2), elsewhere, seats=[seat("z1", home="home")], day=day)
    assert [clash.minutes for clash in check(schedule)] == minutes


def test_a_person_clash_names_person_zone_and_both_halls():
    (clash,) = check(plan(*TWO_HALLS, seats=[seat("z1", home="z2-2")]))
    assert (clash.person, clash.zone, clash.venue, clash.other_venue) == ("judge", "z1", "h1", "h2")


def test_a_link_judge_of_zones_in_one_hall_needs_no_travel():
    schedule = plan(*run(540, 2), *run(600, 2, "z2"), seats=[seat("z1"), seat("z2")])
    assert check(schedule) == ()


def start(at):
    return WayOut("way.start_zone", {"zone": "z1", "start_time": at})


def book(start, end):
    return WayOut("way.book_venue", {"venue": "h1", "start_time": start, "end_time": end})


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        pytest.param(
            plan(*run(635, 2), h1=[MORNING]), [start(630), book(510, 695)], id="five minutes earlier"
        ),
        pytest.param(
            plan(*run(635, 2), slot("b", 610, "z2"), h1=[MORNING]),
            [start(550), book(510, 695)],
            id="earlier than the hall's other zone",
        ),
        pytest.param(
            plan(slot("a", 635), slot("b", 665, pinned=True), h1=[MORNING]),
            [book(510, 695)],
            id="a pin stays",
        ),
        pytest.param(
            plan(*run(540, 14), h1=[Window(510, 900)]), [book(510, 960)], id="too many slots for the booking"
        ),
        pytest.param(
            plan(slot("a", 510), h1=[Window(540, 690)]),
            [start(540), book(510, 690)],
            id="later, if the hall opens later",
        ),
        pytest.param(plan(slot("a", 965)), [start(960)], id="of the day"),
        pytest.param(plan(*run(510, 17)), [], id="more slots than the day holds"),
        pytest.param(
            plan(slot("b", 540, venue="h2"), slot("a", 665), h1=[MORNING]),
            [book(510, 695)],
            id="a zone in two halls",
        ),
        pytest.param(
            plan(*run(960, 3), h1=[Window(500, 1100)]),
            [start(900)],
            id="within the day, though the booking is longer",
        ),
    ],
)
def test_ways_out_are_offered_only_where_they_hold(schedule, expected):
    assert ways_out(schedule) == expected


def test_a_booking_is_not_stretched_past_the_day():
    schedule = plan(*run(930, 3), h1=[Window(510, 960)])
    assert [way.code for way in ways_out(schedule)] == ["way.start_zone", "way.start_zone"]


plans = st.lists(
    st.builds(
        slot,
        st.sampled_from("abcd"),
        st.integers(102, 192).map(lambda fives: fives * 5),
        st.sampled_from(["z1", "z2"]),
        st.sampled_from(["h1", "h2"]),
    ),
    unique=True,
    max_size=8,
)


@given(plans)
def test_halls_clash_exactly_where_two_slots_overlap(slots):
    told = {each for clash in check(plan(*slots)) if clash.kind is ClashKind.VENUE for each in clash.slots}
    overlapping = [
        pair for pair in combinations(slots, 2) if pair[0].venue == pair[1].venue and overlap(*pair) > 0
    ]
    assert told == {each for pair in overlapping for each in pair}


@given(plans)
def test_persons_clash_exactly_where_the_road_is_longer_than_the_pause(slots):
    schedule = plan(*slots, seats=[seat("z1", home="a"), seat("z2", "another", home="b")])
    told = {(clash.person, each) for clash in check(schedule) if clash.person for each in clash.slots}
    needed = {
        "judge": [each for each in slots if each.zone == "z1" or each.presenter == "a"],
        "another": [each for each in slots if each.zone == "z2" or each.presenter == "b"],
    }
    assert told == {
        (person, each)
        for person, places in needed.items()
        for each in places
        for other in places
        if each.venue != other.venue and -60 < max(each.start, other.start) - min(each.end, other.end) < 60
    }


@given(plans, st.randoms())
def test_clashes_are_told_in_the_same_order_whatever_the_order_of_slots(slots, random):
    shuffled = random.sample(slots, len(slots))
    seats = [seat("z1"), seat("z2")]
    assert check(plan(*shuffled, seats=seats)) == check(plan(*slots, seats=seats))
