"""What each official document says: one paper a sheet, presenter or zone, as frozen view-models.

Figures come from the results' own views. A paper is a draft until what it shows is settled: a plan once
published, a sheet once submitted, all else once its zone is finalised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.adapters.secrets import paper_code
from panel.config import Settings
from panel.db import db
from panel.domain.documents import NARROWED_BY, Choice, Document
from panel.domain.errors import Conflict, Invalid, NotFound, named
from panel.domain.panels import Role
from panel.domain.results import Standing
from panel.domain.sheets import State, sheet_digest
from panel.domain.ties import ties
from panel.models import Event, Seat, Snapshot
from panel.queries.certifications import certification_altered, current_certification
from panel.queries.events import find_presenter, find_seat, find_zone
from panel.queries.exports import altered
from panel.queries.letterheads import DRAFT, Hall, Heading, Signer, Stamp
from panel.queries.papers import (
    BlankPaper,
    Paper,
    ProvincePaper,
    RankingPaper,
    ResultPaper,
    SheetPaper,
    SummaryPaper,
    SummaryRow,
    ZoneLine,
)
from panel.queries.plan_papers import door_papers, plan_paper
from panel.queries.results import TOP, PresenterView, SheetView, ZoneView, event_results, zone_results
from panel.queries.schedules import plan_slots
from panel.queries.slips import slips_papers
from panel.queries.standings import ProvinceView, province_of
from panel.queries.versions import find_version, version_view


def find_document(name: str) -> Document:
    """The document of that name; raises NotFound, naming those there are."""
    if name not in set(Document):
        raise NotFound("document.unknown", name=name, known=", ".join(Document))
    return Document(name)


def check_choice(event: Event, choice: Choice) -> None:
    """Whatever is chosen exists, and the document can be narrowed so; raises NotFound or Invalid."""
    if choice.zone is not None:
        find_zone(event, choice.zone)
    if choice.presenter is not None:
        find_presenter(event, choice.presenter)
    if choice.seat is not None:
        find_seat(event, choice.seat)
    for option, documents in NARROWED_BY.items():
        if getattr(choice, option) and choice.document not in documents:
            raise Invalid("document.not_by", document=choice.document.value, option=option)
    if choice.version is not None:
        frozen_of(event, choice)


def frozen_of(event: Event, choice: Choice) -> Snapshot:
    """What was frozen as the chosen version of the chosen zone."""
    if choice.zone is None:
        raise Invalid("document.version_of_zone")
    return find_version(find_zone(event, choice.zone), choice.version or 0)


def papers(event: Event, choice: Choice, settings: Settings) -> list[Paper]:
    """The papers of any document but the pack; raises Conflict where there are none yet."""
    found = list(_Desk(event, choice, settings).papers())
    if not found:
        raise Conflict("document.empty", document=choice.document.value)
    return found


class _Desk:
    """What all papers of one document have in common, read once."""

    def __init__(self, event: Event, choice: Choice, settings: Settings) -> None:
        self.event = event
        self.choice = choice
        self.settings = settings
        self.heading = Heading.of(event)
        self.slots = plan_slots(event)
        self.seats: dict[str | None, list[Seat]] = defaultdict(list)
        for seat in db.session.scalars(
            select(Seat)
            .where(Seat.event_id == event.id, Seat.closed_at.is_(None))
            .options(joinedload(Seat.person), joinedload(Seat.zone))
            .order_by(Seat.position, Seat.id)
        ):
            self.seats[seat.zone.code if seat.zone else None].append(seat)

    def papers(self) -> Iterator[Paper]:
        if self.choice.document is Document.PLAN:
            yield plan_paper(self.event, self.heading, self.choice)
            return
        if self.choice.document is Document.DOOR:
            yield from door_papers(self.event, self.heading, self.choice)
            return
        if self.choice.document is Document.ACCESS_SLIPS:
            yield from slips_papers(self.event, self.heading, self.choice, self.settings)
            return
        if self.choice.version is not None:
            zone = version_view(frozen_of(self.event, self.choice))
            yield from self._papers_of(zone, self._hall(zone.code))
            return
        if self.choice.zone is not None:
            yield from self._of_zone(zone_results(find_zone(self.event, self.choice.zone)))
            return
        rounds = event_results(self.event)
        for view in rounds:
            for zone in view.zones:
                yield from self._of_zone(zone)
        if self.choice.document is Document.RANKING:
            yield self._province(province_of(rounds))

    def _of_zone(self, zone: ZoneView) -> Iterator[Paper]:
        hall = self._hall(zone.code)
        if not zone.presenters:
            return
        if self.choice.document is Document.BLANK_SHEETS:
            yield from self._blanks(zone, hall)
            return
        if altered(zone):
            raise Conflict("result.altered", zone=named(zone))
        yield from self._papers_of(zone, hall)

    def _papers_of(self, zone: ZoneView, hall: Hall) -> Iterator[Paper]:
        if self.choice.document is Document.SHEETS:
            yield from self._sheets(zone, hall)
        elif self.choice.document is Document.SUMMARY:
            yield self._summary(zone, hall)
        elif self.choice.document is Document.RESULTS:
            for presenter in zone.presenters:
                if self.choice.presenter in {None, presenter.code}:
                    yield self._result(zone, hall, presenter)
        else:
            yield self._ranking(zone, hall)

    def _pairs(self, zone: ZoneView) -> Iterator[tuple[PresenterView, SheetView]]:
        """Every chosen sheet of a zone, a judge's own together, as they are handed out and signed."""
        for seat in zone.panel:
            for presenter in zone.presenters:
                sheet = presenter.sheet(seat.code)
                chosen = self.choice.seat in {None, seat.code}
                if sheet and chosen and self.choice.presenter in {None, presenter.code}:
                    yield presenter, sheet

    def _sheets(self, zone: ZoneView, hall: Hall) -> Iterator[Paper]:
        for presenter, sheet in self._pairs(zone):
            begun = sheet.state is not State.DRAFT or sheet.given or sheet.comments
            if begun and presenter.result.standing is not Standing.NO_SHOW:
                yield SheetPaper(
                    heading=self.heading,
                    stamp=self._sheet_stamp(zone, presenter, sheet),
                    hall=hall,
                    presenter=presenter,
                    sheet=sheet,
                    signers=(Signer(sheet.name, sheet.position, sheet.role),),
                )

    def _blanks(self, zone: ZoneView, hall: Hall) -> Iterator[Paper]:
        """Sheets for paper, and where all are printed an empty tally too. A loopback address leads no
        camera anywhere: such sheets bear their code in letters alone."""
        for presenter, sheet in self._pairs(zone):
            if sheet.state.judges:
                secret = self.settings.secret_key
                code = paper_code(secret, self.event.code, zone.round, sheet.seat, presenter.code)
                path = "" if self.settings.loopback else f"/paper/{code}"
                yield BlankPaper(
                    heading=self.heading,
                    stamp=Stamp(version=presenter.version, path=path),
                    hall=hall,
                    presenter=presenter,
                    sheet=sheet,
                    signers=(Signer(sheet.name, sheet.position, sheet.role),),
                    code=code,
                )
        if self.choice.seat is None and self.choice.presenter is None:
            yield self._summary(zone, hall, blank=True)

    def _summary(self, zone: ZoneView, hall: Hall, *, blank: bool = False) -> SummaryPaper:
        judges = [Signer.of(seat) for seat in zone.panel]
        return SummaryPaper(
            heading=self.heading,
            stamp=Stamp() if blank else Stamp.of_snapshot(zone.snapshot),
            hall=hall,
            judges=tuple(judges),
            rows=tuple(
                SummaryRow(presenter, tuple(presenter.sheet(seat.code) for seat in zone.panel))
                for presenter in zone.presenters
            ),
            signers=(*judges, *self._signers(zone.code, Role.SECRETARY)),
            blank=blank,
        )

    def _result(self, zone: ZoneView, hall: Hall, presenter: PresenterView) -> ResultPaper:
        sheets = presenter.sheets
        if not self.choice.names:
            sheets = tuple(sorted(sheets, key=lambda sheet: sheet.outcome.value or 0, reverse=True))
        return ResultPaper(
            heading=self.heading,
            stamp=Stamp.of_snapshot(zone.snapshot),
            hall=hall,
            presenter=presenter,
            sheets=sheets,
            names=self.choice.names,
            signers=self._heads(zone.code),
        )

    def _ranking(self, zone: ZoneView, hall: Hall) -> RankingPaper:
        return RankingPaper(
            heading=self.heading,
            stamp=Stamp.of_snapshot(zone.snapshot),
            hall=hall,
            rows=zone.ranking,
            graded=bool(self.event.settings.grades),
            audit_head=zone.snapshot.audit_head if zone.snapshot else "",
            ties=ties([each.result for each in zone.presenters], self.event.settings.ties),
            signers=self._heads(zone.code),
        )

    def _province(self, province: ProvinceView) -> ProvincePaper:
        certification = current_certification(self.event)
        if certification is not None and certification_altered(self.event, certification):
            raise Conflict("certification.altered")
        return ProvincePaper(
            heading=self.heading,
            stamp=Stamp.of_snapshot(certification),
            certification=certification,
            province=province,
            ties=province.ties(self.event.settings.ties),
            halls={zone.code: self._hall(zone.code) for zone in province.zones},
            graded=bool(self.event.settings.grades),
            zones=tuple(ZoneLine.of(zone) for zone in province.zones),
            top=TOP,
            signers=self._heads(None),
        )

    def _hall(self, code: str) -> Hall:
        zone = next(zone for zone in self.event.zones if zone.code == code)
        return Hall.of(zone, self.slots[zone.id])

    def _signers(self, zone: str | None, *roles: Role) -> tuple[Signer, ...]:
        """Those who sit there in the roles; a role that nobody holds leaves its line to be filled in."""
        held = {role: [Signer.of(seat) for seat in self.seats[zone] if seat.role is role] for role in roles}
        return tuple(signer for role in roles for signer in held[role] or [Signer("", "", role)])

    def _heads(self, zone: str | None) -> tuple[Signer, ...]:
        """Who signs for a zone: its chair and its secretary; for the province, its chair alone."""
        return self._signers(zone, *((Role.CHAIR, Role.SECRETARY) if zone else (Role.CHAIR,)))

    def _sheet_stamp(self, zone: ZoneView, presenter: PresenterView, sheet: SheetView) -> Stamp:
        if sheet.state.counts:
            seal = sheet_digest(
                event=self.event.code,
                seat=sheet.seat,
                presenter=presenter.code,
                submission=sheet.submissions,
                marks=sheet.marks,
                comments=sheet.comments,
            )
            return Stamp.of(sheet.submissions, seal)
        return DRAFT if sheet.state.pending else Stamp.of_snapshot(zone.snapshot)
