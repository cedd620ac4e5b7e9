"""An instrument (แบบประเมิน): a versioned tree of criteria and indicators, and its evaluation.

A *criterion* is an inner node and combines what stands below it; an *indicator* is a leaf and takes
an answer. A further kind of leaf is a class that meets `Kind`, a further combination an entry of
`COMBINES`; the tree and `evaluate` do not change for either. A node with anything missing below it has
no value, and missing is never zero. Arithmetic is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from panel.domain.numbers import arabic_digits, decimal_text, parse_decimal

Answer = str | Mapping[str, str] | Sequence[str]
"""What a judge gave: a rating is a decimal string; other kinds have their own shape (DESIGN §14)."""


class Refused(Exception):
    """An answer that its indicator can't take: a code of `adapters/messages` and its parameters."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Kind(Protocol):
    """How an indicator takes an answer."""

    @property
    def full(self) -> Fraction:
        """The most points that it can give."""

    def normalise(self, answer: Answer) -> Answer:
        """The answer as it is stored; raises Refused."""

    def value(self, answer: Answer) -> Fraction:
        """The points of an answer; raises Refused."""


@dataclass(frozen=True)
class Rating:
    """A mark from 0 to `max` in steps of `step`."""

    max: Fraction
    step: Fraction

    @property
    def full(self) -> Fraction:
        return self.max

    def value(self, answer: Answer) -> Fraction:
        mark = parse_decimal(answer) if isinstance(answer, str) else None
        if mark is None:
            raise Refused("mark.not_a_number", max=decimal_text(self.max))
        if mark > self.max:
            raise Refused("mark.out_of_range", max=decimal_text(self.max))
        if mark % self.step:
            raise Refused("mark.wrong_step", step=decimal_text(self.step), max=decimal_text(self.max))
        return mark

    def normalise(self, answer: Answer) -> Answer:
        return decimal_text(self.value(answer))

    @property
    def taps(self) -> tuple[int, ...]:
        """The whole marks that one tap gives; the number pad gives the rest."""
        return tuple(mark for mark in range(int(self.max) + 1) if Fraction(mark) % self.step == 0)


@dataclass(frozen=True)
class Grade:
    """A name for values from `at_least` on; None is the open last band."""

    name: str
    at_least: Fraction | None
    name_en: str = ""


@dataclass(frozen=True)
class Indicator:
    """A leaf: it is scored."""

    number: str
    title: str
    kind: Kind
    title_en: str = ""
    explanation: str = ""
    grades: tuple[Grade, ...] = ()

    @property
    def full(self) -> Fraction:
        return self.kind.full


@dataclass(frozen=True)
class Criterion:
    """An inner node: `combine` (a key of COMBINES) makes its value of its children's."""

    number: str
    title: str
    combine: str
    children: tuple[Node, ...]
    title_en: str = ""
    explanation: str = ""
    grades: tuple[Grade, ...] = ()

    @property
    def full(self) -> Fraction:
        return COMBINES[self.combine]([child.full for child in self.children])


Node = Criterion | Indicator

COMBINES: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "sum": lambda values: sum(values, Fraction(0)),
}


@dataclass(frozen=True)
class Instrument:
    """The tree under its code; `root` has no number of its own."""

    code: str
    title: str
    root: Criterion
    title_en: str = ""
    heads: Mapping[str, str] = field(default_factory=dict)

    def nodes(self) -> Iterator[tuple[int, Node]]:
        """Every node below the root with its depth (1 for the top), in printed order."""
        yield from _walk(self.root, 1)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(node for _, node in self.nodes() if isinstance(node, Indicator))

    def node(self, number: str) -> Node | None:
        """The node of that number, in Arabic digits ("2.1"), or None."""
        return self._by_number.get(number)

    @cached_property
    def _by_number(self) -> Mapping[str, Node]:
        return {node.number: node for _, node in self.nodes()}

    def indicator(self, number: str) -> Indicator | None:
        node = self.node(number)
        return node if isinstance(node, Indicator) else None

    @property
    def full(self) -> Fraction:
        return self.root.full

    @property
    def translated(self) -> bool:
        """Whether every title below the root is in English too."""
        return all(node.title_en for _, node in self.nodes())


def _walk(parent: Criterion, depth: int) -> Iterator[tuple[int, Node]]:
    for child in parent.children:
        yield depth, child
        if isinstance(child, Criterion):
            yield from _walk(child, depth + 1)


@dataclass(frozen=True)
class Part:
    """One node's value and grade; both None while anything below it is missing or invalid."""

    value: Fraction | None
    grade: Grade | None


@dataclass(frozen=True)
class Outcome:
    """What an instrument makes of a set of answers. `parts` is by node number; `invalid` by indicator."""

    value: Fraction | None
    grade: Grade | None
    missing: tuple[str, ...]
    invalid: Mapping[str, Refused]
    parts: Mapping[str, Part]


def evaluate(instrument: Instrument, answers: Mapping[str, Answer | None]) -> Outcome:
    """The value of every node for `answers` (by indicator number); never raises for a bad answer."""
    missing: list[str] = []
    invalid: dict[str, Refused] = {}
    parts: dict[str, Part] = {}

    def leaf(indicator: Indicator) -> Fraction | None:
        answer = answers.get(indicator.number)
        if answer is None:
            missing.append(indicator.number)
            return None
        try:
            return indicator.kind.value(answer)
        except Refused as refusal:
            invalid[indicator.number] = refusal
            return None

    def visit(node: Node) -> Fraction | None:
        if isinstance(node, Indicator):
            value = leaf(node)
        else:
            values = [visit(child) for child in node.children]
            known = [each for each in values if each is not None]
            value = COMBINES[node.combine](known) if len(known) == len(values) else None
        parts[node.number] = Part(value, grade_of(node.grades, value))
        return value

    value = visit(instrument.root)
    root = parts.pop(instrument.root.number)
    return Outcome(value, root.grade, tuple(missing), invalid, parts)


def running(node: Criterion, answers: Mapping[str, Answer | None]) -> Fraction:
    """The points given so far below `node`: for the eye while scoring, never a result."""
    total = Fraction(0)
    for _, child in _walk(node, 1):
        if isinstance(child, Indicator) and (answer := answers.get(child.number)) is not None:
            try:
                total += child.kind.value(answer)
            except Refused:
                continue
    return total


def grade_of(grades: Sequence[Grade], value: Fraction | None) -> Grade | None:
    """The first band, from the top, that `value` reaches; None without a value or without bands."""
    if value is None:
        return None
    return next((grade for grade in grades if grade.at_least is None or value >= grade.at_least), None)


def normalise_number(text: str) -> str:
    """An indicator's number in Arabic digits, as files, links and exports write it ("๒.๑" is "2.1")."""
    return arabic_digits(text.strip())
