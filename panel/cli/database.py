"""`panel db`: the tables, brought up to date."""

from __future__ import annotations

import click
from flask_migrate import upgrade as migrate

from panel.adapters.language import N_
from panel.cli.edge import in_app, say


@click.group()
def db() -> None:
    """The database's tables."""


@db.command()
@in_app
def upgrade() -> None:
    """Bring the tables up to date; make them in an empty database."""
    migrate()
    say(N_("The tables are up to date."))
