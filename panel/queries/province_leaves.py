"""The province's ranking as a leaf of a spreadsheet: its figures point to those that the zones' leaves
reckon, and what may be read from the order stands above it in the words of the paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from panel.adapters.language import N_, Language
from panel.adapters.spreadsheet import Cell, Formula, Leaf, letter
from panel.domain.documents import Document
from panel.queries.leaves import PEOPLE, Figures, above, alone, decided, equal, place, seal, standing
from panel.queries.results import TOP
from panel.queries.standings import ProvinceLine, ProvinceView

FINAL, ZONED = N_("Result of the final"), N_("Result in the zone")
PROVINCE = (
    N_("Zone"),
    FINAL,
    ZONED,
    N_("Official result"),
    N_("Equal to the official result"),
    N_("Place by the result alone"),
    N_("Official rank"),
    N_("Rank in the zone"),
    N_("Decided by"),
    N_("Grade"),
    N_("State"),
)
Cells = Mapping[tuple[str, str], str]
"""Where another leaf has the reckoned result: by round and presenter."""


def province_leaf(found: Figures, province: ProvinceView, cells: Cells, language: Language) -> Leaf:
    """Everybody in the province's order; `cells` are pointed to where there is a result."""
    graded = bool(found.event.settings.grades)
    unused = (set() if province.decided_by_final else {FINAL}) | (set() if graded else {"Grade"})
    wanted = [head for head in PROVINCE if head not in unused]
    column = {head: letter(len(PEOPLE) + place) for place, head in enumerate(wanted)}
    title, sealed = language.text(N_("Province")), seal(found.certification, language)
    lines = above(found.event, Document.RANKING, title, sealed, language)
    return Leaf(
        title=title,
        columns=[language.text(head) for head in (*PEOPLE, *column)],
        rows=[_row(province, line, cells, column, language) for line in province.lines],
        above=(*lines, *_notice(province, language)),
        foot=f"{lines[0]} · {sealed}",
        fixed=len(PEOPLE),
    )


def _row(
    province: ProvinceView, line: ProvinceLine, cells: Cells, column: Mapping[str, str], language: Language
) -> list[Cell]:
    shown, zone = line.shown, province.main.zone(line.zoned.zone)
    row: dict[str, Cell] = {
        "Zone": language.name(zone),
        "Official result": shown.result.value,
        "Official rank": place(line.rank),
        "Rank in the zone": place(line.zoned.rank_zone),
        "Decided by": decided(line.rank, language),
        "Grade": language.name(shown.result.grade) if shown.result.grade else None,
        "State": standing(shown, language),
    }
    if line.zoned.result.value is not None:
        row[ZONED] = Formula(cells[province.main.code, line.zoned.code])
    if province.final and line.final and line.final.result.value is not None:
        row[FINAL] = Formula(cells[province.final.code, line.zoned.code])
    deciding = column[FINAL if line.final else ZONED]
    if shown.result.value is not None:
        row["Equal to the official result"] = equal(deciding, column["Official result"])
    if line.rank:
        row["Place by the result alone"] = alone(deciding)
    return [line.zoned.code, language.name(line.zoned), *map(row.get, column)]


def _notice(province: ProvinceView, language: Language) -> Iterator[str]:
    """What may be read from the province's order and what may not, in the words of the paper."""
    if province.decided_by_final:
        yield language.text(N_("Decided in the final."))
    elif not province.comparable:
        yield language.text(N_("Not on a common scale."))
        yield language.text(
            N_(
                "Each zone was scored by a panel of its own. Differences between zones may come from the"
                " panels as much as from the work: this order across zones is no ground by itself for"
                " choosing between amphoe of different zones."
            )
        )
        if province.flip_margin is not None:
            yield language.text(
                N_(
                    "If one panel had been stricter or milder than another by %(margin)s points, other amphoe"
                    " would be among the first %(top)s."
                ),
                margin=province.flip_margin,
                top=TOP,
            )
