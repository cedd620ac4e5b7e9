"""An instrument as TOML and as JSON: flat lists of criteria and indicators whose numbers make the tree.

The JSON is the canonical form that versions are stored and digested in; both are read by one parser.
A further kind of indicator is one entry of KINDS. docs/instrument.md explains every key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TypedDict

from panel.adapters.sources import Source, shown
from panel.adapters.tables import Table, read_toml
from panel.domain.errors import Fault, Faults
from panel.domain.instruments import (
    COMBINES,
    Criterion,
    Grade,
    Indicator,
    Instrument,
    Kind,
    Node,
    Rating,
    normalise_number,
)
from panel.domain.numbers import decimal_text

NUMBER = re.compile(r"[1-9][0-9]{0,2}(\.[1-9][0-9]{0,2}){0,7}")
HEADS = ("criterion", "full", "given")
"""The column heads of a printed sheet, `head_criterion` and so on in a file."""


def _read_rating(table: Table) -> Rating | None:
    most, step = table.positive("max"), table.positive("step")
    if most is None or step is None:
        return None
    if most % step:
        table.fault("step", "rating.step", max=decimal_text(most), actual=decimal_text(step))
    return Rating(most, step)


def _write_rating(kind: Rating) -> dict[str, object]:
    return {"max": decimal_text(kind.max), "step": decimal_text(kind.step)}


@dataclass(frozen=True)
class KindFormat:
    """How a kind of indicator stands in a file: `read` takes the kind's own keys from its table."""

    type: type[Kind]
    read: Callable[[Table], Kind | None]
    write: Callable[..., dict[str, object]]


KINDS = {"rating": KindFormat(Rating, _read_rating, _write_rating)}


def read_instrument(path: Path) -> Instrument:
    """The instrument of a TOML file; raises Faults."""
    return _whole(lambda faults: instrument_of(read_toml(path, Source(path.name, faults))))


def parse_instrument(document: Mapping[str, object], place: str) -> Instrument:
    """The instrument of a document in a file's shape; raises Faults whose places begin with `place`."""
    return _whole(lambda faults: instrument_of(Table(Source(place, faults), "", document)))


def instrument_from_json(body: Mapping[str, object]) -> Instrument:
    """The instrument that `instrument_to_json` wrote."""
    return parse_instrument(body, "instrument")


def _whole(read: Callable[[list[Fault]], Instrument | None]) -> Instrument:
    faults: list[Fault] = []
    instrument = read(faults)
    if instrument is None:
        raise Faults(*faults)
    return instrument


@dataclass(frozen=True)
class _Draft:
    """A node on its way into the tree. `full` is what it says it gives, None where that can't be read."""

    table: Table
    node: Node
    full: Fraction | None

    @property
    def number(self) -> str:
        """Blank where it can't be read."""
        return self.node.number


def instrument_of(root: Table) -> Instrument | None:
    """The instrument of a top table, or None and its faults."""
    faults = root.source.faults
    before = len(faults)
    head = root.table("instrument")
    code, title, title_en = head.code("code"), head.text("title"), head.text("title_en", required=False)
    heads = {name: head.text(f"head_{name}", required=False) for name in HEADS}
    trunk = Criterion("", title, "sum", (), title_en, grades=read_grades(head))
    top = _Draft(head, trunk, head.decimal("full", required=False))
    drafts = [_criterion(table) for table in root.tables("criteria", required=False)]
    drafts += [_indicator(table) for table in root.tables("indicators")]
    root.check_keys()
    _check_numbers(root.source, drafts)
    _check_sums(top, drafts)
    if root.body is None or len(faults) > before:
        return None
    return Instrument(code, title, _grown(trunk, _children(drafts)), title_en, heads)


def _criterion(table: Table) -> _Draft:
    combine = table.choice("combine", COMBINES)
    node = Criterion(combine=combine, children=(), **_words(table))
    return _Draft(table, node, table.decimal("full", required=False))


def _indicator(table: Table) -> _Draft:
    name = table.choice("kind", KINDS)
    kind = KINDS[name].read(table) if name else None
    if not name:  # which keys a kind has is its own to say
        table.taken |= set(table.body or ())
    node = Indicator(kind=kind or Rating(Fraction(1), Fraction(1)), **_words(table))
    return _Draft(table, node, None if kind is None else kind.full)


class _Words(TypedDict):
    number: str
    title: str
    title_en: str
    explanation: str
    grades: tuple[Grade, ...]


def _words(table: Table) -> _Words:
    """What every node carries."""
    number = normalise_number(table.text("number"))
    if number and not NUMBER.fullmatch(number):
        table.fault("number", "instrument.number", actual=shown(number))
        number = ""
    return _Words(
        number=number,
        title=table.text("title"),
        title_en=table.text("title_en", required=False),
        explanation=table.lines("explanation"),
        grades=read_grades(table),
    )


