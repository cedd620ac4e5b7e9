"""A server of a benchmark, on a port of its own, and the processor time that it takes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from panel.adapters import server

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """gunicorn: its master's process id and its port."""

    pid: int
    port: int

    def cpu_seconds(self) -> float:
        """Processor time, user and system, of the worker so far."""
        workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        stats = [Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split() for worker in workers]
        return sum(int(stat[11]) + int(stat[12]) for stat in stats) / TICKS


@contextmanager
def serving(application: str, environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """`application` as `bin/run` would serve it, on a free port, while the block runs."""
    port = server.free_port()
    with server.serving(port, environment, log, application) as pid:
        yield Server(pid, port)
