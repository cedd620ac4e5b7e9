"""What marks, the day and finalised results hold fast in an event, and which changes of its folder they
refuse.

Practice locks nothing. Whatever else was entered counts, also what was cleared again or waits as late:
none of it may be lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from panel.db import db
from panel.domain.days import ON_STAGE, Happened
from panel.domain.events import EventFolder
from panel.domain.folders import Change, said
from panel.domain.sheets import WRITES
from panel.models import Entry, Event, Material, Presenter, Round, Seat, Sheet, Slot, Snapshot, Zone
from panel.queries.accounts import find_person

MARKS_LOCK = "reload.marks_lock"
FINALISED = "reload.finalised"
HEARD = ON_STAGE | {Happened.DONE}


class Locks:
    """The seats and slots whose sheets were written on, and the zones that are finalised."""

    def __init__(self, event: Event) -> None:
        written = db.session.execute(
            select(Sheet.slot_id, Seat.code)
            .join(Entry, Entry.sheet_id == Sheet.id)
            .join(Slot, Slot.id == Sheet.slot_id)
            .join(Seat, Seat.id == Sheet.seat_id)
            .where(Seat.event_id == event.id, Slot.start.is_not(None), Entry.act.in_(WRITES))
            .distinct()
        ).all()
        self.event = event
        self.known = {
            "venue": {venue.code for venue in event.venues},
            "presenter": {presenter.code for presenter in event.presenters},
            "round": {round_.code for round_ in event.rounds},
            "zone": {zone.code for zone in event.zones},
        }
        self.slots = {slot for slot, _ in written}
        self.seats = {seat for _, seat in written}
        self.finalised = set(
            db.session.scalars(
                select(Zone.code)
                .join(Snapshot, Snapshot.zone_id == Zone.id)
                .where(Zone.event_id == event.id, Snapshot.reopened_at.is_(None))
            )
        )

    def refusals(self, folder: EventFolder, changes: Iterable[Change]) -> list[tuple[Change, str]]:
        """The changes that can't be made, each with the code of why."""
        found = [(change, self._refusal(folder, change)) for change in changes]
        return [(change, code) for change, code in found if code]

    def held(self, folder: EventFolder, change: Change) -> list[str]:
        """Who was judged and stays in the zone, though a changed list wants them out of it."""
        leaving = [*_moved(self.event, folder, change), *dropped(self.event, folder, change)]
        return [slot.presenter.code for slot in leaving if self._holds(slot)]

    def _refusal(self, folder: EventFolder, change: Change) -> str | None:
        if change.sort in self.known and (change.code in self.known[change.sort]) is not (change.sign != "+"):
            return {"+": "reload.taken", "~": "reload.gone"}.get(change.sign)
        match change.sort:
            case "rules" | "instrument" if self.seats and not change.code:
                return MARKS_LOCK
            case "day" if self.finalised:
                return FINALISED
            case "round" | "zone" if change.sign == "-" or change.name in {"kind", "round"}:
                return "reload.not_here"
            case "instrument" | "round" if change.name not in {"name", "name_en"} and self.scored(
                change.code
            ):
                return MARKS_LOCK
            case "zone" if change.code in self.finalised and change.name in {"presenters", "start", "venue"}:
                return FINALISED
            case "zone" if change.name in {"", "presenters"}:
                return MARKS_LOCK if self.held(folder, change) else None
            case "presenter" if change.sign == "-":
                held = any(self._holds(slot) for slot in slots_of(self.event, {change.code}))
                return MARKS_LOCK if held else self._bringing(change.code)
            case "person":
                return self._person(change)
            case "seat":
                return self._seat(folder, change)
        return None

    def scored(self, round_: str) -> bool:
        """Whether anybody was judged in that round."""
        in_round = (
            select(Slot.id)
            .join(Round, Round.id == Slot.round_id)
            .where(Round.event_id == self.event.id, Round.code == round_)
        )
        return not self.slots.isdisjoint(db.session.scalars(in_round))

    def _holds(self, slot: Slot) -> bool:
        """Presenters who were heard or judged stay where they are."""
        return slot.id in self.slots or slot.happened in HEARD or slot.zone.code in self.finalised

    def _bringing(self, presenter: str) -> str | None:
        """What a presenter brought is taken away by hand, lest it goes unseen."""
        brought = select(Material.id).join(Material.presenter).where(Material.event_id == self.event.id)
        found = db.session.scalar(brought.where(Presenter.code == presenter).limit(1))
        return None if found is None else "reload.materials"

    def _person(self, change: Change) -> str | None:
        person = find_person(self.event, change.code)
        if change.sign == "+":
            return "reload.taken" if person and person.seats else None
        if person is None or change.name != "home":
            return None
        return next((code for seat in person.seats if (code := self._sitting(seat))), None)

    def _seat(self, folder: EventFolder, change: Change) -> str | None:
        """Who judges in a finalised zone, and from where marks were given, is settled."""
        seat = db.session.scalar(select(Seat).where(Seat.event_id == self.event.id, Seat.code == change.code))
        if change.sign != "-" and said(folder.seats, change.code).zone in self.finalised:
            return FINALISED
        if seat is None:
            return None
        if change.sign == "+":
            return "reload.taken"
        return "seat.closed" if seat.successor else self._sitting(seat)

    def _sitting(self, seat: Seat) -> str | None:
        if seat.zone and seat.zone.code in self.finalised:
            return FINALISED
        return MARKS_LOCK if seat.code in self.seats else None


def _moved(event: Event, folder: EventFolder, change: Change) -> list[Slot]:
    """The slots that a zone's list takes out of other zones."""
    zone = said(folder.zones, change.code)
    slots = slots_of(event, set(zone.presenters), round_=zone.round)
    return [slot for slot in slots if slot.zone.code != change.code]


def dropped(event: Event, folder: EventFolder, change: Change) -> list[Slot]:
    """The slots of those whom a zone listed, and whom no zone of its round lists any more."""
    round_ = said(folder.zones, change.code).round
    listed = {code for zone in folder.zones if zone.round == round_ for code in zone.presenters}
    before = change.old if isinstance(change.old, list) else []
    return slots_of(event, set(before) - listed, round_=round_)


def standing(event: Event) -> dict[str, set[str]]:
    """Who stands in which zone, practice left out; by code."""
    found: dict[str, set[str]] = {zone.code: set() for zone in event.zones}
    rows = db.session.execute(
        select(Zone.code, Presenter.code)
        .select_from(Slot)
        .join(Zone, Zone.id == Slot.zone_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .where(Zone.event_id == event.id, Presenter.practice.is_(False))
    )
    for zone, presenter in rows:
        found[zone].add(presenter)
    return found


def slots_of(event: Event, presenters: set[str], round_: str = "") -> list[Slot]:
    """The slots of these presenters, in one round or in all."""
    statement = (
        select(Slot)
        .join(Round, Round.id == Slot.round_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .where(Round.event_id == event.id, Presenter.code.in_(presenters))
    )
    if round_:
        statement = statement.where(Round.code == round_)
    return list(db.session.scalars(statement))