def read_grades(table: Table) -> tuple[Grade, ...]:
    """The `grades` of a table, if it has any: from the highest down, the last one open."""
    rows = table.tables("grades", required=False)
    grades: list[Grade] = []
    for row in rows:
        least = row.decimal("at_least", required=row is not rows[-1])
        above = grades[-1].at_least if grades else None
        if row is rows[-1] and least is not None:
            row.fault("at_least", "grades.last_closed", actual=decimal_text(least))
        elif least is not None and above is not None and least >= above:
            row.fault("at_least", "grades.order", expected=decimal_text(above), actual=decimal_text(least))
        grades.append(Grade(row.text("name"), least, row.text("name_en", required=False)))
    return tuple(grades)


def _check_numbers(source: Source, drafts: Sequence[_Draft]) -> None:
    """Every number stands once, below a criterion; every criterion has something below it."""
    source.check_unique((draft.table.at("number"), draft.number) for draft in drafts)
    criteria = {draft.number for draft in drafts if isinstance(draft.node, Criterion)}
    parents = {_parent(draft.number) for draft in drafts}
    if "" in {draft.number for draft in drafts}:
        return
    for draft in drafts:
        parent = _parent(draft.number)
        if parent and parent not in criteria:
            draft.table.fault("number", "instrument.no_parent", expected=parent, actual=draft.number)
        if isinstance(draft.node, Criterion) and draft.number not in parents:
            draft.table.fault("number", "instrument.no_children", actual=draft.number)


def _check_sums(top: _Draft, drafts: Sequence[_Draft]) -> None:
    """Full marks are what those below give. A criterion that says otherwise is told, and those above it
    are then left alone: which figure is right can't be known."""
    below = _children(drafts)

    def full(draft: _Draft) -> Fraction | None:
        given = [full(child) for child in below.get(draft.number, [])]
        known = [each for each in given if each is not None]
        if (
            not isinstance(draft.node, Criterion)
            or not draft.node.combine
            or not given
            or len(known) < len(given)
        ):
            return draft.full
        total = COMBINES[draft.node.combine](known)
        if draft.full in {None, total}:
            return total
        actual = decimal_text(draft.full or Fraction(0))
        draft.table.fault("full", "instrument.wrong_sum", expected=decimal_text(total), actual=actual)
        return None

    if all(draft.number for draft in drafts):
        full(top)


def _parent(number: str) -> str:
    return number.rpartition(".")[0]


def _children(drafts: Sequence[_Draft]) -> dict[str, list[_Draft]]:
    """Drafts by the number of their parent, in the order of their numbers, each number once."""
    by_number = {draft.number: draft for draft in reversed(drafts) if draft.number}
    below: dict[str, list[_Draft]] = {}
    for number in sorted(by_number, key=lambda number: [int(part) for part in number.split(".")]):
        below.setdefault(_parent(number), []).append(by_number[number])
    return below


def _grown(criterion: Criterion, below: Mapping[str, Sequence[_Draft]]) -> Criterion:
    """The criterion with all that stands below it."""
    children = [draft.node for draft in below[criterion.number]]
    return replace(
        criterion,
        children=tuple(_grown(node, below) if isinstance(node, Criterion) else node for node in children),
    )


def instrument_to_json(instrument: Instrument) -> dict[str, object]:
    """The canonical document: numbers are exact decimals in strings, nodes in printed order."""
    nodes = [node for _, node in instrument.nodes()]
    return {
        "instrument": {
            "code": instrument.code,
            "title": instrument.title,
            "title_en": instrument.title_en,
            **{f"head_{name}": words for name, words in instrument.heads.items()},
            "full": decimal_text(instrument.full),
            "grades": _written_grades(instrument.root.grades),
        },
        "criteria": [_written_criterion(node) for node in nodes if isinstance(node, Criterion)],
        "indicators": [_written_indicator(node) for node in nodes if isinstance(node, Indicator)],
    }


def _written_criterion(node: Criterion) -> dict[str, object]:
    return {**_written_words(node), "combine": node.combine, "full": decimal_text(node.full)}


def _written_indicator(node: Indicator) -> dict[str, object]:
    name, form = next((name, form) for name, form in KINDS.items() if isinstance(node.kind, form.type))
    return {**_written_words(node), "kind": name, **form.write(node.kind)}


def _written_words(node: Node) -> dict[str, object]:
    return {
        "number": node.number,
        "title": node.title,
        "title_en": node.title_en,
        "explanation": node.explanation,
        "grades": _written_grades(node.grades),
    }


def _written_grades(grades: Sequence[Grade]) -> list[dict[str, str]]:
    return [
        {"name": grade.name, "name_en": grade.name_en}
        | ({} if grade.at_least is None else {"at_least": decimal_text(grade.at_least)})
        for grade in grades
    ]
