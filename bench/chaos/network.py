"""The hall's network, between tablets and server: it loses, repeats, delays, cuts, and tells lies.

It never invents what only the server can say: a receipt that carries the request's own nonce.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from enum import Enum
from random import Random
from uuid import uuid4

import gevent
from gevent import socket
from gevent.pool import Group
from gevent.server import StreamServer

from bench.chaos.tablet import PATIENCE
from bench.chaos.wire import Broken, Headers, Line, Message, message, read_message
from bench.tablets import CONTENT_TYPE

PAGE = b"<!doctype html><title>Guest Wi-Fi</title><p>Welcome! Please accept the terms."
HTML = {"Content-Type": "text/html; charset=utf-8"}
SERVER_SECONDS = 15


class Fate(Enum):
    """What becomes of a request: words for the table, and its share among all."""

    PASSED = "passed", 52
    DELAYED = "delayed, some for longer than a tablet waits", 8
    DROPPED = "reply dropped after the server had it", 9
    TWICE = "sent twice, one after the other", 6
    AT_ONCE = "sent twice at once", 6
    AGAIN = "sent again later", 5
    CUT_REQUEST = "request cut in the middle", 3
    CUT_REPLY = "reply cut in the middle", 3
    PORTAL_PAGE = "portal: a page, 200", 3
    PORTAL_REDIRECT = "portal: a redirect, 302", 2
    PORTAL_RECEIPT = "portal: receipts with another nonce", 2
    PORTAL_ERROR = "portal: an error page, 502", 1

    def __init__(self, words: str, share: int) -> None:
        self.words = words
        self.share = share


class Network:
    """Listens on `port`; brings requests to the server on `to`, or does not."""

    def __init__(self, to: int, chance: Random) -> None:
        self.to = to
        self.fates: Counter[Fate] = Counter()
        self.answers: Counter[int] = Counter()
        """What the server itself said, by status."""
        self.unreachable = 0
        self.under_way = 0
        """Requests that the server has and has not answered."""
        self._chance = chance
        self._straying = Group()
        self._listener = StreamServer(("127.0.0.1", 0), self._serve)
        self._ways: dict[Fate, Callable[[Message], bytes | None]] = {
            Fate.PASSED: self._forward,
            Fate.DELAYED: self._delayed,
            Fate.DROPPED: self._dropped,
            Fate.TWICE: self._twice,
            Fate.AT_ONCE: self._at_once,
            Fate.AGAIN: self._again,
            Fate.CUT_REQUEST: self._cut_request,
            Fate.CUT_REPLY: self._cut_reply,
            Fate.PORTAL_PAGE: lambda _: message("HTTP/1.1 200 OK", HTML, PAGE),
            Fate.PORTAL_REDIRECT: lambda _: message("HTTP/1.1 302 Found", {"Location": "/portal"}),
            Fate.PORTAL_RECEIPT: _counterfeit,
            Fate.PORTAL_ERROR: lambda _: message("HTTP/1.1 502 Bad Gateway", HTML, PAGE),
        }

    def open(self) -> int:
        """Begin to listen; the port."""
        self._listener.start()
        port: int = self._listener.server_port
        return port

    def close(self) -> None:
        """No more requests; those that stray still arrive first."""
        self._listener.stop(timeout=1)
        self._straying.join()

    def _serve(self, client: socket.socket, _address: object) -> None:
        """One connection, until either side is done with it."""
        try:
            with client.makefile("rb") as file:
                while request := read_message(file):
                    [fate] = self._chance.choices(list(Fate), [each.share for each in Fate])
                    self.fates[fate] += 1
                    reply = self._ways[fate](request)
                    client.sendall(reply or b"")
                    if reply is None or fate is Fate.CUT_REPLY:
                        return
        except OSError:
            pass  # the tablet gave up: its next request comes on another connection
        finally:
            client.close()

    def _forward(self, request: Message) -> bytes | None:
        """The server's answer; None if there is no server, or it died over it."""
        line = Line(self.to)
        self.under_way += 1
        try:
            with gevent.Timeout(SERVER_SECONDS, Broken()):
                answer = line.ask(request.raw)
        except OSError:
            self.unreachable += 1
            return None
        finally:
            self.under_way -= 1
            line.close()
        self.answers[answer.status] += 1
        return answer.raw

    def _delayed(self, request: Message) -> bytes | None:
        """On its way there or back, sometimes for longer than its tablet waits."""
        there, back = self._chance.choices((0.0, 0.2, 1.0, PATIENCE), (6, 2, 2, 1), k=2)
        gevent.sleep(there)
        reply = self._forward(request)
        gevent.sleep(back)
        return reply

    def _dropped(self, request: Message) -> None:
        self._forward(request)

    def _twice(self, request: Message) -> bytes | None:
        self._forward(request)
        return self._forward(request)

    def _at_once(self, request: Message) -> bytes | None:
        both = [self._straying.spawn(self._forward, request) for _ in range(2)]
        [first, *_] = gevent.wait(both, count=1)
        reply: bytes | None = first.value
        return reply

    def _again(self, request: Message) -> bytes | None:
        self._straying.spawn(self._strayed, request, self._chance.uniform(0.1, 4))
        return self._forward(request)

    def _strayed(self, request: Message, seconds: float) -> None:
        gevent.sleep(seconds)
        self._forward(request)

    def _cut_request(self, request: Message) -> None:
        """The server gets the beginning of it, and then the end of the connection."""
        try:
            with socket.create_connection(("127.0.0.1", self.to)) as server:
                server.sendall(request.raw[: self._chance.randrange(1, len(request.raw))])
        except OSError:
            self.unreachable += 1

    def _cut_reply(self, request: Message) -> bytes | None:
        reply = self._forward(request)
        return reply and reply[: self._chance.randrange(1, len(reply))]


def _counterfeit(request: Message) -> bytes:
    """An answer that looks like a receipt of everything, from somebody who did not see the request."""
    entries = json.loads(request.body).get("entries", []) if request.body else []
    receipts = [{"uuid": entry["uuid"], "status": "stored"} for entry in entries]
    body = {
        "nonce": str(uuid4()),
        "now": "2025-08-08T09:00:00+07:00",
        "epoch": "portal",
        "receipts": receipts,
    }
    headers: Headers = {"Content-Type": CONTENT_TYPE}
    return message("HTTP/1.1 200 OK", headers, json.dumps(body).encode())
