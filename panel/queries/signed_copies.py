"""The scans of signed pages, beside the versions of a result that they stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.domain.errors import NotFound
from panel.models import Event, SignedCopy, Snapshot, Zone
from panel.queries.snapshots import snapshots_of


@dataclass(frozen=True)
class SignedVersion:
    """What was put a name to, and the copies of its papers, oldest first."""

    snapshot: Snapshot
    copies: tuple[SignedCopy, ...]

    def copy(self, digest: str) -> SignedCopy:
        """Raises NotFound."""
        found = next((copy for copy in self.copies if copy.digest == digest), None)
        if found is None:
            raise NotFound("copy.unknown")
        return found


def signed_versions(event: Event, zone: Zone | None) -> Sequence[SignedVersion]:
    """Every version of a zone's result, or without a zone of the province's; the latest first."""
    snapshots = snapshots_of(event, zone)
    copies: dict[int, list[SignedCopy]] = defaultdict(list)
    for copy in db.session.scalars(
        select(SignedCopy)
        .where(SignedCopy.snapshot_id.in_([each.id for each in snapshots]))
        .options(joinedload(SignedCopy.person))
        .order_by(SignedCopy.id)
    ):
        copies[copy.snapshot_id].append(copy)
    return [SignedVersion(each, tuple(copies[each.id])) for each in snapshots]


def find_signed(event: Event, zone: Zone | None, version: int) -> SignedVersion:
    """That version; raises NotFound."""
    found = next((each for each in signed_versions(event, zone) if each.snapshot.version == version), None)
    if found is None:
        raise NotFound("copy.unknown")
    return found
