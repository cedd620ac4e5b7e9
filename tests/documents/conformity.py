"""What a checker of PDF/A-2u (ISO 19005-2) and of its tags would find in a file, with the clause.

Not all that the standard asks, but all that WeasyPrint, pikepdf or an emblem could get wrong.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

from tests.documents.layout import Tag, elements, letters_of

FORBIDDEN = {"/AA", "/JS", "/EF", "/OpenAction", "/AcroForm", "/XFA", "/EmbeddedFiles", "/JavaScript", "/URI"}
"""Keys of what acts, is carried along or leads elsewhere."""
NAMESPACES = {
    "http://purl.org/dc/elements/1.1/",
    "http://ns.adobe.com/pdf/1.3/",
    "http://ns.adobe.com/xap/1.0/",
    "http://www.aiim.org/pdfa/ns/id/",
}
"""Whatever else metadata says would have to bring its own description."""
TAGS = {"Document", "Sect", "Div", "NonStruct", "P", "H1", "H2", "H3", "L", "LI", "Lbl", "LBody", "Caption"}
TAGS |= {"Table", "THead", "TBody", "TR", "TH", "TD", "Span", "Figure"}
DEEPEST = 28
LONGEST_NAME, LONGEST_STRING = 127, 32767
_SUBSET = re.compile(r"/[A-Z]{6}\+Laksaman-Paper(-Bold)?")
ICC_MARK = slice(36, 40)
HAIR = 1.5
"""Thousandths of an em by which a width may differ from the font's own."""


def unfit(content: bytes) -> list[str]:
    """Of one document."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        looks = (objects, intent, metadata, fonts, operators, tags, tables, outline)
        return list(dict.fromkeys([*frame(content), *(fault for look in looks for fault in look(pdf))]))


def frame(content: bytes) -> Iterator[str]:
    """The file's first and last bytes."""
    if not re.match(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4,}\n", content):
        yield "6.1.2 header"
    if not content.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "6.1.3 something stands behind the end"


def objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every dictionary, stream, name and string of the file."""
    if "/Encrypt" in pdf.trailer or len(pdf.trailer.get("/ID", [])) != 2:
        yield "6.1.3 trailer"
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield from _entry(each)


def _entry(each: Any) -> Iterator[str]:
    told = FORBIDDEN & set(each.keys())
    if told:
        yield f"6.5 {sorted(told)}"
    if each.get("/Filter") == "/LZWDecode" or (isinstance(each, pikepdf.Stream) and "/F" in each):
        yield "6.1.7 filter or outside data"
    if each.get("/Subtype") == "/Image" and (each.get("/Interpolate") or "/OPI" in each):
        yield "6.2.8 an image is interpolated"
    if each.get("/Type") == "/ExtGState" and {"/TR", "/HTP"} & set(each.keys()):
        yield "6.2.5 graphics state"
    if each.get("/Type") == "/Annot":
        yield "6.3 an annotation"
    for key, value in each.items():
        if len(key.encode()) > LONGEST_NAME:
            yield f"6.1.13 long name {key}"
        if isinstance(value, pikepdf.String) and len(bytes(value)) > LONGEST_STRING:
            yield f"6.1.13 long string in {key}"


def intent(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The colours for which the file is made."""
    intents = list(pdf.Root.get("/OutputIntents", []))
    if [each.S for each in intents] != ["/GTS_PDFA1"]:
        yield "6.2.3 output intent"
        return
    profile = intents[0].DestOutputProfile
    if int(profile.N) != 3 or profile.read_bytes()[ICC_MARK] != b"acsp":
        yield "6.2.3 colour profile"


def metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What the file says of itself, for people and for programs."""
    with pdf.open_metadata() as said:
        if (said["pdfaid:part"], said["pdfaid:conformance"]) != ("2", "U"):
            yield "6.6.4 identification"
        if said["dc:title"] != str(pdf.docinfo["/Title"]):
            yield "6.6.2 two titles"
        unknown = {key[1:].split("}")[0] for key in said} - NAMESPACES
    if unknown:
        yield f"6.6.2.3 undescribed {sorted(unknown)}"
    if {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys()):
        yield "a date of printing"
    if str(pdf.Root.Lang) not in {"th", "en"} or not pdf.Root.ViewerPreferences.DisplayDocTitle:
        yield "language or shown title"


def fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Embedded, of one family, with the widths and letters of what is shown."""
    used = {font.objgen: font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
    for font in used.values():
        kid = font.DescendantFonts[0]
        if not _SUBSET.fullmatch(str(font.BaseFont)) or kid.FontDescriptor.FontName != font.BaseFont:
            yield f"6.2.11.4.2 name {font.BaseFont}"
        if font.Encoding != "/Identity-H" or kid.CIDToGIDMap != "/Identity":
            yield "6.2.11.3 encoding"
        program = TTFont(io.BytesIO(kid.FontDescriptor.FontFile2.read_bytes()))
        yield from _widths(kid.W, program)
        if {"\0", "\ufeff", "\ufffe", ""} & set(letters_of(font).values()):
            yield "6.2.11.7.2 letters"


def _widths(told: pikepdf.Array, program: TTFont) -> Iterator[str]:
    order, own = program.getGlyphOrder(), program["hmtx"]
    em = program["head"].unitsPerEm
    for first, widths in zip(list(told)[::2], list(told)[1::2], strict=True):
        for number, width in enumerate(widths, start=int(first)):
            if abs(own[order[number]][0] / em * 1000 - float(width)) > HAIR:
                yield f"6.2.11.5 width of {order[number]}"


def operators(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What is drawn: known glyphs, in states that are not nested too deeply."""
    for page in pdf.pages:
        names = {name: letters_of(font) for name, font in page.Resources.get("/Font", {}).items()}
        depth = deepest = 0
        letters: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "q":
                    depth += 1
                    deepest = max(deepest, depth)
                case "Q":
                    depth -= 1
                case "Tf":
                    letters = names[str(operands[0])]
                case "TJ":
                    codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
                    shown = {high * 256 + low for high, low in zip(codes[::2], codes[1::2], strict=True)}
                    if not shown <= letters.keys():
                        yield f"6.2.11.7.2 glyphs {sorted(shown - letters.keys())} have no letter"
        if depth or deepest > DEEPEST:
            yield f"6.1.13 states nested {deepest} deep"


def tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    """That a reader is told what everything is."""
    if not pdf.Root.MarkInfo.Marked or "/ParentTree" not in pdf.Root.StructTreeRoot:
        yield "no tags"
    found = [(path[-1][0], element) for path, element in elements(pdf)]
    yield from {f"tag {tag}" for tag, _ in found if tag not in TAGS}
    yield from (
        f"a figure without words: {element.A.BBox}"
        for tag, element in found
        if tag == "Figure" and not element.get("/Alt")
    )
    levels = [int(tag[1]) for tag, _ in found if re.fullmatch("H[1-6]", tag)]
    if levels[:1] != [1] or any(below - above > 1 for above, below in pairwise(levels)):
        yield f"headings {levels}"


def tables(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Rows of as many columns as their table has; heads that say of what they are heads."""
    found: dict[Tag, dict[Tag, list[pikepdf.Dictionary]]] = {}
    for path, element in elements(pdf):
        if path[-1][0] in {"TH", "TD"}:
            table, row = (next(each for each in reversed(path) if each[0] == tag) for tag in ("Table", "TR"))
            found.setdefault(table, {}).setdefault(row, []).append(element)
            if "/Headers" in element.A or (element.S == "/TH" and "/Scope" not in element.A):
                yield "a cell's heads are not told by their scope"
    for rows in found.values():
        yield from _ragged(list(rows.values()))


def _ragged(rows: list[list[pikepdf.Dictionary]]) -> Iterator[str]:
    columns = sum(_span(cell, "Col") for cell in rows[0])
    taken = [0] * columns
    for row in rows:
        free = [at for at, rows_more in enumerate(taken) if not rows_more]
        if len(free) != sum(_span(cell, "Col") for cell in row):
            yield f"a row of {len(row)} cells in a table of {columns} columns"
        taken = [max(rows_more - 1, 0) for rows_more in taken]
        for cell in row:
            for at in free[: _span(cell, "Col")]:
                taken[at] = _span(cell, "Row") - 1
            del free[: _span(cell, "Col")]


def _span(cell: pikepdf.Dictionary, way: str) -> int:
    return int(cell.A.get(f"/{way}Span", 1))


def outline(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Bookmarks that lead to pages, from the first on."""
    with pdf.open_outline() as found:
        pages = [
            pdf.pages.index(pikepdf.Page(item.destination[0])) for item in found.root if item.title.strip()
        ]
    if pages[:1] != [0] or pages != sorted(pages):
        yield f"bookmarks to pages {pages}"
