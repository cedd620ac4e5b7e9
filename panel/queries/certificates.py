"""Certificates (เกียรติบัตร): a page for everybody who has one of the chosen places or grades.

A zone's places make drafts until it is finalised; the province's are given only once they are certified.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from panel.config import Settings
from panel.domain.documents import Choice
from panel.domain.errors import Conflict, HasNames, Invalid, named
from panel.domain.instruments import Grade
from panel.domain.letterheads import Signatory, Signed
from panel.domain.letters import CertificateFields, Places
from panel.domain.ties import Rank
from panel.models import Event, Snapshot
from panel.queries.certifications import certification_altered, current_certification
from panel.queries.events import find_zone
from panel.queries.exports import altered
from panel.queries.letterheads import Hall, Heading, Stamp, issued_today, signatories
from panel.queries.names import Names
from panel.queries.results import PresenterView, event_results, zone_results
from panel.queries.standings import province_of


@dataclass(frozen=True)
class CertificatePaper:
    """One presenter's. `hall` is the zone in which the place was won; None: it is one of the province."""

    template: ClassVar[str] = "certificate"

    heading: Heading
    stamp: Stamp
    hall: Hall | None
    presenter: HasNames
    rank: int
    grade: Grade | None
    signers: tuple[Signatory, ...]


def certificate_papers(event: Event, choice: Choice, settings: Settings) -> Iterator[CertificatePaper]:
    """In the order of zones and places. Raises Invalid for what is chosen wrongly, Conflict where a result
    was altered, or the province is not certified."""
    fields = CertificateFields.read(choice.fields)
    _check_grades(event, fields)
    if fields.of is Places.PROVINCE:
        if choice.zone is not None:
            raise Invalid("document.not_by", document=choice.document.value, option="zone")
        return _of_province(event, fields, settings)
    return _of_zones(event, fields, choice.zone, settings)


def _check_grades(event: Event, fields: CertificateFields) -> None:
    known = {name: grade for grade in event.settings.grades for name in (grade.name, grade.name_en) if name}
    if fields.grades and not known:
        raise Invalid("certificate.no_grades")
    for grade in fields.grades - set(known):
        expected = Invalid("certificate.expects_grade", known=", ".join(known))
        raise Invalid("document.bad_field", field="grades", value=grade, expected=expected)


def _of_zones(
    event: Event, fields: CertificateFields, code: str | None, settings: Settings
) -> Iterator[CertificatePaper]:
    zones = [zone_results(find_zone(event, code))] if code else event_results(event)[0].zones
    for zone in zones:
        if altered(zone):
            raise Conflict("result.altered", zone=named(zone))
        issue = _Issue(event, fields, zone.snapshot, settings)
        for each in issue.names.zone(zone).ranking:
            yield from issue.papers(each, each.rank_zone, issue.names.hall(zone.code))


def _of_province(event: Event, fields: CertificateFields, settings: Settings) -> Iterator[CertificatePaper]:
    certification = current_certification(event)
    if certification is None:
        raise Conflict("certificate.uncertified")
    if certification_altered(event, certification):
        raise Conflict("certification.altered")
    issue = _Issue(event, fields, certification, settings)
    for line in issue.names.province(province_of(event_results(event))).lines:
        yield from issue.papers(line.shown, line.rank, None)


class _Issue:
    """What certificates that rest on one snapshot have in common."""

    def __init__(
        self, event: Event, fields: CertificateFields, snapshot: Snapshot | None, settings: Settings
    ) -> None:
        self.fields = fields
        self.names = Names(event, settings, snapshot.names if snapshot else None)
        self.heading = issued_today(self.names.heading, event, settings)
        self.stamp = Stamp.of_snapshot(snapshot)
        self.signers = signatories(event, Signed.CERTIFICATES)

    def papers(
        self, presenter: PresenterView, rank: Rank | None, hall: Hall | None
    ) -> Iterator[CertificatePaper]:
        """One, or none for who has no such place or grade."""
        grade = presenter.result.grade
        if rank is None or (self.fields.ranks and rank.place not in self.fields.ranks):
            return
        if self.fields.grades and not (grade and {grade.name, grade.name_en} & self.fields.grades):
            return
        yield CertificatePaper(
            heading=self.heading,
            stamp=self.stamp,
            hall=hall,
            presenter=presenter,
            rank=rank.place,
            grade=grade,
            signers=self.signers,
        )
