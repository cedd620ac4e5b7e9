"""What of a zone a viewer may see, how its seats are heard of, what blocks finalising.

`sight` is the one rule by which pages, streams, exports and documents show what is made of others' marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.adapters.clock import minute_of
from panel.db import db
from panel.domain import access as may
from panel.domain.access import Identity, Place
from panel.domain.days import now_and_next
from panel.domain.errors import Conflict, Named, PanelError, named, named_all
from panel.domain.panels import Role
from panel.domain.results import Standing
from panel.models import Person, Seat, Zone
from panel.queries.deposits import HeldSheet
from panel.queries.results import PresenterView, SheetView, ZoneView
from panel.queries.schedules import timed_slots

SILENCE = timedelta(minutes=2)
MOST_NAMED = 5
"""The open sheets that a refusal names; the board lists them all."""


@dataclass(frozen=True)
class Sight:
    """What a viewer may see of a zone: whose marks judge by judge, whose results, and the ranking.

    Presenters by code. A ranking tells something of everybody in it: it is for who sees all results.
    `drafts`: marks also of sheets that were never in.
    """

    marks: frozenset[str]
    results: frozenset[str]
    ranking: bool
    drafts: bool

    def shows(self, sheet: SheetView) -> bool:
        """Whether what stands on a sheet may be read."""
        return sheet.presenter in self.marks and (self.drafts or sheet.submissions > 0)


@dataclass(frozen=True)
class SeatSigns:
    """What a seat's devices last said of themselves. `waiting`: entries unsent; `owed`: on devices that were
    signed out since, which may never come back.

    `silent`: nothing was heard for SILENCE while its sheet of the presenter who is on is open.
    """

    seat: str
    name: str
    role: Role
    devices: int
    seen_at: datetime | None
    waiting: int
    owed: int
    silent: bool

    @property
    def tone(self) -> str:
        """As badges are coloured."""
        if self.waiting or self.silent or not self.devices:
            return "warning"
        return "success"


def sight(me: Identity, event: str, zone: ZoneView) -> Sight:
    """What may be seen (DESIGN §4): a chair who scores sees a presenter's marks once the own sheet is in,
    the panel the results once the zone is finalised. Who fills sheets reads no draft before that: one's own
    sheet can be taken back as long as nobody else's is in."""
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
    drafts = finalised or not may.scorer(me, place)
    return Sight(marks, results, ranking=everyone == results | unscored, drafts=drafts)


def eyes_of(me: Identity, zone: str = "") -> Identity:
    """`me` in so far as boards differ by who looks at them (the province's without a `zone`): those alike in
    that share the frames of a stream, and are let go once no longer so. Who fills sheets stands alone."""
    seats = [seat for seat in me.seats if zone in {"", seat.zone}]
    own = any(seat.scores for seat in seats)
    return Identity(
        event=me.event,
        person=me.person if own else "",
        name="",
        organiser=me.organiser,
        seats=tuple(seat if seat.scores else replace(seat, code="") for seat in seats),
        device="",
    )


def _own_settled(me: Identity, presenter: PresenterView) -> bool:
    """Whether nothing is left to mark for this person: all own sheets are in, recused or absent."""
    return not any(sheet.state.pending for sheet in presenter.sheets if sheet.person == me.person)


def seat_signs(zone: Zone, view: ZoneView, at: datetime) -> tuple[SeatSigns, ...]:
    """Every open seat of a zone that scores, in their order."""
    on, _ = now_and_next(timed_slots(zone), minute_of(at, zone.event.date))
    awaited = {sheet.seat for sheet in view.presenter(on.presenter.code).pending} if on else set()
    seats = db.session.scalars(
        select(Seat)
        .where(Seat.zone_id == zone.id, Seat.scores, Seat.closed_at.is_(None))
        .options(joinedload(Seat.person).selectinload(Person.devices))
        .order_by(Seat.position, Seat.id)
    )
    return tuple(_signs(seat, at, seat.code in awaited) for seat in seats)


def _signs(seat: Seat, at: datetime, awaited: bool) -> SeatSigns:
    live = seat.person.live_devices
    seen_at = max((device.seen_at for device in live), default=None)
    return SeatSigns(
        seat=seat.code,
        name=seat.person.name,
        role=seat.role,
        devices=len(live),
        seen_at=seen_at,
        waiting=sum(device.waiting for device in live),
        owed=sum(device.waiting for device in seat.person.devices if device not in live),
        silent=awaited and seen_at is not None and at - seen_at > SILENCE,
    )


def blockers(zone: ZoneView, held: Sequence[HeldSheet]) -> list[PanelError]:
    """Everything for which finalising is refused, as the refusal would say it."""
    if zone.snapshot:
        return [Conflict("result.already_finalised", zone=named(zone))]
    if not zone.presenters:
        return [Conflict("result.nothing_to_finalise", zone=named(zone))]
    found: list[PanelError] = []
    if zone.pending:
        found.append(Conflict("result.sheets_pending", count=len(zone.pending), who=_who(zone)))
    if held:
        found.append(Conflict("result.entries_held", count=sum(len(sheet.entries) for sheet in held)))
    if versions_mixed(zone):
        found.append(Conflict("result.versions_mixed", zone=named(zone)))
    if zone.awaits:
        found.append(Conflict("final.zones_open", zones=named_all(zone.awaits)))
    return found


def versions_mixed(zone: ZoneView) -> bool:
    """Whether its sheets were given, or are to be, with more than one version of an instrument."""
    return len({version for each in zone.presenters for version in _versions(each)}) > 1


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
