"""What the spreadsheets of marks have in common: the zones they hold, and the words around a table.

They are made of the results' own views and refused, as papers are, where marks no longer give the digest that
was put a name to. Whoever asks for them has been let in already (`web/documents`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from panel.adapters.language import N_, Language
from panel.adapters.spreadsheet import COUNT, TRUTH, Formula
from panel.domain.documents import Document
from panel.domain.errors import Conflict, named
from panel.domain.results import Standing
from panel.domain.ties import Rank
from panel.models import Event, Round, Snapshot
from panel.queries.certifications import certification_altered, current_certification
from panel.queries.events import find_zone
from panel.queries.exports import altered
from panel.queries.provinces import province_results
from panel.queries.results import PresenterView, RoundView, SheetView, ZoneView, zone_results
from panel.queries.standings import ProvinceView

STANDINGS: Mapping[Standing, str] = {
    Standing.COMPLETE: N_("Complete"),
    Standing.PROVISIONAL: N_("Provisional"),
    Standing.NO_QUORUM: N_("No quorum"),
    Standing.NO_SHOW: N_("Did not appear"),
}
PEOPLE = (N_("Code"), N_("Amphoe"))
"""The columns that stay in sight."""


@dataclass(frozen=True)
class Figures:
    """Zones with the round of each; the province where all were asked for."""

    event: Event
    zones: tuple[tuple[Round | RoundView, ZoneView], ...]
    province: ProvinceView | None

    @property
    def certification(self) -> Snapshot | None:
        """The province's, if it holds; raises Conflict if it was altered."""
        found = current_certification(self.event)
        if found is not None and certification_altered(self.event, found):
            raise Conflict("certification.altered")
        return found


def figures(event: Event, zone: str | None = None) -> Figures:
    """Of one zone by its code, or of the whole event; raises NotFound."""
    if zone is not None:
        one = find_zone(event, zone)
        return Figures(event, ((one.round, zone_results(one)),), None)
    province = province_results(event)
    zones = [(view, each) for view in province.rounds for each in view.zones if each.presenters]
    return Figures(event, tuple(zones), province)


def sound_figures(event: Event, zone: str | None, document: Document) -> Figures:
    """The same, to leave the building; raises Conflict where nobody presents or marks were altered behind a
    digest."""
    found = figures(event, zone)
    if not any(each.presenters for _, each in found.zones):
        raise Conflict("document.empty", document=document.value)
    for _, each in found.zones:
        if altered(each):
            raise Conflict("result.altered", zone=named(each))
    return found


def standing(presenter: PresenterView, language: Language) -> str:
    return language.text(STANDINGS[presenter.result.standing])


def sheet_state(presenter: PresenterView, sheet: SheetView, language: Language) -> str:
    """Why a sheet gives marks or none, in words."""
    if presenter.result.standing is Standing.NO_SHOW:
        return standing(presenter, language)
    return language.message(f"state.{sheet.state}")


def counts(presenter: PresenterView, sheet: SheetView) -> bool:
    """Whether what stands on the sheet is told: it is in, and its presenter appeared."""
    return sheet.state.counts and presenter.result.standing is not Standing.NO_SHOW


def exact(value: Fraction | None) -> Decimal | None:
    """As a decimal, which every mark and total has."""
    return None if value is None else Decimal(value.numerator) / value.denominator


def seal(snapshot: Snapshot | None, language: Language) -> str:
    """The version that figures stand for, with the first digits of its digest; a draft without one."""
    if snapshot is None:
        return language.message("state.draft")
    version = language.text(N_("Version %(version)s"), version=snapshot.version)
    return f"{version} · {snapshot.digest[:12]}"


def above(event: Event, document: Document, of: str, sealed: str, language: Language) -> tuple[str, ...]:
    """The lines over a table: what it is, of what, of when, and which version."""
    return (
        f"{language.message(f'document.{document}')} – {of}",
        language.name(event, "title"),
        f"{language.date(event.date)} · {sealed}",
    )


def place(rank: Rank | None) -> int | None:
    return rank.place if rank else None


def decided(rank: Rank | None, language: Language) -> str | None:
    if rank is None:
        return None
    code, params = rank.message
    return language.message(code, **params)


def equal(one: str, other: str) -> Formula:
    return Formula(f"ROUND({one}{{row}}-{other}{{row}},2)=0", TRUTH)


def alone(column: str) -> Formula:
    """The place that the rounded result gives, before any step that tells equal ones apart."""
    return Formula(f"RANK({column}{{row}},{column}${{first}}:{column}${{last}})", COUNT)
