"""What POST /entries says to the database, taken down while it runs, so that it can be said without it.

A recording is a list of statements with their parameters; a parameter that came with the request is a slot
instead, [field, place of the entry]. What the application works out between two statements (the next
revision, ids) stays as recorded: it costs the database the same.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from bench.drivers import INSTANT, Statement
from bench.tablets import Batch

FIELDS = ("uuid", "base", "node", "value", "counter", "at")


def with_slots(statements: list[Statement], batch: Batch, now: datetime) -> list[Statement]:
    """The statements of this batch at this moment, as those of any batch at any moment."""
    slots: dict[Any, Any] = {instant(now): ["now", 0]}
    for place, entry in enumerate(batch["entries"]):
        slots |= {said: [name, place] for name, said in spoken(entry).items()}
    return [
        (sql, [[slots.get(parameter, parameter) for parameter in each] for each in parameters])
        for sql, parameters in statements
    ]


def spoken(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry's fields as the driver gets them."""
    at = datetime.fromisoformat(entry["at"])
    given = {name: entry[name] for name in FIELDS}
    return given | {"value": json.dumps(entry["value"]), "at": instant(at)}


def instant(moment: datetime) -> str:
    """A moment as a driver gets it."""
    return moment.astimezone(UTC).strftime(INSTANT)
