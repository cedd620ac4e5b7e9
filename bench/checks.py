"""Whether a database holds what the tablets were told it holds: no mark lost, none twice, none of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import create_engine, select

from bench.tablets import Tablet
from panel.models import Entry, Event, Mark, Presenter, Seat, Sheet, Slot

_MARKS = (
    select(Event.code, Seat.code, Presenter.code, Mark.node, Mark.value, Mark.entry)
    .join_from(Mark, Sheet)
    .join(Seat)
    .join(Slot, Slot.id == Sheet.slot_id)
    .join(Presenter)
    .join(Event, Event.id == Seat.event_id)
)


def faults(url: str, tablets: Sequence[Tablet]) -> Iterator[str]:
    """What is wrong, in words; nothing if the log and the marks are those that were receipted."""
    engine = create_engine(url)
    with engine.connect() as connection:
        stored = connection.scalars(select(Entry.uuid).where(Entry.status == "stored")).all()
        marks = {tuple(row[:4]): tuple(row[4:]) for row in connection.execute(_MARKS)}
    engine.dispose()
    receipted = [uuid for tablet in tablets for uuid in tablet.receipted]
    if lost := set(receipted) - set(stored):
        yield f"{len(lost)} receipted entries are not stored"
    if unknown := set(stored) - set(receipted):
        yield f"{len(unknown)} stored entries have no receipt"
    if twice := len(stored) - len(set(stored)) + len(receipted) - len(set(receipted)):
        yield f"{twice} entries are stored or receipted twice"
    shown = {
        (tablet.event, tablet.seat, *key): mark for tablet in tablets for key, mark in tablet.marks.items()
    }
    if differing := [key for key in shown | marks if shown.get(key) != marks.get(key)]:
        yield f"{len(differing)} marks are not as the tablet has them, the first of {differing[0]}"
