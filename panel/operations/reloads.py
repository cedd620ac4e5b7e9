"""Loading a folder again: only what it says anew is changed, and never what marks have locked.

The database rules after the first load, for people edit on the web; so the folder is compared with
itself as it was loaded last, not with the tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select, update

from panel.db import db
from panel.domain.errors import Fault, Faults
from panel.domain.events import EventFolder
from panel.domain.folders import Change, differences, said
from panel.models import (
    Event,
    Excuse,
    InstrumentVersion,
    Person,
    Presenter,
    Round,
    Seat,
    Sheet,
    Slot,
    Venue,
    Zone,
)
from panel.operations.audit import Author, lock_chain, record
from panel.operations.edits import edited
from panel.operations.events import (
    add_instrument,
    add_presenter,
    add_round,
    add_seat,
    add_slot,
    add_venue,
    add_zone,
    bookings,
    own_instrument,
    said_by,
    set_request,
    set_travel,
)
from panel.operations.invitations import invite_presenters, uninvite
from panel.operations.panels import add_person
from panel.operations.removals import remove_seat, remove_slot
from panel.operations.schedules import lay
from panel.queries.accounts import find_person
from panel.queries.events import find_presenter, find_venue, find_zone
from panel.queries.locks import Locks, dropped, slots_of, standing

_TABLES: dict[str, type[Any]] = {
    "venue": Venue,
    "presenter": Presenter,
    "round": Round,
    "zone": Zone,
    "person": Person,
    "seat": Seat,
}
_LAID = {"present", "questions", "gap", "breaks"}
"""What of the day moves slots."""


def reload_event(event: Event, folder: EventFolder, *, by: Author, secret: str) -> tuple[Change, ...]:
    """Apply what the folder says anew; raises Faults, naming each thing that is locked."""
    facts = said_by(folder)
    changes = tuple(differences(event.folder, facts))
    if not changes:
        return ()
    with changing(event, "reload", by):
        locks = Locks(event)
        if refusals := locks.refusals(folder, changes):
            raise Faults(*(Fault(change.place, code) for change, code in refusals))
        apply_changes(event, folder, changes, locks, secret=secret)
        event.folder = facts
        record("event.reloaded", event=event, by=by, changes=[change.place for change in changes])
    return changes


@contextmanager
def changing(event: Event, act: str, by: Author, **body: object) -> Iterator[None]:
    """Hold the whole event while much of it is changed, as one edit of the plan."""
    with edited(event, act, by=by, seen=None, **body):
        chains = [lock_chain(event, code) for code in sorted(zone.code for zone in event.zones)]
        yield
        for chain in chains:
            chain.revision += 1  # live pages of every zone look again


def apply_changes(
    event: Event, folder: EventFolder, changes: Sequence[Change], locks: Locks, *, secret: str
) -> None:
    """Make the event what `folder` says in its `changes`, none of which the locks refuse."""
    stood = standing(event)
    for change in changes:
        if change.sign == "+":
            _add(event, folder, change, secret)
        elif change.sign == "~":
            _change(event, folder, change)
        else:
            _remove(event, folder, change)
    invite_presenters(event, secret=secret)
    _lay_zones(event, folder, changes, locks, stood)
    if any(change.sort == "travel" for change in changes):
        set_travel(event, folder)
    for change in changes:
        if change.sort == "request":
            _ask(event, folder, change)


def _add(event: Event, folder: EventFolder, change: Change, secret: str) -> None:
    match change.sort:
        case "venue":
            add_venue(event, said(folder.venues, change.code))
        case "presenter":
            add_presenter(event, said(folder.presenters, change.code))
        case "round":
            add_round(event, said(folder.rounds, change.code), event.main_round.instrument)
        case "instrument":
            _change_instruments(event, folder, change.code)
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
                _change_instruments(event, folder, change.code)
        case "zone" if change.name == "presenters":
            pass  # _lay_zones, once everybody is there
        case "travel" | "request":
            pass  # after that
        case _:
            facts = said(getattr(folder, f"{change.sort}s"), change.code)
            value = _stored(event, change, getattr(facts, change.name))
            setattr(_found(event, change), change.name, value)


def _found(event: Event, change: Change) -> Any | None:
    """The row that a change is about; None if it is gone."""
    table = _TABLES[change.sort]
    return db.session.scalar(select(table).where(table.event_id == event.id, table.code == change.code))


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


def _change_instruments(event: Event, folder: EventFolder, code: str) -> None:
    """A new version of the event's instrument or, with a code, of that round's own."""
    main = event.main_round.instrument if code else add_instrument(event, folder.instrument)
    for round_ in event.rounds:
        if code == round_.code:
            _use(round_, own_instrument(event, folder, code) or main)
        elif not code and round_.code not in folder.instruments:
            _use(round_, main)


def _use(round_: Round, version: InstrumentVersion) -> None:
    """Let every slot and sheet of a round be of that version: no mark was given yet. Practice sheets keep
    theirs."""
    round_.instrument = version
    slots = select(Slot.id).where(Slot.round_id == round_.id)
    sheets = Sheet.slot_id.in_(slots.where(Slot.start.is_not(None)))
    db.session.execute(update(Sheet).where(sheets).values(instrument_id=version.id))
    db.session.execute(update(Slot).where(Slot.id.in_(slots)).values(instrument_id=version.id))


def _remove(event: Event, folder: EventFolder, change: Change) -> None:
    """Persons stay, for the audit log names them. What people took out meanwhile is gone already."""
    if change.sort == "instrument":
        _change_instruments(event, folder, change.code)
    if change.sort not in {"venue", "presenter", "seat"} or (thing := _found(event, change)) is None:
        return
    match change.sort:
        case "venue":
            if any(zone.venue is thing for zone in event.zones):  # people put it there
                raise Faults(Fault(change.place, "reload.in_use"))
            event.venues.remove(thing)
            db.session.delete(thing)
        case "presenter":
            for slot in slots_of(event, {change.code}):
                remove_slot(slot)
            uninvite(thing)
            event.presenters.remove(thing)
            db.session.delete(thing)
        case "seat":
            remove_seat(thing)
    db.session.flush()


def _ask(event: Event, folder: EventFolder, change: Change) -> None:
    """Set or drop a request; whoever left the plan asks for nothing."""
    round_, _, presenter = change.code.partition("/")
    asked = next((r for r in folder.requests if (r.round, r.presenter) == (round_, presenter)), None)
    for slot in slots_of(event, {presenter}, round_=round_):
        set_request(slot, asked)


def _lay_zones(
    event: Event,
    folder: EventFolder,
    changes: Sequence[Change],
    locks: Locks,
    stood: Mapping[str, Collection[str]],
) -> None:
    """Put presenters where the lists that were changed want them, and lay out the zones that this touches.

    Whoever stands in a zone that does not list them was moved there by people, and comes last. `stood`
    tells who was where before.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for change in changes:
        if change.sort == "zone" and change.name in {"", "presenters"}:
            lists[change.code] = said(folder.zones, change.code).presenters
            _fill_zone(event, folder, change)
    stand = standing(event)
    everywhere = any(change.sort == "day" and change.name in _LAID for change in changes)
    started = {change.code for change in changes if change.sort == "zone" and change.name == "start"}
    for position, facts in enumerate(folder.zones, start=1):
        zone = find_zone(event, facts.code)
        zone.position = position
        touched = everywhere or zone.code in {*lists, *started} or stood.get(zone.code) != stand[zone.code]
        if touched and zone.code not in locks.finalised:
            lay(zone, _in_order(zone, lists.get(zone.code, ())))


def _fill_zone(event: Event, folder: EventFolder, change: Change) -> None:
    for slot in dropped(event, folder, change):
        remove_slot(slot)
    zone = find_zone(event, change.code)
    listed = said(folder.zones, change.code).presenters
    slots = {slot.presenter.code: slot for slot in slots_of(event, set(listed), round_=zone.round.code)}
    presenters = {presenter.code: presenter for presenter in event.presenters}
    for code in listed:
        slot = slots.get(code) or add_slot(zone, presenters.get(code) or find_presenter(event, code))
        if slot.zone is not zone:
            slot.zone, slot.pinned = zone, False
            db.session.execute(delete(Excuse).where(Excuse.slot_id == slot.id))
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
