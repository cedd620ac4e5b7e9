"""A zone's board: every sheet, what is heard of the seats, and what keeps the ranking open.

A `Board` is the same for whoever looks and is read once for all who follow it; a `BoardView` is what one
viewer sees of it, and may do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from panel.domain import access as may
from panel.domain.access import Identity, Place
from panel.domain.days import BEGUN
from panel.domain.errors import PanelError
from panel.domain.events import RoundKind
from panel.domain.panels import Role
from panel.domain.results import Standing
from panel.domain.spreads import Spread, spreads
from panel.models import Event, Slot, Zone
from panel.queries.deposits import HeldSheet, unsettled
from panel.queries.exports import altered
from panel.queries.finalisations import blockers, versions_mixed
from panel.queries.live import event_minute
from panel.queries.reminders import reminders_of
from panel.queries.results import PresenterView, ZoneView, zone_view
from panel.queries.rounds import RoundFacts
from panel.queries.sights import Sight, sight
from panel.queries.signs import SeatSigns, seat_signs

Key = tuple[str, str]
"""Of a sheet: the codes of its seat and presenter."""


@dataclass(frozen=True)
class Board:
    """How a zone stands. `begun`: the presenters whose turn has come; what is open of theirs is asked for."""

    event: Event
    zone: ZoneView
    of_final: bool
    """Whether it is the final round's."""
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
    facts, waiting = RoundFacts(zone.round, zone), unsettled(zone)
    view, slots = zone_view(zone, facts), facts.slots
    return Board(
        event=zone.event,
        zone=view,
        of_final=zone.round.kind is RoundKind.FINAL,
        held=waiting.held,
        conflicts=waiting.conflicts,
        asked=reminders_of(zone),
        signs=seat_signs(zone, view, facts, at),
        begun=_begun(zone, view, slots, at),
        blockers=tuple(blockers(view, waiting.held)),
        altered=altered(view),
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
class Head:
    """The head of a seat's column: who sits there, and what is heard of the tablet, unless the seat was
    handed over."""

    seat: str
    name: str
    role: Role
    closed: bool
    sign: SeatSigns | None


@dataclass(frozen=True)
class Tablets:
    """What is heard of all of a panel's tablets; `replaces`: who looks may put somebody else in a seat."""

    event: str
    signs: tuple[SeatSigns, ...]
    replaces: bool


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

    @property
    def heads(self) -> tuple[Head, ...]:
        """By seat, in their order."""
        return tuple(
            Head(
                seat.code, seat.person.name, seat.role, seat.closed_at is not None, self.board.sign(seat.code)
            )
            for seat in self.zone.panel
        )

    @property
    def tablets(self) -> Tablets:
        return Tablets(self.event.code, self.board.signs, self.organises and self.open)

    def decides(self, held: HeldSheet) -> bool:
        """Whether the chair may take in what waits, or set it aside: not before scoring that presenter."""
        return not held.here or held.seat in self.own or held.presenter in self.sight.marks

    def reads(self, held: HeldSheet) -> bool:
        """Whether marks and comments in it may be read: as those on its sheet may, if it can be taken in."""
        if not held.here or held.seat in self.own:
            return True
        row = self.rows.get(held.presenter)
        return row is not None and (held.seat in row.readable or (row.marks and self.sight.drafts))

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
