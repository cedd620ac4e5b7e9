"""Who is needed where: persons in two places at once, and panels that are left with too few judges.

A person is needed at every slot of the zones in which they hold an open seat, whatever its role
(secretaries and advisers attend too), unless the plan excuses the seat, and at every slot of the home
amphoe, wherever that is. A seat at province level attends no hall by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from panel.domain.panels import Role, Seat
from panel.domain.schedules import Clash, ClashKind, Excuse, Schedule, Slot, travel_minutes
from panel.domain.sheets import State


def open_seats(seats: Iterable[Seat]) -> dict[str, list[Seat]]:
    """The seats of each person that were not handed over to somebody else, persons by code."""
    held: defaultdict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        if not seat.closed:
            held[seat.person].append(seat)
    return dict(sorted(held.items()))


def seats_in(seats: Iterable[Seat], person: str, zone: str) -> list[Seat]:
    """A person's open seats in a zone."""
    return [seat for seat in seats if (seat.person, seat.zone) == (person, zone) and not seat.closed]


def judges_of(seats: Iterable[Seat], zone: str, presenter: str) -> list[Seat]:
    """The open seats of a zone that may score a presenter: those whose home it is are recused."""
    return [
        seat
        for seat in seats
        if seat.scores and not seat.closed and seat.zone == zone and seat.home != presenter
    ]


def will_judge(seat: str, presenter: str, state: State, excused: Collection[Excuse]) -> bool:
    """Whether a seat judges a presenter, or is to: whoever is recused or absent does not, nor whom the plan
    excuses; but a sheet that is in, is in."""
    return state.counts or (state.judges and Excuse(seat, presenter) not in excused)


def double_persons(plan: Schedule) -> Iterator[Clash]:
    """One clash per person and pair of venues between which the time is too short; its minutes the worst.

    Within one venue nobody is in two places.
    """
    for person, seats in open_seats(plan.seats).items():
        zones = {seat.zone for seat in seats}
        between: defaultdict[tuple[str, str], list[tuple[Slot, Slot]]] = defaultdict(list)
        for one, other in combinations(sorted(_needing(plan, seats), key=moment), 2):
            if one.venue != other.venue and lacking_minutes(plan, one, other) > 0:
                between[min(one.venue, other.venue), max(one.venue, other.venue)].append((one, other))
        for (venue, other_venue), pairs in sorted(between.items()):
            slots = sorted({slot for pair in pairs for slot in pair}, key=moment)
            yield Clash(
                kind=ClashKind.PERSON,
                zone=only_one(zone for zone in zones if zone is not None),
                venue=venue,
                presenters=presenters_of(slots),
                minutes=max(lacking_minutes(plan, *pair) for pair in pairs),
                slots=tuple(slots),
                person=person,
                other_venue=other_venue,
            )


def _needing(plan: Schedule, seats: Sequence[Seat]) -> list[Slot]:
    """The slots at which somebody with these seats is needed."""
    homes = {seat.home for seat in seats}
    return [
        slot
        for slot in plan.slots
        if slot.presenter in homes
        or any(
            seat.zone == slot.zone and Excuse(seat.code, slot.presenter) not in plan.excused for seat in seats
        )
    ]


def short_panels(plan: Schedule) -> Iterator[Clash]:
    """One clash per slot of which so many judges are excused that its quorum is not met; its "minutes" are
    the judges who lack."""
    for slot in plan.slots:
        judges = judges_of(plan.seats, slot.zone, slot.presenter)
        left = sum(Excuse(seat.code, slot.presenter) not in plan.excused for seat in judges)
        lacking = plan.rules.quorum_for(len(judges)) - left
        if lacking > 0:
            yield Clash(ClashKind.QUORUM, slot.zone, slot.venue, (slot.presenter,), lacking, (slot,))


def lacking_minutes(plan: Schedule, first: Slot, second: Slot) -> int:
    """How many minutes too late one is for the second slot after the first, travel included."""
    return first.end + travel_minutes(plan, first.venue, second.venue) - second.start


def moment(slot: Slot) -> tuple[int, int, str, str, str]:
    """Slots in time's order, and always in the same."""
    return slot.start, slot.end, slot.zone, slot.venue, slot.presenter


def presenters_of(slots: Iterable[Slot]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slot.presenter for slot in slots))


def only_one(codes: Iterable[str]) -> str | None:
    """The code, if all are the same."""
    different = set(codes)
    return different.pop() if len(different) == 1 else None


def further_clashes(plan: Schedule, person: str, zone: str) -> tuple[Clash, ...]:
    """Where somebody would be needed in two halls at once if they sat on that zone's panel too."""
    own = tuple(seat for seat in plan.seats if seat.person == person and not seat.closed)
    further = Seat("", zone, Role.JUDGE, person, scores=True, home=own[0].home if own else None)
    now = tuple(double_persons(replace(plan, seats=own)))
    return tuple(clash for clash in double_persons(replace(plan, seats=(*own, further))) if clash not in now)
