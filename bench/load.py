"""The tablets' side of the wire, in a process of its own: keep-alive connections that post batches.

It speaks just enough HTTP by itself: a general client would cost more than the routes that it measures.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass, field

import gevent
from gevent import socket

from bench.tablets import CONTENT_TYPE, Tablet


@dataclass
class Load:
    """What came of one round. Times in seconds; `busy` is this process's own share of one core."""

    tablets: list[Tablet]
    latencies: list[float] = field(default_factory=list)
    seconds: float = 0
    busy: float = 0
    refused: int = 0
    """Marks that were not receipted as stored."""


def drive(tablets: list[Tablet], port: int, *, seconds: float, think: float, batch: int) -> Load:
    """Let every tablet post batch after batch for so long, with pauses of `think` on average between them."""
    load = Load(tablets)
    begun, used = time.perf_counter(), time.process_time()
    until = begun + seconds
    posting = [gevent.spawn(_post, tablet, port, until, think, batch, load) for tablet in tablets]
    gevent.joinall(posting, raise_error=True)
    load.seconds = time.perf_counter() - begun
    load.busy = (time.process_time() - used) / load.seconds
    return load


def _post(tablet: Tablet, port: int, until: float, think: float, size: int, load: Load) -> None:
    connection = _Connection(port, tablet.cookie)
    gevent.sleep(random.uniform(0, think))
    while time.perf_counter() < until:
        batch = tablet.next_batch(size)
        body = json.dumps(batch).encode()
        sent = time.perf_counter()
        try:
            status, answer = connection.post(body)
        except ConnectionError:
            connection.close()
            connection, status = _Connection(port, tablet.cookie), 0
        load.latencies.append(time.perf_counter() - sent)
        if status == 200:
            load.refused += tablet.take(batch, answer)
        elif status != 204:  # the no-op's
            load.refused += size
        gevent.sleep(max(0, min(random.uniform(0, 2 * think), until - time.perf_counter())))
    connection.close()


class _Connection:
    def __init__(self, port: int, cookie: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._file = self._socket.makefile("rb")
        lines = (
            "POST /entries HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            f"Origin: http://127.0.0.1:{port}",
            f"Content-Type: {CONTENT_TYPE}",
            f"Cookie: {cookie}",
            "Content-Length: ",
        )
        self._head = "\r\n".join(lines).encode()

    def post(self, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        self._socket.sendall(b"%s%d\r\n\r\n%s" % (self._head, len(body), body))
        if not (first := self._file.readline()):
            raise ConnectionError("the server closed a connection that was to be kept")
        status, length = int(first.split()[1]), 0
        while line := self._file.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return status, self._file.read(length)

    def close(self) -> None:
        self._file.close()
        self._socket.close()
