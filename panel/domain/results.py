"""Results (ผลคะแนน), by the official default of DESIGN §6. Their order is `domain/ties`.

A presenter's result is the mean of the submitted sheets' totals, exact, rounded half up once to two
decimals; ranking and grade use the rounded figure. Missing is not zero. Everything here is a function
of marks and states; a finalised snapshot is never read back into it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from panel.domain.events import Rules
from panel.domain.instruments import Answer, Grade, Instrument, Outcome, evaluate, grade_of
from panel.domain.numbers import half_up, mean
from panel.domain.panels import Role
from panel.domain.sheets import State

if TYPE_CHECKING:  # finals rest on results
    from panel.domain.finals import Carried


class Standing(StrEnum):
    """How a presenter's result stands."""

    COMPLETE = "complete"
    PROVISIONAL = "provisional"
    NO_QUORUM = "no_quorum"
    NO_SHOW = "no_show"


@dataclass(frozen=True)
class Ballot:
    """A sheet as a result sees it: whose, in what state, with which answers (by indicator number)."""

    seat: str
    person: str
    role: Role
    state: State
    answers: Mapping[str, Answer | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """A presenter with the ballots of every seat that scores it."""

    code: str
    zone: str
    ballots: tuple[Ballot, ...]
    no_show: bool = False


@dataclass(frozen=True)
class Result:
    """A presenter's result. `value` is None below quorum and for a no-show: never ranked.

    `outcomes` are the evaluations of all ballots that count, by seat; `kept` the seats whose totals
    entered the mean; `means` the exact mean of each node over those.
    """

    code: str
    zone: str
    standing: Standing
    value: Decimal | None
    grade: Grade | None
    quorum: int
    eligible: int
    outcomes: Mapping[str, Outcome]
    kept: tuple[str, ...]
    means: Mapping[str, Fraction]
    chair: tuple[str, Fraction] | None
    """Person and total of the one chair who scored it, if exactly one did."""
    pending: tuple[str, ...] = ()
    """The seats whose sheets block finalising."""
    carried: Carried | None = None
    """Of a finalist: what the zone's result has in it."""

    @property
    def dropped(self) -> bool:
        """Whether the highest and the lowest total stayed out of the mean."""
        return len(self.kept) < len(self.outcomes)


def result_of(candidate: Candidate, instrument: Instrument, rules: Rules) -> Result:
    """The result of one presenter."""
    eligible = [ballot for ballot in candidate.ballots if ballot.state is not State.RECUSED]
    counted = [ballot for ballot in eligible if ballot.state.counts]
    outcomes = {ballot.seat: evaluate(instrument, ballot.answers) for ballot in counted}
    totals = {seat: outcome.value for seat, outcome in outcomes.items() if outcome.value is not None}
    quorum = rules.quorum_for(len(eligible))
    kept = _kept(totals, rules)
    enough = len(totals) >= max(quorum, 1)
    value = half_up(mean(totals[seat] for seat in kept)) if enough and not candidate.no_show else None
    return Result(
        code=candidate.code,
        zone=candidate.zone,
        standing=_standing(candidate, enough),
        value=value,
        grade=None if value is None else grade_of(rules.grades, Fraction(value)),
        quorum=quorum,
        eligible=len(eligible),
        outcomes=outcomes,
        kept=kept,
        means=_means([outcomes[seat] for seat in kept]),
        chair=_only_chair(counted, totals),
        pending=tuple(ballot.seat for ballot in pending(candidate)),
    )


def _standing(candidate: Candidate, enough: bool) -> Standing:
    """Provisional while anything is open: what is short of quorum then may still reach it."""
    if candidate.no_show:
        return Standing.NO_SHOW
    if pending(candidate):
        return Standing.PROVISIONAL
    return Standing.COMPLETE if enough else Standing.NO_QUORUM


def pending(candidate: Candidate) -> tuple[Ballot, ...]:
    """The ballots that block finalising: somebody still has to act on them."""
    if candidate.no_show:
        return ()
    return tuple(ballot for ballot in candidate.ballots if ballot.state.pending)


def _kept(totals: Mapping[str, Fraction], rules: Rules) -> tuple[str, ...]:
    """The seats whose totals enter the mean: with five or more, one highest and one lowest may drop out."""
    if not rules.drop_extremes or len(totals) < 5:
        return tuple(totals)
    by_total = sorted(totals, key=lambda seat: totals[seat])
    dropped = {by_total[0], by_total[-1]}
    return tuple(seat for seat in totals if seat not in dropped)


def _means(outcomes: Sequence[Outcome]) -> dict[str, Fraction]:
    if not outcomes:
        return {}
    return {
        number: mean(part.value for outcome in outcomes if (part := outcome.parts[number]).value is not None)
        for number in outcomes[0].parts
    }


def _only_chair(counted: Sequence[Ballot], totals: Mapping[str, Fraction]) -> tuple[str, Fraction] | None:
    chairs = [ballot for ballot in counted if ballot.role is Role.CHAIR and ballot.seat in totals]
    return (chairs[0].person, totals[chairs[0].seat]) if len(chairs) == 1 else None


def flip_margin(results: Sequence[Result], top: int) -> Decimal | None:
    """The smallest shift of one zone's results that changes who is among the `top` best of all zones.

    None where no shift can: fewer ranked presenters than places, or one zone only. Panels differ, so a
    margin below what panels differ by says that the order across zones is not to be trusted (DESIGN §6).
    """
    ranked = [result for result in results if result.value is not None]
    ranked.sort(key=lambda result: result.value or Decimal(0), reverse=True)
    gaps = [
        (inside.value or Decimal(0)) - (outside.value or Decimal(0))
        for inside in ranked[:top]
        for outside in ranked[top:]
        if inside.zone != outside.zone
    ]
    return min(gaps, default=None)
