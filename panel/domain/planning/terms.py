"""On what terms a plan is asked for: what the organiser chooses beside what the event itself holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MOST_SECONDS = 300
MOST_SEED = 2**31 - 1
"""What the solver takes."""


@dataclass(frozen=True)
class Terms:
    """`seed` and `seconds` are the search's. With `free` presenters may change zones, each of which then
    takes `least` to `most` of them. `start`: as if every zone's first slot started then."""

    seed: int = 0
    seconds: int = 20
    free: bool = False
    least: int = 0
    most: int | None = None
    start: int | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Terms:
        """The terms that `to_json` wrote."""
        return cls(**body)
