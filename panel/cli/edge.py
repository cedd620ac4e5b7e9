"""What commands share: the application around them, the words they say, errors in one line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar
from unicodedata import category, east_asian_width

import click
from flask import current_app
from sqlalchemy.exc import OperationalError, ProgrammingError

from panel import create_app
from panel.adapters.clock import Clock
from panel.adapters.language import N_, Language
from panel.adapters.secrets import derive_key
from panel.config import BadSetting, Settings
from panel.db import db
from panel.domain.errors import Invalid, PanelError
from panel.domain.schedules import parse_minutes
from panel.operations.audit import Author

P = ParamSpec("P")
R = TypeVar("R")

_NO_DATABASE = N_(
    "The database can't be used: %(reason)s. PANEL_DATABASE_URL says where it is; "
    "bin/panel db upgrade makes its tables."
)


def language() -> Language:
    """The language that the command line was asked for."""
    return Language(click.get_current_context().find_root().obj or "en")


def say(message: str, **params: object) -> None:
    """A message on stdout, in that language."""
    click.echo(language().text(message, **params))


def warn(message: str, **params: object) -> None:
    """A message on stderr."""
    click.echo(language().text(message, **params), err=True)


def told(command: Callable[P, R]) -> Callable[P, R]:
    """Tell a refusal in one line (of several faults one line each) and end with status 1."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except PanelError as error:
            click.echo(language().error(error), err=True)
        except BadSetting as error:
            click.echo(str(error), err=True)
        except (OperationalError, ProgrammingError) as error:
            warn(_NO_DATABASE, reason=" ".join(str(error.orig).split()))
        except BrokenPipeError:
            raise  # whoever read has read enough: click ends in silence
        except OSError as error:
            click.echo(f"{error.filename}: {error.strerror}" if error.filename else str(error), err=True)
        sys.exit(1)

    return guarded


def in_app(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command with the application and its database around it, its refusals told."""

    @told
    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with opened():
            return command(*args, **kwargs)

    return wrapped


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[None]:
    """The application around a block of work; its connections to the database are closed at the end."""
    with create_app(settings).app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def settings() -> Settings:
    found: Settings = current_app.extensions["panel_settings"]
    return found


def author() -> Author:
    """The command line as the author of an act: no person."""
    clock: Clock = current_app.extensions["panel_clock"]
    return Author(person=None, at=clock(), key=derive_key(settings().secret_key, "audit"))


def minutes_of(text: str) -> int:
    """Minutes from midnight of "09:00" or "09.00"; raises Invalid."""
    minutes = parse_minutes(text)
    if minutes is None:
        raise Invalid("cli.bad_time", time=text)
    return minutes


def table(rows: Iterable[Sequence[object]]) -> str:
    """Rows as lines, each column as wide as its widest cell on a screen."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        for row in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def _width(text: str) -> int:
    """Columns on a screen: Thai vowels and tone marks above or below their consonant take none."""
    return sum(
        0 if category(sign) in {"Mn", "Me", "Cf"} else 2 if east_asian_width(sign) in "WF" else 1
        for sign in text
    )
