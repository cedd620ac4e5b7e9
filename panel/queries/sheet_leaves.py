"""Score sheets as a spreadsheet: a leaf a zone, a row a sheet, a column an item, criteria as sums.

Marks are told of sheets that are in. Who was recused or absent, whose sheet is still open and who did not
appear is said in words, and left out of every sum. The items' wording has a leaf of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from panel.adapters.language import N_, Language
from panel.adapters.spreadsheet import TRUTH, Cell, Formula, Leaf, letter
from panel.domain.documents import Document
from panel.domain.instruments import Criterion, Instrument
from panel.models import Event
from panel.queries.leaves import PEOPLE, Figures, above, counts, exact, seal, sheet_state
from panel.queries.results import PresenterView, SheetView, ZoneView

WHOSE = (*PEOPLE, N_("Seat"), N_("Judge"), N_("Role"), N_("State"))
BEHIND = (N_("Total"), N_("Official total"), N_("Equal to the official total"))
LONG = (N_("Round"), N_("Zone"), *WHOSE, N_("Item"), N_("Mark"), N_("Comment"))
COMMENTS = (N_("Zone"), *WHOSE, N_("Item"), N_("Comment"))
ITEMS = (N_("Item"), N_("Full marks"), N_("Criteria"))


@dataclass(frozen=True)
class _Version:
    """An instrument with its number, and where its items stand in the row of a sheet."""

    number: int
    instrument: Instrument

    @property
    def column(self) -> Mapping[str, str]:
        return {
            node.number: letter(len(WHOSE) + place) for place, (_, node) in enumerate(self.instrument.nodes())
        }

    def sum_of(self, criterion: Criterion) -> Formula:
        below = ",".join(f"{self.column[child.number]}{{row}}" for child in criterion.children)
        return Formula(f"SUM({below})")


def sheet_leaves(found: Figures, language: Language) -> list[Leaf]:
    """A leaf a zone (two where sheets of it have two versions of the instrument), then the comments and what
    the items of each version are."""
    leaves: list[Leaf] = []
    versions: dict[tuple[str, int], _Version] = {}
    for _, part in found.zones:
        for number in sorted({presenter.version for presenter in part.presenters}):
            these = [presenter for presenter in part.presenters if presenter.version == number]
            version = _Version(number, these[0].instrument)
            versions[version.instrument.code, number] = version
            leaves.append(_leaf(found.event, part, these, version, language))
    return [*leaves, *_comments(found, language), *(_items(each, language) for each in versions.values())]


def _leaf(
    event: Event, zone: ZoneView, presenters: list[PresenterView], version: _Version, language: Language
) -> Leaf:
    name, sealed = language.name(zone), seal(zone.snapshot, language)
    lines = above(event, Document.SHEETS, name, sealed, language)
    items = [f"{node.number} ({exact(node.full)})" for _, node in version.instrument.nodes()]
    return Leaf(
        title=name,
        columns=[*map(language.text, WHOSE), *items, *map(language.text, BEHIND)],
        rows=[_row(each, sheet, version, language) for each in presenters for sheet in each.sheets],
        above=lines,
        foot=f"{lines[0]} · {sealed}",
        fixed=len(PEOPLE),
    )


def _whose(presenter: PresenterView, sheet: SheetView, language: Language) -> tuple[Cell, ...]:
    return (
        presenter.code,
        language.name(presenter),
        sheet.seat,
        sheet.name,
        language.message(f"role.{sheet.role}"),
        sheet_state(presenter, sheet, language),
    )


def _row(presenter: PresenterView, sheet: SheetView, version: _Version, language: Language) -> list[Cell]:
    whose = list(_whose(presenter, sheet, language))
    if not counts(presenter, sheet):
        return [*whose, *[None] * (len(version.column) + len(BEHIND))]
    items = [
        version.sum_of(node) if isinstance(node, Criterion) else _points(sheet, node.number)
        for _, node in version.instrument.nodes()
    ]
    total, official = (letter(len(whose) + len(items) + place) for place in range(2))
    behind = [
        version.sum_of(version.instrument.root),
        exact(sheet.outcome.value),
        Formula(f"ROUND({total}{{row}}-{official}{{row}},6)=0", TRUTH),
    ]
    return [*whose, *items, *behind]


def _points(sheet: SheetView, number: str) -> Cell:
    part = sheet.outcome.parts.get(number)
    return exact(part.value) if part else None


def _comments(found: Figures, language: Language) -> Iterator[Leaf]:
    """What was written beside the marks, if anything was."""
    rows = [(*row[1:-2], row[-1]) for row in sheet_rows(found, language) if row[-1]]
    if rows:
        title = language.text(N_("Comments"))
        yield Leaf(title, [language.text(head) for head in COMMENTS], rows, foot=title)


def _items(version: _Version, language: Language) -> Leaf:
    """What the items' numbers stand for."""
    instrument = version.instrument
    title = language.text(N_("Criteria version %(version)s"), version=version.number)
    return Leaf(
        title=title,
        columns=[language.text(head) for head in ITEMS],
        rows=[
            (node.number, exact(node.full), language.name(node, "title")) for _, node in instrument.nodes()
        ],
        above=(language.name(instrument, "title"),),
        foot=title,
    )


def sheet_rows(found: Figures, language: Language) -> Iterator[tuple[Cell, ...]]:
    """A row a mark or comment, the columns those of LONG; a sheet that gives none has one row."""
    for round_, part in found.zones:
        for presenter in part.presenters:
            for sheet in presenter.sheets:
                whose = (language.name(round_), language.name(part), *_whose(presenter, sheet, language))
                for item in _given(presenter, sheet):
                    yield (*whose, *item)


def _given(presenter: PresenterView, sheet: SheetView) -> Iterator[tuple[Cell, ...]]:
    """Item, points and comment, in the order of the form; what was said of the whole comes last."""
    if not counts(presenter, sheet):
        yield (None, None, None)
        return
    for number in [*(node.number for _, node in presenter.instrument.nodes()), ""]:
        points = _points(sheet, number) if number in sheet.marks else None
        comment = sheet.comments.get(number)
        if points is not None or comment:
            yield (number or None, points, comment)
