"""Planning problems to measure and to test by: the reference event, provinces of Thailand, random events."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

from panel.adapters.solver.zoning import propose_zones
from panel.domain.events import Break, Day, Rules, Venue, Window
from panel.domain.panels import Role, Seat
from panel.domain.planning import Problem, Site, Task
from panel.domain.schedules import Request, Slot

HALF_PAST_EIGHT, NINE, HALF_PAST_ELEVEN, HALF_PAST_FOUR = 510, 540, 690, 990
DAY = Day(date(2025, 8, 8), Window(HALF_PAST_EIGHT, HALF_PAST_FOUR), present=15, questions=15)
MORNING = Window(HALF_PAST_EIGHT, HALF_PAST_ELEVEN)
ROADS = {
    ("z1", "z2"): 60,
    ("z1", "z3"): 50,
    ("z1", "z4"): 45,
    ("z2", "z3"): 75,
    ("z2", "z4"): 90,
    ("z3", "z4"): 35,
}
SIZES = {"z1": 5, "z2": 6, "z3": 6, "z4": 6}
BANGKOK = "10"
ZONE_SIZE = 6
"""A province's zones are of about so many amphoe."""


def reference(
    start: int = HALF_PAST_EIGHT, *, heads: int = 0, judges: int = 5, until: int | None = HALF_PAST_ELEVEN
) -> Problem:
    """The reference event: three of its four halls are booked from 08:30 `until` then (None: all day).

    In each zone `heads` of the `judges` head an amphoe that presents in another zone, each another one.
    """
    members = {zone: [f"{zone}-{number}" for number in range(1, size + 1)] for zone, size in SIZES.items()}
    booked = () if until is None else (Window(HALF_PAST_EIGHT, until),)
    return Problem(
        day=DAY,
        venues={zone: Venue(zone, zone, bookings=() if zone == "z1" else booked) for zone in SIZES},
        sites=tuple(Site(zone, "zones", zone, start) for zone in SIZES),
        tasks=tuple(
            Task(presenter, "zones", (zone,), DAY.slot)
            for zone, presenters in members.items()
            for presenter in presenters
        ),
        seats=tuple(
            _panels(
                {zone: [f"{zone}-{n}" for n in range(1, SIZES[zone] + 1)] for zone in SIZES}, heads, judges
            )
        ),
        travel=ROADS,
    )


def _panels(zones: Mapping[str, Sequence[str]], heads: int, judges: int) -> Iterator[Seat]:
    """In each zone judges of whom the first ones head amphoe of the other zones, nobody the same."""
    codes = list(zones)
    for place, zone in enumerate(codes):
        for number in range(judges):
            other = codes[(place + 1 + number % max(1, len(codes) - 1)) % len(codes)]
            members = zones[other]
            home = (
                members[(place * heads + number) % len(members)] if number < heads and other != zone else None
            )
            yield Seat(f"{zone}-j{number}", zone, Role.JUDGE, f"{zone}-j{number}", scores=True, home=home)


Place = tuple[str, float | None, float | None]


def districts(file: Path) -> dict[str, list[Place]]:
    """The amphoe outside Bangkok by province, with their coordinates where they are known."""
    provinces: dict[str, list[Place]] = {}
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if not row["code"].startswith(BANGKOK):
                latitude, longitude = (float(row[key]) if row[key] else None for key in ("lat", "lon"))
                provinces.setdefault(row["code"][:2], []).append((row["code"], latitude, longitude))
    return provinces


def province(places: Sequence[Place], *, heads: int = 3, judges: int = 5) -> Problem:
    """A province's amphoe in zones of about six, proposed around halls that lie in the middle of their
    surroundings; in each zone three of five judges head an amphoe elsewhere."""
    halls = _halls(places, max(1, round(len(places) / ZONE_SIZE)))
    zones = {f"zone-{code}": f"hall-{code}" for code, _, _ in halls}
    free = Problem(
        day=DAY,
        venues={
            f"hall-{code}": Venue(f"hall-{code}", code, latitude=latitude, longitude=longitude)
            for code, latitude, longitude in halls
        },
        sites=tuple(Site(zone, "zones", hall, HALF_PAST_EIGHT) for zone, hall in zones.items()),
        tasks=tuple(Task(code, "zones", tuple(zones), DAY.slot) for code, _, _ in places),
        places={code: (latitude, longitude) for code, latitude, longitude in places},
    )
    chosen = propose_zones(free) or {code: next(iter(zones)) for code, _, _ in places}
    members = {zone: [code for code, _, _ in places if chosen[code] == zone] for zone in zones}
    return replace(
        free,
        tasks=tuple(replace(task, zones=(chosen[task.presenter],)) for task in free.tasks),
        seats=tuple(_panels({zone: codes for zone, codes in members.items() if codes}, heads, judges)),
    )


