"""What a round's results are made of: its zones, slots, seats, sheets and snapshots, each table read once.

Rows and the domain's own objects only; `queries/results` makes of them what pages and papers show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from panel.db import db
from panel.domain.instruments import Answer
from panel.domain.panels import connected, judging
from panel.domain.results import Ballot, Candidate
from panel.domain.sheets import Act, State
from panel.models import Round, Seat, Sheet, Slot, Snapshot, Zone

_NOT_JUDGING = {State.RECUSED, State.ABSENT}


class RoundFacts:
    """A round, loaded in a constant number of queries. Seats are by zone, sheets by slot and seat code."""

    def __init__(self, round_: Round) -> None:
        self.zones: Sequence[Zone] = db.session.scalars(
            select(Zone).where(Zone.round_id == round_.id).order_by(Zone.position)
        ).all()
        self.slots = scored_slots(round_)
        self.seats: dict[int, list[Seat]] = defaultdict(list)
        for seat in db.session.scalars(
            select(Seat)
            .join(Zone, Zone.id == Seat.zone_id)
            .where(Zone.round_id == round_.id, Seat.scores)
            .options(joinedload(Seat.person), joinedload(Seat.zone), joinedload(Seat.replaces))
            .order_by(Seat.position, Seat.id)
        ):
            if seat.zone_id is not None:
                self.seats[seat.zone_id].append(seat)
        self.sheets: dict[int, dict[str, Sheet]] = defaultdict(dict)
        for sheet in db.session.scalars(
            select(Sheet)
            .join(Slot, Slot.id == Sheet.slot_id)
            .join(Seat, Seat.id == Sheet.seat_id)
            .where(Slot.round_id == round_.id)
            .options(selectinload(Sheet.marks), joinedload(Sheet.instrument), contains_eager(Sheet.seat))
        ):
            self.sheets[sheet.slot_id][sheet.seat.code] = sheet
        self.snapshots: dict[int | None, Snapshot] = {
            snapshot.zone_id: snapshot
            for snapshot in db.session.scalars(
                select(Snapshot)
                .where(Snapshot.event_id == round_.event_id, Snapshot.reopened_at.is_(None))
                .options(joinedload(Snapshot.finalised_by))
            )
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
                    answers=marks_of(self.sheet(slot, seat), Act.MARK),
                )
                for seat, state in self.judges(slot)
            ),
        )

    @property
    def connected(self) -> bool:
        """Whether those who judge, and will, join the zones into one graph."""
        panels: dict[str, set[str]] = defaultdict(set)
        for slot in self.slots:
            panels[slot.zone.code] |= {
                seat.person.code for seat, state in self.judges(slot) if state not in _NOT_JUDGING
            }
        return connected(panels)


def scored_slots(round_: Round) -> Sequence[Slot]:
    """The slots of a round that count: practice does not."""
    return db.session.scalars(
        select(Slot)
        .where(Slot.round_id == round_.id, Slot.start.is_not(None))
        .options(joinedload(Slot.instrument), joinedload(Slot.zone), joinedload(Slot.presenter))
        .order_by(Slot.zone_id, Slot.position)
    ).all()


def marks_of(sheet: Sheet | None, act: Act) -> dict[str, Answer | None]:
    """A sheet's marks or comments by node; nothing where there is no sheet yet."""
    return {mark.node: mark.value for mark in sheet.marks if mark.act is act} if sheet else {}
