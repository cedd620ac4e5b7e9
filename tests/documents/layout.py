"""Where everything stands on the pages of a PDF: each glyph's ink, each drawing, and the tag it belongs to.

Read from the drawing operators themselves, for readers of text give every word its line's height: they can't
tell a tone mark that meets the line above from one that doesn't.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import pikepdf
from fontTools.ttLib import TTFont

from panel.adapters.pdf import FACES, FONTS

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Tag = tuple[str, int]
"""What an element is, and a number that tells it from others."""
Path = tuple[Tag, ...]
"""Elements from the document down."""
OUTSIDE: Path = ()
"""The path of what no tag names: running feet, rules."""


class Box(NamedTuple):
    """In points from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, by: float) -> bool:
        """Whether the two share more than that in both directions."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > by
            and min(self.bottom, other.bottom) - max(self.top, other.top) > by
        )

    def shared(self, other: Box) -> Box:
        """What lies in both."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


@dataclass(frozen=True)
class Run:
    """Letters drawn at once. `upright` is not a watermark."""

    text: str
    path: Path
    line: float
    glyphs: tuple[Box, ...]
    upright: bool


@dataclass(frozen=True)
class Shape:
    """A drawing: its strokes, from point to point. One stroke is a rule."""

    box: Box
    strokes: tuple[tuple[Point, Point], ...]


@dataclass
class Leaf:
    """A page."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)

    @property
    def body(self) -> list[Run]:
        return [run for run in self.runs if run.path != OUTSIDE and run.upright]

    @property
    def foot(self) -> str:
        return "".join(run.text for run in self.runs if run.path == OUTSIDE)


def leaves(pdf: pikepdf.Pdf) -> list[Leaf]:
    """All pages of a document."""
    paths = _paths(pdf)
    return [_Hand(page, paths.get(page.objgen, {})).draw() for page in pdf.pages]


def elements(pdf: pikepdf.Pdf) -> Iterator[tuple[Path, pikepdf.Dictionary]]:
    """All elements of the tags in reading order, with their own path."""
    yield from _below(pdf.Root.StructTreeRoot.K[0], ())


def _below(element: pikepdf.Dictionary, above: Path) -> Iterator[tuple[Path, pikepdf.Dictionary]]:
    path = (*above, (str(element.S)[1:], element.objgen[0]))
    yield path, element
    for kid in element.K:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield from _below(kid, path)


def _paths(pdf: pikepdf.Pdf) -> dict[tuple[int, int], dict[int, Path]]:
    """By page and by the number of its marked content."""
    found: dict[tuple[int, int], dict[int, Path]] = {}
    for path, element in elements(pdf):
        for kid in element.K:
            if isinstance(kid, int):
                found.setdefault(element.Pg.objgen, {})[kid] = path
    return found


@cache
def _face(bold: bool) -> tuple[list[tuple[float, Box | None]], float]:
    """Each glyph's width and ink, by its number, and the units of an em."""
    font = TTFont(FONTS / FACES[bold])
    glyphs, widths = font["glyf"], font["hmtx"]
    inks = []
    for name in font.getGlyphOrder():
        drawn = glyphs[name]
        ink = Box(drawn.xMin, drawn.yMin, drawn.xMax, drawn.yMax) if drawn.numberOfContours else None
        inks.append((widths[name][0], ink))
    return inks, font["head"].unitsPerEm


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    k, m, n, o, p, q = then
    return (a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q)


