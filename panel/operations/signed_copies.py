"""Scans of signed pages: attached to the version of a result that they stand for, and removed with a reason.

A version keeps its copies when it no longer holds; the next one begins without any.
"""

from __future__ import annotations

from sqlalchemy import select

from panel.adapters.uploads import CheckedFile, Staged
from panel.config import Settings
from panel.db import db
from panel.domain.audit import EVENT_CHAIN
from panel.domain.errors import Conflict, Forbidden
from panel.models import Event, SignedCopy, Snapshot, Zone
from panel.operations.audit import Author, lock_chain, record
from panel.operations.sheets import required
from panel.operations.uploads import forget_unused

MOST_COPIES = 30
"""Of one version."""


def attach_copy(snapshot: Snapshot, file: CheckedFile, staged: Staged, *, by: Author) -> None:
    """Put a file beside a version; the same one twice is one."""
    if by.person is None:
        raise Forbidden("access.sign_in")
    _hold(snapshot)
    have = db.session.scalars(select(SignedCopy.digest).where(SignedCopy.snapshot_id == snapshot.id)).all()
    if staged.digest in have:
        return
    if len(have) >= MOST_COPIES:
        raise Conflict("copy.too_many", most=MOST_COPIES)
    staged.keep()
    db.session.add(
        SignedCopy(
            snapshot_id=snapshot.id,
            person_id=by.person.id,
            at=by.at,
            digest=staged.digest,
            media_type=file.kind.value,
            size=len(file.content),
            name=file.name.replace("\x00", "")[:200],
        )
    )
    _record("copy.attached", snapshot, staged.digest, by)


def remove_copy(copy: SignedCopy, *, reason: str, by: Author, settings: Settings) -> None:
    """Take a copy away, with a reason."""
    _hold(copy.snapshot)
    _record("copy.removed", copy.snapshot, copy.digest, by, reason=required(reason))
    drop_copy(copy, settings)


def drop_copy(copy: SignedCopy, settings: Settings) -> None:
    """Its bytes go too, unless something else is made of the same."""
    db.session.delete(copy)
    forget_unused(copy.digest, settings)


def _hold(snapshot: Snapshot) -> None:
    """Bytes come and go by one hand at a time."""
    event, zone = _place(snapshot)
    lock_chain(event, zone.code if zone else EVENT_CHAIN)


def _record(act: str, snapshot: Snapshot, digest: str, by: Author, **facts: object) -> None:
    event, zone = _place(snapshot)
    record(act, event=event, zone=zone, by=by, version=snapshot.version, digest=digest, **facts)


def _place(snapshot: Snapshot) -> tuple[Event, Zone | None]:
    zone = db.session.get_one(Zone, snapshot.zone_id) if snapshot.zone_id else None
    return db.session.get_one(Event, snapshot.event_id), zone
