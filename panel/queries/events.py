"""Events and their parts by code."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from panel.db import db
from panel.domain.errors import NotFound
from panel.models import Event, Presenter, Round, Seat, Server, Venue, Zone


def all_events() -> Sequence[Event]:
    return db.session.scalars(select(Event).order_by(Event.id)).all()


def find_event(code: str) -> Event:
    """The event of that code; raises NotFound."""
    event = db.session.scalar(select(Event).where(Event.code == code))
    if event is None:
        raise NotFound("event.unknown", code=code)
    return event


def find_venue(event: Event, code: str) -> Venue:
    venue = db.session.scalar(select(Venue).where(Venue.event_id == event.id, Venue.code == code))
    if venue is None:
        raise NotFound("venue.unknown", code=code)
    return venue


def find_zone(event: Event, code: str) -> Zone:
    zone = db.session.scalar(select(Zone).where(Zone.event_id == event.id, Zone.code == code))
    if zone is None:
        raise NotFound("zone.unknown", code=code)
    return zone


def find_round(event: Event, code: str) -> Round:
    round_ = db.session.scalar(select(Round).where(Round.event_id == event.id, Round.code == code))
    if round_ is None:
        raise NotFound("round.unknown", code=code)
    return round_


def find_seat(event: Event, code: str) -> Seat:
    seat = db.session.scalar(select(Seat).where(Seat.event_id == event.id, Seat.code == code))
    if seat is None:
        raise NotFound("seat.unknown", code=code)
    return seat


def find_presenter(event: Event, code: str) -> Presenter:
    presenter = db.session.scalar(
        select(Presenter).where(Presenter.event_id == event.id, Presenter.code == code)
    )
    if presenter is None:
        raise NotFound("presenter.unknown", code=code)
    return presenter


def presents(event_id: int, code: str) -> bool:
    """Whether that code is one of the event's presenters."""
    found = select(Presenter.id).where(Presenter.event_id == event_id, Presenter.code == code)
    return db.session.scalar(found) is not None


def epoch() -> str:
    """Which server this is: a restored database gets a new one."""
    return db.session.scalars(select(Server.epoch)).one()
