"""How soon a change reaches open pages: `python -m bench.live [--streams 200] [--changes 20] [--url …]`.

A server as bin/run starts it, open streams of the public plan, and changes committed by another process (this
one): from the commit's return until each stream has the frame. SQLite unless --url names an empty
PostgreSQL database.
"""

from __future__ import annotations

import argparse
import os
import selectors
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from flask import Flask
from flask_migrate import upgrade

from bench.scenes import REFERENCE
from bench.servers import Server, serving
from panel import create_app
from panel.adapters.folder import read_folder
from panel.adapters.secrets import derive_key
from panel.config import Settings
from panel.db import db, writing
from panel.operations.audit import Author
from panel.operations.events import create_event
from panel.operations.schedules import publish_plan, start_zone
from panel.queries.events import find_event, find_zone

SECRET = "a secret for the bench"
PAUSE = 0.7
PATIENCE = 5.0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.live", description="How soon a change reaches open pages.")
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--changes", type=int, default=20)
    parser.add_argument("--url", help="an empty PostgreSQL database; SQLite otherwise")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        url = chosen.url or f"sqlite:///{folder}/panel.db"
        app = _event(url, Path(folder))
        environment = {"PANEL_DATABASE_URL": url, "PANEL_INSTANCE": folder, "PANEL_SECRET_KEY": SECRET}
        server = stack.enter_context(serving("wsgi:app", environment, Path(folder) / "log"))
        streams = stack.enter_context(_opened(server, chosen.streams))
        began, cpu = time.monotonic(), server.cpu_seconds()
        found = [delay for number in range(chosen.changes) for delay in _change(app, streams, number)]
        share = (server.cpu_seconds() - cpu) / (time.monotonic() - began)
        cuts = quantiles(found, n=100, method="inclusive")
        print(
            f"{len(streams.get_map())} streams, {chosen.changes} changes, load {os.getloadavg()[0]:.1f}: "
            f"p50 {1000 * cuts[49]:.0f} ms, p95 {1000 * cuts[94]:.0f} ms, p99 {1000 * cuts[98]:.0f} ms, "
            f"the server's CPU {share:.0%}"
        )
        began = time.monotonic()
    print(f"with all streams open the server stopped in {time.monotonic() - began:.1f} s")
    return 0 if len(found) == chosen.streams * chosen.changes else 1


def _event(url: str, folder: Path) -> Flask:
    """The reference event, its plan published."""
    app = create_app(
        Settings(instance=folder, database_url=url, base_url="http://127.0.0.1", secret_key=SECRET)
    )
    with app.app_context():
        upgrade()
        with writing():
            create_event(read_folder(REFERENCE), by=_by(), secret=SECRET)
        with writing():
            publish_plan(find_event(REFERENCE.name), by=_by())
    return app


def _by() -> Author:
    return Author(None, datetime.now(UTC), derive_key(SECRET, "audit"))


@contextmanager
def _opened(server: Server, count: int) -> Iterator[selectors.BaseSelector]:
    """So many streams, each past its first frame."""
    with ExitStack() as stack, selectors.DefaultSelector() as streams:
        for _ in range(count):
            stream = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            stream.sendall(f"GET /plan/{REFERENCE.name}/live HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
            streams.register(stream, selectors.EVENT_READ)
        _heard(streams, count)
        yield streams


def _change(app: Flask, streams: selectors.BaseSelector, number: int) -> list[float]:
    """Zone 1 starts a minute later, and that is published: when each stream has it, in seconds."""
    time.sleep(PAUSE)
    with app.app_context(), writing():
        event = find_event(REFERENCE.name)
        start_zone(find_zone(event, "z1"), at=541 + number, by=_by())
        publish_plan(event, by=_by())
        db.session.flush()
    began = time.monotonic()
    return [at - began for at in _heard(streams, len(streams.get_map()))]


def _heard(streams: selectors.BaseSelector, count: int) -> list[float]:
    """When each of the streams got a frame, beats left out."""
    heard: dict[int, float] = {}
    until = time.monotonic() + PATIENCE
    while len(heard) < count and time.monotonic() < until:
        for key, _ in streams.select(timeout=0.1):
            if b"data: {" in key.fileobj.recv(65536):
                heard.setdefault(key.fd, time.monotonic())
    return list(heard.values())


if __name__ == "__main__":
    raise SystemExit(main())
