"""Results as pages, papers and exports show them: one view-model of a round, its zones and presenters.

Everything is computed from marks; a snapshot gives version and digest, and is compared, never read
back. A round is loaded in a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from panel.domain.errors import NotFound
from panel.domain.events import Rules
from panel.domain.instruments import Answer, Instrument, Outcome, evaluate
from panel.domain.panels import Role
from panel.domain.results import Result, flip_margin
from panel.domain.sheets import Act, Actor, Channel, State, open_acts
from panel.domain.ties import Rank, rank
from panel.models import Event, Round, Seat, Sheet, Slot, Snapshot, Zone
from panel.queries.connections import connections_of
from panel.queries.instruments import instrument_of
from panel.queries.rounds import RoundFacts, Written
from panel.queries.tallies import awaited, tally

_ZONE_ACTS = {Act.CONFIRM, Act.REOPEN}  # come with the zone's own
TOP = 3
"""The places at the top of the province whose order across zones the flip margin speaks of."""


@dataclass(frozen=True)
class SheetView:
    """A seat's judgement of a presenter, whether or not it has begun. Marks are by indicator number."""

    seat: str
    person: str
    name: str
    position: str
    role: Role
    presenter: str
    version: int
    state: State
    channel: Channel | None
    reason: str
    typed_by: str
    submissions: int
    submitted_at: datetime | None
    marks: Mapping[str, Answer | None]
    comments: Mapping[str, str]
    outcome: Outcome
    closed: bool
    """The seat was handed over."""
    by_system: bool
    """Recused because the judge's home amphoe presents: no act of anybody's, and no reason but that."""

    @property
    def given(self) -> int:
        """How many indicators have a mark."""
        return sum(mark is not None for mark in self.marks.values())

    @property
    def acts(self) -> tuple[Act, ...]:
        """What the chair may do to this one sheet."""
        if self.closed or self.by_system:
            return ()
        return tuple(act for act in open_acts(self.state, Actor.CHAIR) if act not in _ZONE_ACTS)


@dataclass(frozen=True)
class PresenterView:
    """A presenter in a round: its slot, its result, the sheets behind it, and what they are scored with."""

    code: str
    name: str
    name_en: str
    zone: str
    start: int | None
    end: int | None
    result: Result
    rank_zone: Rank | None
    rank_province: Rank | None
    instrument: Instrument
    version: int
    sheets: tuple[SheetView, ...]

    @property
    def pending(self) -> tuple[SheetView, ...]:
        """The sheets that block finalising."""
        return tuple(sheet for sheet in self.sheets if sheet.seat in self.result.pending)

    @property
    def counted(self) -> tuple[SheetView, ...]:
        """The sheets that are in."""
        return tuple(sheet for sheet in self.sheets if sheet.state.counts)

    def sheet(self, seat: str) -> SheetView | None:
        """That seat's sheet, if it judges this presenter: of seats that replace one another one does."""
        return next((sheet for sheet in self.sheets if sheet.seat == seat), None)


@dataclass(frozen=True)
class ZoneView:
    """A zone's results, provisional until it is finalised. `panel` are the seats that judge in it."""

    code: str
    round: str
    name: str
    name_en: str
    presenters: tuple[PresenterView, ...]
    panel: tuple[Seat, ...]
    snapshot: Snapshot | None
    awaits: tuple[Zone, ...] = ()
    """Of a final that counts the zones' results: those that are not final yet, or no longer."""

    @property
    def provisional(self) -> bool:
        return self.snapshot is None

    @property
    def pending(self) -> tuple[SheetView, ...]:
        return tuple(sheet for presenter in self.presenters for sheet in presenter.pending)

    @property
    def submitted(self) -> tuple[SheetView, ...]:
        """The sheets that count."""
        return tuple(sheet for presenter in self.presenters for sheet in presenter.counted)

    @property
    def expected(self) -> int:
        """How many sheets are in or still to come."""
        return len(self.submitted) + len(self.pending)

    @property
    def ranking(self) -> tuple[PresenterView, ...]:
        """In order of rank; the unranked last, in the order of their slots."""
        return tuple(sorted(self.presenters, key=lambda each: _place(each.rank_zone)))

    def presenter(self, code: str) -> PresenterView:
        """Raises NotFound."""
        found = next((presenter for presenter in self.presenters if presenter.code == code), None)
        if found is None:
            raise NotFound("presenter.unknown", code=code)
        return found


