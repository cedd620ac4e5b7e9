"""Backups: made as one file, asked for, and noted in the ring."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import delete

from panel.adapters.backups import DATABASE, KEY, TLS, UPLOADS, Manifest, write_backup
from panel.adapters.dumps import SQLITE, database_file, dump, journals, kind_of
from panel.adapters.secrets import derive_key
from panel.config import Settings
from panel.db import db
from panel.domain.backups import superseded
from panel.domain.errors import Conflict, PanelError
from panel.models import Backup, Event
from panel.operations.audit import Author, record
from panel.queries.backups import unfinished

_NAME = re.compile(r"panel-\d{8}T\d{6}Z(?:-\d+)?\.zip")
_UNFINISHED = ".backup-"
_RESERVE = 100 * 2**20
"""Bytes that a backup leaves free: marks need room more than it does."""


# --- One file -------------------------------------------------------------------------------------------


def make_backup(settings: Settings, file: Path, *, at: datetime) -> Manifest:
    """Copy database, uploads and keys into `file`, which has its name only when it is whole.

    The database first: what it says of uploads is then there. Raises PanelError, OSError.
    """
    if file.exists():
        raise Conflict("backup.exists", file=file)
    for folder in {settings.instance, file.parent}:
        _refuse_without_room(folder, settings)
    with TemporaryDirectory(dir=settings.instance, prefix=_UNFINISHED) as place:
        copy = Path(place) / DATABASE
        facts = dump(settings.database_url, copy)
        sources = {DATABASE: copy, **dict(_files(settings))}
        return write_backup(file, sources, facts, made_at=at, key=fingerprint(settings))


def _refuse_without_room(folder: Path, settings: Settings) -> None:
    free = shutil.disk_usage(folder).free
    needed = _RESERVE + sum(file.stat().st_size for _, file in _files(settings))
    if kind_of(settings.database_url) == SQLITE:
        database = database_file(settings.database_url)
        needed += 2 * sum(file.stat().st_size for file in (database, *journals(database)))
    if free < needed:
        raise Conflict("backup.no_room", folder=folder, free=free // 2**20, needed=needed // 2**20 + 1)


def _files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """What lies beside the database, by its name in a backup: uploads, the keys that are kept here."""
    if settings.keeps_key:
        yield KEY, settings.key_file
    for pattern in (f"{TLS}/panel-ca.crt", f"{TLS}/ca.key", f"{UPLOADS}/??/{'[0-9a-f]' * 62}"):
        for file in sorted(settings.instance.glob(pattern)):
            yield file.relative_to(settings.instance).as_posix(), file


def fingerprint(settings: Settings) -> str:
    """Tells secret keys apart, and nothing about them."""
    return derive_key(settings.secret_key, "fingerprint").hex()[:16]


def free_name(folder: Path, start: str, at: datetime, end: str = "") -> Path:
    """A name with a time that nothing in the folder has yet."""
    stem = f"{start}{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = (folder / f"{stem}{f'-{number}' if number > 1 else ''}{end}" for number in count(1))
    return next(name for name in names if not name.exists())


# --- The ring -------------------------------------------------------------------------------------------


def ask_for_backup(event: Event, *, by: Author) -> None:
    """Have the worker make one now; what waits already is not made twice."""
    if not unfinished():
        db.session.add(Backup(at=by.at))
        record("backup.asked", event=event, by=by)


def begin_backup(*, at: datetime) -> Backup:
    """The backup that is made now: that which was asked for, or a new one."""
    backup = next(iter(unfinished()), None) or Backup()
    backup.at = at
    db.session.add(backup)
    db.session.flush()
    return backup


def end_backup(backup: Backup, file: str, size: int, digest: str, *, at: datetime) -> None:
    """It is there, and was read again."""
    backup.file, backup.size, backup.digest = file, size, digest
    backup.holds_until, backup.ended_at = backup.at, at


def fail_backups(error: PanelError, *, at: datetime) -> None:
    """What was being made can't be; the latest reason alone is kept."""
    for backup in unfinished():
        db.session.execute(delete(Backup).where(Backup.error != ""))
        backup.error = json.dumps([error.code, {key: str(value) for key, value in error.params.items()}])
        backup.ended_at = at


def remove_leftovers(settings: Settings) -> None:
    """What a process left that was killed while it made a backup: none takes an hour."""
    old = datetime.now(UTC) - timedelta(hours=1)
    left = (*settings.instance.glob(f"{_UNFINISHED}*"), *settings.backups.glob(".panel-*.part"))
    for path in (path for path in left if _made(path) < old):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def thin_out(folder: Path) -> list[str]:
    """Remove the files that newer backups stand for, and name those that are left. Goes by the files' own
    times: the clock of a rehearsal may be set back."""
    files = {_made(file): file for file in folder.iterdir() if _NAME.fullmatch(file.name)}
    for moment in superseded(files, datetime.now(UTC)):
        files.pop(moment).unlink(missing_ok=True)
    return [file.name for file in files.values()]


def forget_others(files: Collection[str]) -> None:
    """Backups whose file is gone are none."""
    db.session.execute(delete(Backup).where(Backup.digest != "", Backup.file.not_in(files)))


def _made(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
