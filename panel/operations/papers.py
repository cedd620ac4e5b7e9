"""Filing a paper sheet: its marks and its submission in one act, under the names of typist and reader."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from panel.db import db
from panel.domain.errors import Conflict
from panel.domain.sheets import Actor, Channel
from panel.models import Entry, Event, Sheet
from panel.operations.audit import Author
from panel.operations.entries import NewEntry, store_entries
from panel.operations.sheets import note_typist


def file_paper(
    event: Event, marks: Sequence[NewEntry], submission: NewEntry, *, by: Author, read_back_by: str
) -> None:
    """Store and submit what was typed, whole or not at all. The same form sent twice files one sheet."""
    receipts = store_entries(event, [*marks, submission], by=by, actor=Actor.SECRETARY, channel=Channel.PAPER)
    for receipt in receipts:
        if receipt.reason:
            raise receipt.reason
    if any(receipt.status not in {"stored", "duplicate"} for receipt in receipts):
        raise Conflict("sheet.changed_meanwhile")
    if receipts[-1].status == "stored":
        note_typist(event, _sheet_of(submission), by=by, read_back_by=read_back_by)


def _sheet_of(entry: NewEntry) -> Sheet:
    return db.session.scalars(
        select(Sheet).join(Entry, Entry.sheet_id == Sheet.id).where(Entry.uuid == entry.uuid)
    ).one()
