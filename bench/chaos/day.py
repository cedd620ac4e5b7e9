"""One chaotic day: everything that takes part in it, from the first mark to the last receipt."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

import gevent
from gevent.pool import Group

from bench.chaos.judge import IMPOSSIBLE, Judge, Part
from bench.chaos.network import Network
from bench.chaos.tablet import Tablet
from bench.chaos.truth import faults
from bench.chaos.victim import Victim
from bench.postgres import Postgres
from bench.scenes import REFERENCE, Scene, lay_down
from bench.servers import quiet_port
from panel.config import ROOT

THINK_SECONDS = 0.4
DRAIN_SECONDS = 90


@dataclass
class Day:
    """What took part, once all is over."""

    scene: Scene
    tablets: Sequence[Tablet]
    network: Network
    victim: Victim
    seconds: float

    def faults(self) -> Iterator[str]:
        """Whatever is wrong, in words."""
        if self.victim.failure:
            yield f"the server could not be started again: {self.victim.failure}"
        yield from faults(self.scene.url, self.tablets)
        yield from self._wrongly_refused()
        yield from self._audited()

    def _wrongly_refused(self) -> Iterator[str]:
        """Two tablets of a seat may get in each other's way; one alone is refused only what is no mark."""
        seats = [tablet.seat for tablet in self.tablets]
        for tablet in (tablet for tablet in self.tablets if seats.count(tablet.seat) == 1):
            refused = [entry for entry in tablet.outbox.entries if entry.state == "refused"]
            for entry in (entry for entry in refused if entry.value != IMPOSSIBLE):
                yield f"refused: {entry}, {entry.reason}"

    def _audited(self) -> Iterator[str]:
        """What `panel audit verify` says if it does not find the log whole."""
        command = [sys.executable, "-m", "panel.cli", "audit", "verify", REFERENCE.name]
        environment = {**os.environ, **self.scene.environment()}
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if ended.returncode:
            yield f"audit verify: {ended.stderr.strip()}"


def play(
    folder: Path, server: Postgres | None, *, tablets: int, sheets: int | None, kills: int, seed: int
) -> Day:
    """The day, until every tablet says that all is saved, or is given up."""
    begun = time.monotonic()
    url = server.new_database("chaos") if server else f"sqlite:///{folder / 'panel.db'}"
    scene = lay_down(folder, url)
    port = quiet_port()
    network = Network(port, Random(f"{seed}/network"))
    judges = _judges(scene, network.open(), tablets, sheets, seed)
    scene.leave()
    chance = Random(f"{seed}/death")
    victim = Victim(scene, port, server, kills=kills, under_way=lambda: network.under_way, chance=chance)
    with ExitStack() as stack:
        stack.callback(victim.let_go)
        stack.callback(network.close)
        for judge in judges:
            stack.callback(judge.tablet.close)
        people = Group()
        stack.callback(people.kill)
        victim.start()
        _score(judges, victim, people)
    return Day(scene, [judge.tablet for judge in judges], network, victim, time.monotonic() - begun)


def _score(judges: list[Judge], victim: Victim, people: Group) -> None:
    """All at once while the server dies; then each finishes, of shared seats the followers first."""
    for judge in judges:
        people.spawn(judge.tablet.send_for_ever)
    scoring = [people.spawn(judge.score, victim.over.is_set, THINK_SECONDS) for judge in judges]
    gevent.joinall(scoring, raise_error=True)
    with gevent.Timeout(DRAIN_SECONDS, False):  # what then still waits is told as a fault
        for leads in (False, True):
            finishing = [people.spawn(judge.finish) for judge in judges if judge.part.leads is leads]
            gevent.joinall(finishing, raise_error=True)


def _judges(scene: Scene, port: int, tablets: int, most: int | None, seed: int) -> list[Judge]:
    """So many tablets; a fifth of them are the second one of a seat. Of each seat so many sheets, or all."""
    seconds = tablets // 5
    judges = []
    for number, place in enumerate(scene.places()[: tablets - seconds]):
        shared = number < seconds
        for leads in (True, False)[: 2 if shared else 1]:
            chance = Random(f"{seed}/{place.seat}/{leads}")
            sheets = f"/events/{place.event}/zones/{place.zone}/sheets/{place.seat}"
            part = Part(
                place.seat,
                place.presenters[:most],
                tuple(f"{sheets}/{presenter}" for presenter in place.presenters[:most]),
                scene.instrument,
                place.chair,
                shared,
                leads,
            )
            judges.append(Judge(part, Tablet(place.seat, scene.sign_in(place).cookies, port, chance), chance))
    return judges
