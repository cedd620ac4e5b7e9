"""A server of a benchmark, on a port of its own, and the processor time that it takes."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
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
        """Processor time, user and system, of its workers so far."""
        return sum(map(cpu_seconds, children_of(self.pid)))


def children_of(pid: int) -> list[int]:
    """Of a gunicorn master its workers."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_seconds(pid: int) -> float:
    """Processor time, user and system, of a process so far, with those of its children that have ended."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, stat[11:15])) / TICKS


def quiet_port() -> int:
    """A free port that no connection of this machine takes for itself while its server is down."""
    first, _ = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    while True:
        port = random.randrange(10_000, first)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def serving(
    application: str, environment: Mapping[str, str], log: Path, *, workers: int = 1
) -> Iterator[Server]:
    """`application` as `bin/run` would serve it, on a free port, while the block runs."""
    port = server.free_port()
    with server.serving(port, environment, log, application, workers=workers) as pid:
        yield Server(pid, port)
