"""A served copy of Panel on a port of its own, as `bin/run` would serve it; gone when its work is done."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

from panel.config import ROOT

START_SECONDS = 30
FLAGS = (
    *("--worker-connections", "2000", "--graceful-timeout", "3", "--keep-alive", "30"),
    *("--no-control-socket", "--log-level", "warning"),
)
"""bin/run's own; a test compares them."""


class ServerError(Exception):
    """The server did not start; its log says why."""


def free_port() -> int:
    """A port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    port: int, environment: Mapping[str, str], log: Path, application: str = "wsgi:app", *, workers: int = 1
) -> Iterator[int]:
    """gunicorn with gevent workers on `port` while the block runs; gives its process id.

    It does not outlive the thread that started it, however that ends.
    """
    command = [
        *("setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "gunicorn", application),
        *("--worker-class", "gevent", "--workers", str(workers), *FLAGS, "--bind", f"127.0.0.1:{port}"),
    ]
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603 - our own words only
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=output
        )
        try:
            _wait(server, port, log)
            yield server.pid
        finally:
            server.terminate()
            server.wait(timeout=15)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            if requests.get(f"http://127.0.0.1:{port}/healthz", timeout=2).ok:
                return
        except (requests.ConnectionError, requests.Timeout):  # bound already, but not serving yet
            time.sleep(0.1)
    raise ServerError(log.read_text(errors="replace")[-1000:])
