"""What the database holds, beside what the tablets were told and show: every difference is a fault, in words.

It reads the tables themselves and uses none of the application's queries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, create_engine, select

from bench.chaos.outbox import WRITES, Kept
from bench.chaos.tablet import Tablet
from panel.models import Deposit, Entry, Mark, Presenter, Record, Seat, Sheet, Slot

Marks = dict[tuple[str, str, str, str], tuple[Any, str]]
"""Value and entry by seat, presenter, act and node."""
States = dict[tuple[str, str], tuple[str, int]]
"""State and number of submissions by seat and presenter."""

_LOG = (
    select(
        Entry.id,
        Entry.uuid,
        Entry.device_id,
        Seat.code,
        Presenter.code,
        Entry.act,
        Entry.node,
        Entry.value,
        Entry.counter,
        Entry.status,
    )
    .join_from(Entry, Sheet)
    .join(Seat)
    .join(Slot, Slot.id == Sheet.slot_id)
    .join(Presenter)
    .order_by(Entry.id)
)


class Line(NamedTuple):
    """A line of the log."""

    id: int
    uuid: str
    device: int
    seat: str
    presenter: str
    act: str
    node: str
    value: Any
    counter: int
    status: str


def faults(url: str, tablets: Sequence[Tablet]) -> Iterator[str]:
    """All that is wrong; nothing if no acknowledged entry was lost, doubled, altered or put out of order."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            log = [Line(*row) for row in connection.execute(_LOG)]
            held = set(connection.scalars(select(Deposit.uuid)))
            marks = _marks(connection)
            states = _states(connection)
            records = connection.scalars(select(Record.body).where(Record.act == "sheet.submit")).all()
    finally:
        engine.dispose()
    kept = {entry.uuid: entry for tablet in tablets for entry in tablet.outbox.entries}
    yield from _lost(log, kept, held)
    yield from _doubled(log)
    yield from _altered(log, kept)
    yield from _out_of_order(log, tablets)
    yield from _strayed(log, marks)
    yield from _unlike(tablets, marks, states)
    yield from _miscounted(log, tablets, states, records)


def _lost(log: list[Line], kept: dict[str, Kept], held: set[str]) -> Iterator[str]:
    """Entries that a receipt acknowledged but that are nowhere; entries that no tablet made."""
    stored = {line.uuid for line in log} | held
    acknowledged = {uuid for uuid, entry in kept.items() if set(entry.told) - {"refused"}}
    if lost := acknowledged - stored:
        yield f"{len(lost)} acknowledged entries are lost, the first of {kept[min(lost)]}"
    if waiting := [entry for entry in kept.values() if entry.state == "waiting"]:
        yield f"{len(waiting)} entries still wait, the first of {waiting[0]}"
    if unknown := stored - set(kept):
        yield f"{len(unknown)} entries were made by no tablet"
    if refused := [uuid for uuid in stored & set(kept) if kept[uuid].state == "refused"]:
        yield f"{len(refused)} entries were refused and are stored"


def _doubled(log: list[Line]) -> Iterator[str]:
    twice = [uuid for uuid, times in Counter(line.uuid for line in log).items() if times > 1]
    places = Counter((line.device, line.counter) for line in log)
    again = [place for place, times in places.items() if times > 1]
    if twice or again:
        yield f"{max(len(twice), len(again))} entries are stored twice"


def _altered(log: list[Line], kept: dict[str, Kept]) -> Iterator[str]:
    """Lines that do not say what their tablet said, or not the status that it was told."""
    for line in log:
        entry = kept.get(line.uuid)
        if entry is None:
            continue
        said = (entry.seat, entry.presenter, entry.act, entry.node, entry.counter)
        if said != (line.seat, line.presenter, line.act, line.node, line.counter) or not _same(entry, line):
            yield f"an entry is stored with another content: {entry}"
        if entry.state != line.status:
            yield f"an entry is stored as {line.status}, its tablet was told {entry.state}: {entry}"


