"""Panels (คณะกรรมการ): seats, who of them scores whom, and quorum.

A seat joins a person to a zone's panel in a role. The seat is not the person: a replacement is a new
seat that names the one it replaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from panel.domain.sheets import State

_KEPT_BY_PREDECESSOR = {State.SUBMITTED, State.CONFIRMED, State.ABSENT}


class Role(StrEnum):
    CHAIR = "chair"
    JUDGE = "judge"
    SECRETARY = "secretary"
    ADVISER = "adviser"

    @property
    def scores_by_default(self) -> bool:
        return self in {Role.CHAIR, Role.JUDGE}

    @property
    def sees_marks(self) -> bool:
        """Of others, before the zone is final, once nothing is left for them to score."""
        return self in {Role.CHAIR, Role.SECRETARY}


@dataclass(frozen=True)
class Seat:
    """A seat as the rules see it. `zone` is None for a seat at province level; `home` is the amphoe its
    person heads or comes from; `replaces` the code of its predecessor; `closed` once it was replaced."""

    code: str
    zone: str | None
    role: Role
    person: str
    scores: bool
    home: str | None = None
    replaces: str | None = None
    closed: bool = False


LEAST_SHEETS = 3
"""Fewer judges than this make no panel: the default quorum asks for so many wherever there are as many."""


def default_quorum(eligible: int) -> int:
    """The fewest sheets that make a result (DESIGN §6): min(eligible, max(3, ⌈eligible / 2⌉))."""
    return min(eligible, max(LEAST_SHEETS, -(-eligible // 2)))


def recused_by_system(seat: Seat, presenter: str) -> bool:
    """A judge whose home amphoe presents is recused by the system (DESIGN §4)."""
    return seat.scores and seat.home == presenter


def judging(seats: Iterable[Seat], states: Mapping[str, State], presenter: str) -> dict[str, State]:
    """The seats of a zone that judge `presenter`, each with the state of its sheet there.

    `states` holds the sheets that exist, by seat; a seat without one has not begun. A replaced seat
    keeps what it submitted, and where it was set absent; for all else its successor answers. Of seats
    that replace one another only one ever judges.
    """
    scoring = [seat for seat in seats if seat.scores]
    keeps = {seat.code for seat in scoring if seat.closed and states.get(seat.code) in _KEPT_BY_PREDECESSOR}
    replaces = {seat.code: seat.replaces for seat in scoring}

    def superseded(seat: Seat) -> bool:
        before = replaces[seat.code]
        while before is not None and before not in keeps:
            before = replaces.get(before)
        return before is not None

    judges: dict[str, State] = {}
    for seat in scoring:
        if not superseded(seat) and (seat.code in keeps or not seat.closed):
            state = states.get(seat.code, State.DRAFT)
            home = state.pending and recused_by_system(seat, presenter)
            judges[seat.code] = State.RECUSED if home else state
    return judges
