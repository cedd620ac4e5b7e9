"""Filing a paper sheet: its marks and its submission in one act, under the names of two people.

By the event's rule the second has read the marks back, or has typed them too: until then the first one's
typing is kept beside the sheet and changes nothing on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from panel.db import db
from panel.domain.errors import Conflict, Forbidden
from panel.domain.papers import PaperRule
from panel.domain.sheets import Actor, Channel
from panel.models import Entry, Event, Sheet, Typing
from panel.operations.audit import Author, lock_chain, record
from panel.operations.entries import NewEntry, store_entries
from panel.operations.sheets import required
from panel.queries.sheets import SheetPage
from panel.queries.typings import find_typing


def file_paper(
    event: Event, marks: Sequence[NewEntry], submission: NewEntry, *, by: Author, read_back_by: str
) -> Sheet:
    """Store and submit what was typed, whole or not at all. The same form sent twice files one sheet."""
    _refuse_unless(event, PaperRule.READ_BACK)
    return _file(event, [*marks, submission], _name(by), required(read_back_by), by=by)


def keep_typing(page: SheetPage, fields: Mapping[str, Any], *, by: Author) -> None:
    """Keep what the first of two typists has typed."""
    _refuse_unless(page.event, PaperRule.TYPED_TWICE)
    lock_chain(page.event, page.slot.zone.code)
    if not page.open:
        raise Conflict("sheet.not_open")
    if find_typing(page) is not None:
        raise Conflict("paper.typed_meanwhile")
    db.session.add(
        Typing(slot_id=page.slot.id, seat_id=page.seat.id, person=by.person, at=by.at, fields=dict(fields))
    )
    _record("sheet.typed_once", page, by=by)


def file_typed_twice(
    typing: Typing, marks: Sequence[NewEntry], submission: NewEntry, *, by: Author, settled: Sequence[str]
) -> Sheet:
    """Store and submit what two people have typed. `settled` are the fields on which they differed first."""
    event = typing.slot.zone.event
    _refuse_unless(event, PaperRule.TYPED_TWICE)
    if by.person is None or typing.person_id == by.person.id:
        raise Forbidden("paper.same_typist")
    return _file(event, [*marks, submission], typing.person.name, _name(by), by=by, settled=list(settled))


def drop_typing(typing: Typing, *, by: Author) -> None:
    """Throw away what was typed once: it was typed wrong, or the sheet came in by another way."""
    _record("sheet.typing_dropped", typing, by=by, typed_by=typing.person.code)
    db.session.delete(typing)


def _refuse_unless(event: Event, rule: PaperRule) -> None:
    if event.settings.paper is not rule:
        raise Conflict("paper.other_rule")


def _file(
    event: Event, entries: Sequence[NewEntry], first: str, second: str, *, by: Author, **facts: object
) -> Sheet:
    """Both names go on the sheet and into the log; a typing that waited for this sheet has had its day."""
    receipts = store_entries(event, entries, by=by, actor=Actor.SECRETARY, channel=Channel.PAPER)
    for receipt in receipts:
        if receipt.reason:
            raise receipt.reason
    if any(receipt.status not in {"stored", "duplicate"} for receipt in receipts):
        raise Conflict("sheet.changed_meanwhile")
    sheet = _sheet_of(entries[-1])
    if receipts[-1].status == "stored":
        sheet.typed_by = f"{first} / {second}"
        _record("sheet.typed", sheet, by=by, names=[first, second], **facts)
        db.session.execute(
            delete(Typing).where(Typing.slot_id == sheet.slot_id, Typing.seat_id == sheet.seat_id)
        )
    return sheet


def _record(act: str, what: SheetPage | Typing | Sheet, *, by: Author, **facts: object) -> None:
    zone, seat, presenter = what.slot.zone, what.seat.code, what.slot.presenter.code
    record(act, event=zone.event, zone=zone, by=by, seat=seat, presenter=presenter, **facts)


def _name(by: Author) -> str:
    return by.person.name if by.person else ""


def _sheet_of(entry: NewEntry) -> Sheet:
    return db.session.scalars(
        select(Sheet).join(Entry, Entry.sheet_id == Sheet.id).where(Entry.uuid == entry.uuid)
    ).one()