def _same(entry: Kept, line: Line) -> bool:
    if entry.act in WRITES:
        return bool((entry.value or None) == line.value)
    return bool(entry.act != "recuse" or line.value == entry.value)


def _out_of_order(log: list[Line], tablets: Sequence[Tablet]) -> Iterator[str]:
    """The server's sequence is each device's own: of a field, and of all that it sent."""
    last: dict[int, int] = defaultdict(int)
    for line in log:
        if line.counter < last[line.device]:
            yield f"a device's {line.counter}. entry came after its {last[line.device]}."
        last[line.device] = max(last[line.device], line.counter)
    if len(last) > len(tablets):
        yield f"{len(last)} devices sent something, and there are {len(tablets)} tablets"


def _strayed(log: list[Line], marks: Marks) -> Iterator[str]:
    """Marks that are not the latest stored line of their field."""
    folded = {
        (line.seat, line.presenter, line.act, line.node): (line.value, line.uuid)
        for line in log
        if line.act in WRITES and line.status == "stored"
    }
    if strayed := [key for key in folded | marks if folded.get(key) != marks.get(key)]:
        yield f"{len(strayed)} marks are not what the log says, the first of {' '.join(strayed[0])}"


def _unlike(tablets: Sequence[Tablet], marks: Marks, states: States) -> Iterator[str]:
    """Sheets that are not as the only tablet of their seat shows them."""
    seats = Counter(tablet.seat for tablet in tablets)
    for tablet in (tablet for tablet in tablets if seats[tablet.seat] == 1):
        seat, outbox = tablet.seat, tablet.outbox
        for presenter in sorted({entry.presenter for entry in outbox.entries}):
            shown = {key: (each.value or None, each.uuid) for key, each in outbox.shown(presenter).items()}
            found = {key[2:]: mark for key, mark in marks.items() if key[:2] == (seat, presenter)}
            if shown != found:
                yield f"sheet {seat} {presenter}: marks are not as the tablet shows them"
            if states.get((seat, presenter), ("missing", 0))[0] != outbox.state(presenter):
                yield f"sheet {seat} {presenter}: not {outbox.state(presenter)}, as the tablet shows it"


def _miscounted(
    log: list[Line], tablets: Sequence[Tablet], states: States, records: Sequence[Any]
) -> Iterator[str]:
    """Each submission once: in the log of entries, on the sheet, in the audit log; and the day is done."""
    entered = Counter((line.seat, line.presenter) for line in log if line.act == "submit")
    recorded = Counter((body["seat"], body["presenter"]) for body in records)
    asked = Counter(
        (tablet.seat, entry.presenter)
        for tablet in tablets
        for entry in tablet.outbox.entries
        if entry.act == "submit" and entry.state != "refused"
    )
    for sheet, (state, counted) in sorted(states.items()):
        if len({counted, entered[sheet], recorded[sheet], asked[sheet]}) > 1:
            yield f"sheet {' '.join(sheet)}: submitted {asked[sheet]} times, counted as {counted}"
        if state not in ("submitted", "recused"):
            yield f"sheet {' '.join(sheet)}: {state} at the end of the day"


def _marks(connection: Connection) -> Marks:
    rows = connection.execute(
        select(Seat.code, Presenter.code, Mark.act, Mark.node, Mark.value, Mark.entry)
        .join_from(Mark, Sheet)
        .join(Seat)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Presenter)
    )
    return {(seat, of, str(act), node): (value, entry) for seat, of, act, node, value, entry in rows}


def _states(connection: Connection) -> States:
    rows = connection.execute(
        select(Seat.code, Presenter.code, Sheet.state, Sheet.submissions)
        .join_from(Sheet, Seat)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Presenter)
    )
    return {(seat, presenter): (str(state), submissions) for seat, presenter, state, submissions in rows}
