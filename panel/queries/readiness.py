"""Whether an event is ready, or a zone's part of it: the facts for each rule of domain/readiness, and what
the rules find, the most urgent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from panel.adapters.premises import premises_of
from panel.config import Settings
from panel.db import db
from panel.domain import readiness as rules
from panel.domain.attendance import will_judge
from panel.domain.errors import HasNames
from panel.domain.events import EventState
from panel.domain.readiness import Attendee, Check, Hearing, Lack, Topic
from panel.domain.schedules import Excuse
from panel.models import Chain, Event, Material, Person, Record, Slot, Zone
from panel.queries.accounts import persons_of
from panel.queries.backups import ring_of
from panel.queries.finalisations import versions_mixed
from panel.queries.locks import Locks
from panel.queries.panels import uneven
from panel.queries.plans import present_plan
from panel.queries.results import PresenterView, RoundView, ZoneView, zone_results
from panel.queries.schedules import clashes, excuses, published_plan


@dataclass(frozen=True)
class Group:
    """What was looked at under one heading."""

    topic: Topic
    checks: tuple[Check, ...]

    @property
    def stands(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.ready)


@dataclass(frozen=True)
class Readiness:
    """All checks by topic: groups and checks that lack something urgent stand first."""

    groups: tuple[Group, ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(check for group in self.groups for check in group.checks)

    @property
    def missed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.missing)

    @property
    def missing(self) -> int:
        return len(self.missed)

    @property
    def advice(self) -> int:
        return sum(not check.ready and not check.missing for check in self.checks)

    @property
    def ready(self) -> int:
        return sum(check.ready for check in self.checks)


def readiness_of(event: Event, rounds: Sequence[RoundView], settings: Settings, at: datetime) -> Readiness:
    """Of the whole, by the results of its rounds: panels, access, plan, materials and the server."""
    persons = [each for each in persons_of(event) if each.open_seats or each.presents_id]
    return _sorted(
        [
            *_of_people(event, [zone for round_ in rounds for zone in round_.zones], persons),
            rules.zones_connected([_lack(round_) for round_ in rounds if not round_.connected]),
            *_of_plan(event, rounds),
            _materials(event),
            *_of_server(event, settings, at),
        ]
    )


def zone_readiness(zone: Zone) -> Readiness:
    """What a zone's chair and secretary see to: its panel and its people."""
    people = [each for each in persons_of(zone.event, zone.code) if any(_in(zone, each))]
    return _sorted(_of_people(zone.event, [zone_results(zone)], people))


def _in(zone: Zone, person: Person) -> Iterator[bool]:
    return (seat.zone_id == zone.id for seat in person.open_seats)


def _sorted(checks: Sequence[Check]) -> Readiness:
    """What falls short first, and of that the most urgent."""
    urgent = sorted(checks, key=lambda check: (check.ready, check.urgency))
    topics = dict.fromkeys(check.topic for check in urgent)
    groups = [Group(topic, tuple(check for check in urgent if check.topic is topic)) for topic in topics]
    return Readiness(tuple(groups))


def _of_people(event: Event, zones: Sequence[ZoneView], persons: Sequence[Person]) -> list[Check]:
    excused = excuses(event)
    hearings = [_hearing(presenter, excused) for zone in zones for presenter in zone.presenters]
    everybody = _attendees(persons, zones)
    seated = [each for each, person in zip(everybody, persons, strict=True) if person.open_seats]
    return [
        rules.quorum_met(hearings, event.settings),
        rules.evenly_judged(
            [_lack(each) for zone in zones for odd in uneven(zone, excused) for each in odd.presenters]
        ),
        rules.named(seated, [name for zone in event.zones for name in (zone.name, zone.name_en)]),
        rules.slips_printed(everybody),
        rules.signed_in(seated),
        rules.sheets_kept(seated),
        rules.pins_set(seated),
    ]


def _hearing(presenter: PresenterView, excused: Collection[Excuse]) -> Hearing:
    judges = sum(will_judge(sheet.seat, presenter.code, sheet.state, excused) for sheet in presenter.sheets)
    return Hearing(presenter.name, presenter.name_en, presenter.result.eligible, judges)


def _attendees(persons: Sequence[Person], zones: Sequence[ZoneView]) -> list[Attendee]:
    untimed = _untimed()
    presenters = [presenter for zone in zones for presenter in zone.presenters]

    def sheets(person: Person) -> int:
        """As the person's lists lead to."""
        seats = [seat for seat in person.open_seats if seat.scores]
        timed = sum(
            presenter.sheet(seat.code) is not None and presenter.code != person.home
            for seat in seats
            for presenter in presenters
        )
        return timed + sum(untimed[seat.zone_id] for seat in seats)

    return [
        Attendee(
            name=person.name,
            slip=person.slip_at is not None,
            devices=len(person.live_devices),
            kept=max((device.kept for device in person.live_devices), default=0),
            sheets=sheets(person),
            guards=person.guards,
            pin=person.pin_hash is not None,
        )
        for person in persons
    ]


def _untimed() -> Counter[int | None]:
    """How many practice and anchor presentations each zone has: they have sheets, too."""
    return Counter(db.session.scalars(select(Slot.zone_id).where(Slot.start.is_(None))))


def _of_plan(event: Event, rounds: Sequence[RoundView]) -> Iterator[Check]:
    yield rules.without_clashes(len(clashes(event)))
    current = present_plan(event).version is not None
    yield rules.published(ever=published_plan(event) is not None, current=current)
    mixed = [_lack(zone) for round_ in rounds for zone in round_.zones if versions_mixed(zone)]
    yield rules.one_version(mixed, locked=bool(Locks(event).slots))


def _materials(event: Event) -> Check:
    presenters = [each for each in event.presenters if not each.practice]
    brought = set(db.session.scalars(select(Material.presenter_id).where(Material.event_id == event.id)))
    without = [_lack(each) for each in presenters if each.id not in brought]
    return rules.materials_brought(without, len(presenters), event.materials_until)


def _of_server(event: Event, settings: Settings, at: datetime) -> Iterator[Check]:
    premises, ring = premises_of(settings), ring_of(settings, at)
    latest = select(func.max(Record.at)).join(Chain, Chain.id == Record.chain_id)
    yield rules.reachable(loopback=settings.loopback)
    yield rules.encrypted(secure=settings.secure)
    yield rules.worker_alive(premises.silent)
    if event.state is EventState.OPEN:  # a closed one is no longer copied by itself
        yield rules.backed_up(ring.standing, ring.age)
    yield rules.disk_free(premises.free)
    yield rules.fonts_there(found=premises.fonts)
    yield rules.clock_right(
        at,
        db.session.scalar(latest.where(Chain.event_id == event.id)),
        set_by_hand=settings.clock is not None,
    )


def _lack(thing: HasNames) -> Lack:
    return Lack(thing.name, thing.name_en)
