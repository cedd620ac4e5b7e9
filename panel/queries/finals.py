"""The final round: whether there is one, where it sits, who comes into it, and what holds it fast."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from panel.db import db
from panel.domain.errors import NotFound
from panel.domain.events import RoundKind
from panel.domain.finals import Entrant, Selection
from panel.models import Deposit, Event, Round, Seat, Sheet, Slot, Snapshot, Typing, Upload, Zone
from panel.queries.locks import Locks
from panel.queries.results import PresenterView, RoundView, ZoneView


def final_round(event: Event) -> Round | None:
    return next((each for each in event.rounds if each.kind is RoundKind.FINAL), None)


def final_zone(event: Event) -> Zone:
    """The one zone of the final; raises NotFound."""
    round_ = final_round(event)
    if round_ is None:
        raise NotFound("final.none")
    return round_.zones[0]


def judged(round_: Round) -> bool:
    """Whether anybody gave a mark in it, practice left out."""
    return Locks(round_.event).scored(round_.code)


def left_behind(zone: Zone) -> bool:
    """Whether something hangs on a zone that can't be taken out with it: marks, results, what came late,
    papers that were typed in, files."""
    seats, slots = (
        select(Seat.id).where(Seat.zone_id == zone.id),
        select(Slot.id).where(Slot.zone_id == zone.id),
    )
    sheets = select(Sheet.id).where(Sheet.slot_id.in_(slots))
    found = (
        select(Snapshot.id).where(Snapshot.zone_id == zone.id),
        select(Deposit.id).where(Deposit.seat_id.in_(seats)),
        select(Typing.id).where(Typing.slot_id.in_(slots)),
        select(Upload.id).where(Upload.sheet_id.in_(sheets)),
    )
    return judged(zone.round) or any(db.session.scalar(each.limit(1)) is not None for each in found)


@dataclass(frozen=True)
class Comer:
    """Somebody who comes into the final by now: who, from which place in which zone."""

    entrant: Entrant
    presenter: PresenterView
    zone: ZoneView


def comers(main: RoundView, selection: Selection) -> list[Comer]:
    """In the order in which they present."""
    return [
        Comer(entrant, main.presenter(entrant.presenter), main.zone(entrant.zone))
        for entrant in selection.entrants
    ]
