"""A private PostgreSQL for a run, set up as a real one: what it calls committed is on the disk.

Tests have another (`bin/postgres-for-tests`), which forgets; this one may be measured, and torn down.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.servers import children_of, cpu_seconds

NAME = "panel"
_AS_POSTGRES = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
"""PostgreSQL refuses to run as root; Debian's package has made this user for it."""


class NoPostgres(Exception):
    """PostgreSQL's programs are not installed."""


@dataclass(frozen=True)
class Postgres:
    """A cluster in a folder of its own, reached by a socket in that folder only."""

    folder: Path
    programs: Path

    def cpu_seconds(self) -> float:
        """Processor time, user and system, of all its processes so far."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        return sum(map(cpu_seconds, [first, *children_of(first)]))

    def tear_down_and_restart(self) -> None:
        """As after a power cut: every connection breaks, and it recovers from its log."""
        self._control("restart", "-m", "immediate")

    def begin(self) -> None:
        """Make the cluster, and start it."""
        made = ("-U", NAME, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self._run("initdb", "-D", str(self.folder / "data"), *made)
        (self.folder / "data" / "postgresql.auto.conf").write_text(
            f"listen_addresses = ''\nunix_socket_directories = '{self.folder}'\n"
        )
        self._control("start")
        self.new_database(NAME)

    def new_database(self, name: str) -> str:
        """An empty one; its URL."""
        self._run("createdb", "-h", str(self.folder), "-U", NAME, name)
        return f"postgresql+psycopg://{NAME}@/{name}?host={self.folder}"

    def stop(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self._control("stop", "-m", "immediate")

    def _control(self, act: str, *how: str) -> None:
        self._run("pg_ctl", act, "-w", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), *how)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*_AS_POSTGRES, str(self.programs / program), *arguments]
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """An empty database while the block runs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not found:
        raise NoPostgres("PostgreSQL is not installed: run bin/setup test")
    with tempfile.TemporaryDirectory(prefix="panel-postgres-") as folder:
        if _AS_POSTGRES:
            shutil.chown(folder, "postgres")
        server = Postgres(Path(folder), found[-1].parent)
        try:
            server.begin()
            yield server
        finally:
            server.stop()
