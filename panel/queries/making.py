"""What the log knows of files that were made here, and what in the database is not what the log says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from panel.db import db
from panel.domain.audit import EVENT_CHAIN
from panel.domain.errors import Conflict, Named, PanelError, named
from panel.models import Event, Job, Person, Record, Snapshot, Zone
from panel.queries.audit import broken
from panel.queries.exports import altered, zone_body
from panel.queries.results import ZoneView, event_results
from panel.queries.versions import frozen_faults


@dataclass(frozen=True)
class MadeHere:
    """A file that was made here: when, and for whom."""

    at: datetime
    person: str

    @property
    def params(self) -> Mapping[str, object]:
        return {"at": self.at, "person": self.person or "-"}


@dataclass(frozen=True)
class Replaced:
    """A version of a zone's result that holds no longer: since when, and why."""

    zone: Named
    version: int
    at: datetime
    reason: str


def made_here(digest: str) -> MadeHere | None:
    """By the SHA-256 of the file, as the log has it of each document that a job made."""
    found = db.session.execute(
        select(Record.at, Person.name)
        .outerjoin(Job, Job.key == Record.body["job"].as_string())
        .outerjoin(Person, Person.id == Job.person_id)
        .where(Record.said == digest, Record.act == "document.made")
        .order_by(Record.id)
        .limit(1)
    ).first()
    return MadeHere(found.at, found.name or "") if found else None


def replaced_versions(event: Event, zone: str | None) -> list[Replaced]:
    """Of one zone or of all, the latest first."""
    rows = db.session.execute(
        select(Snapshot, Zone)
        .join(Zone, Zone.id == Snapshot.zone_id)
        .where(Zone.event_id == event.id, Snapshot.reopened_at.is_not(None))
        .order_by(Snapshot.reopened_at.desc())
    )
    return [
        Replaced(named(place), each.version, each.reopened_at, each.reopened_reason)
        for each, place in rows
        if zone in {None, place.code} and each.reopened_at
    ]


def tampered(event: Event, zone: str | None, key: bytes) -> Iterator[PanelError]:
    """What was changed behind the log, of a zone or of the whole: each mark by sheet and zone, whatever was
    frozen, and the log itself."""
    views = [each for view in event_results(event) for each in view.zones if zone in {None, each.code}]
    for view in views:
        yield from changed_marks(view)
    names = {named(view) for view in views}
    for fault in frozen_faults(event):
        if zone is None or fault.params.get("zone") in names:
            yield fault
    for each in broken(event, key):
        if zone is None or each.chain in {zone, EVENT_CHAIN}:
            what = each.what if each.sequence is None else f"record {each.sequence}"
            yield Conflict("verify.log", chain=each.chain, what=what)


def changed_marks(view: ZoneView) -> Iterator[PanelError]:
    """Each mark of a finalised zone that is not the one that was frozen."""
    if view.snapshot is None or not altered(view):
        return
    before = _marks(view.snapshot.body)
    now = _marks(zone_body(view))
    for seat, presenter, node in sorted({*before, *now}):
        was, given = before.get((seat, presenter, node)), now.get((seat, presenter, node))
        if was != given:
            yield Conflict(
                "verify.mark", zone=named(view), seat=seat, presenter=presenter, node=node, was=was, now=given
            )


def _marks(body: Mapping[str, Any]) -> dict[tuple[str, str, str], object]:
    return {
        (sheet["seat"], presenter["code"], node): mark
        for presenter in body["presenters"]
        for sheet in presenter["sheets"]
        for node, mark in sheet["marks"].items()
    }
