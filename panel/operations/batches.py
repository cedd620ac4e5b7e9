"""What comes in at the door and what is told of it: entries, receipts, and the hand that they came from.

Plain values only: the way of a mark loads no object of the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from panel.domain.errors import PanelError
from panel.domain.sheets import Act, Actor, Channel, EntryStatus, HeldFor


@dataclass(frozen=True)
class NewEntry:
    """An entry as it comes in. `value` is an answer, a comment's text, or an act's own: {"reason"}; for a
    submission {"marks", "heard"}, the marks that were shown and the presenter that was named."""

    uuid: str
    seat: str
    presenter: str
    act: Act
    node: str = ""
    value: Any = None
    base: str | None = None
    counter: int | None = None
    device_at: datetime | None = None
    fault: PanelError | None = None
    """Why the edge refuses it already; it stands in its batch all the same, for those based on it."""
    version: int | None = None
    """Of the instrument that its page showed; None where that is not said."""


@dataclass(frozen=True)
class Receipt:
    """What became of an entry: stored, duplicate, stale, late or refused (then `reason` says why).

    A duplicate `was` something before: a tablet that lost the first receipt must still learn of a conflict.
    """

    uuid: str
    status: str
    reason: PanelError | None = None
    was: EntryStatus | None = None

    @property
    def kept(self) -> bool:
        return self.status != "refused"


@dataclass(frozen=True)
class Hand:
    """Whose entries they are, as what that person acts, how and when they came; the key seals acts."""

    event_id: int
    person_id: int | None
    at: datetime
    key: bytes
    actor: Actor
    channel: Channel
    device_id: int | None = None
    signed_out: bool = False
    """Its device was revoked, or the event has closed."""
    from_door: bool = False
    """The chair takes in what was held."""

    @property
    def holds(self) -> bool:
        """Whether what can't be taken now is kept at the door: a tablet's judge is not there to be asked."""
        return self.actor is Actor.AUTHOR and self.channel is Channel.TABLET and not self.from_door


class Barred(Exception):
    """An entry that is in order, but can't be taken now: refused, or from a tablet held for the chair."""

    def __init__(self, held_for: HeldFor, refusal: PanelError) -> None:
        super().__init__(held_for)
        self.held_for = held_for
        self.refusal = refusal
