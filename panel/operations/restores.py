"""Restoring: whether a backup fits here, its files put in the place of ours, and what the server then tells.

What stood here before is kept beside, under the name that it had and the time.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import delete, select

from panel.adapters.backups import KEY, TLS, UPLOADS, Manifest
from panel.adapters.dumps import journals, kind_of, knows
from panel.config import Settings
from panel.db import db
from panel.domain.errors import Conflict
from panel.models import Backup, Server
from panel.operations.audit import Author, record
from panel.operations.backups import fingerprint, free_name
from panel.queries.events import all_events


def refuse_misfit(file: Path, manifest: Manifest, settings: Settings) -> None:
    """Raises Conflict for a backup of another kind of database, of a newer Panel, or without its key."""
    facts, own = manifest.facts, kind_of(settings.database_url)
    if facts.kind != own:
        raise Conflict("backup.other_kind", kind=facts.kind, own=own)
    if not knows(facts.revision):
        raise Conflict("backup.newer", file=file.name)
    if KEY in manifest.members and settings.keeps_key:
        return
    if manifest.key != fingerprint(settings):
        raise Conflict("backup.other_key" if KEY in manifest.members else "backup.key_elsewhere")


def replace_file(new: Path, place: Path, at: datetime, undo: ExitStack) -> None:
    """Put a file in its place at one stroke, so that there is one at any time."""
    if place.exists():
        kept = free_name(place.parent, f"{place.name}.before-restore-", at)
        kept.hardlink_to(place)
        undo.callback(kept.replace, place)
    else:
        undo.callback(place.unlink)
    new.replace(place)


def replace_database(copy: Path, place: Path, at: datetime, undo: ExitStack) -> None:
    """Put a SQLite database in its place. The journal of one that is gone would be read into the new one."""
    for left in journals(place):
        kept = left.rename(free_name(place.parent, f"{left.name}.before-restore-", at))
        undo.callback(kept.rename, left)
    replace_file(copy, place, at, undo)


def replace_files(restored: Path, settings: Settings, at: datetime, undo: ExitStack) -> None:
    """The keys and uploads of the backup, unpacked in `restored`, in the place of the instance's own.

    Uploads are replaced even by none; the keys only by keys.
    """
    for name in (UPLOADS, TLS):
        place, new = settings.instance / name, restored / name
        if place.exists() and (new.exists() or name == UPLOADS):
            kept = place.rename(free_name(settings.instance, f"{name}.before-restore-", at))
            undo.callback(kept.rename, place)
        if new.exists():
            new.rename(place)
            undo.callback(place.rename, new)
    if (restored / KEY).exists():
        replace_file(restored / KEY, settings.key_file, at, undo)


def note_restore(file: Path, manifest: Manifest, *, by: Author) -> None:
    """Make a restored database a new server, to which tablets send everything again, and record that.

    The ring of backups that it knows is the other machine's.
    """
    db.session.scalars(select(Server)).one().epoch = str(uuid4())
    db.session.execute(delete(Backup))
    for event in all_events():
        record(
            "server.restored",
            event=event,
            by=by,
            backup=file.name,
            made_at=manifest.made_at.isoformat(),
            epoch=manifest.facts.epoch,
        )
