"""The audit chain: each record holds the digest of the one before it, so that none can be changed alone.

Digests are keyed (HMAC): who can write to the database but has not the key can't mend the chain.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

START = "0" * 64
EVENT_CHAIN = "_event"
"""The chain of what concerns the whole event; no zone has this code."""


def canonical(body: object) -> bytes:
    """One spelling of a JSON value: what digests are taken of."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(body: object) -> str:
    """SHA-256 of a JSON value's canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(body)).hexdigest()


@dataclass(frozen=True)
class Line:
    """One record as its digest covers it."""

    sequence: int
    act: str
    person: str
    at: datetime
    body: Mapping[str, object]


def sealed(line: Line, *, before: str, key: bytes) -> str:
    """The digest of a record that follows the one whose digest is `before`."""
    content = canonical(
        {
            "before": before,
            "sequence": line.sequence,
            "act": line.act,
            "person": line.person,
            "at": line.at.astimezone(UTC).isoformat(),
            "body": line.body,
        }
    )
    return hmac.new(key, content, hashlib.sha256).hexdigest()
