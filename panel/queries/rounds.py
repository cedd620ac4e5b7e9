"""What a round's results are made of: its zones, slots, seats, sheets and snapshots, each table read once.

Of one zone alone where that is asked for: a live board's cost must not grow with the province. Rows and the
domain's own objects only; `queries/results` makes of them what pages and papers show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, defer, joinedload, selectinload

from panel.db import db
from panel.domain.instruments import Answer
from panel.domain.panels import judging
from panel.domain.results import Ballot, Candidate
from panel.domain.sheets import Act, State
from panel.models import Round, Seat, Sheet, Slot, Snapshot, Zone


class RoundFacts:
    """A round, or one `zone` of it, loaded in a constant number of queries. Seats are by zone, sheets by slot
    and seat code."""

    def __init__(self, round_: Round, zone: Zone | None = None) -> None:
        within = Zone.round_id == round_.id if zone is None else Zone.id == zone.id
        self.zones: Sequence[Zone] = round_.zones if zone is None else [zone]
        self.slots = scored_slots(round_, zone)
        self.seats: dict[int, list[Seat]] = defaultdict(list)
        for seat in db.session.scalars(
            select(Seat)
            .join(Zone, Zone.id == Seat.zone_id)
            .where(within, Seat.scores)
            .options(
                joinedload(Seat.person), joinedload(Seat.zone).lazyload(Zone.venue), joinedload(Seat.replaces)
            )
            .order_by(Seat.position, Seat.id)
        ):
            if seat.zone_id is not None:
                self.seats[seat.zone_id].append(seat)
        self.sheets: dict[int, dict[str, Sheet]] = defaultdict(dict)
        for sheet in db.session.scalars(
            select(Sheet)
            .join(Slot, Slot.id == Sheet.slot_id)
            .join(Zone, Zone.id == Slot.zone_id)
            .join(Seat, Seat.id == Sheet.seat_id)
            .where(within)
            .options(selectinload(Sheet.marks), contains_eager(Sheet.seat))  # the slots have its instrument
        ):
            self.sheets[sheet.slot_id][sheet.seat.code] = sheet
        self.snapshots: dict[int | None, Snapshot] = {
            snapshot.zone_id: snapshot
            for snapshot in db.session.scalars(
                select(Snapshot)
                .where(Snapshot.event_id == round_.event_id, Snapshot.reopened_at.is_(None))
                .options(joinedload(Snapshot.finalised_by), defer(Snapshot.body))
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


def scored_slots(round_: Round, zone: Zone | None = None) -> Sequence[Slot]:
    """The slots of a round, or of one zone of it, that count: practice does not."""
    return db.session.scalars(
        select(Slot)
        .where(
            Slot.round_id == round_.id if zone is None else Slot.zone_id == zone.id, Slot.start.is_not(None)
        )
        .options(
            selectinload(Slot.instrument),
            joinedload(Slot.zone).lazyload(Zone.venue),
            joinedload(Slot.presenter),
        )
        .order_by(Slot.zone_id, Slot.position)
    ).all()


def marks_of(sheet: Sheet | None, act: Act) -> dict[str, Answer | None]:
    """A sheet's marks or comments by node; nothing where there is no sheet yet."""
    return {mark.node: mark.value for mark in sheet.marks if mark.act is act} if sheet else {}
