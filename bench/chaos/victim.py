"""The server, killed again and again: SIGKILL for all of its processes, mostly while it has requests."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from random import Random
from threading import Event, Thread

from bench.postgres import Postgres
from bench.scenes import Scene
from bench.servers import children_of
from panel.adapters.server import ServerError, serving

LONGEST_WAIT = 2.0
LIVES_A_TEAR_DOWN = 12
"""PostgreSQL itself is torn down once in so many lives of the server."""


class Victim(Thread):
    """Serves on one port through so many lives, each with a log file; then lives on until it is let go."""

    def __init__(
        self,
        scene: Scene,
        port: int,
        database: Postgres | None,
        *,
        kills: int,
        under_way: Callable[[], int],
        chance: Random,
    ) -> None:
        super().__init__(name="victim")
        self.kills = self.busy_kills = self.torn_down = 0
        """So far: of the server; those of them while a request was under way; of PostgreSQL itself."""
        self.over = Event()
        """The last life has begun, or no other could."""
        self.failure: Exception | None = None
        self._let_go = Event()
        self._scene, self._port, self._database = scene, port, database
        self._most, self._under_way, self._chance = kills, under_way, chance

    def run(self) -> None:
        try:
            while self.kills < self._most and not self._let_go.is_set():
                with self._life() as pid:
                    self._die(pid)
            with self._life():
                self.over.set()
                self._let_go.wait()
        except (ServerError, subprocess.SubprocessError, OSError) as failure:
            self.failure = failure
        finally:
            self.over.set()

    def let_go(self) -> None:
        self._let_go.set()
        self.join()

    def _life(self) -> AbstractContextManager[int]:
        log = self._scene.folder / f"server-{self.kills}.log"
        return serving(self._port, self._scene.environment(), log, workers=2 if self._database else 1)

    def _die(self, pid: int) -> None:
        """After a while; then as soon as a request is under way, and a moment into it."""
        self._let_go.wait(self._chance.expovariate(1.5))
        if self._database and self.kills % LIVES_A_TEAR_DOWN == 1:
            self._database.tear_down_and_restart()
            self.torn_down += 1
        until = time.monotonic() + LONGEST_WAIT
        while not self._under_way() and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(self._chance.uniform(0, 0.03))
        self.busy_kills += bool(self._under_way())
        kill_all(pid)
        self.kills += 1


def kill_all(pid: int) -> None:
    """The master first: it would replace a worker that is gone."""
    for each in [pid, *children_of(pid)]:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
