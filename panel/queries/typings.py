"""Paper sheets on their way in: which sheet a printed code names, and what was typed once so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from panel.adapters.secrets import paper_code
from panel.db import db
from panel.domain.errors import Conflict, NotFound
from panel.models import Event, Presenter, Round, Seat, Slot, Typing, Zone
from panel.queries.sheets import SheetPage


class PaperPlace(NamedTuple):
    """Whose sheet of whom a paper is, by code."""

    zone: str
    seat: str
    presenter: str


def find_paper(event: Event, code: str, *, secret: str) -> PaperPlace:
    """The sheet whose paper bears that code; a seat that was handed over has its papers still.

    Nothing is stored of a code: it is made again for each seat and presenter. Raises NotFound, and Conflict
    where two sheets happen to have the same: neither is opened for the other.
    """
    rows = db.session.execute(
        select(Round.code, Zone.code, Seat.code, Presenter.code)
        .join(Zone, Zone.round_id == Round.id)
        .join(Seat, Seat.zone_id == Zone.id)
        .join(Slot, Slot.zone_id == Zone.id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .where(Round.event_id == event.id, Seat.scores)
    )
    found = [
        PaperPlace(zone, seat, presenter)
        for round_, zone, seat, presenter in rows
        if paper_code(secret, event.code, round_, seat, presenter) == code
    ]
    if not found:
        raise NotFound("paper.code_unknown")
    if len(found) > 1:
        raise Conflict("paper.code_shared")
    return found[0]


def find_typing(page: SheetPage) -> Typing | None:
    """What was typed once from the paper of a sheet."""
    return db.session.scalar(
        select(Typing)
        .where(Typing.slot_id == page.slot.id, Typing.seat_id == page.seat.id)
        .options(joinedload(Typing.person))
    )


def typings_of(event: Event, zone: str) -> Mapping[tuple[str, str], Typing]:
    """What was typed once of a zone's papers, by seat and presenter."""
    found = db.session.scalars(
        select(Typing)
        .join(Typing.slot)
        .join(Slot.presenter)
        .join(Slot.zone)
        .join(Typing.seat)
        .where(Zone.event_id == event.id, Zone.code == zone)
        .options(
            contains_eager(Typing.slot).contains_eager(Slot.presenter),
            contains_eager(Typing.seat),
            joinedload(Typing.person),
        )
    )
    return {(typing.seat.code, typing.slot.presenter.code): typing for typing in found}
