"""Why there is no plan: each independent clash by its smallest set of constraints, with tested ways out."""

from dataclasses import replace

import pytest

from bench.problems import DAY, NINE, reference
from panel.adapters.messages import TEXTS
from panel.adapters.solver import solve
from panel.domain.events import Break, Venue, Window
from panel.domain.panels import Role, Seat
from panel.domain.planning import Constraint, Kind, Plan, Problem, Site, Task
from panel.domain.planning.cores import core_to_json, describe_constraint
from panel.domain.schedules import Request, Slot, WayOut, describe_way_out

MORNING = Window(510, 690)


def problem(*tasks, day=DAY, start=510, sites=None, bookings=(), **more):
    """A zone of one hall, with another hall beside it."""
    return Problem(
        day=day,
        venues={"h1": Venue("h1", "h1", bookings=bookings), "h2": Venue("h2", "h2")},
        sites=sites or (Site("z1", "r", "h1", start),),
        tasks=tuple(task if isinstance(task, Task) else Task(task, "r", ("z1",), 30) for task in tasks),
        travel={("h1", "h2"): 60},
        **more,
    )


def pinned(code, start, zone="z1"):
    return Task(code, "r", (zone,), 30, Slot(code, zone, "h1", start, start + 30, pinned=True))


def kinds(core):
    return [constraint.kind.value for constraint in core.constraints]


def ways(core):
    return [(way.code, dict(way.params)) for way in core.ways_out]


def test_the_letters_nine_oclock_clashes_with_exactly_the_three_bookings():
    cores = solve(reference(NINE)).cores
    assert [(core.kind, core.minutes, core.constraints) for core in cores] == [
        (
            Kind.BOOKING,
            30,
            (
                Constraint(Kind.BOOKING, venue=zone, window=MORNING),
                Constraint(Kind.VENUE, venue=zone),
                Constraint(Kind.START, zone, window=Window(540, 1440)),
                Constraint(Kind.SLOTS, zone, count=6, minutes=180),
            ),
        )
        for zone in ("z2", "z3", "z4")
    ]


def test_the_letters_clashes_have_both_ways_out():
    assert [core.ways_out for core in solve(reference(NINE)).cores] == [
        (
            WayOut("way.start_zone", {"zone": zone, "start_time": 510}),
            WayOut("way.book_venue", {"venue": zone, "start_time": 510, "end_time": 720}),
        )
        for zone in ("z2", "z3", "z4")
    ]


HEADS = tuple(
    Seat(f"j{n}", "z1", Role.JUDGE, f"j{n}", scores=True, home="b" if n == 0 else None) for n in range(3)
)
TWO_ZONES = (Site("z1", "r", "h1", 510), Site("z2", "r", "h2", 510))
TEA = Break("tea", Window(520, 530))


