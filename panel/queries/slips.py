"""Access slips: whose link may be handed over by whom, and what the slips of each group say.

A slip holds a personal link. Whoever has it signs in as that person: nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from panel.adapters.secrets import link_token
from panel.config import Settings
from panel.domain import access as may
from panel.domain.access import Identity, Place
from panel.domain.documents import Choice, Document
from panel.domain.errors import Conflict, Forbidden
from panel.models import Event, Person, Seat, Zone
from panel.queries.accounts import find_person, persons_of, rights_of, seat_rights
from panel.queries.letterheads import Heading, Stamp
from panel.queries.schedules import plan_slots


@dataclass(frozen=True)
class Slip:
    """What one person is handed. `url` is the link; `seats` are the open ones; `guards`: does acts that a PIN
    guards."""

    name: str
    position: str
    seats: tuple[Seat, ...]
    presents: bool
    guards: bool
    url: str


@dataclass(frozen=True)
class SlipsPaper:
    """The slips of a zone's people, of the province's (no zone), or of who brings materials (`presents`)."""

    template: ClassVar[str] = "access-slips"

    heading: Heading
    stamp: Stamp
    title: str
    title_en: str
    zone: Zone | None
    presents: bool
    slips: tuple[Slip, ...]


def hands_over(me: Identity, place: Place, whom: Person) -> bool:
    """Whether that person's link is this one's to show and to renew."""
    if whom.organiser:
        return may.organiser(me, place)
    return may.reissues(me, place, seats=seat_rights(whom), guarded=whom.pin_hash is not None)


def slip_persons(event: Event, choice: Choice) -> list[Person]:
    """Who gets a slip: whoever sits or presents there, as far as the link is the asker's to hand over.
    Without an asker (the command line) everybody's is. An organiser without a seat signs in by password."""
    me, place = _asker(event, choice), Place(event.code, choice.zone)
    presenting = _presenting(event, choice.zone)
    return [
        person
        for person in persons_of(event)
        if (_sits(person, choice.zone) or person.presents_id in presenting)
        and (me is None or hands_over(me, place, person))
    ]


def _asker(event: Event, choice: Choice) -> Identity | None:
    if choice.asker is None:
        return None
    person = find_person(event, choice.asker)
    if person is None:
        raise Forbidden("access.forbidden")
    return rights_of(person)


def slips_printed(event: Event, choice: Choice) -> Mapping[str, int]:
    """By code, of which generation the links are on the slips of that choice; none for other documents."""
    if choice.document is not Document.ACCESS_SLIPS:
        return {}
    return {person.code: person.generation for person in slip_persons(event, choice)}


def slips_papers(event: Event, heading: Heading, choice: Choice, settings: Settings) -> Iterator[SlipsPaper]:
    """A paper a group. Raises Conflict while links lead to this machine only, unless that is asked for."""
    if settings.loopback and not choice.loopback:
        raise Conflict("slips.loopback")
    persons = slip_persons(event, choice)

    def paper(zone: Zone | None, handed: Sequence[Person], *, presents: bool = False) -> SlipsPaper:
        titles = (event.title, event.title_en)
        return SlipsPaper(heading, Stamp(), *titles, zone, presents, _slips(handed, settings))

    for zone in (*event.zones, None):
        seated = [each for each in persons if each.open_seats and _group(each, choice.zone) == _code(zone)]
        if seated:
            yield paper(zone, seated)
    bringing = [each for each in persons if not each.open_seats]
    if bringing:
        yield paper(None, bringing, presents=True)


def _code(zone: Zone | None) -> str | None:
    return zone.code if zone else None


def _sits(person: Person, zone: str | None) -> bool:
    return any(zone in {None, _code(seat.zone)} for seat in person.open_seats)


def _group(person: Person, chosen: str | None) -> str | None:
    """The zone under which a slip is sorted: the chosen one, or that of the first seat."""
    return chosen or _code(person.open_seats[0].zone)


def _presenting(event: Event, zone: str | None) -> set[int | None]:
    """Who presents there, by id."""
    if zone is None:
        return {presenter.id for presenter in event.presenters}
    chosen = next(each for each in event.zones if each.code == zone)
    return {slot.presenter_id for slot in plan_slots(event)[chosen.id]}


def link_of(person: Person, settings: Settings) -> str:
    """The personal link, to be handed to that person alone."""
    token = link_token(settings.secret_key, person.event.code, person.code, person.generation)
    return f"{settings.base_url}/l/{token}"


def _slips(persons: Sequence[Person], settings: Settings) -> tuple[Slip, ...]:
    def slip(person: Person) -> Slip:
        return Slip(
            name=person.name,
            position=person.position,
            seats=tuple(person.open_seats),
            presents=person.presents_id is not None,
            guards=person.guards,
            url=link_of(person, settings),
        )

    return tuple(slip(person) for person in persons)
