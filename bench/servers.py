"""A server as `bin/run` starts it, on a port of its own, and the processor time that it takes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from panel.adapters.server import START_SECONDS, ServerError, free_port
from panel.config import ROOT

FLAGS = (
    *("--worker-connections", "2000", "--graceful-timeout", "3", "--keep-alive", "30"),
    *("--no-control-socket", "--log-level", "warning"),
)
"""bin/run's own; a test compares them."""
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
    """`application` under one gevent worker while the block runs; it does not outlive this process."""
    port = free_port()
    command = [
        *("setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "gunicorn", application),
        *("--worker-class", "gevent", "--workers", "1", *FLAGS, "--bind", f"127.0.0.1:{port}"),
    ]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=output
        )
        try:
            _wait(server, port, log)
            yield Server(server.pid, port)
        finally:
            server.terminate()
            server.wait(timeout=15)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            if requests.get(f"http://127.0.0.1:{port}/healthz", timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise ServerError(log.read_text(errors="replace")[-1000:])
