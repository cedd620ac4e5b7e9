"""`panel results`: an event's results as table, JSON, CSV or spreadsheet."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from panel.adapters.language import N_
from panel.adapters.spreadsheet import Cell, csv_file, workbook
from panel.cli.edge import in_app, language, table
from panel.domain.errors import Invalid
from panel.domain.results import Standing
from panel.domain.ties import Rank
from panel.models import Event
from panel.queries.events import find_event
from panel.queries.exports import event_export
from panel.queries.provinces import province_results
from panel.queries.results import PresenterView, RoundView
from panel.queries.standings import ProvinceView

COLUMNS = {
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
"""What a file calls a column, and what the table does."""

STANDINGS = {
    Standing.COMPLETE: N_("Complete"),
    Standing.PROVISIONAL: N_("Provisional"),
    Standing.NO_QUORUM: N_("No quorum"),
    Standing.NO_SHOW: N_("Did not appear"),
}


@click.command()
@click.argument("event")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "xlsx"]),
    default="table",
    show_default=True,
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write there instead of stdout.")
@in_app
def results(event: str, form: str, output: Path | None) -> None:
    """Print the results of EVENT, in order of rank."""
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise Invalid("cli.needs_output")
    content = _content(find_event(event), form)
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)


def _content(event: Event, form: str) -> bytes:
    match form:
        case "json":
            return json.dumps(event_export(event), ensure_ascii=False, indent=2).encode() + b"\n"
        case "csv":
            return csv_file(list(COLUMNS), _rows(province_results(event)))
        case "xlsx":
            return workbook("results", list(COLUMNS), _rows(province_results(event)))
    return f"{_table(province_results(event))}\n".encode()


def _lines(province: ProvinceView) -> Iterator[tuple[RoundView, PresenterView, Rank | None]]:
    """Everybody in the zones' round, in the province's order and with the place there; then the final's."""
    for line in province.lines:
        yield province.main, line.zoned, line.rank
    for line in province.lines:
        if province.final and line.final:
            yield province.final, line.final, line.rank


def _rows(province: ProvinceView) -> Iterator[tuple[Cell, ...]]:
    """A row a presenter in each round, codes as in the export."""
    for view, presenter, rank in _lines(province):
        result = presenter.result
        yield (
            view.code,
            presenter.zone,
            presenter.code,
            language().name(presenter),
            result.standing.value,
            result.value,
            presenter.rank_zone.place if presenter.rank_zone else None,
            rank.place if rank else None,
            presenter.rank_zone.decided_by if presenter.rank_zone else None,
            result.grade.name if result.grade else None,
        )


def _table(province: ProvinceView) -> str:
    heads = [language().text(head) for head in COLUMNS.values()]
    return table([heads, *(_words(*line) for line in _lines(province))])


def _words(view: RoundView, presenter: PresenterView, rank: Rank | None) -> tuple[object, ...]:
    """A presenter's row in the words of the language; "-" is for what there is not."""
    result = presenter.result
    return (
        language().name(view),
        language().name(view.zone(presenter.zone)),
        presenter.code,
        language().name(presenter),
        language().text(STANDINGS[result.standing]),
        "-" if result.value is None else result.value,
        _place(presenter.rank_zone),
        _place(rank),
        _decided(presenter.rank_zone),
        language().name(result.grade) if result.grade else "-",
    )


def _place(rank: Rank | None) -> object:
    return rank.place if rank else "-"


def _decided(rank: Rank | None) -> str:
    if rank is None:
        return "-"
    code, params = rank.message
    return language().message(code, **params)
