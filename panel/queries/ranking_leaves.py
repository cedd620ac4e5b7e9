"""The ranking as a spreadsheet: official figures as numbers, and beside each the formula that reckons it.

Per zone the totals by judge, the mean and the place by it; the province's leaf points to those. The rules are
docs/results.md's; which form a formula takes is read off the result itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from panel.adapters.language import N_, Language
from panel.adapters.spreadsheet import COUNT, Cell, Formula, Leaf, letter, tabs
from panel.domain.documents import Document
from panel.domain.finals import Carried
from panel.domain.numbers import decimal_text
from panel.models import Event
from panel.queries.leaves import (
    PEOPLE,
    Figures,
    above,
    alone,
    counts,
    decided,
    equal,
    exact,
    place,
    seal,
    sheet_state,
    standing,
)
from panel.queries.province_leaves import province_leaf
from panel.queries.results import PresenterView, ZoneView

ZONE = (
    N_("Sheets that count"),
    N_("Mean"),
    N_("Result in the zone"),
    N_("Reckoned result"),
    N_("Official result"),
    N_("Equal to the official result"),
    N_("Place by the result alone"),
    N_("Official rank"),
    N_("Decided by"),
    N_("Grade"),
    N_("State"),
)


def ranking_leaves(found: Figures, language: Language) -> list[Leaf]:
    """The province first, where the whole event was asked for; then a leaf a zone."""
    event = found.event
    heads = [language.text(N_("Province"))] if found.province else []
    titles = tabs([*heads, *(language.name(part) for _, part in found.zones)])[len(heads) :]
    leaves: list[Leaf] = []
    cells: dict[tuple[str, str], str] = {}
    for title, (view, part) in zip(titles, found.zones, strict=True):
        column = _columns(part, graded=bool(event.settings.grades))
        leaf = _leaf(event, part, title, column, language)
        tab = title.replace("'", "''")
        for number, presenter in enumerate(part.ranking, start=leaf.first):
            cells[view.code, presenter.code] = f"'{tab}'!{column['Reckoned result']}{number}"
        leaves.append(leaf)
    if found.province:
        return [province_leaf(found, found.province, cells, language), *leaves]
    return leaves


def _columns(zone: ZoneView, *, graded: bool) -> dict[str, str]:
    """The letter of each column behind the judges' own."""
    carried = any(presenter.result.carried for presenter in zone.presenters)
    unused = (set() if graded else {"Grade"}) | (set() if carried else {"Result in the zone"})
    wanted = [head for head in ZONE if head not in unused]
    return {head: letter(len(PEOPLE) + len(zone.panel) + place) for place, head in enumerate(wanted)}


def _leaf(event: Event, zone: ZoneView, title: str, column: Mapping[str, str], language: Language) -> Leaf:
    sealed = seal(zone.snapshot, language)
    lines = above(event, Document.RANKING, language.name(zone), sealed, language)
    judges = [f"{language.message(f'role.{seat.role}')} {seat.person.name}" for seat in zone.panel]
    return Leaf(
        title=title,
        columns=[*map(language.text, PEOPLE), *judges, *map(language.text, column)],
        rows=[_row(zone, each, column, language) for each in zone.ranking],
        above=(*lines, *_rule(zone, language)),
        foot=f"{lines[0]} · {sealed}",
        fixed=len(PEOPLE),
    )


def _row(
    zone: ZoneView, presenter: PresenterView, column: Mapping[str, str], language: Language
) -> list[Cell]:
    result = presenter.result
    totals = f"{letter(len(PEOPLE))}{{row}}:{letter(len(PEOPLE) + len(zone.panel) - 1)}{{row}}"
    cells: dict[str, Cell] = {
        "Official result": result.value,
        "Official rank": place(presenter.rank_zone),
        "Decided by": decided(presenter.rank_zone, language),
        "Grade": language.name(result.grade) if result.grade else None,
        "State": standing(presenter, language),
    }
    if zone.panel:
        cells["Sheets that count"] = Formula(f"COUNT({totals})", COUNT)
    if result.value is not None:
        own = column["Reckoned result"]
        cells |= {
            "Mean": Formula(_mean(totals, dropped=result.dropped)),
            "Result in the zone": result.carried.zone_result if result.carried else None,
            "Reckoned result": Formula(f"ROUND({_sum(result.carried, column)},2)"),
            "Equal to the official result": equal(own, column["Official result"]),
            "Place by the result alone": alone(own),
        }
    judged = [_total(presenter, seat.code, language) for seat in zone.panel]
    return [presenter.code, language.name(presenter), *judged, *map(cells.get, column)]


def _total(presenter: PresenterView, seat: str, language: Language) -> Cell:
    """A judge's total as a number, or in words why there is none: formulas leave words out."""
    sheet = presenter.sheet(seat)
    if sheet is None:
        return None
    return exact(sheet.outcome.value) if counts(presenter, sheet) else sheet_state(presenter, sheet, language)


def _mean(totals: str, *, dropped: bool) -> str:
    if dropped:
        return f"(SUM({totals})-MAX({totals})-MIN({totals}))/(COUNT({totals})-2)"
    return f"AVERAGE({totals})"


def _sum(carried: Carried | None, column: Mapping[str, str]) -> str:
    """The mean, in a final with its part of the zone's result brought to the final's full marks."""
    mean = f"{column['Mean']}{{row}}"
    if carried is None:
        return mean
    scale = f"*{decimal_text(carried.full)}/{decimal_text(carried.zone_full)}" if carried.scaled else ""
    zone = f"{column['Result in the zone']}{{row}}"
    return f"{mean}*{carried.own_percent}/100+{zone}{scale}*{carried.percent}/100"


def _rule(zone: ZoneView, language: Language) -> Iterator[str]:
    """What else goes into a result, in the words of the papers."""
    if any(presenter.result.dropped for presenter in zone.presenters):
        yield language.text(N_("The highest and the lowest total do not enter the mean."))
    for presenter in zone.presenters:
        if presenter.result.carried:
            yield _carry_rule(presenter.result.carried, language)
            return


def _carry_rule(carried: Carried, language: Language) -> str:
    share = language.text(
        N_(
            "Result of the final = %(own)s %% of the mean of its sheets + %(percent)s %% of the result in the"
            " zone."
        ),
        own=carried.own_percent,
        percent=carried.percent,
    )
    if not carried.scaled:
        return share
    full, zone_full = decimal_text(carried.full), decimal_text(carried.zone_full)
    brought = N_("The zone's result is brought from %(zone)s to %(full)s full marks.")
    return f"{share} {language.text(brought, zone=zone_full, full=full)}"
