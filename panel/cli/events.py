"""`panel event`: load a folder, list what is there."""

from __future__ import annotations

from pathlib import Path

import click
from flask_migrate import upgrade

from panel.adapters.folder import read_folder
from panel.adapters.language import N_
from panel.cli.edge import author, in_app, language, say, settings, table
from panel.cli.schedules import tell_clashes
from panel.db import writing
from panel.operations.events import create_event
from panel.operations.reloads import reload_event
from panel.queries.events import all_events, find_event
from panel.queries.schedules import clashes


@click.group()
def event() -> None:
    """Events and their folders."""


@event.command("list")
@in_app
def list_() -> None:
    """List the events: code, state and title."""
    rows = [(each.code, each.state.value, language().name(each, "title")) for each in all_events()]
    if rows:
        click.echo(table(rows))


@event.command()
@click.argument("folder", type=click.Path(path_type=Path))
@in_app
def load(folder: Path) -> None:
    """Load an event's FOLDER; again, to change what it says anew.

    What clashes in the plan is told on stderr and stops nothing. An empty database gets its tables first.
    """
    facts = read_folder(folder)
    upgrade()
    with writing():
        known = next((each for each in all_events() if each.code == facts.code), None)
        if known:
            changes = reload_event(known, facts, by=author(), secret=settings().secret_key)
        else:
            create_event(facts, by=author(), secret=settings().secret_key)
    if not known:
        say(N_("%(event)s: loaded"), event=facts.code)
    elif not changes:
        say(N_("%(event)s: nothing has changed in the folder"), event=facts.code)
    else:
        click.echo("\n".join(f"{facts.code}: {change}" for change in changes))
    loaded = find_event(facts.code)
    tell_clashes(loaded, clashes(loaded))
