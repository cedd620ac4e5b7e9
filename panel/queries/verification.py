"""What a digest on a paper stands for: the current version of something, an older one, or nothing known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from panel.db import db
from panel.domain.sheets import Act, sheet_digest
from panel.models import (
    Chain,
    Event,
    Mark,
    PlanVersion,
    Presenter,
    Record,
    Seat,
    Sheet,
    Slot,
    Snapshot,
    Zone,
)
from panel.queries.certifications import certification_altered
from panel.queries.exports import altered
from panel.queries.results import zone_results

LEAST = 12
"""The digits of a digest that papers print: fewer could stand for several."""
FROZEN_ACTS = ("zone.finalised", "province.certified")
SHEET_ACTS = ("sheet.submit", "entry.settled")


@dataclass(frozen=True)
class Verdict:
    """What was found, without a mark in it. `kind` is a document's name; `zone` and `presenter` are those
    it speaks of, if it speaks of one; of a sheet the `seat` too. It held until `reopened_at`. `altered` says
    that the marks in the database are others by now."""

    kind: str
    event: Event
    current: bool
    at: datetime
    version: int | None = None
    zone: Zone | None = None
    presenter: Presenter | None = None
    seat: str = ""
    reopened_at: datetime | None = None
    reason: str = ""
    altered: bool = False


def verdict(prefix: str) -> Verdict | None:
    """What the digest that begins so stands for; None if it is unknown."""
    kinds = (_snapshot, _plan, _sheet)
    return next((found for kind in kinds if (found := kind(prefix)) is not None), None)


def _begins(column: InstrumentedAttribute[str], prefix: str) -> tuple[ColumnElement[bool], ...]:
    """As a range, which an index answers: of hexadecimal digits none comes after "f"."""
    return column >= prefix, column < f"{prefix}g"


def _snapshot(prefix: str) -> Verdict | None:
    """The latest version with that digest, a zone's or the province's: the same marks give the same digest,
    finalised twice."""
    found = db.session.scalar(
        select(Snapshot).where(*_begins(Snapshot.digest, prefix)).order_by(Snapshot.version.desc()).limit(1)
    )
    if found is None:
        return None
    event = db.session.get_one(Event, found.event_id)
    zone = db.session.get_one(Zone, found.zone_id) if found.zone_id else None
    current = found.reopened_at is None
    return Verdict(
        kind="ranking",
        event=event,
        current=current,
        at=found.finalised_at,
        version=found.version,
        zone=zone,
        reopened_at=found.reopened_at,
        reason=found.reopened_reason,
        altered=current and _altered(event, zone, found),
    )


def _altered(event: Event, zone: Zone | None, found: Snapshot) -> bool:
    """Whether it is not what the log says was put a name to, or no longer what the marks give."""
    sealed = db.session.scalar(
        select(Record.id)
        .join(Chain, Chain.id == Record.chain_id)
        .where(
            Chain.event_id == event.id,
            Record.said == found.digest,
            Record.act.in_(FROZEN_ACTS),
            Record.digest == found.audit_head,
        )
    )
    if sealed is None:
        return True
    if zone is None:
        return certification_altered(event, found)
    return altered(zone_results(zone))


def _plan(prefix: str) -> Verdict | None:
    found = db.session.scalar(
        select(PlanVersion)
        .where(*_begins(PlanVersion.digest, prefix))
        .order_by(PlanVersion.version.desc())
        .limit(1)
    )
    if found is None:
        return None
    after = db.session.scalar(
        select(func.min(PlanVersion.published_at)).where(
            PlanVersion.event_id == found.event_id, PlanVersion.version > found.version
        )
    )
    return Verdict(
        kind="plan",
        event=db.session.get_one(Event, found.event_id),
        current=after is None,
        at=found.published_at,
        version=found.version,
        reopened_at=after,
    )


def _sheet(prefix: str) -> Verdict | None:
    """A sheet by the digest that the log kept of its submission."""
    found = db.session.scalar(
        select(Record)
        .where(Record.act.in_(SHEET_ACTS), *_begins(Record.said, prefix))
        .order_by(Record.id.desc())
        .limit(1)
    )
    if found is None:
        return None
    chain = db.session.get_one(Chain, found.chain_id)
    sheet = db.session.scalars(
        select(Sheet)
        .join(Seat, Seat.id == Sheet.seat_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .where(
            Seat.event_id == chain.event_id,
            Seat.code == found.body["seat"],
            Presenter.code == found.body["presenter"],
        )
    ).one()
    holds = sheet.state.counts and sealed_sheet(sheet) == found.said
    current = holds or (sheet.state.counts and _latest(chain, sheet) == found.id)
    return Verdict(
        kind="sheets",
        event=db.session.get_one(Event, chain.event_id),
        current=current,
        at=found.at,
        version=found.body["submission"],
        zone=sheet.slot.zone,
        presenter=sheet.slot.presenter,
        seat=sheet.seat.code,
        altered=current and not holds,
    )


def sealed_sheet(sheet: Sheet) -> str:
    """The digest of a sheet's marks and comments as they stand: what its signed paper stands for."""
    rows = db.session.execute(select(Mark.act, Mark.node, Mark.value).where(Mark.sheet_id == sheet.id)).all()
    return sheet_digest(
        event=sheet.slot.round.event.code,
        seat=sheet.seat.code,
        presenter=sheet.slot.presenter.code,
        submission=sheet.submissions,
        marks={node: value for act, node, value in rows if act is Act.MARK},
        comments={node: value for act, node, value in rows if act is Act.COMMENT},
    )


def _latest(chain: Chain, sheet: Sheet) -> int | None:
    """The record that last sealed the sheet."""
    return db.session.scalar(
        select(Record.id)
        .where(
            Record.chain_id == chain.id,
            Record.act.in_(SHEET_ACTS),
            Record.body["seat"].as_string() == sheet.seat.code,
            Record.body["presenter"].as_string() == sheet.slot.presenter.code,
        )
        .order_by(Record.id.desc())
        .limit(1)
    )
