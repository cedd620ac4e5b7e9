"""`panel archive`: everything that an event leaves, as one file that needs no server."""

from __future__ import annotations

from pathlib import Path

import click

from panel.adapters.language import N_
from panel.cli.edge import in_app, say, settings, warn
from panel.operations.archives import make_archive
from panel.queries.events import find_event


@click.command()
@click.argument("event")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file to write, NAME.zip.",
)
@in_app
def archive(event: str, output: Path) -> None:
    """Write papers, results, log and rules of EVENT, with a verifier of their own."""
    made = make_archive(find_event(event), output, settings())
    for name in made.missing:
        warn(N_("%(name)s is no longer on this server, and not in the archive."), name=name)
    if made.provisional:
        warn(N_("PROVISIONAL: not yet final are %(zones)s."), zones=", ".join(made.provisional))
    say(N_("%(event)s is in %(file)s; files: %(files)s"), event=event, file=output, files=made.files)