@dataclass(frozen=True)
class RoundView:
    """A round's results over all its zones."""

    code: str
    name: str
    name_en: str
    instrument: Instrument
    version: int
    zones: tuple[ZoneView, ...]
    connected: bool
    flip_margin: Decimal | None
    top: int = 0
    """Of a final: how many of each zone come into it; 0 is no final."""
    carry: int = 0

    @property
    def provisional(self) -> bool:
        return any(zone.provisional for zone in self.zones)

    @property
    def ranking(self) -> tuple[PresenterView, ...]:
        everyone = [presenter for zone in self.zones for presenter in zone.presenters]
        return tuple(sorted(everyone, key=lambda each: _place(each.rank_province)))

    def zone(self, code: str) -> ZoneView:
        return next(zone for zone in self.zones if zone.code == code)

    def presenter(self, code: str) -> PresenterView:
        return next(each for zone in self.zones for each in zone.presenters if each.code == code)


def _place(ranked: Rank | None) -> float:
    return ranked.place if ranked else float("inf")


def round_results(round_: Round) -> RoundView:
    """The results of a round, as they stand."""
    facts, rules = RoundFacts(round_), round_.event.settings
    results, awaits = tally(round_, facts), awaited(round_, facts)
    province = rank(results.values(), rules.ties)
    return RoundView(
        code=round_.code,
        name=round_.name,
        name_en=round_.name_en,
        instrument=instrument_of(round_.instrument),
        version=round_.instrument.version,
        zones=tuple(_zone(facts, zone, results, rules, province, awaits) for zone in facts.zones),
        connected=connections_of(facts, round_).connected,
        flip_margin=flip_margin(list(results.values()), TOP),
        top=round_.top,
        carry=round_.carry,
    )


def event_results(event: Event) -> list[RoundView]:
    """The results of all its rounds, the zones' first."""
    return [round_results(round_) for round_ in event.rounds]


def zone_results(zone: Zone) -> ZoneView:
    """The results of one zone by itself: its presenters have no place in the province."""
    return zone_view(zone, RoundFacts(zone.round, zone))


def zone_view(zone: Zone, facts: RoundFacts) -> ZoneView:
    """The same of a zone that is loaded already."""
    results, awaits = tally(zone.round, facts), awaited(zone.round, facts)
    return _zone(facts, zone, results, zone.event.settings, {}, awaits)


def _zone(
    facts: RoundFacts,
    zone: Zone,
    results: Mapping[int, Result],
    rules: Rules,
    province: Mapping[str, Rank],
    awaits: tuple[Zone, ...],
) -> ZoneView:
    slots = facts.slots_of(zone)
    places = rank([results[slot.id] for slot in slots], rules.ties)
    presenters = tuple(_presenter(facts, slot, results[slot.id], places, province) for slot in slots)
    return ZoneView(
        code=zone.code,
        round=zone.round.code,
        name=zone.name,
        name_en=zone.name_en,
        presenters=presenters,
        panel=tuple(
            seat for seat in facts.seats[zone.id] if any(each.sheet(seat.code) for each in presenters)
        ),
        snapshot=facts.snapshots.get(zone.id),
        awaits=awaits,
    )


def _presenter(
    facts: RoundFacts, slot: Slot, result: Result, places: Mapping[str, Rank], province: Mapping[str, Rank]
) -> PresenterView:
    return PresenterView(
        code=slot.presenter.code,
        name=slot.presenter.name,
        name_en=slot.presenter.name_en,
        zone=slot.zone.code,
        start=slot.start,
        end=slot.end,
        result=result,
        rank_zone=places.get(slot.presenter.code),
        rank_province=province.get(slot.presenter.code),
        instrument=instrument_of(slot.instrument),
        version=slot.instrument.version,
        sheets=tuple(
            sheet_view(seat, slot, facts.sheet(slot, seat), state, facts.written(slot, seat), result)
            for seat, state in facts.judges(slot)
        ),
    )


def sheet_view(
    seat: Seat,
    slot: Slot,
    sheet: Sheet | None,
    state: State,
    written: Written,
    result: Result | None = None,
) -> SheetView:
    """One sheet, also where nothing was entered yet. Its presenter's `result`, if given, has evaluated those
    that count already."""
    version = sheet.instrument if sheet else slot.instrument
    instrument = instrument_of(version)
    known = result.outcomes.get(seat.code) if result and version is slot.instrument else None
    marks = {indicator.number: written.marks.get(indicator.number) for indicator in instrument.indicators}
    return SheetView(
        seat=seat.code,
        person=seat.person.code,
        name=seat.person.name,
        position=seat.person.position,
        role=seat.role,
        presenter=slot.presenter.code,
        version=version.version,
        state=state,
        channel=sheet.channel if sheet else None,
        reason=sheet.reason if sheet else "",
        typed_by=sheet.typed_by if sheet else "",
        submissions=sheet.submissions if sheet else 0,
        submitted_at=sheet.submitted_at if sheet else None,
        marks=marks,
        comments=written.comments,
        outcome=known or evaluate(instrument, marks),
        closed=seat.closed_at is not None,
        by_system=state is State.RECUSED and (sheet is None or sheet.state is not State.RECUSED),
    )
