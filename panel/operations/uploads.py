"""Scans of paper sheets: attached under their digest, and removed with a reason."""

from __future__ import annotations

from sqlalchemy import func, select

from panel.adapters.uploads import CheckedFile, forget_upload, keep_upload
from panel.config import Settings
from panel.db import db
from panel.domain.errors import Conflict
from panel.domain.sheets import Channel
from panel.models import Event, Material, Sheet, SignedCopy, Snapshot, Upload
from panel.operations.audit import Author, lock_chain, record
from panel.operations.sheets import required

MOST_SCANS = 10
"""Of one sheet."""
_KEPT = (
    *(model.digest for model in (Upload, Material, SignedCopy)),
    *(Event.emblem, Snapshot.names["emblem"].as_string()),
)
"""What names bytes by their digest: what was handed in, and an emblem, today's or one that was frozen."""


def attach_scan(sheet: Sheet | None, file: CheckedFile, *, by: Author, settings: Settings) -> None:
    """Put a file beside a sheet that came on paper; the same one twice is one."""
    if sheet is None or sheet.channel is not Channel.PAPER or by.person is None:
        raise Conflict("upload.no_paper")
    zone = sheet.slot.zone
    lock_chain(zone.event, zone.code)  # bytes come and go by one hand at a time
    digest = keep_upload(settings, file.content)
    have = db.session.scalars(select(Upload.digest).where(Upload.sheet_id == sheet.id)).all()
    if digest in have:
        return
    if len(have) >= MOST_SCANS:
        raise Conflict("upload.too_many", most=MOST_SCANS)
    db.session.add(
        Upload(
            event_id=zone.event_id,
            sheet_id=sheet.id,
            person_id=by.person.id,
            at=by.at,
            digest=digest,
            media_type=file.kind.value,
            size=len(file.content),
            name=file.name.replace("\x00", "")[:200],
        )
    )
    _record("sheet.scanned", sheet, digest, by=by)


def remove_scan(scan: Upload, *, reason: str, by: Author, settings: Settings) -> None:
    """Take a scan away, with a reason."""
    if scan.sheet is None:
        raise Conflict("upload.no_paper")
    _record("sheet.scan_removed", scan.sheet, scan.digest, by=by, reason=required(reason))
    drop_scan(scan, settings)


def drop_scan(scan: Upload, settings: Settings) -> None:
    """Its bytes go too, unless something else is made of the same."""
    db.session.delete(scan)
    forget_unused(scan.digest, settings)


def forget_unused(digest: str, settings: Settings) -> None:
    """The bytes of a digest go once nothing is made of them any more."""
    db.session.flush()
    if not any(db.session.scalar(select(func.count()).where(column == digest)) for column in _KEPT):
        forget_upload(settings, digest)


def _record(act: str, sheet: Sheet, digest: str, *, by: Author, **facts: object) -> None:
    zone, seat, presenter = sheet.slot.zone, sheet.seat.code, sheet.slot.presenter.code
    record(act, event=zone.event, zone=zone, by=by, seat=seat, presenter=presenter, digest=digest, **facts)
