"""What an office would find wrong with how a paper is laid out, in words; of a good paper there are none."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pikepdf

from tests.documents.layout import OUTSIDE, Box, Leaf, Run, Shape, around, leaves

MILLIMETRE = 72 / 25.4
SIDE, TOP, BOTTOM = 12 * MILLIMETRE, 9 * MILLIMETRE, 4.3 * MILLIMETRE
"""Free on every page: what is bound or held, and what most printers can't reach."""
TOUCH = 1.0
"""Points that two inks may share."""
QUIET = 3.5
"""Modules around a QR code without ink: the standard's four, less what a rule is wide."""
HEADINGS = {"H1", "H2", "H3", "H4", "H5", "H6"}
_SIGNED = re.compile(r"(\([0-9๐-๙]+\) )?(ลงชื่อ|Signed)")
_PAGES = re.compile(r"(?:หน้า|Page)(\d+)(?:จาก|of)(\d+)")


def faults(content: bytes, *, framed: bool = False) -> list[str]:
    """Of one document. A framed paper hangs on a wall: its frame is near the edge, and no page is counted."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        drawn = leaves(pdf)
    found = [
        f"page {number}: {fault}"
        for number, leaf in enumerate(drawn, start=1)
        for fault in outside(leaf, BOTTOM if framed else SIDE)
    ]
    found += [
        f"page {number}: {fault}"
        for number, leaf in enumerate(drawn, start=1)
        for look in (over_the_foot, met, ruled_through, crowded_codes)
        for fault in look(leaf)
    ]
    whole = (lone_headings, lone_signatures) if framed else (lone_headings, lone_signatures, miscounted)
    return found + [fault for look in whole for fault in look(drawn)]


def outside(leaf: Leaf, side: float) -> Iterator[str]:
    """Ink in the margins."""
    inks = [(run.text, box) for run in leaf.runs if run.upright for box in run.glyphs]
    inks += [("a drawing", shape.box) for shape in leaf.shapes] + [
        ("a picture", box) for box in leaf.pictures
    ]
    told = dict.fromkeys(
        words
        for words, box in inks
        if box.left < side
        or box.right > leaf.width - side
        or box.top < min(TOP, side)
        or box.bottom > leaf.height - BOTTOM
    )
    yield from (f"{words!r} stands in the margin" for words in told)


def over_the_foot(leaf: Leaf) -> Iterator[str]:
    """What belongs on the page and reaches into its foot."""
    feet = [box.top for run in leaf.runs if run.path == OUTSIDE for box in run.glyphs]
    if not feet:
        yield "has no foot"
    for run in leaf.body:
        if any(box.bottom > min(feet, default=leaf.height) for box in run.glyphs):
            yield f"{run.text!r} stands in the foot"


def met(leaf: Leaf) -> Iterator[str]:
    """Letters of two lines, cells or blocks on one another."""
    runs = [(run, around(run.glyphs)) for run in leaf.runs if run.upright and run.glyphs]
    for (one, first), (other, second) in combinations(runs, 2):
        if first.meets(second, TOUCH) and _meet(one, other, first.shared(second)):
            yield f"{one.text!r} and {other.text!r} meet"


def _meet(one: Run, other: Run, place: Box) -> bool:
    near = [[box for box in run.glyphs if box.meets(place, 0)] for run in (one, other)]
    return any(first.meets(second, TOUCH) for first in near[0] for second in near[1])


def ruled_through(leaf: Leaf) -> Iterator[str]:
    """Letters with a table's rule through them: wider than their cell, or higher."""
    rules = [rule for shape in leaf.shapes if len(shape.strokes) == 1 for rule in _lines(shape)]
    for run in leaf.runs:
        inner = [Box(b.left + TOUCH, b.top + TOUCH, b.right - TOUCH, b.bottom - TOUCH) for b in run.glyphs]
        if not inner or not run.upright:
            continue
        near = [rule for rule in rules if rule.meets(around(inner), 0)]
        if any(box.meets(rule, 0) for rule in near for box in inner):
            yield f"{run.text!r} has a rule through it"


def _lines(shape: Shape) -> list[Box]:
    """Its strokes, which have no width of their own, as boxes."""
    ends = [around([Box(*start, *start), Box(*end, *end)]) for start, end in shape.strokes]
    return [Box(b.left - 0.01, b.top - 0.01, b.right + 0.01, b.bottom + 0.01) for b in ends]


def lone_signatures(drawn: Sequence[Leaf]) -> Iterator[str]:
    """Lines to sign on that begin on a page without anything of what is signed; a large panel may go on."""
    signing = False
    for number, leaf in enumerate(drawn, start=1):
        signed = next((at for at, run in enumerate(leaf.body) if _SIGNED.match(run.text)), None)
        above = [run for run in leaf.body[:signed] if tags_of(run).isdisjoint(HEADINGS)]
        if signed is not None and not above and not signing:
            yield f"page {number}: signatures stand alone"
        signing = signed is not None


def lone_headings(drawn: Sequence[Leaf]) -> Iterator[str]:
    """Headings, and heads of tables, at the end of a page."""
    for number, leaf in enumerate(drawn, start=1):
        for one, other in pairwise([*leaf.body, None]):
            if one and tags_of(one) & {*HEADINGS, "THead"} and other is None:
                yield f"page {number}: {one.text!r} heads nothing"


def crowded_codes(leaf: Leaf) -> Iterator[str]:
    """QR codes without their quiet zone."""
    for code in leaf.shapes:
        if not is_code(code):
            continue
        room = QUIET * module_of(code)
        zone = Box(code.box.left - room, code.box.top - room, code.box.right + room, code.box.bottom + room)
        inks = [box for run in leaf.runs if run.upright for box in run.glyphs]
        inks += [line for shape in leaf.shapes if shape is not code for line in _lines(shape)]
        if any(zone.meets(ink, 0) for ink in inks):
            yield "a QR code has no quiet zone"


def is_code(shape: Shape) -> bool:
    """Nothing else is drawn of so many strokes."""
    return len(shape.strokes) > 100


def module_of(code: Shape) -> float:
    """The side of a QR code's smallest square, in points: its shortest stroke."""
    return min(end - start for (start, _), (end, _) in code.strokes if end > start)


def tags_of(run: Run) -> set[str]:
    return {tag for tag, _ in run.path}


def miscounted(drawn: Sequence[Leaf]) -> Iterator[str]:
    """Pages whose foot doesn't say that they are the next of as many as there are."""
    expected: list[tuple[int, int]] = []
    for number, leaf in enumerate(drawn, start=1):
        told = _PAGES.search(re.sub(r"\s", "", leaf.foot))
        if told is None:
            yield f"page {number}: is not counted: {leaf.foot!r}"
            continue
        page, pages = int(told[1]), int(told[2])
        if not expected:
            expected = [(each, pages) for each in range(1, pages + 1)]
        if expected.pop(0) != (page, pages):
            yield f"page {number}: calls itself {page} of {pages}"
    if expected:
        yield f"{len(expected)} pages are missing at the end"
