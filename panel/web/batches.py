"""A batch of entries as a tablet sends it: read with suspicion, one malformed entry refused alone.

It knows JSON and shapes; what an entry may do is for the operation to say.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from panel.domain.audit import canonical
from panel.domain.errors import Forbidden, Invalid, PanelError
from panel.domain.sheets import Act
from panel.operations.batches import NewEntry

MOST_ENTRIES = 200
MOST_ENTRY = 32 * 1024
MOST_TEXT = 80
MOST_COUNT = 2**31
ACTS = {Act.MARK, Act.COMMENT, Act.SUBMIT, Act.WITHDRAW, Act.RECUSE}
"""What an author does; the chair's acts have pages of their own."""


class Unreadable(Exception):
    """A body of which nothing can be taken: the status to answer, why, and the nonce if it was found."""

    def __init__(self, status: int, why: str, nonce: str | None = None) -> None:
        super().__init__(why)
        self.status = status
        self.nonce = nonce


@dataclass(frozen=True)
class Batch:
    """What came in: the request's nonce, which device of the cookie's sends (None: the first), the epoch of
    the server that it knows (None: none yet), how many entries still wait on it, how many of the person's
    sheets it keeps (None: it does not say), the raw entries."""

    nonce: str
    device: str | None
    epoch: str | None
    waiting: int
    kept: int | None
    raw: list[Any]

    @classmethod
    def read(cls, data: bytes) -> Batch:
        body = _json(data)
        nonce = body.get("nonce")
        if not isinstance(nonce, str) or not 0 < len(nonce) <= MOST_TEXT:
            raise Unreadable(400, "nonce")
        entries = body.get("entries")
        if not isinstance(entries, list):
            raise Unreadable(400, "entries", nonce)
        if len(entries) > MOST_ENTRIES:
            raise Unreadable(413, "too_many", nonce)
        named = {name: body.get(name) for name in ("device", "epoch")}
        for name, value in named.items():
            if value is not None and not isinstance(value, str):
                raise Unreadable(400, name, nonce)
        waiting, kept = _count(body.get("waiting")) or 0, _count(body.get("kept"))
        return cls(nonce, waiting=waiting, kept=kept, raw=entries, **named)

    @property
    def is_greeting(self) -> bool:
        """A sign of life: nothing is handed in."""
        return not self.raw

    @property
    def highest(self) -> int:
        """The highest counter, 0 if there is none."""
        found = [_count(raw.get("counter")) for raw in self.raw if isinstance(raw, dict)]
        return max((counter for counter in found if counter), default=0)

    def entries(self, seats: Collection[str]) -> list[NewEntry]:
        """The entries by their counters: a submission comes after the marks that it was made of. Those not
        for `seats` or not well formed carry their fault."""
        return sorted((_entry(raw, seats) for raw in self.raw), key=lambda entry: entry.counter or 0)


def _json(data: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable(400, "json") from None
    if not isinstance(body, dict):
        raise Unreadable(400, "json")
    return body


def _no_number(text: str) -> None:
    raise ValueError(text)


def _entry(raw: Any, seats: Collection[str]) -> NewEntry:
    uuid = raw.get("uuid") if isinstance(raw, dict) else None
    try:
        if not _is_uuid(uuid):
            raise Invalid("entry.malformed", expected="uuid")
        return _well_formed(raw, seats)
    except PanelError as fault:
        given = raw if isinstance(raw, dict) else {}
        return NewEntry(
            uuid=_plain(uuid),
            seat="",
            presenter="",
            act=Act.MARK,
            base=_plain(given.get("base")) or None,
            counter=_count(given.get("counter")),
            fault=fault,
        )


def _well_formed(raw: dict[str, Any], seats: Collection[str]) -> NewEntry:
    _require(_encodable(raw), "text of at most 32 kB")
    seat, presenter, node = (raw.get(key, "") for key in ("seat", "presenter", "node"))
    _require(all(_is_text(each) for each in (seat, presenter, node)), "seat, presenter, node")
    act, base = str(raw.get("act")), raw.get("base")
    counter, version = raw.get("counter"), raw.get("version")
    _require(act in ACTS, "act")
    _require(base is None or _is_uuid(base), "base")
    _require(counter is None or _count(counter) is not None, "counter")
    _require(version is None or _count(version) is not None, "version")
    if seat not in seats:
        raise Forbidden("sheet.not_yours")
    return NewEntry(
        uuid=raw["uuid"],
        seat=seat,
        presenter=presenter,
        act=Act(act),
        node=node,
        value=raw.get("value"),
        base=base,
        counter=counter,
        device_at=_moment(raw.get("at")),
        version=version,
    )


def _require(holds: bool, expected: str) -> None:
    if not holds:
        raise Invalid("entry.malformed", expected=expected)


def _is_uuid(value: Any) -> bool:
    """Written as `crypto.randomUUID` writes it, and in no other way: two spellings would be two entries."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MOST_TEXT and (value.isprintable() or not value)


def _encodable(value: Any) -> bool:
    """A lone surrogate is valid JSON, but no database takes it. What is held is kept whole: it is short."""
    try:
        return len(canonical(value)) <= MOST_ENTRY
    except (ValueError, RecursionError):
        return False


def _plain(value: Any) -> str:
    """What can be said back of a UUID that is none."""
    return value if isinstance(value, str) and value.isascii() and len(value) <= MOST_TEXT else ""


def _count(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value < MOST_COUNT else None


def _moment(value: Any) -> datetime | None:
    """The device's time; a clock that is broken does not cost an entry."""
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None
