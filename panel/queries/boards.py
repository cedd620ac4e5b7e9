"""A zone's board: every sheet, what is heard of the seats, and what keeps the ranking open.

A `Board` is the same for whoever looks and is read once for all who follow it; a `BoardView` is what one
viewer sees of it, and may do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.adapters.clock import minute_of
from panel.db import db
from panel.domain import access as may
from panel.domain.access import Identity, Place
from panel.domain.days import BEGUN, now_and_next
from panel.domain.errors import PanelError
from panel.domain.panels import Role
from panel.domain.results import Standing
from panel.domain.spreads import Spread, spreads
from panel.models import Event, Person, Seat, Slot, Zone
from panel.queries.deposits import HeldSheet, held_sheets, open_conflicts
from panel.queries.exports import altered
from panel.queries.finalisations import blockers, versions_mixed
from panel.queries.live import event_minute
from panel.queries.reminders import reminders_of
from panel.queries.results import PresenterView, ZoneView, zone_view
from panel.queries.rounds import RoundFacts
from panel.queries.sights import Sight, sight

Key = tuple[str, str]
"""Of a sheet: the codes of its seat and presenter."""
SILENCE = timedelta(minutes=2)


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


@dataclass(frozen=True)
class Board:
    """How a zone stands. `begun`: the presenters whose turn has come; what is open of theirs is asked for."""

    event: Event
    zone: ZoneView
    held: tuple[HeldSheet, ...]
    conflicts: Mapping[Key, int]
    asked: Mapping[Key, datetime]
    signs: tuple[SeatSigns, ...]
    begun: frozenset[str]
    blockers: tuple[PanelError, ...]
    altered: bool

    @property
    def mixed(self) -> bool:
        return versions_mixed(self.zone)

    @property
    def late(self) -> frozenset[Key]:
        """The sheets for which something waits."""
        return frozenset((sheet.seat, sheet.presenter) for sheet in self.held)

    @property
    def due(self) -> tuple[PresenterView, ...]:
        """Whose turn has come, and whose sheets are not all in."""
        return tuple(each for each in self.zone.presenters if each.pending and each.code in self.begun)

    @property
    def coming(self) -> tuple[PresenterView, ...]:
        """Whose sheets are open because their turn is still to come."""
        return tuple(each for each in self.zone.presenters if each.pending and each.code not in self.begun)

    @property
    def short(self) -> tuple[PresenterView, ...]:
        """Who will have no rank: too few sheets, and nobody left to give one."""
        return tuple(each for each in self.zone.presenters if each.result.standing is Standing.NO_QUORUM)

    @property
    def unheard(self) -> int:
        """Seats whose tablet is not heard of, or says that it still holds something."""
        return sum(each.tone != "success" for each in self.signs)

    def sign(self, seat: str) -> SeatSigns | None:
        """What is heard of a seat; nothing of one that was handed over."""
        return next((each for each in self.signs if each.seat == seat), None)


def board_of(zone: Zone, at: datetime) -> Board:
    """The board as it stands, in a constant number of queries that read this zone only."""
    facts, held = RoundFacts(zone.round, zone), held_sheets(zone)
    view, slots = zone_view(zone, facts), facts.slots
    return Board(
        event=zone.event,
        zone=view,
        held=held,
        conflicts=open_conflicts(zone),
        asked=reminders_of(zone),
        signs=seat_signs(zone, view, slots, at),
        begun=_begun(zone, view, slots, at),
        blockers=tuple(blockers(view, held)),
        altered=altered(view),
    )


def seat_signs(zone: Zone, view: ZoneView, slots: Sequence[Slot], at: datetime) -> tuple[SeatSigns, ...]:
    """Every open seat of a zone that scores, in their order."""
    on, _ = now_and_next(slots, minute_of(at, zone.event.date))
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


def _begun(zone: Zone, view: ZoneView, slots: Sequence[Slot], at: datetime) -> frozenset[str]:
    """Those whose turn was recorded, who have a mark or, where nobody records anything, whose turn has come
    by the plan."""
    minute = event_minute(at, zone.event)
    marked = {each.code for each in view.presenters if any(sheet.given for sheet in each.sheets)}
    called = {each.presenter.code for each in slots if each.happened in BEGUN or (each.start or 0) <= minute}
    return frozenset(marked | called)


@dataclass(frozen=True)
class Row:
    """A presenter on a board by one viewer's eyes. It holds all that its row shows: one that equals another
    reads the same. `late` and `conflicts` are by seat; `marks`, `result` and `rank` may be seen or not, and
    of the sheets those of the seats in `readable` be opened."""

    event: str
    zone: str
    seats: tuple[str, ...]
    presenter: PresenterView
    late: frozenset[str]
    conflicts: Mapping[str, int]
    marks: bool
    readable: frozenset[str]
    result: bool
    rank: bool
    chairs: bool
    calls: bool
    open: bool
    """Whether anything may still be done to the zone's sheets."""

    @cached_property
    def spreads(self) -> tuple[Spread, ...]:
        """Of the sheets that are in, where their marks may be seen."""
        if not self.marks:
            return ()
        return spreads(self.presenter.instrument, [sheet.outcome for sheet in self.presenter.counted])

    @property
    def far(self) -> int:
        """On how many indicators the judges are far apart."""
        return sum(spread.far for spread in self.spreads)


