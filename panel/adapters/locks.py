"""Locks between processes: one worker an instance, and nothing that serves while a backup is restored.

The system lets go of a lock when its process ends, however that ends.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from panel.domain.errors import Conflict

_SERVING = "serving.lock"


@contextmanager
def alone(lock: Path, refusal: str) -> Iterator[None]:
    """No other process holds this lock meanwhile; raises Conflict(refusal) where one does."""
    with lock.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(refusal) from None
        yield


@contextmanager
def nobody_serves(instance: Path) -> Iterator[None]:
    """Nothing serves this instance meanwhile; raises Conflict where something does."""
    with alone(instance / _SERVING, "backup.serving"):
        yield


def serves(instance: Path) -> IO[str]:
    """Say that this process serves the instance, for as long as the answer is kept open. Where a backup is
    just being restored it waits until that is done."""
    instance.mkdir(parents=True, exist_ok=True)
    held = (instance / _SERVING).open("a")
    fcntl.flock(held, fcntl.LOCK_SH)
    return held
