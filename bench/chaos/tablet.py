"""A tablet's sender, by the rules of static/js/sender.js and post.js: one batch in flight, again if it fails.

More impatient than a real one, so that a day fits into minutes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from random import Random
from typing import Any
from uuid import uuid4

import gevent
from gevent.event import Event

from bench.chaos.outbox import Kept, Outbox
from bench.chaos.wire import Line, Message, message
from bench.tablets import CONTENT_TYPE

MOST = 50
PATIENCE = 3.0
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.5
_BASE = re.compile(r'<input[^>]*\bname="base-(mark|comment)-([^"]*)"[^>]*>')
_VALUE = re.compile(r'\bvalue="([^"]*)"')


class Tablet:
    """One device of a seat: its outbox, its cookies, and its connection through the network."""

    def __init__(self, seat: str, cookies: str, port: int, chance: Random) -> None:
        self.seat = seat
        self.outbox = Outbox(seat, chance)
        self.requests = 0
        self.unbelieved: Counter[str] = Counter()
        """Answers that were no receipt, by what was wrong with them."""
        self._chance = chance
        self._line, self._pages = Line(port), Line(port)
        self._news = Event()
        self._headers = {"Host": f"127.0.0.1:{port}", "Cookie": cookies}
        self._own = {"Origin": f"http://127.0.0.1:{port}", "Content-Type": CONTENT_TYPE}

    def keep(self, presenter: str, act: str, node: str = "", value: Any = None) -> None:
        """A change is kept, then sent: at once, whatever pause there was."""
        self.outbox.add(presenter, act, node, value)
        self._news.set()

    def send_for_ever(self) -> None:
        failures = 0
        while True:
            self._news.clear()
            waiting = self.outbox.waiting()
            if waiting and not self._send(waiting):
                failures += 1
                pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**failures) * self._chance.uniform(0.5, 1.5)
                self._news.wait(pause)
                continue
            failures = 0
            if len(waiting) <= MOST:
                self._news.wait(0.2)

    def _send(self, waiting: list[Kept]) -> bool:
        """One batch; whether it was receipted."""
        batch, nonce = waiting[:MOST], str(uuid4())
        body = {
            "nonce": nonce,
            "epoch": self.outbox.epoch,
            "waiting": len(waiting) - len(batch),
            "entries": [entry.sent() for entry in batch],
        }
        posted = message("POST /entries HTTP/1.1", self._headers | self._own, json.dumps(body).encode())
        answer = self._ask(self._line, posted)
        receipt = answer and self._believed(answer, nonce)
        if receipt:
            self.outbox.receive(receipt["receipts"], receipt["epoch"])
        return bool(receipt)

    def _ask(self, line: Line, request: bytes) -> Message | None:
        """Whatever answered; None for nobody."""
        self.requests += 1
        try:
            with gevent.Timeout(PATIENCE, TimeoutError()):
                return line.ask(request)
        except OSError as failure:
            late = isinstance(failure, TimeoutError)
            self.unbelieved["no answer in time" if late else "connection ended"] += 1
            line.close()
            return None

    def _believed(self, answer: Message, nonce: str) -> dict[str, Any] | None:
        """A receipt, if that is what it is."""
        if answer.headers.get("content-type") != CONTENT_TYPE:
            self.unbelieved["another content type"] += 1
            return None
        body: dict[str, Any] = json.loads(answer.body)
        if answer.status == 200 and body["nonce"] == nonce:
            return body
        self.unbelieved["another nonce" if answer.status == 200 else f"status {answer.status}"] += 1
        return None

    def open_sheet(self, path: str, presenter: str) -> bool:
        """Load the sheet's page anew: its fields stand on what the server has. Whether that came through."""
        answer = self._ask(self._pages, message(f"GET {path} HTTP/1.1", self._headers))
        if answer is None or answer.status != 200 or b"base-mark-" not in answer.body:
            return False
        for found in _BASE.finditer(answer.body.decode()):
            base = _VALUE.search(found[0])
            self.outbox.heads[presenter, found[1], found[2]] = base[1] if base and base[1] else None
        return True

    def close(self) -> None:
        self._line.close()
        self._pages.close()
