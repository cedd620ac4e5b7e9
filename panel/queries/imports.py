"""Spreadsheets that were uploaded and not yet taken: what each would change in the event as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.domain.audit import digest
from panel.domain.errors import NotFound
from panel.domain.events import EventFolder, Person, Presenter, Round, Zone
from panel.domain.folders import Change, differences, folder_facts
from panel.domain.imports import Sheet, Wrong
from panel.domain.imports.listings import imported
from panel.models import Event, Import, Seat
from panel.models import Person as PersonRow
from panel.queries.instruments import instrument_of
from panel.queries.locks import FINALISED, Locks
from panel.queries.schedules import plan_slots

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Comparison:
    """The event before and by a file, the changes from one to the other, all that is wrong with them, and
    the codes of those whom the file does not list."""

    sheet: Sheet
    before: EventFolder
    wanted: EventFolder
    changes: tuple[Change, ...]
    wrong: tuple[Wrong, ...]
    unlisted: tuple[str, ...]

    @property
    def seen(self) -> str:
        """What somebody who looks at it agrees to."""
        return digest([*map(str, self.changes), "unlisted", *self.unlisted])


def find_import(event: Event, key: str, *, person: str, at: datetime) -> Import:
    """The person's own upload of the last day that was not taken yet; raises NotFound."""
    found = db.session.scalar(
        select(Import)
        .join(PersonRow, PersonRow.id == Import.person_id)
        .where(
            Import.event_id == event.id,
            Import.key == key,
            PersonRow.code == person,
            Import.taken_at.is_(None),
            Import.at > at - KEPT,
        )
    )
    if found is None:
        raise NotFound("import.unknown_import")
    return found


def compare(event: Event, found: Import) -> Comparison:
    """What the upload would change now."""
    sheet = Sheet.from_json(found.sort, found.body)
    before = present_folder(event)
    outcome = imported(before, sheet, remove=found.body["remove"], taken=_codes(event))
    changes = tuple(differences(folder_facts(before, ""), folder_facts(outcome.folder, "")))
    locked = tuple(_locked(Locks(event), outcome.folder, changes, outcome.rows))
    return Comparison(sheet, before, outcome.folder, changes, outcome.wrong + locked, outcome.unlisted)


def present_folder(event: Event) -> EventFolder:
    """The event as it stands, as a folder would say it; seats that were handed over or closed are not."""
    slots = plan_slots(event)
    persons = select(PersonRow).where(PersonRow.event_id == event.id, PersonRow.organiser.is_(False))
    seats = select(Seat).where(Seat.event_id == event.id, Seat.closed_at.is_(None))
    seats = seats.options(joinedload(Seat.person), joinedload(Seat.zone), joinedload(Seat.replaces))
    return EventFolder(
        code=event.code,
        texts=event.texts,
        day=event.day,
        venues=tuple(venue.facts for venue in event.venues),
        presenters=tuple(
            Presenter(each.code, each.name, each.name_en, each.latitude, each.longitude)
            for each in event.presenters
            if not each.practice
        ),
        rounds=tuple(
            Round(each.code, each.kind, each.name, each.name_en, each.top, each.carry)
            for each in event.rounds
        ),
        zones=tuple(
            Zone(
                code=zone.code,
                round=zone.round.code,
                name=zone.name,
                venue=zone.venue.code,
                start=zone.start,
                presenters=tuple(slot.presenter.code for slot in slots[zone.id]),
                name_en=zone.name_en,
            )
            for zone in event.zones
        ),
        rules=event.settings,
        instrument=instrument_of(event.main_round.instrument),
        persons=tuple(
            Person(person.code, person.name, person.position, person.home)
            for person in db.session.scalars(persons.order_by(PersonRow.id))
        ),
        seats=tuple(seat.facts for seat in db.session.scalars(seats.order_by(Seat.position, Seat.id))),
        travel={(each["from"], each["to"]): each["minutes"] for each in event.travel},
        requests=tuple(slot.request for zone in slots.values() for slot in zone if slot.request),
    )


def _codes(event: Event) -> set[str]:
    """Of everybody who sits or sat."""
    persons = select(PersonRow.code).where(PersonRow.event_id == event.id)
    return {*db.session.scalars(select(Seat.code).where(Seat.event_id == event.id).union(persons))}


def _locked(
    locks: Locks, wanted: EventFolder, changes: tuple[Change, ...], rows: Mapping[str, int]
) -> Iterator[Wrong]:
    """What can't be changed any more, each at the row that would change it, if one does."""
    for change, code in locks.refusals(wanted, changes):
        if change.sort == "zone" and change.name == "presenters" and code != FINALISED:
            for presenter in locks.held(wanted, change):
                row = rows.get(f"presenter:{presenter}")
                yield Wrong(row, "zone" if row else "", code, thing=presenter)
        else:
            yield Wrong(rows.get(f"{change.sort}:{change.code}"), "", code, thing=change.code)
