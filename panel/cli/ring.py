"""The ring: while an event is open `panel work` makes a backup every few minutes, unless nothing changed.

Each is made in a process of its own, so that documents and plans go on, and what fails is tried again.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from time import monotonic

from panel.adapters.backups import read_backup
from panel.cli.edge import author, opened
from panel.config import Settings
from panel.db import db, writing
from panel.domain.errors import Conflict, PanelError
from panel.models import Backup
from panel.operations.backups import (
    begin_backup,
    end_backup,
    fail_backups,
    forget_others,
    free_name,
    make_backup,
    remove_leftovers,
    thin_out,
)
from panel.queries.backups import anything_open, last_good, state_of_all, unfinished

RETRY = 60.0
"""Seconds until what failed is tried again."""


@dataclass
class Ring:
    """When the next backup is due, and the process that makes one; `start` starts such a process."""

    settings: Settings
    start: Callable[[], BaseProcess]
    process: BaseProcess | None = None
    due: float = 0.0
    rests: float = 0.0
    state: str = ""
    """Of the database when the last good backup was begun."""
    begun: str = ""

    def turn(self) -> None:
        """One look, twice a second: whatever is to be done now about backups."""
        if self.process is not None:
            if not self.process.is_alive():
                self._reap(self.process)
        elif monotonic() >= self.rests and self._wanted():
            self.begun = state_of_all()
            db.session.rollback()
            self.process = self.start()

    def _wanted(self) -> bool:
        """Asked for, or due and something has changed."""
        try:
            if unfinished():
                return True
            if not self.settings.backup_minutes or monotonic() < self.due or not anything_open():
                return False
            self._wait()
            return not self._holds_all()
        finally:
            db.session.rollback()

    def _wait(self) -> None:
        self.due = monotonic() + 60 * self.settings.backup_minutes

    def _holds_all(self) -> bool:
        """Whether the last good backup is there and nothing changed since: it is then good until now."""
        last = last_good()
        if last is None or state_of_all() != self.state or not (self.settings.backups / last.file).is_file():
            return False
        with writing():
            db.session.get_one(Backup, last.id).holds_until = author().at
        return True

    def _reap(self, process: BaseProcess) -> None:
        process.join()
        self.process = None
        if process.exitcode == 0:
            self.state = self.begun
            self._wait()
            return
        with writing():
            fail_backups(PanelError("backup.crashed"), at=author().at)
        self.rests = monotonic() + RETRY
        self.due = 0.0


def make_ring_backup(settings: Settings) -> None:
    """Make one backup and note what came of it; ends the process with status 1 if it failed."""
    with opened(settings):
        with writing():
            backup = begin_backup(at=author().at)
            key, at = backup.id, backup.at
        try:
            settings.backups.mkdir(mode=0o700, exist_ok=True)
            remove_leftovers(settings)
            file = free_name(settings.backups, "panel-", at, ".zip")
            make_backup(settings, file, at=at)
            read_backup(file)
            with file.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            size, files = file.stat().st_size, thin_out(settings.backups)
            with writing():
                end_backup(db.session.get_one(Backup, key), file.name, size, digest, at=author().at)
                forget_others(files)
        except (PanelError, OSError) as error:
            failure = error if isinstance(error, PanelError) else _not_written(error)
            with writing():
                fail_backups(failure, at=author().at)
            sys.exit(1)


def _not_written(error: OSError) -> PanelError:
    what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    return Conflict("backup.not_written", what=what)
