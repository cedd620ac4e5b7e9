"""What each official document says: one paper a sheet, presenter or zone, as frozen view-models.

Figures come from the results' own views. A paper is a draft until what it shows is settled: a plan once
published, a sheet once submitted, all else once its zone is finalised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from panel.adapters.secrets import paper_code
from panel.config import Settings
from panel.domain.documents import NARROWED_BY, Choice, Document
from panel.domain.errors import Conflict, Invalid, NotFound, named
from panel.domain.letterheads import Signed
from panel.domain.letters import check_fields
from panel.domain.panels import Role
from panel.domain.results import Standing
from panel.domain.sheets import sheet_digest
from panel.domain.ties import ties
from panel.models import Event, Snapshot
from panel.queries.briefs import BriefPaper
from panel.queries.certificates import certificate_papers
from panel.queries.certifications import certification_altered, current_certification
from panel.queries.events import find_presenter, find_seat, find_zone
from panel.queries.exports import altered
from panel.queries.letterheads import DRAFT, Signer, Stamp, signatories
from panel.queries.letters import letter_paper
from panel.queries.names import Names
from panel.queries.papers import (
    BlankPaper,
    Paper,
    ProvincePaper,
    RankingPaper,
    ResultPaper,
    SheetPaper,
    SignaturePaper,
    SummaryPaper,
    SummaryRow,
    ZoneLine,
)
from panel.queries.plan_papers import door_papers, plan_paper
from panel.queries.results import TOP, PresenterView, SheetView, ZoneView, event_results, zone_results
from panel.queries.sights import on_paper
from panel.queries.slips import slips_papers
from panel.queries.standings import ProvinceView, province_of
from panel.queries.versions import certified_view, find_version, version_view


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
    check_fields(choice.document, choice.fields)


def frozen_of(event: Event, choice: Choice) -> Snapshot:
    """What was frozen as the chosen version of the chosen zone, or as that certification of the province."""
    if choice.zone is None and not choice.document.certified:
        raise Invalid("document.version_of_zone")
    zone = find_zone(event, choice.zone) if choice.zone else None
    return find_version(event, zone, choice.version or 0)


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
        self.today = Names(event, settings)
        self.heading = self.today.heading

    def papers(self) -> Iterator[Paper]:
        if self.choice.document is Document.PLAN:
            yield plan_paper(self.event, self.heading, self.choice)
            return
        if self.choice.document is Document.DOOR:
            yield from door_papers(self.event, self.heading, self.choice)
            return
        if self.choice.document is Document.CERTIFICATES:
            yield from certificate_papers(self.event, self.choice, self.settings)
            return
        if self.choice.document is Document.LETTER:
            yield letter_paper(self.event, self.choice, self.settings)
            return
        if self.choice.document is Document.ACCESS_SLIPS:
            yield from slips_papers(self.event, self.heading, self.choice, self.settings)
            return
        if self.choice.version is not None:
            yield from self._of_version(frozen_of(self.event, self.choice))
            return
        if self.choice.zone is not None:
            yield from self._of_zone(zone_results(find_zone(self.event, self.choice.zone)))
            return
        rounds = event_results(self.event)
        if self.choice.document is Document.BRIEF:
            yield self._as_it_stands(province_of(rounds))
            return
        for view in rounds:
            for zone in view.zones:
                yield from self._of_zone(zone)
        if self.choice.document is Document.RANKING:
            yield self._as_it_stands(province_of(rounds))

    def _of_version(self, frozen: Snapshot) -> Iterator[Paper]:
        if frozen.zone_id is None:
            yield self._province(certified_view(frozen), frozen)
        else:
            yield from self._papers_of(version_view(frozen))

    def _of_zone(self, zone: ZoneView) -> Iterator[Paper]:
        if not zone.presenters:
            return
        if self.choice.document is Document.BLANK_SHEETS:
            yield from self._blanks(zone, self.today)
            return
        if altered(zone):
            raise Conflict("result.altered", zone=named(zone))
        yield from self._papers_of(zone)

    def _papers_of(self, zone: ZoneView) -> Iterator[Paper]:
        names = self._names(zone.snapshot)
        zone = names.zone(zone)
        if self.choice.document is Document.SHEETS:
            yield from self._sheets(zone, names)
        elif self.choice.document is Document.SUMMARY:
            yield self._summary(zone, names)
        elif self.choice.document is Document.RESULTS:
            for presenter in zone.presenters:
                if self.choice.presenter in {None, presenter.code}:
                    yield self._result(zone, names, presenter)
        else:
            yield self._ranking(zone, names)

    def _pairs(self, zone: ZoneView) -> Iterator[tuple[PresenterView, SheetView]]:
        """Every chosen sheet of a zone, a judge's own together, as they are handed out and signed."""
        for seat in zone.panel:
            for presenter in zone.presenters:
                sheet = presenter.sheet(seat.code)
                chosen = self.choice.seat in {None, seat.code}
                if sheet and chosen and self.choice.presenter in {None, presenter.code}:
                    yield presenter, sheet

    def _sheets(self, zone: ZoneView, names: Names) -> Iterator[Paper]:
        once = self.choice.one_signature
        for _seat, sheets in groupby(self._told(zone, names), key=lambda paper: paper.sheet.seat):
            for paper in (own := list(sheets)):
                yield replace(paper, signers=()) if once else paper
            if once:
                yield SignaturePaper.of(own, zone.snapshot)

    def _told(self, zone: ZoneView, names: Names) -> Iterator[SheetPaper]:
        for presenter, sheet in self._pairs(zone):
            if on_paper(sheet) and presenter.result.standing is not Standing.NO_SHOW:
                yield SheetPaper(
                    heading=names.heading,
                    stamp=self._sheet_stamp(zone, presenter, sheet),
                    hall=names.hall(zone.code),
                    presenter=presenter,
                    sheet=sheet,
                    signers=(Signer(sheet.name, sheet.position, sheet.role),),
                )

    def _blanks(self, zone: ZoneView, names: Names) -> Iterator[Paper]:
        """Sheets for paper, and where all are printed an empty tally too. A loopback address leads no
        camera anywhere: such sheets bear their code in letters alone."""
        for presenter, sheet in self._pairs(zone):
            if sheet.state.judges:
                secret = self.settings.secret_key
                code = paper_code(secret, self.event.code, zone.round, sheet.seat, presenter.code)
                path = "" if self.settings.loopback else f"/paper/{code}"
                yield BlankPaper(
                    heading=names.heading,
                    stamp=Stamp(version=presenter.version, path=path),
                    hall=names.hall(zone.code),
                    presenter=presenter,
                    sheet=sheet,
                    signers=(Signer(sheet.name, sheet.position, sheet.role),),
                    code=code,
                )
        if self.choice.seat is None and self.choice.presenter is None:
            yield self._summary(zone, names, blank=True)

    def _summary(self, zone: ZoneView, names: Names, *, blank: bool = False) -> SummaryPaper:
        judges = [names.signer(seat) for seat in zone.panel]
        return SummaryPaper(
            heading=names.heading,
            stamp=Stamp() if blank else Stamp.of_snapshot(zone.snapshot),
            hall=names.hall(zone.code),
            judges=tuple(judges),
            rows=tuple(
                SummaryRow(presenter, tuple(presenter.sheet(seat.code) for seat in zone.panel))
                for presenter in zone.presenters
            ),
            signers=(*judges, *names.signers(zone.code, Role.SECRETARY)),
            blank=blank,
        )

    def _result(self, zone: ZoneView, names: Names, presenter: PresenterView) -> ResultPaper:
        sheets = presenter.sheets
        if not self.choice.names:
            sheets = tuple(sorted(sheets, key=lambda sheet: sheet.outcome.value or 0, reverse=True))
        return ResultPaper(
            heading=names.heading,
            stamp=Stamp.of_snapshot(zone.snapshot),
            hall=names.hall(zone.code),
            presenter=presenter,
            sheets=sheets,
            names=self.choice.names,
            signers=names.heads(zone.code),
        )

    def _ranking(self, zone: ZoneView, names: Names) -> RankingPaper:
        return RankingPaper(
            heading=names.heading,
            stamp=Stamp.of_snapshot(zone.snapshot),
            hall=names.hall(zone.code),
            rows=zone.ranking,
            graded=bool(self.event.settings.grades),
            audit_head=zone.snapshot.audit_head if zone.snapshot else "",
            ties=ties([each.result for each in zone.presenters], self.event.settings.ties),
            signers=names.heads(zone.code),
        )

    def _as_it_stands(self, province: ProvinceView) -> ProvincePaper:
        certification = current_certification(self.event)
        if certification is not None and certification_altered(self.event, certification):
            raise Conflict("certification.altered")
        return self._province(province, certification)

    def _province(self, province: ProvinceView, certification: Snapshot | None) -> ProvincePaper:
        """Those who sign beside the chair are not frozen: what no longer holds awaits no one's signature."""
        names, stamp = self._names(certification), Stamp.of_snapshot(certification)
        province, signed = names.province(province), Signed(self.choice.document.value)
        paper = BriefPaper if signed is Signed.BRIEF else ProvincePaper
        return paper(
            heading=names.heading,
            stamp=stamp,
            certification=certification,
            certified_by=names.person(certification.finalised_by) if certification else "",
            province=province,
            ties=province.ties(self.event.settings.ties),
            halls={zone.code: names.hall(zone.code) for zone in province.zones},
            graded=bool(self.event.settings.grades),
            zones=tuple(ZoneLine.of(names, zone) for zone in province.zones),
            top=TOP,
            signers=names.heads(None),
            signatories=() if stamp.superseded_at else signatories(self.event, signed),
        )

    def _names(self, frozen: Snapshot | None) -> Names:
        """A version's own; today's of what is not final, or was frozen without."""
        return Names(self.event, self.settings, frozen.names) if frozen and frozen.names else self.today

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
