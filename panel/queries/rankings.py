"""The results as one table, a row a presenter in each round: for CSV, and for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from panel.adapters.language import N_, Language
from panel.adapters.spreadsheet import Cell
from panel.domain.ties import Rank
from panel.models import Round
from panel.queries.leaves import Figures, decided, place, standing
from panel.queries.results import PresenterView, RoundView
from panel.queries.standings import ProvinceView

WORDS = {
    "round": N_("Round"),
    "zone": N_("Zone"),
    "code": N_("Code"),
    "name": N_("Name"),
    "state": N_("State"),
    "result": N_("Result"),
    "rank_zone": N_("Rank in zone"),
    "rank_province": N_("Rank in province"),
    "decided_by": N_("Decided by"),
    "grade": N_("Grade"),
}
"""The columns of the results as one table, with their words."""


def ranking_rows(found: Figures, language: Language) -> list[tuple[Cell, ...]]:
    """A row a presenter in each round, in order of rank, in words; the columns are those of WORDS."""
    if found.province:
        lines = list(province_lines(found.province))
        names: dict[str, Round | RoundView] = {view.code: view for view in found.province.rounds}
    else:
        lines = [(view.code, each, None) for view, part in found.zones for each in part.ranking]
        names = {view.code: view for view, _ in found.zones}
    zones = {part.code: part for _, part in found.zones}
    return [
        (
            language.name(names[round_]),
            language.name(zones[each.zone]),
            each.code,
            language.name(each),
            standing(each, language),
            each.result.value,
            place(each.rank_zone),
            place(rank),
            decided(each.rank_zone, language),
            language.name(each.result.grade) if each.result.grade else None,
        )
        for round_, each, rank in lines
    ]


def province_lines(province: ProvinceView) -> Iterator[tuple[str, PresenterView, Rank | None]]:
    """Everybody in the zones' round, in the province's order and with the place there; then the final's."""
    for line in province.lines:
        yield province.main.code, line.zoned, line.rank
    for line in province.lines:
        if province.final and line.final:
            yield province.final.code, line.final, line.rank
