"""Whether a database holds what the tablets were told it holds: no mark lost, none twice, none of its own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from bench.tablets import Tablet

_MARKS = """
    SELECT seat.code, presenter.code, mark.node, mark.value, mark.entry
    FROM mark JOIN sheet ON sheet.id = mark.sheet_id JOIN seat ON seat.id = sheet.seat_id
    JOIN slot ON slot.id = sheet.slot_id JOIN presenter ON presenter.id = slot.presenter_id
"""


def faults(database: Path, tablets: Sequence[Tablet]) -> Iterator[str]:
    """What is wrong, in words; nothing if the log and the marks are those that were receipted."""
    with closing(sqlite3.connect(database)) as connection:
        stored = [uuid for (uuid,) in connection.execute("SELECT uuid FROM entry WHERE status = 'stored'")]
        marks = {
            (seat, presenter, node): (json.loads(value), entry)
            for seat, presenter, node, value, entry in connection.execute(_MARKS)
        }
    receipted = [uuid for tablet in tablets for uuid in tablet.receipted]
    if lost := set(receipted) - set(stored):
        yield f"{len(lost)} receipted entries are not stored"
    if unknown := set(stored) - set(receipted):
        yield f"{len(unknown)} stored entries have no receipt"
    if twice := len(stored) - len(set(stored)) + len(receipted) - len(set(receipted)):
        yield f"{twice} entries are stored or receipted twice"
    shown = {(tablet.seat, *key): mark for tablet in tablets for key, mark in tablet.marks.items()}
    if differing := [key for key in shown | marks if shown.get(key) != marks.get(key)]:
        yield f"{len(differing)} marks are not as the tablet has them, the first of {differing[0]}"
