"""What a round's results are made of: its zones, slots, seats, sheets and snapshots, each table read once.

Of one zone alone where that is asked for: a live board's cost must not grow with the province. Rows and the
domain's own objects only; `queries/results` makes of them what pages and papers show.

A statement is built once: live boards ask it after every mark, and building costs as much as asking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from panel.db import db
from panel.domain.instruments import Answer
from panel.domain.panels import judging
from panel.domain.results import Ballot, Candidate
from panel.domain.sheets import Act, State
from panel.models import Mark, Round, Seat, Sheet, Slot, Snapshot, Zone


@dataclass(frozen=True)
class Written:
    """What stands on a sheet, by node: its marks, and its comments that say anything."""

    marks: Mapping[str, Answer | None] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


class RoundFacts:
    """A round, or one `zone` of it, loaded in a constant number of queries. Seats are by zone, sheets by slot
    and seat code."""

    def __init__(self, round_: Round, zone: Zone | None = None) -> None:
        self.zones: Sequence[Zone] = round_.zones if zone is None else [zone]
        self.slots = scored_slots(round_, zone)
        alone, place = zone is not None, {"place": round_.id if zone is None else zone.id}
        self.seats: dict[int, list[Seat]] = defaultdict(list)
        for seat in db.session.scalars(_seats(alone), place):
            if seat.zone_id is not None:
                self.seats[seat.zone_id].append(seat)
        self.sheets: dict[int, dict[str, Sheet]] = defaultdict(dict)
        for sheet in db.session.scalars(_sheets(alone), place):
            self.sheets[sheet.slot_id][sheet.seat.code] = sheet
        lines: dict[int, list[tuple[Act, str, Any]]] = defaultdict(list)  # no objects: a zone has 400
        for sheet_id, act, node, value in db.session.execute(_marks(alone), place):
            lines[sheet_id].append((act, node, value))
        self._written = {sheet_id: _written(each) for sheet_id, each in lines.items()}
        self.snapshots: dict[int | None, Snapshot] = {
            snapshot.zone_id: snapshot
            for snapshot in db.session.scalars(_snapshots(), {"event": round_.event_id})
        }

    def slots_of(self, zone: Zone) -> list[Slot]:
        return [slot for slot in self.slots if slot.zone_id == zone.id]

    def judges(self, slot: Slot) -> list[tuple[Seat, State]]:
        """The seats that judge a slot's presenter, in their order, each with the state of its sheet."""
        seats = self.seats[slot.zone_id]
        states = {code: sheet.state for code, sheet in self.sheets[slot.id].items()}
        judges = judging([seat.facts for seat in seats], states, slot.presenter.code)
        return [(seat, judges[seat.code]) for seat in seats if seat.code in judges]

    def sheet(self, slot: Slot, seat: Seat) -> Sheet | None:
        return self.sheets[slot.id].get(seat.code)

    def written(self, slot: Slot, seat: Seat) -> Written:
        sheet = self.sheet(slot, seat)
        return self._written.get(sheet.id, Written()) if sheet else Written()

    def candidate(self, slot: Slot) -> Candidate:
        return Candidate(
            code=slot.presenter.code,
            zone=slot.zone.code,
            no_show=slot.no_show,
            ballots=tuple(
                Ballot(
                    seat=seat.code,
                    person=seat.person.code,
                    role=seat.role,
                    state=state,
                    answers=self.written(slot, seat).marks,
                )
                for seat, state in self.judges(slot)
            ),
        )


def scored_slots(round_: Round, zone: Zone | None = None) -> Sequence[Slot]:
    """The slots of a round, or of one zone of it, that count: practice does not."""
    place = {"place": round_.id if zone is None else zone.id}
    return db.session.scalars(_slots(zone is not None), place).all()


def _within(alone: bool) -> ColumnElement[bool]:
    """In the zone, if one `alone` is asked for, or else the round that is given as "place"."""
    return (Zone.id if alone else Zone.round_id) == bindparam("place")


@cache
def _slots(alone: bool) -> Select[Slot]:
    return (
        select(Slot)
        .join(Slot.zone)
        .where(_within(alone), Slot.start.is_not(None))
        .options(
            joinedload(Slot.instrument),
            contains_eager(Slot.zone).lazyload(Zone.venue),
            joinedload(Slot.presenter),
        )
        .order_by(Slot.zone_id, Slot.position)
    )


@cache
def _seats(alone: bool) -> Select[Seat]:
    return (
        select(Seat)
        .join(Seat.zone)
        .where(_within(alone), Seat.scores)
        .options(
            joinedload(Seat.person), contains_eager(Seat.zone).lazyload(Zone.venue), joinedload(Seat.replaces)
        )
        .order_by(Seat.position, Seat.id)
    )


@cache
def _sheets(alone: bool) -> Select[Sheet]:
    return (
        select(Sheet)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Zone, Zone.id == Slot.zone_id)
        .join(Sheet.seat)
        .where(_within(alone))
        .options(contains_eager(Sheet.seat))  # the slots have its instrument
    )


@cache
def _marks(alone: bool) -> Select[int, Act, str, Any]:
    return (
        select(Mark.sheet_id, Mark.act, Mark.node, Mark.value)
        .join(Sheet, Sheet.id == Mark.sheet_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Zone, Zone.id == Slot.zone_id)
        .where(_within(alone))
    )


@cache
def _snapshots() -> Select[Snapshot]:
    return (
        select(Snapshot)
        .where(Snapshot.event_id == bindparam("event"), Snapshot.reopened_at.is_(None))
        .options(joinedload(Snapshot.finalised_by), defer(Snapshot.body))
    )


def written_on(sheet: Sheet | None) -> Written:
    """What stands on a sheet; nothing where there is no sheet yet."""
    return _written((mark.act, mark.node, mark.value) for mark in sheet.marks) if sheet else Written()


def _written(lines: Iterable[tuple[Act, str, Any]]) -> Written:
    marks: dict[str, Answer | None] = {}
    comments: dict[str, str] = {}
    for act, node, value in lines:
        if act is Act.MARK:
            marks[node] = value
        elif act is Act.COMMENT and value:
            comments[node] = str(value)
    return Written(marks, comments)
