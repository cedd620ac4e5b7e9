"""How soon a mark is on open boards: `python -m bench.boards [--boards 200] [--marks 60] [--rate 0]`.

On PostgreSQL two gunicorn processes: marks are posted to the one, all boards are open at the other. On
SQLite (`--database sqlite`) one process does both. Measured from the moment before the POST, so that saving
is in it, until each board that shows the mark's zone has the frame: its stewards' and the province's.
`--rate` adds so many marks a second of other judges.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import count, cycle, islice
from pathlib import Path
from statistics import quantiles
from threading import Event as Signal
from threading import Thread
from uuid import uuid4

from bench.postgres import postgres
from bench.scenes import Scene, lay_down
from bench.servers import Server, serving
from bench.tablets import CONTENT_TYPE, Tablet
from bench.watchers import Streams, opened
from panel.adapters.secrets import derive_key, link_token
from panel.db import db, writing
from panel.domain.sheets import Act, Actor, Channel
from panel.models import Person
from panel.operations.audit import Author
from panel.operations.entries import NewEntry, store_entries
from panel.queries.accounts import persons_of
from panel.queries.events import all_events
from panel.web.live import MOST_OF_A_DEVICE

BEFORE = 2
"""The first amphoe of each zone are scored already: their spreads and results are on the boards."""
PAUSE = 0.7
PATIENCE = 5.0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.boards", description="How soon a mark is on open boards.")
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--boards", type=int, default=200)
    parser.add_argument("--marks", type=int, default=60)
    parser.add_argument("--rate", type=float, default=0, help="marks a second of other judges meanwhile")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder)
        two = chosen.database == "postgresql"
        url = stack.enter_context(postgres()).new_database("boards") if two else f"sqlite:///{home}/panel.db"
        hall = _Hall(lay_down(home, url))
        boards = hall.boards(chosen.boards)
        tablets = hall.tablets()
        hall.scene.leave()
        marks = _marks(tablets)
        serve = [stack.enter_context(_served(hall.scene, home, name)) for name in ("ab" if two else "a")]
        saving, showing = serve[0], serve[-1]
        streams = stack.enter_context(opened(showing.port, boards))
        if len(streams) < chosen.boards:
            raise SystemExit(f"only {len(streams)} of {chosen.boards} boards opened")
        stack.enter_context(_meanwhile(saving, marks, chosen.rate))
        began, used = time.monotonic(), [server.cpu_seconds() for server in serve]
        found, saved, lost = _measured(saving, streams, marks, chosen.marks)
        seconds = time.monotonic() - began
        cpu = [server.cpu_seconds() - before for server, before in zip(serve, used, strict=True)]
    shares = ", ".join(f"{share / seconds:.0%}" for share in cpu)
    print(
        f"{chosen.database}, {chosen.boards} boards, {chosen.marks} marks, {chosen.rate:g}/s beside, load "
        f"{os.getloadavg()[0]:.1f}: {_told(found)}; saving took {_told(saved)}; CPU of the servers {shares}; "
        f"{lost} frames did not come"
    )
    return 1 if lost else 0


def _told(seconds: list[float]) -> str:
    cuts = [1000 * cut for cut in quantiles(seconds, n=100, method="inclusive")]
    return ", ".join(f"p{percent} {cuts[percent - 1]:.0f} ms" for percent in (50, 95, 99))


@contextmanager
def _served(scene: Scene, folder: Path, name: str) -> Iterator[Server]:
    with serving("wsgi:app", scene.environment(), folder / f"log-{name}") as server:
        yield server


class _Hall:
    """The reference event in the middle of its day, and everybody's browsers."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        with scene.app.app_context():
            event = all_events()[0]
            self.event, self.zones = event.code, [zone.code for zone in event.zones]
            people = persons_of(event)
            self.links = {person.code: self._link(person) for person in people}
            self.organiser = next(person.code for person in people if person.organiser)
            self.stewards = [
                (person.code, seat.zone.code)
                for person in people
                for seat in person.seats
                if seat.zone and seat.role.sees_marks
            ]
            self._score()
            db.session.remove()

    def _link(self, person: Person) -> str:
        return f"/l/{link_token(self.scene.secret, person.event.code, person.code, person.generation)}"

    def _score(self) -> None:
        """Every judge's first sheets are submitted."""
        nodes = [indicator.number for indicator in self.scene.instrument.indicators]
        by = Author(None, datetime.now(UTC), derive_key(self.scene.secret, "audit"))
        for place in self.scene.places():
            for presenter in place.presenters[:BEFORE]:
                marks = [_entry(place.seat, presenter, Act.MARK, node, "3") for node in nodes]
                with writing():
                    submitted = [*marks, _entry(place.seat, presenter, Act.SUBMIT)]
                    store_entries(
                        all_events()[0], submitted, by=by, actor=Actor.AUTHOR, channel=Channel.TABLET
                    )

    def boards(self, number: int) -> list[tuple[str, str, str]]:
        """So many boards as (cookies, address of the stream, zone): a tenth of them the province's."""
        province = [(cookies, self._stream(""), "") for cookies in self._browsers(self.organiser, 2)]
        zones = [
            (cookies, self._stream(zone), zone)
            for person, zone in self.stewards
            for cookies in self._browsers(person, 2)
        ]
        own = self._browsers(self.organiser, 4)
        zones += [(cookies, self._stream(zone), zone) for cookies, zone in zip(own, self.zones, strict=False)]
        most = len(zones) * MOST_OF_A_DEVICE
        if number * 9 // 10 > most:
            raise SystemExit(f"at most {most} boards of zones")
        return [*islice(cycle(province), number // 10), *islice(cycle(zones), number - number // 10)]

    def _stream(self, zone: str) -> str:
        return f"/events/{self.event}{f'/zones/{zone}' if zone else ''}/board/live?lang=th"

    def _browsers(self, person: str, number: int) -> list[str]:
        """The cookies of so many browsers of a person."""
        clients = [self.scene.app.test_client() for _ in range(number)]
        for client in clients:
            client.post(self.links[person])
        cookies = [client.get_cookie("panel_session") for client in clients]
        return [f"panel_session={cookie.value}" for cookie in cookies if cookie]

    def tablets(self) -> list[tuple[Tablet, str]]:
        """A judge of each zone after the other, each with the zone."""
        nodes = tuple(indicator.number for indicator in self.scene.instrument.indicators)
        found = []
        for place in (place for place in self.scene.places() if not place.chair):
            cookies = self.scene.sign_in(place).cookies
            found.append((Tablet(place.seat, cookies, place.presenters[BEFORE:], nodes), place.zone))
        return found


def _entry(seat: str, presenter: str, act: Act, node: str = "", value: str | None = None) -> NewEntry:
    return NewEntry(str(uuid4()), seat, presenter, act, node=node, value=value)


def _marks(tablets: list[tuple[Tablet, str]]) -> Iterator[tuple[Tablet, str, str, str]]:
    """Tablet, zone, presenter and item of mark after mark: each new to its sheet, from judge after judge."""
    for turn in count():
        for tablet, zone in tablets:
            nodes = len(tablet.nodes)
            if turn < nodes * len(tablet.presenters):
                yield tablet, zone, tablet.presenters[turn // nodes], tablet.nodes[turn % nodes]


def _measured(
    server: Server, streams: Streams, marks: Iterator[tuple[Tablet, str, str, str]], number: int
) -> tuple[list[float], list[float], int]:
    """How long each mark took to each board that shows it, and until its receipt was back, in seconds; how
    many boards never had it."""
    found: list[float] = []
    saved: list[float] = []
    lost = 0
    for tablet, zone, presenter, node in islice(marks, number):
        time.sleep(PAUSE)
        wanted = {zone: f"cell {tablet.seat} {presenter}", "": f"zone {zone}"}
        streams.drain()
        began = time.monotonic()
        _post(server, tablet, presenter, node)
        saved.append(time.monotonic() - began)
        heard = streams.heard(wanted, until=began + PATIENCE)
        found += [at - began for at in heard]
        lost += streams.showing(wanted) - len(heard)
    return found, saved, lost


def _post(server: Server, tablet: Tablet, presenter: str, node: str) -> None:
    body = json.dumps(tablet.batch(presenter, [node], "3"))
    headers = {"Content-Type": CONTENT_TYPE, "Cookie": tablet.cookie, "Origin": "http://127.0.0.1"}
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("POST", "/entries", body, headers)
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    connection.close()


@contextmanager
def _meanwhile(server: Server, marks: Iterator[tuple[Tablet, str, str, str]], rate: float) -> Iterator[None]:
    """Other judges' marks while the block runs."""
    over = Signal()

    def judge() -> None:
        while not over.wait(1 / rate):
            tablet, _, presenter, node = next(marks)
            _post(server, tablet, presenter, node)

    if not rate:
        yield
        return
    judging = Thread(target=judge, daemon=True)
    judging.start()
    try:
        yield
    finally:
        over.set()
        judging.join()


if __name__ == "__main__":
    raise SystemExit(main())
