"""`panel print` and `panel work`: documents at once, and those that were asked for on the web."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from panel.cli.edge import in_app, settings
from panel.cli.worker import work_jobs
from panel.domain.documents import Choice, Document
from panel.domain.errors import Invalid
from panel.operations.documents import render
from panel.queries.documents import find_document
from panel.queries.events import find_event


@click.command("print")
@click.argument("event")
@click.argument("document", metavar=f"[{'|'.join(Document)}]")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write there instead of stdout.")
@click.option("--zone", metavar="CODE", help="Of this zone only.")
@click.option("--presenter", metavar="CODE", help="Of this presenter only (blank-sheets, sheets, results).")
@click.option("--seat", metavar="CODE", help="Of this seat only (blank-sheets, sheets).")
@click.option("--lang", type=click.Choice(["th", "en"]), default="th", show_default=True)
@click.option("--without-names", is_flag=True, help="The edition of results that names no judge.")
@in_app
def print_(
    event: str,
    document: str,
    output: Path | None,
    zone: str | None,
    presenter: str | None,
    seat: str | None,
    lang: str,
    without_names: bool,
) -> None:
    """Print a document of EVENT as PDF."""
    if output is None and sys.stdout.isatty():
        raise Invalid("cli.needs_output")
    found = find_event(event)
    choice = Choice(find_document(document), zone, presenter, seat, lang, names=not without_names)
    pdf = render(found, choice, settings())
    if output is None:
        sys.stdout.buffer.write(pdf)
    else:
        output.write_bytes(pdf)


@click.command()
@in_app
def work() -> None:
    """Make the documents that people ask for on the web, until stopped."""
    work_jobs(settings())
