"""Laying an event down in the database from what its folder says."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import func, select

from panel.adapters.instrument_file import instrument_to_json
from panel.db import db
from panel.domain.audit import digest
from panel.domain.events import EventFolder, EventState, Window
from panel.domain.events import Presenter as PresenterFacts
from panel.domain.events import Round as RoundFacts
from panel.domain.events import Venue as VenueFacts
from panel.domain.events import Zone as ZoneFacts
from panel.domain.folders import Facts, folder_facts
from panel.domain.instruments import Instrument
from panel.domain.panels import Seat as SeatFacts
from panel.domain.schedules import Request
from panel.models import (
    Booking,
    Event,
    InstrumentVersion,
    Person,
    Presenter,
    Round,
    Seat,
    Server,
    Slot,
    Venue,
    Zone,
)
from panel.operations.audit import Author, record
from panel.operations.invitations import invite_presenters
from panel.operations.panels import add_person
from panel.operations.schedules import lay
from panel.queries.events import find_round
from panel.queries.schedules import find_slot

PRACTICE_NAME = "อำเภอทดลอง"
PRACTICE_NAME_EN = "Practice district"
ORGANISER = "organiser"


def create_event(folder: EventFolder, *, by: Author, secret: str) -> Event:
    """A new event, whole: its rounds, zones, plan, instrument, people and organiser."""
    _note_epoch()
    event = Event(
        code=folder.code,
        state=EventState.OPEN,
        texts=dict(folder.texts),
        day=folder.day,
        travel=[],
        rules=folder.rules.to_json(),
        folder=said_by(folder),
    )
    db.session.add(event)
    db.session.flush()
    for venue in folder.venues:
        add_venue(event, venue)
    for presenter in folder.presenters:
        add_presenter(event, presenter)
    version = add_instrument(event, folder.instrument)
    for round_ in folder.rounds:
        add_round(event, round_, own_instrument(event, folder, round_.code) or version)
    for position, plan in enumerate(folder.zones, start=1):
        zone = add_zone(event, plan, position)
        lay(zone, [add_slot(zone, _presenter(event, code)) for code in plan.presenters])
    set_travel(event, folder)
    for request in folder.requests:
        set_request(find_slot(find_round(event, request.round), request.presenter), request)
    for person in folder.persons:
        add_person(
            event, person.code, secret=secret, name=person.name, position=person.position, home=person.home
        )
    for seat in folder.seats:
        add_seat(event, seat)
    organiser = event.text("unit") or event.text("organiser") or ORGANISER
    add_person(event, ORGANISER, secret=secret, name=organiser, organiser=True)
    invite_presenters(event, secret=secret)
    record("event.loaded", event=event, by=by, code=event.code)
    return event


def _note_epoch() -> None:
    """This database's epoch, made once."""
    if db.session.scalar(select(Server)) is None:
        db.session.add(Server(epoch=str(uuid4())))


def set_travel(event: Event, folder: EventFolder) -> None:
    event.travel = [
        {"from": start, "to": end, "minutes": minutes} for (start, end), minutes in folder.travel.items()
    ]


def set_request(slot: Slot, request: Request | None) -> None:
    """What a presenter asks for, or nothing."""
    slot.not_before = request.not_before if request else None
    slot.not_after = request.not_after if request else None
    slot.firm = request.firm if request else False


def add_venue(event: Event, facts: VenueFacts) -> None:
    event.venues.append(
        Venue(
            code=facts.code,
            name=facts.name,
            name_en=facts.name_en,
            latitude=facts.latitude,
            longitude=facts.longitude,
            bookings=bookings(facts.bookings),
        )
    )
    db.session.flush()


def bookings(windows: tuple[Window, ...]) -> list[Booking]:
    return [Booking(start=window.start, end=window.end) for window in windows]


def add_presenter(event: Event, facts: PresenterFacts) -> None:
    event.presenters.append(
        Presenter(
            code=facts.code,
            name=facts.name,
            name_en=facts.name_en,
            latitude=facts.latitude,
            longitude=facts.longitude,
            practice=False,
        )
    )


def own_instrument(event: Event, folder: EventFolder, round_: str) -> InstrumentVersion | None:
    """The next version of the instrument that a round has of its own, if it has one."""
    own = folder.instruments.get(round_)
    return add_instrument(event, own) if own else None


def add_instrument(event: Event, instrument: Instrument) -> InstrumentVersion:
    """An instrument as the next version of its code."""
    code = instrument.code
    before = db.session.scalars(
        select(InstrumentVersion.version).where(
            InstrumentVersion.event_id == event.id, InstrumentVersion.code == code
        )
    )
    body = instrument_to_json(instrument)
    version = InstrumentVersion(
        event_id=event.id, code=code, version=max(before, default=0) + 1, body=body, digest=digest(body)
    )
    db.session.add(version)
    db.session.flush()
    return version


def said_by(folder: EventFolder) -> Facts:
    """What a folder says, kept with its event, so that a later load changes only what it says anew."""
    own = {code: digest(instrument_to_json(each)) for code, each in folder.instruments.items()}
    return folder_facts(folder, digest(instrument_to_json(folder.instrument)), own)


def add_round(event: Event, facts: RoundFacts, version: InstrumentVersion) -> None:
    event.rounds.append(
        Round(
            code=facts.code,
            kind=facts.kind,
            name=facts.name,
            name_en=facts.name_en,
            top=facts.top,
            carry=facts.carry,
            instrument=version,
        )
    )
    db.session.flush()


def add_zone(event: Event, facts: ZoneFacts, position: int) -> Zone:
    """A zone in which only its practice presenter stands yet."""
    zone = Zone(
        event=event,
        round=next(each for each in event.rounds if each.code == facts.round),
        venue=next(venue for venue in event.venues if venue.code == facts.venue),
        code=facts.code,
        name=facts.name,
        name_en=facts.name_en,
        position=position,
        start=facts.start,
    )
    practice = Presenter(
        code=f"practice-{zone.code}", name=PRACTICE_NAME, name_en=PRACTICE_NAME_EN, practice=True
    )
    db.session.add(zone)
    event.presenters.append(practice)
    db.session.flush()
    add_slot(zone, practice)
    return zone


def add_slot(zone: Zone, presenter: Presenter) -> Slot:
    """A slot that has no time yet."""
    slot = Slot(
        round=zone.round,
        zone=zone,
        presenter=presenter,
        instrument_id=zone.round.instrument_id,
        position=0,
        start=None,
        end=None,
        pinned=False,
    )
    db.session.add(slot)
    return slot


def _presenter(event: Event, code: str) -> Presenter:
    return next(presenter for presenter in event.presenters if presenter.code == code)


def add_seat(event: Event, facts: SeatFacts) -> None:
    """A seat of the committee, after those that are there."""
    last = db.session.scalar(select(func.max(Seat.position)).where(Seat.event_id == event.id)) or 0
    zone = db.session.scalar(select(Zone).where(Zone.event_id == event.id, Zone.code == facts.zone))
    person = db.session.scalars(
        select(Person).where(Person.event_id == event.id, Person.code == facts.person)
    ).one()
    db.session.add(
        Seat(
            event_id=event.id,
            zone=zone,
            person=person,
            code=facts.code,
            role=facts.role,
            scores=facts.scores,
            position=last + 1,
        )
    )
    db.session.flush()
