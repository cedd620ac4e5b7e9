"""A round's raw results beside what is left of them once severities are taken off: advisory, never official.

Says which sheets the estimate rests on and how it is told; the estimate itself is `adapters/severities`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from panel.adapters.hub import off_the_hub
from panel.adapters.severities import Adjusted, Estimate, adjust
from panel.domain.connections import ANCHOR, Meeting, groups_of
from panel.domain.errors import Conflict
from panel.domain.numbers import signed
from panel.domain.reliability import Judgement
from panel.domain.results import Standing
from panel.models import Round, Slot
from panel.queries.connections import anchor_slots, awaited
from panel.queries.results import PresenterView, RoundView, ZoneView, sheet_view
from panel.queries.rounds import RoundFacts


@dataclass(frozen=True)
class AdjustedRow:
    """A presenter with the total that it would have before an average judge of an average panel."""

    presenter: PresenterView
    place: int
    value: Decimal
    error: Decimal

    @property
    def moved(self) -> bool:
        raw = self.presenter.rank_province
        return raw is not None and raw.place != self.place


@dataclass(frozen=True)
class Offset:
    """By how many points somebody lies above (+, milder) or below (−, more severe) the average."""

    name: str
    zones: tuple[ZoneView, ...]
    points: Decimal
    error: Decimal

    @property
    def signed(self) -> str:
        return signed(Fraction(self.points), 2)


@dataclass(frozen=True)
class Share:
    """How much of the differences between totals comes from one source: its standard deviation in points,
    and its share of the variance in percent."""

    source: str
    deviation: Decimal
    percent: int


@dataclass(frozen=True)
class AdjustedView:
    """All of it, in the adjusted order. `panels` is empty where nobody sits on one panel alone."""

    rows: tuple[AdjustedRow, ...]
    persons: tuple[Offset, ...]
    panels: tuple[Offset, ...]
    shares: tuple[Share, ...]
    sheets: int


def adjusted_results(round_: Round, view: RoundView) -> AdjustedView:
    """Of the sheets that are submitted. Raises Conflict where they are not joined, or too few."""
    facts = RoundFacts(round_)
    anchors = tuple(each for slot in anchor_slots(round_) for each in _anchored(facts, slot))
    judgements = (*_judgements(view), *anchors)
    if not view.connected:
        raise Conflict("adjusted.apart")
    met = (Meeting(each.person, each.presenter, each.panel) for each in judgements)
    if len(groups_of([zone.code for zone in view.zones if zone.presenters], met)) > 1:
        raise Conflict("adjusted.not_yet")
    return _told(view, off_the_hub(adjust, judgements), len(judgements))


def _judgements(view: RoundView) -> Iterator[Judgement]:
    """The totals of all sheets that count, also those that an event's rules would drop as extremes."""
    for zone in view.zones:
        for presenter in zone.presenters:
            for sheet in presenter.counted:
                total = sheet.outcome.value
                if total is not None and presenter.result.standing is not Standing.NO_SHOW:
                    yield Judgement(presenter.code, sheet.person, zone.code, total)


def _anchored(facts: RoundFacts, slot: Slot) -> Iterator[Judgement]:
    """The totals of a zone's anchor presentation. Another version of the instrument is another ruler."""
    for seat, state in facts.judges(slot):
        sheet = facts.sheet(slot, seat)
        if sheet and state.counts and awaited(facts, slot, sheet):
            total = sheet_view(seat, slot, sheet, state, facts.written(slot, seat)).outcome.value
            if total is not None and sheet.instrument_id == slot.instrument_id:
                yield Judgement(ANCHOR, seat.person.code, slot.zone.code, total)


def _told(view: RoundView, adjusted: Adjusted, sheets: int) -> AdjustedView:
    presenters = {each.code: each for zone in view.zones for each in zone.presenters}
    values = {code: _points(each.value) for code, each in adjusted.presenters.items() if code in presenters}
    ordered = sorted(values, key=lambda code: -values[code])
    rows = tuple(
        AdjustedRow(
            presenter=presenters[code],
            place=1 + sum(other > values[code] for other in values.values()),
            value=values[code],
            error=_points(adjusted.presenters[code].error),
        )
        for code in ordered
    )
    zones = {zone.code: zone for zone in view.zones}
    names = {sheet.person: sheet.name for each in presenters.values() for sheet in each.sheets}
    sits = {
        person: tuple(zone for zone in view.zones if any(seat.person.code == person for seat in zone.panel))
        for person in names
    }
    return AdjustedView(
        rows=rows,
        persons=_offsets(adjusted.persons, names, sits),
        panels=_offsets(adjusted.panels, {}, {code: (zone,) for code, zone in zones.items()}),
        shares=tuple(_shares(adjusted.components)),
        sheets=sheets,
    )


def _offsets(
    estimates: Mapping[str, Estimate], names: Mapping[str, str], zones: Mapping[str, tuple[ZoneView, ...]]
) -> tuple[Offset, ...]:
    """The mildest first."""
    offsets = (
        Offset(names.get(code, ""), zones.get(code, ()), _points(each.value), _points(each.error))
        for code, each in estimates.items()
    )
    return tuple(sorted(offsets, key=lambda offset: -offset.points))


def _shares(components: Mapping[str, float]) -> Iterator[Share]:
    whole = sum(components.values())
    for source, variance in components.items():
        percent = round(100 * variance / whole) if whole else 0
        yield Share(source, _points(variance**0.5), percent)


def _points(value: float) -> Decimal:
    """An estimate to two decimals, without a sign before 0."""
    return +Decimal(f"{value:.2f}")
