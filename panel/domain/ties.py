"""Places (ลำดับ), and the steps that tell equal results apart (docs/results.md).

The steps: the rounded result, each criterion of the event's list, the total of the chair where one and the
same chair scored all who are still tied, else a joint rank. A place is where a presenter's way through the
steps ends: `rank` and `ties` read the same ways, so that what is shown step by step is what was decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from panel.domain.results import Result


class Decided(StrEnum):
    """Which step of the tie-break gave a rank its place. CRITERION is followed by ":" and its number."""

    RESULT = "result"
    CRITERION = "criterion"
    CHAIR = "chair"
    JOINT = "joint"


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


@dataclass(frozen=True)
class Trial:
    """A presenter's way through the steps: its exact figure at each that was tried, by the step's name."""

    code: str
    value: Decimal
    rank: Rank
    figures: Mapping[str, Fraction]


@dataclass(frozen=True)
class Tie:
    """Presenters of one result, in the order of their places."""

    value: Decimal
    trials: tuple[Trial, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """All steps that were tried behind the result, in their order."""
        longest = max((trial.figures for trial in self.trials), key=len)
        return tuple(step for step in longest if step != Decided.RESULT)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The number of the criterion of each step; empty for the chair's total."""
        return tuple(step.partition(":")[2] for step in self.steps)

    @property
    def without_chair(self) -> bool:
        """Whether a joint rank stands because no one chair scored all who share it."""
        joint = (trial for trial in self.trials if trial.rank.decided_by == Decided.JOINT)
        return any(Decided.CHAIR not in trial.figures for trial in joint)


def rank(results: Iterable[Result], order: Sequence[str]) -> dict[str, Rank]:
    """Places of all results that have a value: standard competition ranking (1, 2, 2, 4)."""
    return {trial.code: trial.rank for trial in trials(results, order)}


def ties(results: Iterable[Result], order: Sequence[str]) -> tuple[Tie, ...]:
    """Each group of equal results with its way through the steps, the best first."""
    groups = groupby(trials(results, order), lambda trial: trial.value)
    found = [Tie(value, tuple(equals)) for value, equals in groups]
    return tuple(tie for tie in found if len(tie.trials) > 1)


def trials(results: Iterable[Result], order: Sequence[str]) -> list[Trial]:
    """Everybody who has a value, from the first place to the last; `order` are the criteria's numbers."""
    valued = [_Way(result, {}) for result in results if result.value is not None]
    found: list[Trial] = []
    for decided_by, sharers in _settle(valued, _steps(order), Decided.RESULT):
        rank = Rank(len(found) + 1, decided_by)
        found += [Trial(way.result.code, _value(way.result), rank, way.figures) for way in sharers]
    return found


@dataclass(frozen=True)
class _Way:
    """How far a result has come through the steps."""

    result: Result
    figures: Mapping[str, Fraction]


Key = Callable[[Result], Fraction]
Step = tuple[str, Callable[[Sequence[_Way]], Key | None]]


def _steps(order: Sequence[str]) -> list[Step]:
    """Every step by its name, and by what it compares those who are tied; None where it can't."""
    criteria: list[Step] = [(f"{Decided.CRITERION}:{number}", _by_criterion(number)) for number in order]
    return [(Decided.RESULT, _by_result), *criteria, (Decided.CHAIR, _by_chair)]


def _settle(
    tied: Sequence[_Way], steps: Sequence[Step], decided_by: str
) -> Iterator[tuple[str, Sequence[_Way]]]:
    """Who shares a place, place by place. A step that sets some apart leaves the others to the next."""
    if len(tied) == 1:
        yield decided_by, tied
    elif not steps:
        yield Decided.JOINT, tied
    else:
        (name, compare), *further = steps
        key = compare(tied)
        for group in _split(tied, name, key) if key else [tied]:
            yield from _settle(group, further, name)


def _split(tied: Sequence[_Way], name: str, key: Key) -> list[list[_Way]]:
    """Groups of equal figures, highest first; within a group the given order stays."""
    groups: dict[Fraction, list[_Way]] = {}
    for way in tied:
        figure = key(way.result)
        groups.setdefault(figure, []).append(_Way(way.result, {**way.figures, name: figure}))
    return [groups[figure] for figure in sorted(groups, reverse=True)]


def _value(result: Result) -> Decimal:
    return result.value or Decimal(0)


def _by_result(_: Sequence[_Way]) -> Key:
    return lambda result: Fraction(_value(result))


def _by_criterion(number: str) -> Callable[[Sequence[_Way]], Key]:
    return lambda _: lambda result: result.means.get(number, Fraction(0))


def _by_chair(tied: Sequence[_Way]) -> Key | None:
    """The chair's total, if one and the same chair scored all of them."""
    chairs = {way.result.chair[0] if way.result.chair else None for way in tied}
    if len(chairs) != 1 or None in chairs:
        return None
    return lambda result: result.chair[1] if result.chair else Fraction(0)
