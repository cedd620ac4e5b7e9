"""An event folder: event.toml, instrument.toml (and a final's own), committee.csv: read or refused whole.

A refusal names every fault, with its place and what was expected there (docs/event-folder.md).
"""

from __future__ import annotations

from pathlib import Path

from panel.adapters.committee_file import read_committee
from panel.adapters.event_checks import codes
from panel.adapters.event_file import INSTRUMENT_FILE, read_event
from panel.adapters.instrument_file import instrument_of
from panel.adapters.sources import Source, shown
from panel.adapters.tables import read_toml
from panel.domain.errors import Fault, Faults
from panel.domain.events import EventFolder
from panel.domain.imports.cells import CODE
from panel.domain.instruments import Instrument


def read_folder(path: Path) -> EventFolder:
    """The event of a folder, whose name is the event's code; raises Faults with all that is wrong."""
    folder = path.resolve()
    if not folder.is_dir():
        raise Faults(Fault(str(path), "folder.missing"))
    faults: list[Fault] = []

    def source(name: str) -> Source:
        return Source(name, faults)

    if not CODE.fullmatch(folder.name):
        source(folder.name).fault("", "value.code", expected=CODE.pattern, actual=shown(folder.name))
    instrument = instrument_of(read_toml(folder / "instrument.toml", source("instrument.toml")))
    event = read_event(folder / "event.toml", source("event.toml"), instrument)
    instruments = {
        round_: _own_instrument(folder / name, source(name), instrument)
        for round_, name in event.instruments.items()
        if INSTRUMENT_FILE.fullmatch(name)
    }
    committee = read_committee(
        folder / "committee.csv",
        source("committee.csv"),
        zones=codes(event.zones),
        presenters=codes(event.presenters),
    )
    if faults or instrument is None:
        raise Faults(*faults)
    return EventFolder(
        code=folder.name,
        texts=event.texts,
        day=event.day,
        venues=event.venues,
        presenters=event.presenters,
        rounds=event.rounds,
        zones=event.zones,
        rules=event.rules,
        instrument=instrument,
        persons=committee.persons,
        seats=committee.seats,
        travel={(way.start, way.end): way.minutes for way in event.travel},
        requests=event.requests,
        instruments={round_: own for round_, own in instruments.items() if own is not None},
    )


def _own_instrument(path: Path, source: Source, main: Instrument | None) -> Instrument | None:
    """A round's own instrument. It needs a code of its own, for versions are counted by code."""
    found = instrument_of(read_toml(path, source))
    if found is not None and main is not None and found.code == main.code:
        source.fault("instrument.code", "round.instrument_code", actual=shown(found.code))
    return found
