"""The covering letter: what announces the plan, or the result, to those whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from panel.config import Settings
from panel.domain.documents import Choice
from panel.domain.errors import Conflict, named
from panel.domain.letterheads import Signatory, Signed
from panel.domain.letters import About, LetterFields
from panel.models import Event
from panel.queries.certifications import certification_altered, current_certification
from panel.queries.exports import altered
from panel.queries.letterheads import Heading, Stamp, issued_today, signatories
from panel.queries.names import Names
from panel.queries.plans import PlanZone, present_plan
from panel.queries.results import ZoneView, event_results
from panel.queries.standings import province_of


@dataclass(frozen=True)
class Office:
    """Who writes: from where, which unit, and who signs; without a signatory whoever holds the `position`."""

    sender: str
    unit: str
    position: str
    signer: Signatory | None
    reference_number: str
    reference_date: date | None

    @classmethod
    def of(cls, event: Event) -> Office:
        day = event.text("reference_date")
        return cls(
            sender=event.text("sender"),
            unit=event.text("unit"),
            position=event.text("signer"),
            signer=next(iter(signatories(event, Signed.LETTER)), None),
            reference_number=event.text("reference_number"),
            reference_date=date.fromisoformat(day) if day else None,
        )


@dataclass(frozen=True)
class LetterPaper:
    """A letter as it was filled in. Either `plan` or `ranking` has zones, whichever it is about; `comparable`
    says whether places of different zones rest on one scale."""

    template: ClassVar[str] = "letter"

    heading: Heading
    stamp: Stamp
    fields: LetterFields
    office: Office
    plan: tuple[PlanZone, ...] = ()
    present: int = 0
    questions: int = 0
    ranking: tuple[ZoneView, ...] = ()
    comparable: bool = True


def letter_paper(event: Event, choice: Choice, settings: Settings) -> LetterPaper:
    """Raises Invalid for what is filled in wrongly, Conflict where a result was altered."""
    fields = LetterFields.read(choice.fields)
    if fields.about is About.PLAN:
        return _about_plan(event, fields, settings)
    return _about_result(event, fields, settings)


def _about_plan(event: Event, fields: LetterFields, settings: Settings) -> LetterPaper:
    plan = present_plan(event)
    return LetterPaper(
        heading=Names(event, settings).heading,
        stamp=Stamp.of_plan(plan),
        fields=fields,
        office=Office.of(event),
        plan=tuple(zone for zone in plan.zones if zone.slots),
        present=event.present_minutes,
        questions=event.question_minutes,
    )


def _about_result(event: Event, fields: LetterFields, settings: Settings) -> LetterPaper:
    certification = current_certification(event)
    if certification is not None and certification_altered(event, certification):
        raise Conflict("certification.altered")
    province = province_of(event_results(event))
    for zone in province.zones:
        if altered(zone):
            raise Conflict("result.altered", zone=named(zone))
    names = Names(event, settings, certification.names if certification else None)
    return LetterPaper(
        heading=issued_today(names.heading, event, settings),
        stamp=Stamp.of_snapshot(certification),
        fields=fields,
        office=Office.of(event),
        ranking=tuple(names.zone(zone) for zone in province.zones if zone.presenters),
        comparable=province.comparable,
    )
