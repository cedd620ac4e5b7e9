"""What a tablet keeps of its person's entries, by the rules of static/js/store.js and draft.js.

Kept for good, in the order of their counter; an entry waits until a receipt lists its UUID. It stands for
IndexedDB: nothing but `receive` changes what was kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

WRITES = ("mark", "comment")
Field = tuple[str, str, str]
"""Presenter, act, node."""


@dataclass
class Kept:
    """An entry, what became of it (`state`), and everything that receipts ever said of it."""

    counter: int
    uuid: str
    seat: str
    presenter: str
    act: str
    node: str
    value: Any
    base: str | None
    at: str
    state: str = "waiting"
    reason: str = ""
    told: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.seat} {self.presenter} {self.act} {self.node} ({self.counter})"

    @property
    def field(self) -> Field:
        return self.presenter, self.act, self.node

    def sent(self) -> dict[str, Any]:
        """As it goes over the wire."""
        names = ("counter", "uuid", "seat", "presenter", "act", "node", "value", "base", "at")
        return {name: getattr(self, name) for name in names}


class Outbox:
    """One tablet's entries, and the entry that each field of its pages stands on (`heads`)."""

    def __init__(self, seat: str, chance: Random) -> None:
        self.seat = seat
        self.entries: list[Kept] = []
        self.heads: dict[Field, str | None] = {}
        self.epoch: str | None = None
        self.restarts = 0
        self._chance = chance
        self._places: dict[str, int] = {}

    def add(self, presenter: str, act: str, node: str = "", value: Any = None) -> None:
        """Keep a change; it stands on the entry that the field shows."""
        which = (presenter, act, node)
        entry = Kept(
            counter=len(self.entries) + 1,
            uuid=str(UUID(int=self._chance.getrandbits(128), version=4)),
            seat=self.seat,
            presenter=presenter,
            act=act,
            node=node,
            value=value,
            base=self.heads.get(which) if act in WRITES else None,
            at=datetime.now(UTC).isoformat(),
        )
        self._places[entry.uuid] = len(self.entries)
        self.entries.append(entry)
        if act in WRITES:
            self.heads[which] = entry.uuid

    def waiting(self) -> list[Kept]:
        return [entry for entry in self.entries if entry.state == "waiting"]

    def receive(self, receipts: Sequence[Mapping[str, Any]], epoch: str) -> None:
        """Note what became of entries; another epoch makes all but the refused wait again."""
        if self.epoch not in (None, epoch):
            self.restarts += 1
            for entry in self.entries:
                entry.state = "waiting" if entry.state != "refused" else entry.state
        self.epoch = epoch
        for receipt in receipts:
            if receipt["uuid"] in self._places:
                self._settle(self.entries[self._places[receipt["uuid"]]], receipt)

    def _settle(self, entry: Kept, receipt: Mapping[str, Any]) -> None:
        entry.told.append(receipt["status"])
        entry.state = receipt.get("was") or receipt["status"]
        entry.reason = receipt.get("reason", {}).get("code", "")
        if entry.state != "refused":
            return
        if self.heads.get(entry.field) == entry.uuid:
            self.heads[entry.field] = entry.base
        for later in self.entries[entry.counter :]:
            if later.base == entry.uuid:
                later.base = entry.base

    def shown(self, presenter: str) -> dict[tuple[str, str], Kept]:
        """The last entry of each field of a sheet, by act and node: what the screen shows of them."""
        return {
            (entry.act, entry.node): entry
            for entry in self.entries
            if entry.presenter == presenter and entry.act in WRITES and entry.state != "refused"
        }

    def state(self, presenter: str) -> str:
        """The sheet's, as this tablet knows it: after its own acts, also those that wait."""
        after = {"submit": "submitted", "withdraw": "draft", "recuse": "recused"}
        acts = [
            after[entry.act]
            for entry in self.entries
            if entry.presenter == presenter and entry.act in after and entry.state != "refused"
        ]
        return acts[-1] if acts else "draft"
