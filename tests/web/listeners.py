"""A browser's open stream, as tests of live pages read it."""

from __future__ import annotations

import json
import time
from typing import Any

from flask.testing import FlaskClient

PATIENCE = 20


class Listener:
    """Reads a stream event by event."""

    def __init__(self, client: FlaskClient, url: str, **headers: str) -> None:
        self.response = client.get(url, headers=headers)
        self.chunks = self.response.iter_encoded()

    def next(self) -> dict[str, str]:
        """The next event's fields, beats left out; {} if the stream has ended."""
        end = time.monotonic() + PATIENCE
        for chunk in self.chunks:
            assert time.monotonic() < end, "nothing came"
            fields = dict(line.partition(": ")[::2] for line in chunk.decode().strip().splitlines())
            if "data" in fields:
                return fields
        return {}

    @property
    def data(self) -> Any:
        return json.loads(self.next()["data"])

    def close(self) -> None:
        self.response.close()
