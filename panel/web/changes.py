"""What clashes in the plan and what was done to it, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from panel.domain.schedules import Clash, describe
from panel.models import Edit, Event
from panel.queries.edits import describe_edit, originals, recent_edits
from panel.queries.schedules import display_names
from panel.web.language import language
from panel.web.ways import Way, in_words


@dataclass(frozen=True)
class Warned:
    """A clash in words."""

    words: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Told:
    """An edit in words."""

    words: str
    who: str
    at: datetime


def names_in(event: Event) -> dict[str, str]:
    """Display names by code, in the reader's language."""
    return display_names(event, language().name)


def warnings(found: Iterable[Clash], names: Mapping[str, str]) -> list[Warned]:
    """Clashes in words."""
    return [_warned(clash, names) for clash in found]


def _warned(clash: Clash, names: Mapping[str, str]) -> Warned:
    code, params = describe(clash, names)
    ways = tuple(in_words(way, names) for way in clash.ways_out)
    return Warned(language().message(code, **params), ways)


def told(edits: Sequence[Edit], names: Mapping[str, str]) -> list[Told]:
    """Edits in words."""
    known = originals(edits)
    return [_told(edit, known, names) for edit in edits]


def latest(event: Event) -> Told:
    """The latest edit in words."""
    return told(recent_edits(event, 1), names_in(event))[0]


def _told(edit: Edit, known: Mapping[int, Edit], names: Mapping[str, str]) -> Told:
    code, params = describe_edit(known.get(edit.body.get("edit", 0), edit), names)
    words = language().message(code, **params)
    if edit.act == "undo":
        words = _("Taken back: %(what)s", what=words)
    elif edit.act == "redo":
        words = _("Done again: %(what)s", what=words)
    return Told(words, language().name(edit.person) if edit.person else "", edit.at)
