"""Whether who judges whom joins a round's zones into one connected graph, and what else would join them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.domain.attendance import further_clashes, open_seats, seats_in, will_judge
from panel.domain.connections import ANCHOR, Group, Link, Meeting, groups_of, links
from panel.domain.panels import Role
from panel.domain.schedules import Excuse
from panel.models import Event, Presenter, Round, Sheet, Slot, Zone
from panel.queries.rounds import RoundFacts
from panel.queries.schedules import event_schedule, excuses


@dataclass(frozen=True)
class Connections:
    """What of a round is joined with what. `needed`: how many further seats would join it all."""

    groups: tuple[Group, ...]

    @property
    def connected(self) -> bool:
        return len(self.groups) <= 1

    @property
    def needed(self) -> int:
        return max(0, len(self.groups) - 1)


@dataclass(frozen=True)
class ZoneAnchor:
    """A zone's anchor presentation, and how many of those who are to score it have."""

    zone: Zone
    presenter: Presenter
    submitted: int
    expected: int


def connections(round_: Round) -> Connections:
    """As the panels, the plan and the sheets stand."""
    return connections_of(RoundFacts(round_), round_)


def connections_of(facts: RoundFacts, round_: Round) -> Connections:
    """The same of a round that is loaded already."""
    excused = excuses(round_.event)
    slots = [*facts.slots, *anchor_slots(round_)]
    zones = [zone.code for zone in facts.zones if any(slot.zone_id == zone.id for slot in facts.slots)]
    return Connections(groups_of(zones, [each for slot in slots for each in _meetings(facts, slot, excused)]))


def _meetings(facts: RoundFacts, slot: Slot, excused: Collection[Excuse]) -> Iterator[Meeting]:
    """Who scores the slot's presenter, or is to."""
    if slot.no_show:
        return
    presenter = ANCHOR if slot.presenter.anchor else slot.presenter.code
    for seat, state in facts.judges(slot):
        judges = will_judge(seat.code, slot.presenter.code, state, excused)
        if judges and awaited(facts, slot, facts.sheet(slot, seat)):
            yield Meeting(seat.person.code, presenter, slot.zone.code)


def awaited(facts: RoundFacts, slot: Slot, sheet: Sheet | None) -> bool:
    """Whether a sheet may still count, or does. A final zone's results are known to its panel: of an anchor
    presentation only what was submitted before says anything."""
    final = facts.snapshots.get(slot.zone_id)
    if final is None or not slot.presenter.anchor:
        return True
    at = sheet.submitted_at if sheet and sheet.state.counts else None
    return at is not None and at <= final.finalised_at


def anchor_slots(round_: Round) -> Sequence[Slot]:
    """The anchor presentations of a round, one a zone at most; in the zones' order."""
    return db.session.scalars(
        select(Slot)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .join(Zone, Zone.id == Slot.zone_id)
        .where(Slot.round_id == round_.id, Presenter.anchor)
        .options(joinedload(Slot.instrument), joinedload(Slot.zone), joinedload(Slot.presenter))
        .order_by(Zone.position)
    ).all()


def zone_anchors(round_: Round) -> tuple[ZoneAnchor, ...]:
    """Each zone's anchor presentation with how far it is scored."""
    facts, found = RoundFacts(round_), []
    for slot in anchor_slots(round_):
        states = [state for _, state in facts.judges(slot) if state.judges]
        submitted = sum(state.counts for state in states)
        found.append(ZoneAnchor(slot.zone, slot.presenter, submitted, len(states)))
    return tuple(found)


def suggested_links(event: Event, groups: Sequence[Group]) -> tuple[Link, ...]:
    """Further seats that would join the groups, for judges who are free when that zone presents."""
    plan = event_schedule(event)
    judges = [
        person
        for person, seats in open_seats(plan.seats).items()
        if any(seat.scores and seat.role is Role.JUDGE for seat in seats)
    ]
    free = {
        zone: [
            person
            for person in judges
            if not seats_in(plan.seats, person, zone) and not further_clashes(plan, person, zone)
        ]
        for group in groups
        for zone in group.zones
    }
    return links(groups, free)