@pytest.mark.parametrize(
    ("asked", "members", "minutes", "expected"),
    [
        pytest.param(
            problem("a", "b", day=replace(DAY, window=Window(510, 555))),
            ["day", "venue", "slots"],
            15,
            [("way.extend_day", {"start_time": 510, "end_time": 570})],
            id="a day too short",
        ),
        pytest.param(
            problem(Task("a", "r", ("z1",), 600)),
            ["day", "slots"],
            120,
            [("way.extend_day", {"start_time": 510, "end_time": 1110})],
            id="a presenter longer than the day",
        ),
        pytest.param(
            problem("a", bookings=(Window(1000, 1060),)),
            ["booking", "day", "slots"],
            40,
            [
                ("way.book_venue", {"venue": "h1", "start_time": 960, "end_time": 1060}),
                ("way.extend_day", {"start_time": 510, "end_time": 1030}),
            ],
            id="a booking outside the day",
        ),
        pytest.param(
            problem("a", day=replace(DAY, window=Window(510, 550), breaks=(TEA,))),
            ["day", "break", "slots"],
            10,
            [
                ("way.extend_day", {"start_time": 510, "end_time": 560}),
                ("way.drop_break", {"zone": "z1", "start_time": 520, "end_time": 530}),
            ],
            id="a break in the way",
        ),
        pytest.param(
            problem("a", requests=(Request("a", "r", not_after=530, firm=True),)),
            ["day", "request", "slots"],
            10,
            [("way.drop_request", {"presenter": "a", "round": "r"})],
            id="a firm request before the day",
        ),
        pytest.param(
            problem(pinned("a", 600), pinned("b", 615)),
            ["pin", "pin", "venue", "slots"],
            15,
            [("way.unpin", {"presenter": code, "round": "r"}) for code in "ab"],
            id="overlapping pins",
        ),
        pytest.param(
            problem(
                "a",
                Task("b", "r", ("z2",), 30),
                sites=TWO_ZONES,
                seats=HEADS,
                day=replace(DAY, window=Window(510, 570)),
            ),
            ["day", "day", "quorum", "person", "slots", "slots"],
            60,
            [
                ("way.extend_day", {"start_time": 510, "end_time": 630}),
                ("way.lower_quorum", {"quorum": 2}),
                ("way.move_presenter", {"presenter": "b", "round": "r", "zone": "z1"}),
            ],
            id="a quorum that can't be kept",
        ),
        pytest.param(
            problem(
                "a",
                Task("b", "r", ("z2",), 30),
                sites=(Site("z1", "r", "h1", 510), Site("z2", "r", "h1", 510)),
                day=replace(DAY, window=Window(510, 540)),
            ),
            ["day", "day", "venue", "slots", "slots"],
            30,
            [
                ("way.extend_day", {"start_time": 510, "end_time": 570}),
                ("way.move_zone", {"zone": "z2", "venue": "h2"}),
            ],
            id="two zones in a hall",
        ),
        pytest.param(
            problem(
                *(Task(code, "r", ("z1", "z2"), 30) for code in "abc"),
                sites=tuple(replace(site, most=1) for site in TWO_ZONES),
            ),
            ["size", "size", "slots"],
            0,
            [("way.limits", {"zone": zone, "least": 0, "most": 2}) for zone in ("z1", "z2")],
            id="limits too narrow",
        ),
    ],
)
def test_a_clash_names_what_can_not_hold_and_what_would_end_it(asked, members, minutes, expected):
    (core,) = solve(asked).cores
    assert (kinds(core), core.minutes) == (members, minutes)
    assert [way for way in ways(core) if way in expected] == expected


def test_where_no_single_change_is_enough_the_ways_out_end_this_clash_at_least():
    asked = problem(*"abc", day=replace(DAY, window=Window(510, 570)), bookings=(Window(510, 570),))
    (core,) = solve(asked).cores
    assert (core.kind, ways(core)) == (
        Kind.DAY,
        [("way.extend_day", {"start_time": 510, "end_time": 600})],
    )


def test_clashes_of_zones_that_share_a_hall_are_told_apart():
    sites = (Site("z1", "r", "h1", 510), Site("z2", "r", "h1", 510))
    asked = problem(pinned("a", 600), pinned("b", 600), Task("c", "r", ("z2",), 600), sites=sites)
    assert [core.kind for core in solve(asked).cores] == [Kind.DAY, Kind.PIN]


def test_a_way_out_leads_to_a_plan():
    asked = reference(NINE)
    sites = tuple(replace(site, start=510) if site.zone != "z1" else site for site in asked.sites)
    assert isinstance(solve(replace(asked, sites=sites)), Plan)


def test_a_core_is_written_as_json_like_a_clash_with_its_constraints():
    asked = reference(NINE)
    body = core_to_json(solve(asked).cores[0], asked)
    assert {key: body[key] for key in ("kind", "zone", "venue", "minutes", "window")} == {
        "kind": "booking",
        "zone": "z2",
        "venue": "z2",
        "minutes": 30,
        "window": {"start": "08:30", "end": "11:30"},
    }
    assert body["presenters"] == [f"z2-{number}" for number in range(1, 7)]
    assert body["constraints"][0] == {
        "kind": "booking",
        "venue": "z2",
        "window": {"start": "08:30", "end": "11:30"},
    }


@pytest.mark.parametrize("kind", Kind)
def test_every_constraint_has_its_words(kind):
    constraint = Constraint(kind, "z1", "h1", "a", "j", Window(510, 690), 6, 180)
    code, params = describe_constraint(constraint, {"zone:z1": "Zone 1", "venue:h1": "Hall"})
    assert "%" not in TEXTS[code] % params


@pytest.mark.parametrize(
    "way",
    [
        WayOut("way.limits", {"zone": "z1", "least": 0, "most": 2}),
        WayOut("way.move_zone", {"zone": "one", "venue": "one"}),
    ],
)
def test_a_zone_and_a_venue_of_one_code_keep_their_names(way):
    code, params = describe_way_out(way, {"zone:one": "Zone 1", "venue:one": "Hall"})
    assert code in TEXTS
    assert params.get("venue", "Hall") == "Hall"
