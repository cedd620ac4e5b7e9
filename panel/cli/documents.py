"""`panel print`, `panel work`, `panel schedule export`: documents at once, those asked for on
the web, and the plan as a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from panel.adapters.language import Language
from panel.cli.edge import author, in_app, settings
from panel.cli.worker import work_jobs
from panel.db import writing
from panel.domain.documents import Choice, Document, Numerals
from panel.domain.errors import Invalid
from panel.operations.accounts import note_slips
from panel.operations.documents import render
from panel.operations.handouts import plan_calendar, plan_csv, plan_workbook
from panel.queries.documents import find_document
from panel.queries.events import find_event
from panel.queries.plans import attended, present_plan, public_plan
from panel.queries.slips import slips_printed


@click.command("print")
@click.argument("event")
@click.argument("document", metavar=f"[{'|'.join(Document)}]")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write there instead of stdout.")
@click.option("--zone", metavar="CODE", help="Of this zone only.")
@click.option("--presenter", metavar="CODE", help="Of this presenter only (blank-sheets, sheets, results).")
@click.option("--seat", metavar="CODE", help="Of this seat only (blank-sheets, sheets).")
@click.option("--lang", type=click.Choice(["th", "en"]), default="th", show_default=True)
@click.option(
    "--numerals",
    type=click.Choice([each.value for each in Numerals]),
    default="thai",
    show_default=True,
    help="Of a Thai paper.",
)
@click.option("--one-signature", is_flag=True, help="Each judge signs once for all sheets (sheets).")
@click.option("--without-names", is_flag=True, help="The edition of results that names no judge.")
@click.option(
    "--each", is_flag=True, help="A PDF for each amphoe, without judges' names, in a ZIP (results)."
)
@click.option("--with-names", is_flag=True, help="With --each: the edition that names the judges.")
@click.option("--published", is_flag=True, help="The plan as it was published last.")
@click.option(
    "--version",
    metavar="N",
    type=int,
    help="As it was frozen then (ranking, results, summary, brief).",
)
@click.option(
    "--field",
    "fields",
    metavar="NAME=TEXT",
    multiple=True,
    help="What is filled in (letter, certificates); may be given again.",
)
@click.option("--loopback", is_flag=True, help="Slips also while the links lead to this machine only.")
@in_app
def print_(
    event: str,
    document: str,
    output: Path | None,
    zone: str | None,
    presenter: str | None,
    seat: str | None,
    lang: str,
    numerals: str,
    one_signature: bool,
    without_names: bool,
    each: bool,
    with_names: bool,
    published: bool,
    version: int | None,
    fields: tuple[str, ...],
    loopback: bool,
) -> None:
    """Print a document of EVENT as PDF."""
    if output is None and sys.stdout.isatty():
        raise Invalid("cli.needs_output")
    found = find_event(event)
    choice = Choice(
        find_document(document),
        zone,
        presenter,
        seat,
        lang,
        names=with_names if each else not without_names,
        each=each,
        published=published,
        version=version,
        loopback=loopback,
        fields=dict(map(_field, fields)),
        numerals=Numerals(numerals),
        one_signature=one_signature,
    )
    slips = slips_printed(found, choice)
    pdf = render(found, choice, settings())
    if output is None:
        sys.stdout.buffer.write(pdf)
    else:
        output.write_bytes(pdf)
    if slips:
        with writing():
            note_slips(find_event(event), slips, by=author())


def _field(text: str) -> tuple[str, str]:
    """Of NAME=TEXT."""
    name, given, value = text.partition("=")
    if not given:
        raise Invalid("document.not_a_field", text=text)
    return name.strip(), value


@click.command()
@click.argument("event")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="NAME.xlsx, .csv or .ics"
)
@click.option("--venue", metavar="CODE", help="What takes place there only.")
@click.option("--presenter", metavar="CODE", help="Of this presenter only.")
@click.option("--person", metavar="CODE", help="Where this person sits on the panel only.")
@click.option("--draft", is_flag=True, help="The plan as it stands, published or not (.xlsx, .csv).")
@click.option("--lang", type=click.Choice(["th", "en"]), default="th", show_default=True)
@in_app
def export(
    event: str,
    output: Path,
    venue: str | None,
    presenter: str | None,
    person: str | None,
    draft: bool,
    lang: str,
) -> None:
    """Write the published plan of EVENT as a spreadsheet or a calendar."""
    plan = (present_plan(find_event(event)) if draft else public_plan(event)).part(
        venue=venue, presenter=presenter
    )
    if person is not None:
        plan = plan.only(attended(plan, person))
    language, of = Language(lang), person or presenter or venue or event
    match output.suffix:
        case ".xlsx":
            content = plan_workbook(plan, language)
        case ".csv":
            content = plan_csv(plan, language)
        case ".ics":
            content = plan_calendar(plan, language, of=of, base_url=settings().base_url)
        case _:
            raise Invalid("plan.unknown_format", file=output.name)
    output.write_bytes(content)


@click.command()
@in_app
def work() -> None:
    """Make the documents that people ask for on the web, until stopped."""
    work_jobs(settings())
