"""Loading a folder again: only what it says anew is changed, and never what marks have locked.

The database rules after the first load, for people edit on the web; so the folder is compared with
itself as it was loaded last, not with the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from panel.db import db
from panel.domain.errors import Fault, Faults
from panel.domain.events import EventFolder
from panel.domain.folders import Change, differences, folder_facts, said
from panel.models import Entry, Event, Happening, Mark, Presenter, Round, Sheet, Slot, Zone
from panel.operations.audit import Author, lock_chain, record
from panel.operations.events import (
    add_instrument,
    add_presenter,
    add_round,
    add_seat,
    add_slot,
    add_venue,
    add_zone,
    bookings,
    instrument_digest,
)
from panel.operations.panels import add_person
from panel.operations.schedules import lay
from panel.queries.accounts import find_person
from panel.queries.events import find_presenter, find_round, find_seat, find_venue, find_zone
from panel.queries.locks import Locks, dropped, slots_of

_FIND: dict[str, Callable[[Event, str], object]] = {
    "venue": find_venue,
    "presenter": find_presenter,
    "round": find_round,
    "zone": find_zone,
    "person": find_person,
    "seat": find_seat,
}


def reload_event(event: Event, folder: EventFolder, *, by: Author, secret: str) -> tuple[Change, ...]:
    """Apply what the folder says anew; raises Faults, naming each thing that is locked."""
    facts = folder_facts(folder, instrument_digest(folder))
    changes = tuple(differences(event.folder, facts))
    if not changes:
        return ()
    chains = [lock_chain(event, code) for code in sorted(zone.code for zone in event.zones)]
    locks = Locks(event)
    refusals = [(change.place, locks.refusal(folder, change)) for change in changes]
    faults = [Fault(place, code) for place, code in refusals if code]
    if faults:
        raise Faults(*faults)
    for change in changes:
        if change.sign == "+":
            _add(event, folder, change, secret)
        elif change.sign == "~":
            _change(event, folder, change)
        else:
            _remove(event, change)
    _lay_zones(event, folder, changes, locks)
    event.folder = facts
    for chain in chains:
        chain.revision += 1  # live pages of every zone look again
    record("event.reloaded", event=event, by=by, changes=[change.place for change in changes])
    return changes


def _add(event: Event, folder: EventFolder, change: Change, secret: str) -> None:
    match change.sort:
        case "venue":
            add_venue(event, said(folder.venues, change.code))
        case "presenter":
            add_presenter(event, said(folder.presenters, change.code))
        case "round":
            add_round(event, said(folder.rounds, change.code), event.rounds[0].instrument)
        case "zone":
            add_zone(event, said(folder.zones, change.code), position=0)
        case "person":
            _add_person(event, folder, change.code, secret)
        case "seat":
            add_seat(event, said(folder.seats, change.code))


def _add_person(event: Event, folder: EventFolder, code: str, secret: str) -> None:
    """Somebody new, or somebody back whom the folder had left out meanwhile."""
    facts = said(folder.persons, code)
    person = find_person(event, code) or add_person(event, code, secret=secret, name=facts.name)
    person.name, person.position, person.home = facts.name, facts.position, facts.home


def _change(event: Event, folder: EventFolder, change: Change) -> None:
    match change.sort:
        case "event":
            event.texts = {**event.texts, change.name: folder.texts[change.name]}
        case "day":
            event.day = replace(event.day, **{change.name: getattr(folder.day, change.name)})
        case "rules":
            event.rules = folder.rules.to_json()
        case "instrument":
            if change.name == "digest":
                _change_instrument(event, folder)
        case "zone" if change.name == "presenters":
            pass  # _lay_zones, once everybody is there
        case _:
            facts = said(getattr(folder, f"{change.sort}s"), change.code)
            value = _stored(event, change, getattr(facts, change.name))
            setattr(_FIND[change.sort](event, change.code), change.name, value)


def _stored(event: Event, change: Change, value: Any) -> object:
    """A folder's value as its table keeps it: rows where the folder has codes."""
    match change.sort, change.name:
        case "venue", "bookings":
            return bookings(value)
        case "zone", "venue":
            return find_venue(event, value)
        case "seat", "zone":
            return find_zone(event, value) if value else None
        case "seat", "person":
            return find_person(event, value)
    return value


