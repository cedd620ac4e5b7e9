"""Results as they were put a name to before: the versions of a zone, the certifications of the province, and
one of them as pages and papers show it.

A version is read from what its snapshot froze, never from the marks of today, and never the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.domain.audit import EVENT_CHAIN, digest
from panel.domain.errors import Conflict, NotFound, PanelError, named
from panel.domain.finals import Carried
from panel.domain.instruments import Instrument, evaluate
from panel.domain.panels import Role
from panel.domain.results import Ballot, Candidate, Result, Standing, flip_margin, result_of
from panel.domain.sheets import Channel, State
from panel.domain.ties import Rank
from panel.models import (
    Chain,
    Event,
    InstrumentVersion,
    Person,
    Presenter,
    Record,
    Round,
    Seat,
    Slot,
    Snapshot,
    Zone,
)
from panel.queries.certifications import certification_altered, current_certification
from panel.queries.exports import altered
from panel.queries.instruments import instrument_of
from panel.queries.results import TOP, PresenterView, RoundView, SheetView, ZoneView, event_results
from panel.queries.snapshots import snapshots_of
from panel.queries.standings import ProvinceView, province_of

Body = Mapping[str, Any]
NAMELESS = digest({})
"""Of a version that was frozen before names were."""


def find_version(event: Event, zone: Zone | None, number: int) -> Snapshot:
    """That version of a zone's result, or without a zone that certification; raises NotFound, and Conflict
    where what was frozen was changed."""
    found = next((each for each in snapshots_of(event, zone) if each.version == number), None)
    if found is None:
        raise _missing(zone, number)
    return _unchanged(found, zone)


def _unchanged(frozen: Snapshot, zone: Zone | None) -> Snapshot:
    """Raises Conflict where what was frozen was changed."""
    if digest(frozen.body) != frozen.digest:
        raise _changed(frozen, zone)
    return frozen


def frozen_faults(event: Event) -> Iterator[PanelError]:
    """Whatever was put a name to and is no longer what it was: of the marks of today, of the province, and of
    what was frozen itself."""
    for view in event_results(event):
        yield from (Conflict("result.altered", zone=named(zone)) for zone in view.zones if altered(zone))
    certification = current_certification(event)
    if certification is not None and certification_altered(event, certification):
        yield Conflict("certification.altered")
    zones, sealed = {zone.id: zone for zone in event.zones}, _seals_of_names(event)
    for frozen in db.session.scalars(
        select(Snapshot).where(Snapshot.event_id == event.id).order_by(Snapshot.id)
    ):
        zone = zones[frozen.zone_id] if frozen.zone_id else None
        if digest(frozen.body) != frozen.digest:
            yield _changed(frozen, zone)
        chain = zone.code if zone else EVENT_CHAIN
        if digest(frozen.names) != sealed.get((chain, frozen.version), NAMELESS):
            yield _renamed(frozen, zone)


def _seals_of_names(event: Event) -> dict[tuple[str, int], str]:
    """The digest that the log holds of the names of each version, by chain."""
    rows = db.session.execute(
        select(Chain.name, Record.body)
        .join(Chain, Chain.id == Record.chain_id)
        .where(Chain.event_id == event.id, Record.act.in_(["zone.finalised", "province.certified"]))
    )
    return {(chain, body["version"]): body["names"] for chain, body in rows if "names" in body}


def _missing(zone: Zone | None, number: int) -> PanelError:
    if zone is None:
        return NotFound("certification.no_version", version=number)
    return NotFound("result.no_version", zone=named(zone), version=number)


def _changed(frozen: Snapshot, zone: Zone | None) -> PanelError:
    if zone is None:
        return Conflict("certification.version_altered", version=frozen.version)
    return Conflict("result.version_altered", zone=named(zone), version=frozen.version)


def _renamed(frozen: Snapshot, zone: Zone | None) -> PanelError:
    if zone is None:
        return Conflict("certification.names_altered", version=frozen.version)
    return Conflict("result.names_altered", zone=named(zone), version=frozen.version)


def version_view(snapshot: Snapshot) -> ZoneView:
    """A zone as its snapshot froze it. Its names are those of today, in whose place papers put the frozen
    ones (`queries/names`); comments are not part of a version."""
    zone = db.session.get_one(Zone, snapshot.zone_id)
    facts = _Facts(zone)
    presenters = tuple(facts.presenter(each) for each in snapshot.body["presenters"])
    panel = {sheet.seat for presenter in presenters for sheet in presenter.sheets}
    return ZoneView(
        code=zone.code,
        round=zone.round.code,
        name=zone.name,
        name_en=zone.name_en,
        presenters=presenters,
        panel=tuple(seat for seat in facts.seats.values() if seat.code in panel),
        snapshot=snapshot,
    )


def certified_view(certification: Snapshot) -> ProvinceView:
    """The province as it was certified: the places that were frozen, over the versions of the zones that were
    certified with them. Raises Conflict where one of those was changed."""
    event, body = db.session.get_one(Event, certification.event_id), certification.body
    rounds = [
        _certified_round(certification, each, body["rounds"][each.code])
        for each in event.rounds
        if each.code in body["rounds"]
    ]
    province = province_of(rounds)
    lines = {line.zoned.code: line for line in province.lines}
    places = tuple(replace(lines[each["presenter"]], rank=_frozen_rank(each)) for each in body["places"])
    return replace(province, lines=places)


def _certified_round(certification: Snapshot, round_: Round, digests: Mapping[str, str]) -> RoundView:
    zones = tuple(
        version_view(_unchanged(_version_under(certification, zone, digests[zone.code]), zone))
        for zone in round_.zones
        if zone.code in digests
    )
    results = [each.result for zone in zones for each in zone.presenters]
    return RoundView(
        code=round_.code,
        name=round_.name,
        name_en=round_.name_en,
        instrument=instrument_of(round_.instrument),
        version=round_.instrument.version,
        zones=zones,
        connected=certification.body["comparable"],
        flip_margin=flip_margin(results, TOP),
        top=round_.top,
        carry=round_.carry,
    )


def _version_under(certification: Snapshot, zone: Zone, seal: str) -> Snapshot:
    """The zone's version of that digest that was there to be certified: the same marks give it anew."""
    found = (each for each in snapshots_of(zone.event, zone) if each.digest == seal)
    version = next((each for each in found if each.id < certification.id), None)
    if version is None:
        raise _changed(certification, None)
    return version


