"""A judge's tablet as the load plays it: what it sends next, what was receipted, what it shows."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

CONTENT_TYPE = "application/vnd.panel.entries+json"
FIRST_COUNTER = 1_000_000
"""No database id gets so high: where it stands among a statement's parameters is plain to see."""

Batch = dict[str, Any]
"""A request's body: nonce, waiting, entries."""


@dataclass
class Tablet:
    """Sends marks for one seat: sheet after sheet, item after item, each mark based on its last one."""

    seat: str
    cookie: str
    presenters: tuple[str, ...]
    nodes: tuple[str, ...]
    marks: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Value and entry, by presenter and item: what the screen shows as saved."""
    receipted: list[str] = field(default_factory=list)
    """The UUIDs that a receipt called stored, in order."""
    event: str = ""
    counter: int = FIRST_COUNTER
    turn: int = 0

    def next_batch(self, size: int) -> Batch:
        """The next `size` items of the next sheet, all with one value that every item takes."""
        sheet, self.turn = self.turn % len(self.presenters), self.turn + 1
        first = self.turn // len(self.presenters) * size
        nodes = [self.nodes[(first + place) % len(self.nodes)] for place in range(size)]
        return self.batch(self.presenters[sheet], nodes, str(self.turn % 4))

    def batch(self, presenter: str, nodes: list[str], value: str) -> Batch:
        """A request's body that sets these items of one sheet to `value`."""
        at = datetime.now(UTC).isoformat()
        entries = [
            {
                "uuid": str(uuid4()),
                "seat": self.seat,
                "presenter": presenter,
                "act": "mark",
                "node": node,
                "value": value,
                "base": self.marks.get((presenter, node), ("", None))[1],
                "counter": counter,
                "at": at,
            }
            for node, counter in zip(nodes, count(self.counter), strict=False)
        ]
        self.counter += len(entries)
        return {"nonce": str(uuid4()), "waiting": 0, "entries": entries}

    def take(self, batch: Batch, answer: bytes) -> int:
        """Believe a receipt of this batch; how many of its entries it does not call stored."""
        body = json.loads(answer)
        if body["nonce"] != batch["nonce"]:
            return len(batch["entries"])
        stored = {receipt["uuid"] for receipt in body["receipts"] if receipt["status"] == "stored"}
        kept = [entry for entry in batch["entries"] if entry["uuid"] in stored]
        for entry in kept:
            self.marks[entry["presenter"], entry["node"]] = (entry["value"], entry["uuid"])
            self.receipted.append(entry["uuid"])
        return len(batch["entries"]) - len(kept)
