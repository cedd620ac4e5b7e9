"""What a pack costs, beside the least that one process would need.

    .venv/bin/python -m bench.packs

The reference event's 23 × 5 sheets, all submitted, are drawn in two ways in turn, round after round: by one
process with automatic table layout, and as leaves of a pack; each sheet is a file of its own in both. Then
they are read again and bound from the store, and one is fetched. Ends with 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from uuid import uuid4

from bench.scenes import Scene, lay_down
from panel.adapters import pdf
from panel.adapters.pdf import Galley, bind
from panel.adapters.processes import cores
from panel.adapters.secrets import derive_key, link_token
from panel.config import Settings
from panel.db import db, writing
from panel.domain.sheets import Act, Actor, Channel
from panel.models import Event
from panel.operations.audit import Author
from panel.operations.entries import NewEntry, store_entries
from panel.operations.galleys import store_of
from panel.operations.packs import draw_missing, submitted_sheets
from panel.queries.accounts import find_person
from panel.queries.events import all_events
from panel.queries.schedules import timed_slots

TIMES, WARM_MS, MEGABYTES, FIRST_BYTE_MS = 2.0, 5.0, 300, 50
"""The bars: times as fast cold, a page warm, at most a process, a sheet by itself."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.packs", description="What a pack costs.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sheets", type=int, default=115, help="of them, so many")
    given = parser.parse_args(arguments)
    pdf.preload(None)
    with tempfile.TemporaryDirectory(prefix="panel-bench-") as name:
        scene = lay_down(Path(name), f"sqlite:///{name}/panel.db")
        settings: Settings = scene.app.extensions["panel_settings"]
        with scene.app.app_context():
            [event] = all_events()
            _submit_all(scene, event)
            galleys = _read(event, settings, given.sheets)
            cold = [_cold(galleys, settings, number) for number in range(given.rounds)]
            kept = replace(settings, instance=settings.instance / "round-0")
            warm = min(_timed(lambda: _bound(_read(event, kept, given.sheets), kept)) for _ in range(3))
        return _told(cold, warm, _first_byte(scene, kept, galleys), len(galleys))


def _submit_all(scene: Scene, event: Event) -> None:
    numbers = [indicator.number for indicator in scene.instrument.indicators]
    key = derive_key(scene.secret, "audit")
    with writing():
        for zone in event.zones:
            presenters = [slot.presenter.code for slot in timed_slots(zone)]
            for seat in [seat for seat in zone.seats if seat.scores]:
                by = Author(find_person(event, seat.person.code), datetime.now(UTC), key)
                for presenter in presenters:
                    marks = [
                        NewEntry(str(uuid4()), seat.code, presenter, Act.MARK, node=number, value="3")
                        for number in numbers
                    ]
                    entries = [*marks, NewEntry(str(uuid4()), seat.code, presenter, Act.SUBMIT)]
                    store_entries(event, entries, by=by, actor=Actor.AUTHOR, channel=Channel.TABLET)


def _read(event: Event, settings: Settings, most: int) -> list[Galley]:
    db.session.rollback()
    return [galley for zone in event.zones for galley in submitted_sheets(zone, settings)][:most]


def _cold(galleys: list[Galley], settings: Settings, number: int) -> tuple[float, float]:
    """Seconds of one process with automatic table layout, and of the processes of a pack."""
    elsewhere = replace(settings, instance=settings.instance / f"round-{number}")
    plain = _apart(lambda: _plainly(galleys, settings.instance))
    return plain, _apart(lambda: draw_missing(galleys, elsewhere, lambda *_: None))


def _plainly(galleys: list[Galley], folder: Path) -> None:
    styles = [folder / style.name for style in pdf.STYLES]
    for ours, plain in zip(pdf.STYLES, styles, strict=True):
        plain.write_text(ours.read_text().replace("table-layout: fixed", "table-layout: auto"))
    pdf.STYLES[:] = styles
    for galley in galleys:
        galley.draw()


def _bound(galleys: list[Galley], settings: Settings) -> None:
    store = store_of(settings)
    found = [content for galley in galleys if (content := store.find(galley.key())) is not None]
    assert len(found) == len(galleys)
    bind([("sheets", found)], title="sheets", lang="th")


def _first_byte(scene: Scene, settings: Settings, galleys: list[Galley]) -> float:
    """Median seconds until a sheet that is kept is sent to a secretary."""
    client = scene.app.test_client()
    with scene.app.app_context():
        [event] = all_events()
        person = find_person(event, "z1-secretary")
        assert person is not None
        link = link_token(scene.secret, event.code, person.code, person.generation)
        address = f"/events/{event.code}/zones/z1/sheets/z1-chair/3101/sheet.pdf"
        db.session.remove()
    client.post(f"/l/{link}")
    scene.app.extensions["panel_settings"] = settings
    assert client.get(address).mimetype == "application/pdf"
    return median(_timed(lambda: client.get(address)) for _ in range(20))


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _apart(work: Callable[[], object]) -> float:
    """Seconds that it takes in a fresh process, in which WeasyPrint is ready."""
    hear, tell = get_context("fork").Pipe(duplex=False)
    process = get_context("fork").Process(target=lambda: tell.send(_timed(work)))
    process.start()
    seconds = float(hear.recv())
    process.join()
    return seconds


def _told(cold: list[tuple[float, float]], warm: float, first: float, pages: int) -> int:
    """Tell the figures; 1 where one misses its bar."""
    plain, packed = (median(column) for column in zip(*cold, strict=True))
    times = median(slow / quick for slow, quick in cold)
    peak = max(getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN)) // 1024
    print(f"{pages} sheets, {cores()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"one process, automatic tables: {pages / plain:.1f} pages/s")
    print(f"as a pack, cold: {pages / packed:.1f} pages/s, {times:.2f} times as fast")
    print(f"as a pack, warm: {1000 * warm / pages:.1f} ms a page")
    print(f"one sheet that is kept: {1000 * first:.0f} ms to its first byte")
    print(f"largest process: {peak} MB")
    bars = (times >= TIMES, 1000 * warm / pages <= WARM_MS, 1000 * first <= FIRST_BYTE_MS, peak <= MEGABYTES)
    return 0 if all(bars) else 1


if __name__ == "__main__":
    sys.exit(main())