class _Hand:
    """Draws a page as a viewer would, and notes what lands where."""

    def __init__(self, page: pikepdf.Page, paths: Mapping[int, Path]) -> None:
        left, bottom, right, top = map(float, page.mediabox)
        self.page, self.paths = page, paths
        self.leaf = Leaf(right - left, top - bottom)
        self.matrix: Matrix = (1, 0, 0, -1, 0, self.leaf.height)
        self.clip = Box(0, 0, self.leaf.width, self.leaf.height)
        self.kept: list[tuple[Matrix, Box]] = []
        self.marked: list[Path] = []
        self.at: Point = (0, 0)
        self.strokes: list[tuple[Point, Point]] = []
        self.text: Matrix = (1, 0, 0, 1, 0, 0)
        self.names = {
            name: (letters_of(font), "Bold" in str(font.BaseFont))
            for name, font in page.Resources.get("/Font", {}).items()
        }

    def draw(self) -> Leaf:
        for operands, operator in pikepdf.parse_content_stream(self.page):
            getattr(self, _ACTS.get(str(operator), "_skip"))(operands)
        return self.leaf

    def _skip(self, _operands: Any) -> None:
        """Colours, widths and the like."""

    def _keep(self, _operands: Any) -> None:
        self.kept.append((self.matrix, self.clip))

    def _back(self, _operands: Any) -> None:
        self.matrix, self.clip = self.kept.pop()

    def _move(self, operands: Any) -> None:
        self.matrix = _times(tuple(map(float, operands)), self.matrix)

    def _begin(self, operands: Any) -> None:
        number = operands[1].get("/MCID") if len(operands) > 1 else None
        self.marked.append(OUTSIDE if number is None else self.paths.get(int(number), OUTSIDE))

    def _end(self, _operands: Any) -> None:
        self.marked.pop()

    def _lift(self, operands: Any) -> None:
        self.at = self._on(*operands)

    def _stroke(self, operands: Any) -> None:
        """A straight line, or a curve as the line between its ends."""
        self.strokes.append((self.at, self._on(*operands[-2:])))
        self.at = self.strokes[-1][1]

    def _rectangle(self, operands: Any) -> None:
        x, y, width, height = map(float, operands)
        self.strokes.append((self._on(x, y), self._on(x + width, y)))
        self.strokes.append((self._on(x, y + height), self._on(x + width, y + height)))

    def _cut(self, _operands: Any) -> None:
        self.clip = self.clip.shared(self._drawn())

    def _drawn(self) -> Box:
        return _bound([point for stroke in self.strokes for point in stroke])

    def _paint(self, _operands: Any) -> None:
        """A frame is painted as an area of which only the frame is seen."""
        if self.strokes:
            seen = self._drawn().shared(self.clip)
            corners = ((seen.left, seen.top), (seen.right, seen.top)), ((seen.left, seen.bottom), seen[2:])
            few = len(self.strokes) in range(2, 9)
            self.leaf.shapes.append(Shape(seen, corners if few else tuple(self.strokes)))
        self.strokes = []

    def _drop(self, _operands: Any) -> None:
        self.strokes = []

    def _picture(self, operands: Any) -> None:
        if self.page.Resources.XObject[str(operands[0])].Subtype == "/Image":
            self.leaf.pictures.append(_bound([self._on(0, 0), self._on(1, 1)]))

    def _set(self, operands: Any) -> None:
        self.text = tuple(map(float, operands))

    def _choose(self, operands: Any) -> None:
        (self.letters, bold), self.size = self.names[str(operands[0])], float(operands[1])
        self.inks, self.em = _face(bold)

    def _show(self, operands: Any) -> None:
        """The only way in which WeasyPrint sets text: numbers of glyphs of two bytes, and kerns between."""
        matrix, at = _times(self.text, self.matrix), 0.0
        text, boxes = "", []
        for part in operands[0]:
            if not isinstance(part, pikepdf.String):
                at -= float(part) / 1000 * self.size
                continue
            codes = bytes(part)
            for high, low in zip(codes[::2], codes[1::2], strict=True):
                number = high * 256 + low
                width, ink = self.inks[number]
                text += self.letters.get(number, "\N{REPLACEMENT CHARACTER}")
                if ink:
                    scale = self.size / self.em
                    x0, x1, y0, y1 = (
                        at + ink.left * scale,
                        at + ink.right * scale,
                        ink.top * scale,
                        ink.bottom * scale,
                    )
                    corners = [(x, y) for x in (x0, x1) for y in (y0, y1)]
                    boxes.append(_bound([_apply(matrix, x, y) for x, y in corners]))
                at += width / self.em * self.size
        path = self.marked[-1] if self.marked else OUTSIDE
        self.leaf.runs.append(Run(text, path, round(matrix[5], 1), tuple(boxes), abs(matrix[1]) < 0.01))

    def _on(self, x: Any, y: Any) -> Point:
        """Where on the page a point of the moment's own scale lies."""
        return _apply(self.matrix, float(x), float(y))


_ACTS = {
    **dict.fromkeys(("BMC", "BDC"), "_begin"),
    **dict.fromkeys(("l", "c", "v", "y"), "_stroke"),
    **dict.fromkeys(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"), "_paint"),
    **dict.fromkeys(("W", "W*"), "_cut"),
    "m": "_lift",
    "EMC": "_end",
    "q": "_keep",
    "Q": "_back",
    "cm": "_move",
    "re": "_rectangle",
    "n": "_drop",
    "Do": "_picture",
    "Tm": "_set",
    "Tf": "_choose",
    "TJ": "_show",
}


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bound(points: list[Point]) -> Box:
    """The box around points."""
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def around(boxes: Sequence[Box]) -> Box:
    """The box around boxes."""
    return _bound([*((box.left, box.top) for box in boxes), *((box.right, box.bottom) for box in boxes)])


def letters_of(font: pikepdf.Object) -> dict[int, str]:
    """What each glyph of a font reads as: its ToUnicode."""
    found = {}
    for line in font.ToUnicode.read_bytes().split(b"\n"):
        match line.strip(b"<>").split(b"> <"):
            case [code, letters]:
                found[int(code, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    return found
