"""Results (ผลคะแนน) and rankings (ลำดับ), by the official default of DESIGN §6.

A presenter's result is the mean of the submitted sheets' totals, exact, rounded half up once to two
decimals; ranking and grade use the rounded figure. Missing is not zero. Everything here is a function
of marks and states; a finalised snapshot is never read back into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from panel.domain.events import Rules
from panel.domain.instruments import Answer, Grade, Instrument, Outcome, evaluate, grade_of
from panel.domain.numbers import half_up
from panel.domain.panels import Role
from panel.domain.sheets import State


class Standing(StrEnum):
    """How a presenter's result stands."""

    COMPLETE = "complete"
    PROVISIONAL = "provisional"
    NO_QUORUM = "no_quorum"
    NO_SHOW = "no_show"


class Decided(StrEnum):
    """Which step of the tie-break gave a rank its place. CRITERION is followed by ":" and its number."""

    RESULT = "result"
    CRITERION = "criterion"
    CHAIR = "chair"
    JOINT = "joint"


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

    @property
    def dropped(self) -> bool:
        """Whether the highest and the lowest total stayed out of the mean."""
        return len(self.kept) < len(self.outcomes)


@dataclass(frozen=True)
class Rank:
    """A place (1, 2, 2, 4) and the step that decided it: "result", "criterion:2", "chair" or "joint"."""

    place: int
    decided_by: str

    @property
    def tied(self) -> bool:
        """Whether the result alone did not decide."""
        return self.decided_by != Decided.RESULT

    @property
    def message(self) -> tuple[str, dict[str, object]]:
        """The code of the words for `decided_by`, with their parameters."""
        step, _, number = self.decided_by.partition(":")
        return f"decided.{step}", {"number": number}


def result_of(candidate: Candidate, instrument: Instrument, rules: Rules) -> Result:
    """The result of one presenter."""
    eligible = [ballot for ballot in candidate.ballots if ballot.state is not State.RECUSED]
    counted = [ballot for ballot in eligible if ballot.state.counts]
    outcomes = {ballot.seat: evaluate(instrument, ballot.answers) for ballot in counted}
    totals = {seat: outcome.value for seat, outcome in outcomes.items() if outcome.value is not None}
    quorum = rules.quorum_for(len(eligible))
    kept = _kept(totals, rules)
    enough = len(totals) >= max(quorum, 1)
    value = half_up(_mean(totals[seat] for seat in kept)) if enough and not candidate.no_show else None
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


def _mean(values: Iterable[Fraction]) -> Fraction:
    known = list(values)
    return sum(known, Fraction(0)) / len(known)


def _means(outcomes: Sequence[Outcome]) -> dict[str, Fraction]:
    if not outcomes:
        return {}
    return {
        number: _mean(part.value for outcome in outcomes if (part := outcome.parts[number]).value is not None)
        for number in outcomes[0].parts
    }


def _only_chair(counted: Sequence[Ballot], totals: Mapping[str, Fraction]) -> tuple[str, Fraction] | None:
    chairs = [ballot for ballot in counted if ballot.role is Role.CHAIR and ballot.seat in totals]
    return (chairs[0].person, totals[chairs[0].seat]) if len(chairs) == 1 else None


Key = Callable[[Result], Fraction]


def rank(results: Iterable[Result], ties: Sequence[str]) -> dict[str, Rank]:
    """Places of all results that have a value: standard competition ranking (1, 2, 2, 4).

    Equal results are told apart by each criterion of `ties` in order, then by the chair's total where
    one and the same chair scored all who are tied; what is then still equal shares its place.
    """
    places: dict[str, Rank] = {}
    place = 1
    ranked = [result for result in results if result.value is not None]
    for tied in _split(ranked, lambda result: Fraction(result.value or 0)):
        ordered = _settle(tied, ties) if len(tied) > 1 else [(tied, Decided.RESULT.value)]
        for group, decided_by in ordered:
            places |= {result.code: Rank(place, decided_by) for result in group}
            place += len(group)
    return places


def _settle(tied: Sequence[Result], ties: Sequence[str]) -> list[tuple[list[Result], str]]:
    """Groups of equals in order, each with the step that set it apart from the others it was tied with."""
    for index, number in enumerate(ties):
        groups = _split(tied, _criterion(number))
        if len(groups) > 1:
            return _onward(groups, f"{Decided.CRITERION}:{number}", ties[index + 1 :])
    if (chair := _same_chair(tied)) is not None and len(groups := _split(tied, chair)) > 1:
        return _onward(groups, Decided.CHAIR.value, ())
    return [(list(tied), Decided.JOINT.value)]


def _onward(groups: list[list[Result]], step: str, ties: Sequence[str]) -> list[tuple[list[Result], str]]:
    settled: list[tuple[list[Result], str]] = []
    for group in groups:
        settled += _settle(group, ties) if len(group) > 1 else [(group, step)]
    return settled


def _criterion(number: str) -> Key:
    return lambda result: result.means.get(number, Fraction(0))


def _same_chair(tied: Sequence[Result]) -> Key | None:
    """The key of the chair's total, if one and the same chair scored all of them."""
    chairs = {result.chair[0] if result.chair else None for result in tied}
    if len(chairs) != 1 or None in chairs:
        return None
    return lambda result: result.chair[1] if result.chair else Fraction(0)


def _split(results: Sequence[Result], key: Key) -> list[list[Result]]:
    """Groups of equal key, highest first; within a group the given order stays."""
    groups: dict[Fraction, list[Result]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    return [groups[value] for value in sorted(groups, reverse=True)]


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
