"""Zones proposed: even, near, and with whoever is fixed where they are."""

from collections import Counter
from dataclasses import replace

import pytest

from bench.problems import DAY
from panel.adapters.solver.zoning import propose_zones
from panel.domain.errors import Conflict
from panel.domain.events import Venue
from panel.domain.planning import Problem, Site, Task

HALLS = {"north": 16.0, "south": 14.0}
ZONES = tuple(HALLS)


def problem(*latitudes, fixed=None, round_="r", **limits):
    """Two halls, 200 km apart, and presenters p0, p1… at these latitudes between them."""
    tasks = tuple(
        Task(f"p{number}", round_, ((fixed or {}).get(number),) if number in (fixed or {}) else ZONES, 30)
        for number in range(len(latitudes))
    )
    return Problem(
        day=DAY,
        venues={
            hall: Venue(hall, hall, latitude=latitude, longitude=103.0) for hall, latitude in HALLS.items()
        },
        sites=tuple(Site(hall, "r", hall, 510, **limits) for hall in HALLS),
        tasks=tasks,
        places={f"p{number}": (latitude, 103.0) for number, latitude in enumerate(latitudes)},
    )


def divided(asked):
    return "".join(zone[0] for zone in propose_zones(asked).values())


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(problem(15.9, 14.1, 15.8, 14.2), "nsns", id="each to the near hall"),
        pytest.param(problem(15.9, 15.8, 15.3, 15.2), "nnss", id="even, though all are nearer to one"),
        pytest.param(problem(15.9, 15.8, 15.3), "nns", id="within one"),
        pytest.param(problem(15.9, 14.1, fixed={0: "south"}), "sn", id="around whoever is fixed"),
        pytest.param(
            problem(15.9, 15.8, 14.1, fixed={0: "south", 1: "south"}), "ssn", id="as even as can be"
        ),
        pytest.param(problem(15.9, 15.8, 15.7, 14.1, least=1, most=3), "nnns", id="within limits"),
        pytest.param(problem(), "", id="nobody"),
    ],
)
def test_zones_are_even_and_the_roads_short(asked, expected):
    assert divided(asked) == expected


def test_limits_that_can_not_be_met_are_refused():
    with pytest.raises(Conflict, match=r"planning\.limits"):
        propose_zones(problem(15.0, 15.0, 15.0, most=1))


def test_a_round_of_one_zone_has_nothing_to_divide():
    asked = problem(15.0)
    only = replace(asked, sites=asked.sites[:1], tasks=(replace(asked.tasks[0], zones=("north",)),))
    assert propose_zones(only) == {}


def test_a_hundred_presenters_are_divided_the_same_way_each_time():
    asked = problem(*(14 + number / 50 for number in range(100)))
    zones = propose_zones(asked)
    assert Counter(zones.values()) == {"north": 50, "south": 50}
    assert propose_zones(asked) == zones