def _change_instrument(event: Event, folder: EventFolder) -> None:
    """A new version for every slot and sheet: no mark was given yet. Practice sheets keep theirs."""
    version = add_instrument(event, folder)
    for round_ in event.rounds:
        round_.instrument = version
    slots = select(Slot.id).join(Round, Round.id == Slot.round_id).where(Round.event_id == event.id)
    sheets = Sheet.slot_id.in_(slots.where(Slot.start.is_not(None)))
    db.session.execute(update(Sheet).where(sheets).values(instrument_id=version.id))
    db.session.execute(update(Slot).where(Slot.id.in_(slots)).values(instrument_id=version.id))


def _remove(event: Event, change: Change) -> None:
    """Persons stay, for the audit log names them."""
    match change.sort:
        case "venue":
            event.venues.remove(venue := find_venue(event, change.code))
            db.session.delete(venue)
        case "presenter":
            for slot in slots_of(event, {change.code}):
                _remove_slot(slot)
            event.presenters.remove(presenter := find_presenter(event, change.code))
            db.session.delete(presenter)
        case "seat":
            seat = find_seat(event, change.code)
            _forget_sheets(Sheet.seat_id == seat.id)
            db.session.delete(seat)
    db.session.flush()


def _remove_slot(slot: Slot) -> None:
    _forget_sheets(Sheet.slot_id == slot.id)
    db.session.execute(delete(Happening).where(Happening.slot_id == slot.id))
    db.session.delete(slot)
    db.session.flush()


def _forget_sheets(which: ColumnElement[bool]) -> None:
    """Sheets on which nobody judged, with the acts that were logged on them."""
    sheets = select(Sheet.id).where(which)
    db.session.execute(delete(Entry).where(Entry.sheet_id.in_(sheets)))
    db.session.execute(delete(Mark).where(Mark.sheet_id.in_(sheets)))
    db.session.execute(delete(Sheet).where(which))


def _lay_zones(event: Event, folder: EventFolder, changes: tuple[Change, ...], locks: Locks) -> None:
    """Put presenters where the lists that were changed want them, and lay the zones out.

    Whoever stands in a zone that does not list them was moved there by people, and comes last.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for change in changes:
        if change.sort == "zone" and change.name in {"", "presenters"}:
            lists[change.code] = said(folder.zones, change.code).presenters
            _fill_zone(event, folder, change)
    for position, facts in enumerate(folder.zones, start=1):
        zone = find_zone(event, facts.code)
        zone.position = position
        if zone.code not in locks.finalised:
            lay(zone, _in_order(zone, lists.get(zone.code, ())))


def _fill_zone(event: Event, folder: EventFolder, change: Change) -> None:
    for slot in dropped(event, folder, change):
        _remove_slot(slot)
    zone = find_zone(event, change.code)
    for code in said(folder.zones, change.code).presenters:
        slots = slots_of(event, {code}, round_=zone.round.code)
        slot = slots[0] if slots else add_slot(zone, find_presenter(event, code))
        slot.zone = zone
    db.session.flush()


def _in_order(zone: Zone, codes: tuple[str, ...]) -> list[Slot]:
    """The slots of a zone in the order of `codes`; those whom they do not name follow in their own."""
    slots = db.session.scalars(
        select(Slot)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .where(Slot.zone_id == zone.id, Presenter.practice.is_(False))
        .order_by(Slot.position)
    )
    places = {code: place for place, code in enumerate(codes)}
    return sorted(slots, key=lambda slot: places.get(slot.presenter.code, len(places)))