def _halls(places: Sequence[Place], count: int) -> list[Place]:
    """Of places that lie far apart from each other the surroundings, and the middle of each of them."""
    known = [place for place in places if place[1] is not None] or list(places)
    chosen = known[:1]
    while len(chosen) < min(count, len(known)):
        chosen.append(max(known, key=lambda place: min(_square(place, other) for other in chosen)))
    around: dict[Place, list[Place]] = {hall: [] for hall in chosen}
    for place in known:
        around[min(chosen, key=partial(_square, place))].append(place)
    return [min(near, key=partial(_spread, near)) for near in around.values() if near]


def _spread(near: Sequence[Place], hall: Place) -> float:
    return sum(_square(hall, place) ** 0.5 for place in near)


def _square(one: Place, other: Place) -> float:
    return ((one[1] or 0) - (other[1] or 0)) ** 2 + ((one[2] or 0) - (other[2] or 0)) ** 2


def random_event(seed: int) -> Problem:
    """An event that nobody would plan so: shared halls, short bookings, breaks, pins, requests, judges who
    head amphoe elsewhere or sit on two panels, zones to choose, a final round; many are impossible."""
    random = Random(seed)
    zones = [f"z{number}" for number in range(1, random.randint(1, 4) + 1)]
    halls = [f"h{number}" for number in range(1, len(zones) + 2)]
    day = _random_day(random, zones)
    venues = {hall: Venue(hall, hall, bookings=_random_bookings(random)) for hall in halls}
    venue_of = {
        zone: random.choice(halls) if random.random() < 0.2 else hall
        for zone, hall in zip(zones, halls, strict=False)
    }
    sites = [Site(zone, "zones", venue_of[zone], random.choice([510, 540, 600])) for zone in zones]
    tasks = [
        Task(
            f"{zone}-{number}",
            "zones",
            (zone,),
            day.slot if random.random() < 0.9 else random.choice([20, 45]),
        )
        for zone in zones
        for number in range(1, random.randint(1, 6) + 1)
    ]
    if random.random() < 0.3 and len(zones) > 1:
        tasks = [_freed(random, task, zones) for task in tasks]
        sites = [
            replace(site, least=random.choice([0, 1, 2]), most=random.choice([None, 5, 7])) for site in sites
        ]
    if random.random() < 0.2:
        sites.append(Site("final", "final", random.choice(halls), 600))
        tasks += [replace(task, round="final", zones=("final",)) for task in random.sample(tasks, 1)]
    tasks = [_pinned(random, task, venue_of) if random.random() < 0.06 else task for task in tasks]
    return Problem(
        day=day,
        venues=venues,
        sites=tuple(sites),
        tasks=tuple(tasks),
        seats=tuple(_random_seats(random, zones, [task.presenter for task in tasks])),
        rules=Rules(quorum=random.choice([None, None, 2, 4])),
        travel={
            (one, other): random.randrange(10, 100, 5) for one in halls for other in halls if one < other
        },
        requests=tuple(_random_requests(random, tasks)),
    )


def _random_day(random: Random, zones: Sequence[str]) -> Day:
    breaks = [Break("lunch", Window(720, 720 + random.choice([30, 60])))] if random.random() < 0.5 else []
    if random.random() < 0.3:
        breaks.append(Break("tea", Window(615, 630), random.choice(zones)))
    end = random.choice([780, 900, 990, 990])
    return replace(DAY, window=Window(510, end), gap=random.choice([0, 0, 5]), breaks=tuple(breaks))


def _random_bookings(random: Random) -> tuple[Window, ...]:
    return random.choice([(), (), (MORNING,), (Window(540, 900),), (Window(510, 600), Window(660, 960))])


def _freed(random: Random, task: Task, zones: Sequence[str]) -> Task:
    others = [zone for zone in zones if zone not in task.zones]
    return replace(task, zones=(*task.zones, *others)) if random.random() < 0.5 else task


def _pinned(random: Random, task: Task, venue_of: dict[str, str]) -> Task:
    zone, start = task.zones[0], random.randrange(510, 900, 15)
    venue = venue_of.get(zone, "h1")
    return replace(task, pinned=Slot(task.presenter, zone, venue, start, start + task.minutes, pinned=True))


def _random_seats(random: Random, zones: Sequence[str], presenters: Sequence[str]) -> Iterator[Seat]:
    for zone in zones:
        for number in range(random.randint(3, 5)):
            home = random.choice(presenters) if random.random() < 0.35 else None
            role = Role.SECRETARY if number > 3 and random.random() < 0.5 else Role.JUDGE
            code = f"{zone}-{number}"
            yield Seat(code, zone, role, code, role.scores_by_default, home=home)
    if random.random() < 0.3:
        for zone in random.sample(zones, min(2, len(zones))):
            yield Seat(f"{zone}-link", zone, Role.JUDGE, "link", scores=True)


def _random_requests(random: Random, tasks: Sequence[Task]) -> Iterator[Request]:
    for task in tasks:
        if random.random() < 0.1:
            early, firm = random.choice([None, 600, 690]), random.random() < 0.5
            late = 750 if early is None else random.choice([None, 900])
            yield Request(task.presenter, task.round, early, late, firm)
