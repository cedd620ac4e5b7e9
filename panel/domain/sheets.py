"""A sheet (ใบคะแนน): its states, and the one table of who may do what to it.

`draft → submitted → confirmed`, with `returned` by the chair back to the author, and beside the line
`recused` and `absent`. Every channel (tablet, form, paper, chair) goes through `next_state`.

    state      mark comment  submit     withdraw  return    recuse     absent   restore   confirm    reopen
    draft      draft         submitted  –         –         recused    absent   –         –          –
    returned   returned      submitted  –         –         recused    absent   –         –          –
    submitted  (late)        –          draft     returned  –          –        –         confirmed  –
    confirmed  (late)        –          –         –         –          –        –         –          submitted
    recused    (late)        –          –         –         –          –        draft     –          –
    absent     (late)        –          –         –         –          –        draft     –          –
    by         a s           a s        a s       c         a c        c        c         c          c

by: a is the author, s a secretary who types the author's paper, c the zone's chair. Marks and comments
for a sheet that no longer takes them are held as late: kept, shown to the chair, never applied unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypedDict, Unpack

from panel.domain.audit import digest
from panel.domain.errors import Conflict, Forbidden


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    RECUSED = "recused"
    ABSENT = "absent"

    @property
    def counts(self) -> bool:
        """Its marks enter the result."""
        return self in {State.SUBMITTED, State.CONFIRMED}

    @property
    def pending(self) -> bool:
        """Somebody still has to act on it before the zone can be finalised."""
        return self in {State.DRAFT, State.RETURNED}

    @property
    def judges(self) -> bool:
        """Its seat judges the presenter, or is to: it is neither recused nor absent."""
        return self.counts or self.pending


class Act(StrEnum):
    MARK = "mark"
    COMMENT = "comment"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RECUSE = "recuse"
    RETURN = "return"
    ABSENT = "absent"
    RESTORE = "restore"
    CONFIRM = "confirm"
    REOPEN = "reopen"


class Actor(StrEnum):
    """As what somebody acts on a sheet: its author, for its author (paper), the zone's chair."""

    AUTHOR = "author"
    SECRETARY = "secretary"
    CHAIR = "chair"


class Channel(StrEnum):
    """How an entry came in: tablet's outbox, plain form, paper sheet typed in, the chair, the system."""

    TABLET = "tablet"
    FORM = "form"
    PAPER = "paper"
    CHAIR = "chair"
    SYSTEM = "system"


class EntryStatus(StrEnum):
    """What became of an entry: taken; held because another came first; held because the sheet was closed."""

    STORED = "stored"
    STALE = "stale"
    LATE = "late"


class HeldFor(StrEnum):
    """Why an entry was kept at the door (a deposit), outside its sheet, until the chair settles it."""

    SIGNED_OUT = "signed_out"
    """Its device was signed out, or the event closed, before it came."""
    MOVED = "moved"
    """The presenter is in another zone than the seat by now."""
    VERSION = "version"
    """It was made on another version of the instrument than the sheet's."""
    CLOSED = "closed"
    """An act for a sheet that takes none now, or anything for one that the seat's predecessor has judged, or
    of a seat from which no sheets are filled any more."""


WRITES = {Act.MARK, Act.COMMENT}

_AUTHORS = {Actor.AUTHOR, Actor.SECRETARY}
_ACTORS: dict[Act, set[Actor]] = {
    Act.MARK: _AUTHORS,
    Act.COMMENT: _AUTHORS,
    Act.SUBMIT: _AUTHORS,
    Act.WITHDRAW: _AUTHORS,
    Act.RECUSE: {Actor.AUTHOR, Actor.CHAIR},
    Act.RETURN: {Actor.CHAIR},
    Act.ABSENT: {Actor.CHAIR},
    Act.RESTORE: {Actor.CHAIR},
    Act.CONFIRM: {Actor.CHAIR},
    Act.REOPEN: {Actor.CHAIR},
}
_OPEN = {State.DRAFT, State.RETURNED}
_TABLE: dict[tuple[State, Act], State] = {
    **{(state, act): state for state in _OPEN for act in WRITES},
    **{(state, Act.SUBMIT): State.SUBMITTED for state in _OPEN},
    **{(state, Act.RECUSE): State.RECUSED for state in _OPEN},
    **{(state, Act.ABSENT): State.ABSENT for state in _OPEN},
    (State.SUBMITTED, Act.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Act.RETURN): State.RETURNED,
    (State.SUBMITTED, Act.CONFIRM): State.CONFIRMED,
    (State.CONFIRMED, Act.REOPEN): State.SUBMITTED,
    (State.RECUSED, Act.RESTORE): State.DRAFT,
    (State.ABSENT, Act.RESTORE): State.DRAFT,
}
NEEDS_REASON = {Act.RETURN, Act.RECUSE, Act.ABSENT, Act.RESTORE, Act.REOPEN}


def next_state(state: State, act: Act, actor: Actor) -> State:
    """The state after `act`; raises Forbidden for the wrong actor, Conflict for the wrong moment."""
    if actor not in _ACTORS[act]:
        raise Forbidden("sheet.not_yours", act=act.value)
    if (state, act) not in _TABLE:
        raise Conflict("sheet.wrong_state", state=state.value, act=act.value)
    return _TABLE[state, act]


def open_acts(state: State, actor: Actor) -> tuple[Act, ...]:
    """What that actor may do to a sheet in that state."""
    return tuple(act for act in Act if actor in _ACTORS[act] and (state, act) in _TABLE)


def idle(state: State, act: Act) -> bool:
    """Whether the sheet stands already as its author wants it by `act`: refusing it loses nothing."""
    wanted = {
        Act.SUBMIT: state.counts,
        Act.WITHDRAW: not state.counts,
        Act.RECUSE: state is State.RECUSED,
    }
    return wanted.get(act, False)


def takes_writes(state: State) -> bool:
    """Whether marks and comments are applied at once; if not they are held as late."""
    return state in _OPEN


class SheetFacts(TypedDict):
    """A sheet as it was submitted; marks and comments by node."""

    event: str
    seat: str
    presenter: str
    submission: int
    marks: Mapping[str, object]
    comments: Mapping[str, str]


def sheet_body(**facts: Unpack[SheetFacts]) -> dict[str, object]:
    """What a sheet's digest is taken of: nothing that is empty is in it."""
    return {
        **facts,
        "marks": {number: mark for number, mark in facts["marks"].items() if mark is not None},
        "comments": {node: text for node, text in facts["comments"].items() if text},
    }


def sheet_digest(**facts: Unpack[SheetFacts]) -> str:
    """The digest of a sheet as it was submitted: what its signed paper stands for."""
    return digest(sheet_body(**facts))
