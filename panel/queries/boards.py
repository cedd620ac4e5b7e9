"""The chair's board: what of a zone a viewer may see, which late entries wait, what blocks finalising."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from panel.db import db
from panel.domain import access as may
from panel.domain.access import Identity, Place
from panel.domain.errors import Conflict, Named, PanelError, named
from panel.domain.instruments import Answer
from panel.domain.results import Standing
from panel.domain.sheets import Act, Channel, EntryStatus
from panel.models import Entry, Mark, Person, Presenter, Seat, Sheet, Slot, Zone
from panel.queries.results import PresenterView, ZoneView

MOST_NAMED = 5
"""The open sheets that a refusal names; the board lists them all."""


@dataclass(frozen=True)
class Sight:
    """What a viewer may see of a zone: whose marks judge by judge, whose results, and the ranking.

    Presenters by code. A ranking tells something of everybody in it: it is for who sees all results.
    """

    marks: frozenset[str]
    results: frozenset[str]
    ranking: bool


@dataclass(frozen=True)
class HeldEntry:
    """An entry that came for a sheet which took none any more, beside the mark that it would replace.

    `name` is the presenter's, `judge` that of who sits in the seat.
    """

    uuid: str
    seat: str
    judge: str
    presenter: str
    name: str
    name_en: str
    act: Act
    node: str
    value: Answer | None
    current: Answer | None
    channel: Channel
    stored_at: datetime


def sight(me: Identity, event: str, zone: ZoneView) -> Sight:
    """What may be seen (DESIGN §4): a chair who scores sees a presenter's marks once the own sheet is in,
    the panel the results once the zone is finalised."""
    place = Place(event, zone.code)
    finalised = not zone.provisional
    marks = frozenset(
        presenter.code
        for presenter in zone.presenters
        if may.sees_marks(me, place, finalised=finalised, own_submitted=_own_settled(me, presenter))
    )
    everyone = frozenset(presenter.code for presenter in zone.presenters)
    results = everyone if finalised and may.follower(me, place) else marks
    unscored = {each.code for each in zone.presenters if each.result.standing is Standing.NO_SHOW}
    return Sight(marks, results, ranking=everyone == results | unscored)


def _own_settled(me: Identity, presenter: PresenterView) -> bool:
    """Whether nothing is left to mark for this person: all own sheets are in, recused or absent."""
    return not any(sheet.state.pending for sheet in presenter.sheets if sheet.person == me.person)


def held_entries(zone: Zone) -> tuple[HeldEntry, ...]:
    """The late entries of a zone that nobody has decided on yet, in the order in which they came."""
    rows = db.session.execute(
        select(Entry, Seat.code, Person.name, Presenter, Mark.value)
        .join(Sheet, Sheet.id == Entry.sheet_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .join(Seat, Seat.id == Sheet.seat_id)
        .join(Person, Person.id == Seat.person_id)
        .outerjoin(
            Mark, (Mark.sheet_id == Entry.sheet_id) & (Mark.act == Entry.act) & (Mark.node == Entry.node)
        )
        .where(
            Slot.zone_id == zone.id,
            Slot.start.is_not(None),
            Entry.status == EntryStatus.LATE,
            Entry.settled_at.is_(None),
        )
        .order_by(Entry.id)
    )
    return tuple(
        HeldEntry(
            uuid=entry.uuid,
            seat=seat,
            judge=judge,
            presenter=presenter.code,
            name=presenter.name,
            name_en=presenter.name_en,
            act=entry.act,
            node=entry.node,
            value=entry.value,
            current=current,
            channel=entry.channel,
            stored_at=entry.stored_at,
        )
        for entry, seat, judge, presenter, current in rows
    )


def blockers(zone: ZoneView, held: Sequence[HeldEntry]) -> list[PanelError]:
    """Everything for which finalising is refused, as the refusal would say it."""
    if zone.snapshot:
        return [Conflict("result.already_finalised", zone=named(zone))]
    if not zone.presenters:
        return [Conflict("result.nothing_to_finalise", zone=named(zone))]
    found: list[PanelError] = []
    if zone.pending:
        found.append(Conflict("result.sheets_pending", count=len(zone.pending), who=_who(zone)))
    if held:
        found.append(Conflict("result.entries_held", count=len(held)))
    if len({version for each in zone.presenters for version in _versions(each)}) > 1:
        found.append(Conflict("result.versions_mixed", zone=named(zone)))
    return found


def _who(zone: ZoneView) -> Named:
    """Whose sheets are pending, the first of them by name."""
    first = [(named(zone.presenter(each.presenter)), each.name) for each in zone.pending[:MOST_NAMED]]
    more = ["…"] if len(zone.pending) > MOST_NAMED else []
    thai = [f"{presenter} – {judge}" for presenter, judge in first]
    english = [f"{presenter.name_en or presenter} – {judge}" for presenter, judge in first]
    return Named("; ".join(thai + more), "; ".join(english + more))


def _versions(presenter: PresenterView) -> set[tuple[str, int]]:
    """The versions with which a presenter was scored, and is to be."""
    scored = {sheet.version for sheet in presenter.sheets if sheet.state.counts}
    return {(presenter.instrument.code, version) for version in scored | {presenter.version}}
