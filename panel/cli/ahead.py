"""Drawing ahead: while nobody waits for anything, sheets are drawn as they are submitted.

So most of a pack is there before anyone asks for it. It looks at the heads of the zones' chains alone: they
change with every act, and no act means no new sheet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from time import monotonic

from panel.db import db
from panel.queries.jobs import zone_heads

LOOK = 5.0
"""Seconds between two looks."""


@dataclass
class Ahead:
    """What is drawn already, and the one process that draws; `start` starts it for zones, by id."""

    start: Callable[[list[int]], BaseProcess]
    drawn: dict[int, str] = field(default_factory=dict)
    """By zone the head of its chain when its sheets were drawn last."""
    begun: dict[int, str] = field(default_factory=dict)
    process: BaseProcess | None = None
    due: float = 0.0

    def turn(self) -> None:
        """One look, while the worker has nothing else to do."""
        if self.process is not None:
            if not self.process.is_alive():
                self._reap(self.process)
        elif monotonic() >= self.due:
            self.due = monotonic() + LOOK
            heads = zone_heads()
            db.session.rollback()
            self.begun = {zone: head for zone, head in heads.items() if self.drawn.get(zone) != head}
            if self.begun:
                self.process = self.start(list(self.begun))

    def rest(self) -> None:
        """Somebody waits: end at once, and begin again where it was left."""
        if self.process is not None:
            self.process.terminate()
            self.process.join()
            self.process = None

    def _reap(self, process: BaseProcess) -> None:
        """What crashed is not tried again before something changes: it would crash as it did."""
        process.join()
        self.process = None
        self.drawn |= self.begun
