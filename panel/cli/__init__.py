"""The command line: `bin/panel NOUN VERB`, commands by noun.

An error is one clear line on stderr, exit status 1, and nothing changed.
"""

from __future__ import annotations

import importlib

import click

_COMMANDS = {
    "access": "panel.cli.accounts:access",
    "archive": "panel.cli.archive:archive",
    "audit": "panel.cli.audit:audit",
    "backup": "panel.cli.backups:backup",
    "db": "panel.cli.database:db",
    "event": "panel.cli.events:event",
    "instrument": "panel.cli.instruments:instrument",
    "print": "panel.cli.documents:print_",
    "rehearse": "panel.cli.rehearsals:rehearse",
    "restore": "panel.cli.backups:restore",
    "results": "panel.cli.results:results",
    "schedule": "panel.cli.schedules:schedule",
    "spreadsheet": "panel.cli.results:spreadsheet",
    "verify": "panel.cli.verification:verify",
    "work": "panel.cli.documents:work",
    "zone": "panel.cli.bundles:zone",
}


class Commands(click.Group):
    """Commands that are imported when they are called: most need neither the solver nor the printer."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(["th", "en"]), default="en", help="Language of messages.")
@click.pass_context
def main(ctx: click.Context, lang: str) -> None:
    """Panel: runs the day on which a province evaluates its districts."""
    ctx.obj = lang
