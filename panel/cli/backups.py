"""`panel backup` and `panel restore`: all that Panel knows as one file, and back."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask_migrate import upgrade

from panel.adapters.backups import DATABASE, KEY, Manifest, read_backup, unpack
from panel.adapters.clock import clock_from
from panel.adapters.dumps import (
    SQLITE,
    close_sqlite,
    database_file,
    has_tables,
    kind_of,
    load_postgresql,
    refuse_while_connected,
)
from panel.adapters.language import N_
from panel.adapters.locks import nobody_serves
from panel.cli.edge import author, in_app, language, opened, say, settings, told
from panel.config import Settings
from panel.db import writing
from panel.operations.backups import free_name, make_backup
from panel.operations.restores import note_restore, refuse_misfit, replace_database, replace_files

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@in_app
def backup(file: Path) -> None:
    """Copy database, uploads and keys into FILE, or into a new file of the folder FILE."""
    at = author().at
    if file.is_dir():
        file = free_name(file, "panel-", at, ".zip")
    make_backup(settings(), file, at=at)
    _tell(file, read_backup(file))


@click.command()
@click.argument("file", type=_FILE)
@click.option("--check", is_flag=True, help="Only read FILE to its end and say what it holds.")
@told
def restore(file: Path, check: bool) -> None:
    """Put what FILE holds in the place of all that is here. Nothing may serve meanwhile."""
    manifest = read_backup(file)
    if not check:
        here = Settings.from_environment()
        refuse_misfit(file, manifest, here)
        with nobody_serves(here.instance):
            _restore(file, here)
    _tell(file, manifest)
    if not check:
        say(
            N_(
                "Restored. What was here before is kept in %(folder)s.",
            ),
            folder=here.instance,
        )


def _tell(file: Path, manifest: Manifest) -> None:
    """What a backup holds, in a line."""
    facts = manifest.facts
    say(
        N_(
            "%(file)s is whole: %(kind)s of %(moment)s, %(events)s; sheets: %(sheets)s, "
            "entries: %(entries)s; %(key)s"
        ),
        file=file,
        kind=facts.kind,
        moment=language().moment(manifest.made_at),
        events=", ".join(event["code"] for event in facts.events) or "-",
        sheets=facts.sheets,
        entries=facts.entries,
        key=language().text(
            N_("with its secret key") if KEY in manifest.members else N_("without the secret key")
        ),
    )


def _restore(file: Path, here: Settings) -> None:
    """On SQLite everything is made ready beside the old database, which is then replaced at one stroke."""
    at = clock_from(here.clock)()
    sqlite = kind_of(here.database_url) == SQLITE
    beside = database_file(here.database_url).parent if sqlite else here.instance
    with (
        TemporaryDirectory(dir=here.instance, prefix=".restore-") as files,
        TemporaryDirectory(dir=beside, prefix=".restore-") as copies,
        ExitStack() as undo,
    ):
        restored, copy = Path(files), Path(copies) / DATABASE
        manifest = unpack(file, restored, copy)
        key = restored / KEY
        there = replace(here, secret_key=key.read_text()) if key.exists() else here
        if sqlite:
            _bring_up(replace(there, database_url=f"sqlite:///{copy}"), file, manifest)
            close_sqlite(database_file(here.database_url))
            replace_files(restored, here, at, undo)
            replace_database(copy, database_file(here.database_url), at, undo)
        else:
            _load(copy, here, at)
            replace_files(restored, here, at, undo)
            _bring_up(there, file, manifest)
        undo.pop_all()


def _load(copy: Path, here: Settings, at: datetime) -> None:
    """Into PostgreSQL, whose present state is kept as a backup of its own."""
    refuse_while_connected(here.database_url)
    if has_tables(here.database_url):
        make_backup(here, free_name(here.instance, "before-restore-", at, ".zip"), at=at)
    load_postgresql(copy, here.database_url)


def _bring_up(there: Settings, file: Path, manifest: Manifest) -> None:
    """Tables as this Panel has them, and a new epoch."""
    with opened(there):
        upgrade()
        with writing():
            note_restore(file, manifest, by=author())
