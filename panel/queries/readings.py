"""What readers beyond the panels see of results: rankings without marks, and an amphoe's own feedback.

A reading holds nothing else: no judge's name, no sheet. What is not published, or no longer what was put a
name to, is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select

from panel.db import db
from panel.domain.errors import NotFound
from panel.domain.instruments import Grade, Node
from panel.domain.publications import Readership, Scope
from panel.domain.results import Standing
from panel.domain.ties import Rank, Tie, ties
from panel.models import Event, Presenter, Publication, Snapshot, Zone
from panel.queries.certifications import current_certification
from panel.queries.charts import SCREEN, Strip, criteria_chart
from panel.queries.provinces import province_results
from panel.queries.publications import due, settled
from panel.queries.results import TOP, PresenterView, ZoneView, zone_results
from panel.queries.schedules import plan_slots


@dataclass(frozen=True)
class ZoneName:
    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Seal:
    """What was put a name to, without the name."""

    version: int
    digest: str
    at: datetime


@dataclass(frozen=True)
class Line:
    """A presenter in a ranking."""

    code: str
    name: str
    name_en: str
    zone: str
    place: Rank | None
    value: Decimal | None
    grade: Grade | None
    standing: Standing
    zone_place: Rank | None = None
    """Of a province's ranking: the place in the zone."""


@dataclass(frozen=True)
class Ranking:
    """A zone's ranking, or (`zone` None) the province's. Unless `connected`, its zones are not on a common
    scale."""

    zone: ZoneName | None
    lines: tuple[Line, ...]
    seal: Seal | None
    zones: Mapping[str, ZoneName]
    ties: tuple[Tie, ...]
    connected: bool = True
    flip_margin: Decimal | None = None
    top: int = TOP
    finalists: int = 0
    """Whose places a final gave."""

    @property
    def graded(self) -> bool:
        return any(line.grade for line in self.lines)

    @property
    def presenters(self) -> Mapping[str, Line]:
        return {line.code: line for line in self.lines}


@dataclass(frozen=True)
class Feedback:
    """A presenter's own result in a zone. `place` is None while the ranking is not published, or without
    one. Comments by node, in an order that says nothing of who wrote them."""

    zone: ZoneName
    result: Line
    full: Fraction
    of: int
    means: tuple[tuple[int, Node, Fraction | None], ...]
    comments: Mapping[str, tuple[str, ...]]
    chart: tuple[Strip, ...]
    """Of the means, without a judge's dot."""


def zone_ranking(zone: Zone) -> Ranking:
    """A zone's ranking as readers would see it now."""
    view = zone_results(zone)
    lines = tuple(_line(each, each.rank_zone) for each in view.ranking)
    name = _name(view)
    equals = ties([each.result for each in view.ranking], zone.event.settings.ties)
    return Ranking(name, lines, _seal(view.snapshot), {name.code: name}, equals)


def province_ranking(event: Event) -> Ranking:
    """The province's ranking as readers would see it now."""
    view = province_results(event)
    return Ranking(
        zone=None,
        lines=tuple(
            replace(_line(each.shown, each.rank), zone=each.zoned.zone, zone_place=each.zoned.rank_zone)
            for each in view.lines
        ),
        seal=_seal(current_certification(event)),
        zones={zone.code: _name(zone) for zone in view.zones},
        ties=view.ties(event.settings.ties),
        connected=view.comparable,
        flip_margin=view.flip_margin,
        finalists=len(view.finalists),
    )


def published_rankings(code: str, reader: Readership, at: datetime) -> tuple[Event, tuple[Ranking, ...]]:
    """The event of that code and what such a reader may read of it by now; raises NotFound, of an event that
    is not there and of one that shows nothing alike."""
    event = db.session.scalar(select(Event).where(Event.code == code))
    found = rankings_for(event, reader, at) if event else ()
    if event is None or not found:
        raise NotFound("publication.none")
    return event, found


def rankings_for(event: Event, reader: Readership, at: datetime) -> tuple[Ranking, ...]:
    """The rankings that such a reader may read by now: the province's first, then zones in their order."""
    shown = _settled(event, due(event, Scope.RANKING, reader, at))
    zones = {each.zone_id for each in shown}
    found = [zone_ranking(zone) for zone in event.zones if zone.id in zones]
    return (province_ranking(event), *found) if None in zones else tuple(found)


def feedback_for(
    event: Event, presenter: Presenter, at: datetime, *, preview: bool = False
) -> tuple[Feedback, ...]:
    """What a presenter may read of its own result by now, a zone each that it presented in; the place there
    where the ranking is published too. As a `preview` it is shown before it is published."""
    shown = _zones(event, due(event, Scope.FEEDBACK, Readership.PRESENTERS, at))
    ranked = _zones(event, due(event, Scope.RANKING, Readership.PRESENTERS, at))
    slots = plan_slots(event)
    return tuple(
        _feedback(view, view.presenter(presenter.code), ranked=zone.code in ranked)
        for zone in event.zones
        if any(slot.presenter_id == presenter.id for slot in slots[zone.id])
        if preview or zone.code in shown
        for view in [zone_results(zone)]
    )


def _settled(event: Event, publications: Iterable[Publication]) -> list[Publication]:
    return [each for each in publications if settled(event, each)]


def _zones(event: Event, publications: Sequence[Publication]) -> frozenset[str]:
    """The zones of which they speak; the province's speaks of all."""
    of = {each.zone_id for each in _settled(event, publications)}
    return frozenset(zone.code for zone in event.zones if zone.id in of or None in of)


def _name(zone: ZoneView) -> ZoneName:
    return ZoneName(zone.code, zone.name, zone.name_en)


def _seal(snapshot: Snapshot | None) -> Seal | None:
    return Seal(snapshot.version, snapshot.digest, snapshot.finalised_at) if snapshot else None


def _line(presenter: PresenterView, place: Rank | None) -> Line:
    return Line(
        code=presenter.code,
        name=presenter.name,
        name_en=presenter.name_en,
        zone=presenter.zone,
        place=place,
        value=presenter.result.value,
        grade=presenter.result.grade,
        standing=presenter.result.standing,
    )


def _feedback(zone: ZoneView, presenter: PresenterView, *, ranked: bool) -> Feedback:
    means, below_quorum = presenter.result.means, presenter.result.value is None
    comments: dict[str, list[str]] = {}
    for sheet in presenter.counted:
        for node, text in sheet.comments.items():
            comments.setdefault(node, []).append(text)
    return Feedback(
        zone=_name(zone),
        result=_line(presenter, presenter.rank_zone if ranked else None),
        full=presenter.instrument.full,
        of=len(zone.presenters),
        means=tuple(
            (depth, node, None if below_quorum else means.get(node.number))
            for depth, node in presenter.instrument.nodes()
        ),
        comments={node: tuple(sorted(texts)) for node, texts in sorted(comments.items())},
        chart=() if below_quorum else criteria_chart(presenter, (), SCREEN),
    )
