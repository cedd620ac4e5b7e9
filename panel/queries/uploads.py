"""The scans that lie beside paper sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.domain.errors import NotFound
from panel.models import Presenter, Seat, Sheet, Slot, Upload, Zone
from panel.queries.sheets import SheetPage


def scans_of(page: SheetPage) -> Sequence[Upload]:
    """The scans of a sheet, oldest first."""
    return db.session.scalars(
        select(Upload)
        .join(Upload.sheet)
        .where(Sheet.slot_id == page.slot.id, Sheet.seat_id == page.seat.id)
        .options(joinedload(Upload.person))
        .order_by(Upload.id)
    ).all()


def sheet_of(page: SheetPage) -> Sheet | None:
    """The row of a sheet that has begun."""
    return db.session.scalar(
        select(Sheet).where(Sheet.slot_id == page.slot.id, Sheet.seat_id == page.seat.id)
    )


def find_scan(page: SheetPage, digest: str) -> Upload:
    """Raises NotFound."""
    found = next((scan for scan in scans_of(page) if scan.digest == digest), None)
    if found is None:
        raise NotFound("upload.unknown")
    return found


def scan_counts(zone: Zone) -> Mapping[tuple[str, str], int]:
    """How many scans the sheets of a zone have, by seat and presenter."""
    rows = db.session.execute(
        select(Seat.code, Presenter.code, func.count(Upload.id))
        .join(Sheet, Sheet.id == Upload.sheet_id)
        .join(Seat, Seat.id == Sheet.seat_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .where(Slot.zone_id == zone.id)
        .group_by(Seat.code, Presenter.code)
    )
    return {(seat, presenter): count for seat, presenter, count in rows}