def _frozen_rank(place: Body) -> Rank | None:
    return Rank(place["place"], place["decided_by"]) if place["place"] else None


@dataclass
class _Facts:
    """What a frozen body names by code, read once for a zone."""

    zone: Zone

    def __post_init__(self) -> None:
        of_event = self.zone.event_id
        seats = db.session.scalars(
            select(Seat)
            .where(Seat.event_id == of_event)
            .options(joinedload(Seat.person))
            .order_by(Seat.position, Seat.id)
        )
        self.seats = {seat.code: seat for seat in seats}
        self.persons = {
            each.code: each for each in db.session.scalars(select(Person).where(Person.event_id == of_event))
        }
        self.presenters = {
            each.code: each
            for each in db.session.scalars(select(Presenter).where(Presenter.event_id == of_event))
        }
        self.slots = {
            each.presenter_id: each
            for each in db.session.scalars(select(Slot).where(Slot.round_id == self.zone.round_id))
        }
        self.instruments = {
            (each.code, each.version): each
            for each in db.session.scalars(
                select(InstrumentVersion).where(InstrumentVersion.event_id == of_event)
            )
        }

    def presenter(self, body: Body) -> PresenterView:
        found = self.presenters[body["code"]]
        slot = self.slots.get(found.id)
        instrument = instrument_of(self.instruments[body["instrument"], body["version"]])
        return PresenterView(
            code=found.code,
            name=found.name,
            name_en=found.name_en,
            zone=body["zone"],
            start=slot.start if slot else None,
            end=slot.end if slot else None,
            result=self._result(body, instrument),
            rank_zone=Rank(body["rank_zone"], body["decided_by"]) if body["rank_zone"] else None,
            rank_province=None,
            instrument=instrument,
            version=body["version"],
            sheets=tuple(self._sheet(each, body, instrument) for each in body["sheets"]),
        )

    def _result(self, body: Body, instrument: Instrument) -> Result:
        """Result, standing and grade as they were frozen; the means behind them from the frozen marks."""
        rules = self.zone.event.settings
        no_show = body["state"] == Standing.NO_SHOW
        ballots = tuple(
            Ballot(each["seat"], each["person"], Role(each["role"]), State(each["state"]), each["marks"])
            for each in body["sheets"]
        )
        result = result_of(Candidate(body["code"], body["zone"], ballots, no_show), instrument, rules)
        return replace(
            result,
            standing=Standing(body["state"]),
            value=None if body["result"] is None else Decimal(body["result"]),
            carried=Carried.from_json(body["carried"]) if "carried" in body else None,
            grade=next((grade for grade in rules.grades if grade.name == body["grade"]), None),
        )

    def _sheet(self, sheet: Body, presenter: Body, instrument: Instrument) -> SheetView:
        seat, person = self.seats[sheet["seat"]], self.persons[sheet["person"]]
        state = State(sheet["state"])
        return SheetView(
            seat=seat.code,
            person=person.code,
            name=person.name,
            position=person.position,
            role=Role(sheet["role"]),
            presenter=presenter["code"],
            version=presenter["version"],
            state=state,
            channel=Channel(sheet["channel"]) if sheet["channel"] else None,
            reason=sheet["reason"] or "",
            typed_by="",
            submissions=0,
            submitted_at=None,
            marks=sheet["marks"],
            comments={},
            outcome=evaluate(instrument, sheet["marks"]),
            closed=seat.closed_at is not None,
            by_system=state is State.RECUSED and not sheet["reason"],
        )
