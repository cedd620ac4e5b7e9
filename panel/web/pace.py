"""How often one address may have something looked up that anybody may ask for. Counted in the process, a
minute at a time: a stranger's question must not cost the database a write."""

from __future__ import annotations

import time
from collections import Counter

from flask import abort, current_app

from panel.web.actors import address

MOST = 60
"""A minute: a hall's tablets have one address."""
MINUTE = 60.0


class Pace:
    def __init__(self) -> None:
        self._begun = 0.0
        self._asked: Counter[str] = Counter()

    def holds(self, who: str) -> bool:
        """Count one more question of theirs, and say whether it is still at leisure."""
        now = time.monotonic()
        if now - self._begun >= MINUTE:
            self._begun, self._asked = now, Counter()
        self._asked[who] += 1
        return self._asked[who] <= MOST


def keep_pace() -> None:
    """Aborts with 429 for whoever asks too often."""
    pace: Pace = current_app.extensions.setdefault("panel_pace", Pace())
    if not pace.holds(address()):
        abort(429)