@dataclass(frozen=True)
class Due:
    """A presenter whose turn has come and whose sheets are not all in, by one viewer's eyes. Like a row it
    holds all that it shows. `signs` are of tablets that want looking at, `asked` when a seat was reminded."""

    row: Row
    signs: Mapping[str, SeatSigns]
    asked: Mapping[str, datetime]
    own: frozenset[str]
    organises: bool

    @property
    def presenter(self) -> PresenterView:
        return self.row.presenter


@dataclass(frozen=True)
class BoardView:
    """A board by the eyes of one viewer. `own`: the own seats that fill sheets."""

    board: Board
    sight: Sight
    own: frozenset[str]
    chairs: bool
    calls: bool
    secretaries: bool
    stewards: bool
    organises: bool

    @property
    def event(self) -> Event:
        return self.board.event

    @property
    def zone(self) -> ZoneView:
        return self.board.zone

    @property
    def open(self) -> bool:
        return self.zone.provisional

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """By presenter, in their order."""
        return {presenter.code: self._row(presenter) for presenter in self.zone.presenters}

    @property
    def due(self) -> tuple[Due, ...]:
        return tuple(
            Due(
                row=self.rows[presenter.code],
                signs={
                    sign.seat: replace(sign, seen_at=None)
                    for sign in self.board.signs
                    if sign.tone != "success"
                },
                asked={seat: at for (seat, of), at in self.board.asked.items() if of == presenter.code},
                own=self.own,
                organises=self.organises,
            )
            for presenter in self.board.due
        )

    def _row(self, presenter: PresenterView) -> Row:
        code, conflicts = presenter.code, self.board.conflicts
        return Row(
            event=self.event.code,
            zone=self.zone.code,
            seats=tuple(seat.code for seat in self.zone.panel),
            presenter=presenter,
            late=frozenset(seat for seat, of in self.board.late if of == code),
            conflicts={seat: count for (seat, of), count in conflicts.items() if of == code},
            marks=code in self.sight.marks,
            readable=frozenset(sheet.seat for sheet in presenter.sheets if self.sight.shows(sheet)),
            result=code in self.sight.results,
            rank=self.sight.ranking,
            chairs=self.chairs,
            calls=self.calls,
            open=self.open,
        )


def seen_by(me: Identity, board: Board) -> BoardView:
    """What `me` sees of a board, and may do there."""
    place = Place(board.event.code, board.zone.code)
    return BoardView(
        board=board,
        sight=sight(me, board.event.code, board.zone),
        own=frozenset(seat.code for seat in me.seats if seat.scores),
        chairs=may.chair(me, place),
        calls=may.chair_or_organiser(me, place),
        secretaries=may.secretary(me, place),
        stewards=may.steward(me, place),
        organises=may.organiser(me, place),
    )
