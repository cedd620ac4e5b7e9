"""The plan in columns, a zone each: slots with what is wrong with them, breaks, and the time between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from panel.db import db
from panel.domain.events import Break
from panel.domain.schedules import Clash, ClashKind
from panel.models import Event, Excuse, Person, Seat, Slot, Zone
from panel.queries.schedules import plan_slots


@dataclass(frozen=True)
class Card:
    """A slot: the kinds of clash that it is part of, and who of its panel misses it by the plan."""

    slot: Slot
    flags: tuple[ClashKind, ...]
    missing: tuple[Person, ...]
    sort = "slot"

    @property
    def span(self) -> tuple[int, int]:
        return self.slot.start or 0, self.slot.end or 0

    @property
    def ungranted(self) -> bool:
        """Whether its presenter requested another time."""
        request, (start, end) = self.slot.request, self.span
        if request is None:
            return False
        early = request.not_before is not None and start < request.not_before
        return early or (request.not_after is not None and end > request.not_after)


@dataclass(frozen=True)
class Pause:
    """A break; `number` is its place (from 1) among the event's."""

    number: int
    facts: Break
    sort = "break"

    @property
    def span(self) -> tuple[int, int]:
        return self.facts.window.start, self.facts.window.end


@dataclass(frozen=True)
class Idle:
    """Time between two slots that is neither a break nor the day's gap."""

    span: tuple[int, int]
    sort = "idle"

    @property
    def minutes(self) -> int:
        return self.span[1] - self.span[0]


Item = Card | Pause | Idle


@dataclass(frozen=True)
class Column:
    """A zone, its items in time's order."""

    zone: Zone
    items: tuple[Item, ...]

    @property
    def cards(self) -> list[Card]:
        return [item for item in self.items if isinstance(item, Card)]


def columns(event: Event, clashes: Iterable[Clash] = ()) -> dict[int, list[Column]]:
    """The columns of each round, by its id, in as many queries whatever there is in them."""
    flags, absent, slots, day = _flags(clashes), missing(event), plan_slots(event), event.day
    found: dict[int, list[Column]] = defaultdict(list)
    for zone in event.zones:
        cards = [
            Card(slot, tuple(flags[zone.code, slot.presenter.code]), tuple(absent[slot.id]))
            for slot in slots[zone.id]
        ]
        pauses = [
            Pause(number, pause)
            for number, pause in enumerate(day.breaks, start=1)
            if pause.zone in {None, zone.code}
        ]
        found[zone.round_id].append(Column(zone, _in_turn(cards, pauses, day.gap)))
    return found


def _in_turn(cards: Sequence[Card], pauses: Sequence[Pause], gap: int) -> tuple[Item, ...]:
    items: list[Item] = sorted([*cards, *pauses], key=lambda item: item.span)
    if not cards:
        return tuple(items)
    until, last = min(card.span[0] for card in cards), max(card.span[1] for card in cards)
    filled: list[Item] = []
    for item in items:
        start, end = item.span
        if start - until > gap and start < last:
            filled.append(Idle((until, start)))
        filled.append(item)
        until = max(until, end)
    return tuple(filled)


def _flags(clashes: Iterable[Clash]) -> defaultdict[tuple[str, str], list[ClashKind]]:
    """What is wrong, by zone and presenter."""
    flags: defaultdict[tuple[str, str], list[ClashKind]] = defaultdict(list)
    for clash in clashes:
        for zone, presenter in {(slot.zone, slot.presenter) for slot in clash.slots}:
            if presenter in clash.presenters and clash.kind not in flags[zone, presenter]:
                flags[zone, presenter].append(clash.kind)
    return flags


def missing(event: Event) -> defaultdict[int, list[Person]]:
    """Who misses which slot by the plan, by the slot's id."""
    found: defaultdict[int, list[Person]] = defaultdict(list)
    statement = (
        select(Excuse.slot_id, Person)
        .join(Seat, Seat.id == Excuse.seat_id)
        .join(Person, Person.id == Seat.person_id)
        .where(Seat.event_id == event.id)
        .order_by(Seat.position, Seat.id)
    )
    for slot, person in db.session.execute(statement):
        found[slot].append(person)
    return found
