"""Taking what a spreadsheet lists into the event: uploaded, looked at, and then taken whole or not at all."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete

from panel.db import db
from panel.domain.errors import Conflict, Invalid
from panel.domain.imports import Sheet
from panel.models import Event, Import, Person
from panel.operations.audit import Author, record
from panel.operations.reloads import apply_changes, changing
from panel.queries.imports import KEPT, Comparison, compare
from panel.queries.locks import Locks

LONGEST_NAME = 120


def keep_import(event: Event, sheet: Sheet, *, file: str, remove: bool, of: Person, at: datetime) -> Import:
    """Keep what was read until the person takes it, or a day is over. `remove`: who is not listed goes."""
    db.session.execute(delete(Import).where(Import.event_id == event.id, Import.at <= at - KEPT))
    found = Import(
        key=uuid4().hex,
        event_id=event.id,
        person_id=of.id,
        at=at,
        sort=sheet.sort.value,
        file=file[-LONGEST_NAME:],
        body=sheet.to_json() | {"remove": remove},
    )
    db.session.add(found)
    db.session.flush()
    return found


def take_import(event: Event, found: Import, *, seen: str, by: Author, secret: str) -> Comparison:
    """Make the changes that the person saw; raises Conflict if they are no longer those, and Invalid if
    anything is wrong with the file or there is nothing to change."""
    with changing(event, "import", by, sort=found.sort, file=found.file):
        comparison = compare(event, found)
        if comparison.seen != seen:
            raise Conflict("import.changed_since")
        if comparison.wrong:
            raise Invalid("import.wrong")
        if not comparison.changes:
            raise Invalid("import.nothing")
        apply_changes(event, comparison.wanted, comparison.changes, Locks(event), secret=secret)
        found.taken_at = by.at
        places = [change.place for change in comparison.changes]
        record("import.taken", event=event, by=by, sort=found.sort, file=found.file, changes=places)
    return comparison
