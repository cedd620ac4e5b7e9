"""What the server's machine has for the day: room on its disk, the papers' font, a worker that lives."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from panel.adapters.pdf import FACES, FONTS
from panel.config import Settings

WORKER_LOCK = "worker.lock"
"""In the folder of documents: held by the worker, which touches it at each turn."""


@dataclass(frozen=True)
class Premises:
    """`free`: bytes, where there is least of what the server writes to; `silent`: seconds since the worker's
    last sign of life, None if there never was one."""

    free: int
    fonts: bool
    silent: float | None


def premises_of(settings: Settings) -> Premises:
    folders = (settings.instance, settings.backups)
    fonts = settings.font_dir or FONTS
    return Premises(
        free=min(shutil.disk_usage(_existing(folder)).free for folder in folders),
        fonts=all((fonts / face).is_file() for face in FACES),
        silent=_silence(settings.documents / WORKER_LOCK),
    )


def _existing(folder: Path) -> Path:
    """The folder, or where it will be made."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def _silence(lock: Path) -> float | None:
    return max(0.0, time.time() - lock.stat().st_mtime) if lock.is_file() else None
