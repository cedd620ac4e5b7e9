"""`panel results`, `panel spreadsheet`: an event's results as table, JSON, CSV or spreadsheet."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from panel.adapters.language import Language
from panel.adapters.spreadsheet import Cell, Leaf, csv_file, workbook
from panel.cli.edge import in_app, language, table
from panel.domain.errors import Invalid
from panel.models import Event
from panel.operations.handouts import ranking_csv, ranking_workbook, sheets_csv, sheets_workbook
from panel.queries.events import find_event
from panel.queries.exports import event_export
from panel.queries.leaves import figures, place
from panel.queries.provinces import province_results
from panel.queries.rankings import WORDS, province_lines, ranking_rows

SPREADSHEETS = {
    ("ranking", ".xlsx"): ranking_workbook,
    ("ranking", ".csv"): ranking_csv,
    ("sheets", ".xlsx"): sheets_workbook,
    ("sheets", ".csv"): sheets_csv,
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
            return csv_file(list(WORDS), _rows(event))
        case "xlsx":
            return workbook([Leaf("results", list(WORDS), _rows(event))])
    return f"{_table(event)}\n".encode()


def _rows(event: Event) -> list[tuple[Cell, ...]]:
    """A row a presenter in each round, codes as in the export."""
    return [
        (
            round_,
            presenter.zone,
            presenter.code,
            language().name(presenter),
            presenter.result.standing.value,
            presenter.result.value,
            place(presenter.rank_zone),
            place(rank),
            presenter.rank_zone.decided_by if presenter.rank_zone else None,
            presenter.result.grade.name if presenter.result.grade else None,
        )
        for round_, presenter, rank in province_lines(province_results(event))
    ]


def _table(event: Event) -> str:
    """The same in the words of the language; "-" is for what there is not."""
    heads = [language().text(head) for head in WORDS.values()]
    rows = ranking_rows(figures(event), language())
    return table([heads, *(["-" if cell is None else cell for cell in row] for row in rows)])


@click.command()
@click.argument("event")
@click.argument("document", type=click.Choice(["ranking", "sheets"]))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="NAME.xlsx or .csv")
@click.option("--zone", metavar="CODE", help="Of this zone only.")
@click.option("--lang", type=click.Choice(["th", "en"]), default="th", show_default=True)
@in_app
def spreadsheet(event: str, document: str, output: Path, zone: str | None, lang: str) -> None:
    """Write the ranking or the score sheets of EVENT with formulas that reckon them again."""
    make = SPREADSHEETS.get((document, output.suffix))
    if make is None:
        raise Invalid("spreadsheet.unknown_format", file=output.name)
    output.write_bytes(make(find_event(event), zone, Language(lang)))
