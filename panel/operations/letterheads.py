"""The letterhead of an event: the office's emblem, and who signs its papers."""

from __future__ import annotations

from panel.adapters.uploads import CheckedFile, Staged
from panel.config import Settings
from panel.db import db
from panel.domain.audit import EVENT_CHAIN
from panel.domain.letterheads import Signatory, find_row, with_signatory
from panel.models import Event
from panel.operations.audit import Author, lock_chain, record
from panel.operations.uploads import forget_unused


def set_emblem(event: Event, file: CheckedFile, staged: Staged, *, by: Author, settings: Settings) -> None:
    """Put the emblem above the event's papers, in the place of the one before."""
    _hold(event)
    staged.keep()
    before, event.emblem = event.emblem, staged.digest
    _forget(before, staged.digest, settings)
    record("letterhead.emblem", event=event, by=by, digest=staged.digest, name=file.name)


def remove_emblem(event: Event, *, by: Author, settings: Settings) -> None:
    """Papers bear none from now on; what was never there needs no taking away."""
    _hold(event)
    before, event.emblem = event.emblem, ""
    if before:
        _forget(before, "", settings)
        record("letterhead.emblem_removed", event=event, by=by, digest=before)


def _hold(event: Event) -> None:
    """By one hand at a time, and as it stands by now."""
    lock_chain(event, EVENT_CHAIN)
    db.session.refresh(event, ["emblem", "signatories"])


def _forget(before: str, now: str, settings: Settings) -> None:
    if before and before != now:
        forget_unused(before, settings)


def save_signatory(event: Event, code: str | None, signatory: Signatory, *, by: Author) -> None:
    """Add a signatory, or with a code change that one; raises NotFound, or Conflict for one too many."""
    _hold(event)
    code, event.signatories = with_signatory(event.signatories, code, signatory)
    record("letterhead.signatory", event=event, by=by, code=code, **signatory.to_json())


def remove_signatory(event: Event, code: str, *, by: Author) -> None:
    """Raises NotFound."""
    _hold(event)
    gone = find_row(event.signatories, code)
    event.signatories = [row for row in event.signatories if row["code"] != code]
    record("letterhead.signatory_removed", event=event, by=by, code=code, name=gone["name"])
