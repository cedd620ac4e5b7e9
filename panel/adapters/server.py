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


class ServerError(Exception):
    """The server did not start; its log says why."""


def free_port() -> int:
    """A port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(port: int, environment: Mapping[str, str], log: Path) -> Iterator[None]:
    """gunicorn with one gevent worker on `port` while the block runs."""
    command = [
        *(sys.executable, "-m", "gunicorn", "wsgi:app"),
        *("--worker-class", "gevent", "--workers", "1", "--bind", f"127.0.0.1:{port}"),
        *("--worker-connections", "2000", "--graceful-timeout", "3", "--keep-alive", "30"),
        *("--log-level", "warning", "--no-control-socket"),
    ]
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603 - our own words only
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=output
        )
        try:
            _wait(server, port, log)
            yield
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
