"""PDF: WeasyPrint draws papers in Laksaman alone, pikepdf binds documents into a pack.

Nothing is fetched but our own style sheets, the font's files and the emblem's pixels, and nothing of the
moment enters a file: the same papers give the same bytes. WeasyPrint is slow to import and is only imported
here, inside.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panel.config import ROOT
from panel.domain.errors import Conflict

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from pikepdf import OutlineItem, Pdf

FONTS = Path("/usr/share/fonts/truetype/tlwg")
FACES = ("Laksaman.ttf", "Laksaman-Bold.ttf")
STYLES = [ROOT / "static" / "css" / name for name in ("press.css", "paper.css", "letters.css")]
EMBLEM = "data:image/png;base64,"
"""How the address of an office's emblem begins: it is drawn anew by us, and no other picture is taken."""
DPI = 300
"""Of the emblem on paper, however many pixels it has."""
UNPRINTABLE = "◊"
SVG = "image/svg+xml"
_NONE: Mapping[str, str] = {}
_USUAL = {"Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate"}
"""What metadata of any file has."""


@dataclass(frozen=True)
class Galley:
    """All that a file is drawn of: the papers' HTML, its title, and what it says of itself to programs."""

    pages: tuple[str, ...]
    title: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def key(self, font_dir: Path | None = None) -> str:
        """The same for what gives the same bytes: the digest of everything that shapes them."""
        parts = [_tools(font_dir or FONTS), self.title, json.dumps(dict(self.facts), sort_keys=True)]
        return hashlib.sha256("\0".join([*parts, *self.pages]).encode()).hexdigest()

    def draw(self, font_dir: Path | None = None) -> bytes:
        """The file; raises Conflict where the font is missing."""
        return make_pdf(self.pages, title=self.title, facts=self.facts, font_dir=font_dir)


@cache
def _tools(font_dir: Path) -> str:
    """What draws: our style sheets and this module, the font's files, the releases of who draws."""
    files = [*STYLES, Path(__file__), *(font_dir / face for face in FACES)]
    if not all(file.is_file() for file in files):
        raise Conflict("document.font_missing")
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return " ".join([*digests, *map(version, ("weasyprint", "pydyf", "fonttools"))])


def make_pdf(
    pages: Sequence[str], *, title: str, facts: Mapping[str, str] = _NONE, font_dir: Path | None = None
) -> bytes:
    """One tagged PDF/A-2u of the papers' HTML; each paper counts its own pages. The `facts`, by names of
    letters and digits alone, are in its metadata, where `facts_of` finds them.

    Raises Conflict where the font is missing.
    """
    press = _press(font_dir or FONTS)
    drawn = [press.draw(html) for html in pages]
    whole = drawn[0].copy([page for each in drawn for page in each.pages])
    whole.metadata.title = title
    whole.metadata.custom = dict(facts)
    pdf: bytes = whole.write_pdf(
        pdf_variant="pdf/a-2u", pdf_tags=True, custom_metadata=True, finisher=press.finish
    )
    return pdf


def facts_of(content: bytes) -> dict[str, str]:
    """What a file says of itself; nothing where it is no PDF, or none of ours."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            found = {str(key).removeprefix("/"): str(value) for key, value in pdf.docinfo.items()}
    except pikepdf.PdfError:
        return {}
    return {key: value for key, value in found.items() if key not in _USUAL}


def bind(
    parts: Sequence[tuple[str, Sequence[bytes]]], *, title: str, lang: str, facts: Mapping[str, str] = _NONE
) -> bytes:
    """Files, some under each title, as one with bookmarks: theirs stand below the titles."""
    import pikepdf

    with ExitStack() as opened:
        pack = opened.enter_context(pikepdf.new())
        with pack.open_outline() as outline:
            for name, files in parts:
                item = pikepdf.OutlineItem(name, len(pack.pages))
                for content in files:
                    part = opened.enter_context(pikepdf.open(io.BytesIO(content)))
                    item.children += _bookmarks(part, len(pack.pages))
                    pack.pages.extend(part.pages)
                outline.root.append(item)
        with pack.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = [lang]
        for key, value in facts.items():
            pack.docinfo[f"/{key}"] = value
        pack.Root.Lang = pikepdf.String(lang)
        pack.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pack.Root.PageMode = pikepdf.Name.UseOutlines
        target = io.BytesIO()
        pack.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _bookmarks(part: Pdf, first: int) -> list[OutlineItem]:
    """The part's own bookmarks, for a file in which it begins at page `first`."""
    import pikepdf

    with part.open_outline() as outline:
        return [
            pikepdf.OutlineItem(item.title, first + part.pages.index(pikepdf.Page(item.destination[0])))
            for item in outline.root
            if isinstance(item.destination, pikepdf.Array)
        ]


def preload(font_dir: Path | None) -> None:
    """Have ready what draws, for the processes that are forked from this one to share."""
    _press(font_dir or FONTS)


@cache
def _press(font_dir: Path) -> _Press:
    Finalize(None, _press.cache_clear, exitpriority=0)  # WeasyPrint removes its copy of the fonts then
    return _Press(font_dir)


class _Press:
    """What one process needs for any number of papers: the parsed style sheet and the font."""

    def __init__(self, font_dir: Path) -> None:
        from fontTools.ttLib import TTFont
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        files = {face: font_dir / face for face in FACES}
        if not all(file.is_file() for file in files.values()):
            raise Conflict("document.font_missing")
        fonts = {face: TTFont(file, recalcTimestamp=False) for face, file in files.items()}
        faces = {face: _in_spoken_order(font) for face, font in fonts.items()}

        class Fetcher(URLFetcher):  # type: ignore[misc]
            """Gives the font's own files, an emblem's pixels and QR codes; refuses every other address."""

            def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
                if url.startswith(EMBLEM):
                    return URLFetcherResponse(url, base64.b64decode(url.removeprefix(EMBLEM)))
                if url.startswith("qr:"):
                    return URLFetcherResponse(url, _qr(url.removeprefix("qr:")), {"Content-Type": SVG})
                return URLFetcherResponse(url, faces[url.removeprefix("font:")])

        self.names = {face: _glyph_names(font) for face, font in fonts.items()}
        self.fetcher = Fetcher()
        self.fonts = FontConfiguration()
        self.style = CSS(
            string="".join(style.read_text() for style in STYLES),
            base_url="font:",
            url_fetcher=self.fetcher,
            font_config=self.fonts,
        )
        known = set.intersection(*(set(font.getBestCmap()) for font in fonts.values()))
        self.printable = _Printable(known)

    def draw(self, html: str) -> Any:
        from weasyprint import HTML

        page = HTML(string=html.translate(self.printable), base_url="font:", url_fetcher=self.fetcher)
        return page.render(stylesheets=[self.style], font_config=self.fonts, dpi=DPI)

    def finish(self, _document: object, pdf: Any) -> None:
        """Put right what WeasyPrint says of letters and of tables."""
        self._name_glyphs(pdf)
        _scope_heads(pdf)

    def _name_glyphs(self, pdf: Any) -> None:
        """Say of each glyph which letter it is, so that text can be searched, copied and read aloud.

        WeasyPrint takes the letters of a glyph from where it was met first, which is wrong for Thai marks:
        they are moved and exchanged by the font, and the glyph of one cluster is used in others.
        """
        for entry in pdf.objects:
            if isinstance(entry, dict) and "ToUnicode" in entry:
                face = FACES[1] if "Bold" in str(entry["BaseFont"]) else FACES[0]
                number = int(entry["ToUnicode"].split()[0])
                stream = pdf.objects[number].stream
                stream[:] = [_named(line, self.names[face]) for line in stream]


def _scope_heads(pdf: Any) -> None:
    """A head says whether it is a column's or, below the table's head, a row's. WeasyPrint names of each cell
    the heads that it finds, other ones than the cell's where a head has two rows."""
    for entry in pdf.objects:
        kind = entry.get("S") if isinstance(entry, dict) else None
        if kind == "/TD":
            entry["A"].pop("Headers", None)
        elif kind == "/TH":
            row = _named_by(pdf, entry["P"])
            entry["A"]["Scope"] = "/Row" if _named_by(pdf, row["P"])["S"] == "/TBody" else "/Column"
            entry.pop("ID", None)


def _named_by(pdf: Any, reference: bytes | str) -> Any:
    """The object that a reference such as "12 0 R" names."""
    return pdf.objects[int(reference.split()[0])]


def _qr(text: str) -> bytes:
    """A QR code as a drawing."""
    import segno

    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawing, kind="svg", xmldecl=False, svgns=True, border=0, svgclass="qr", lineclass=None, omitsize=True
    )
    return drawing.getvalue()


class _Printable(dict[int, str | int]):
    """For `str.translate`: what the font lacks becomes a lozenge, what only joins or selects is left out."""

    def __init__(self, known: set[int]) -> None:
        super().__init__({code: code for code in (*known, *b"\t\n\r")})

    def __missing__(self, code: int) -> str:
        self[code] = "" if unicodedata.category(chr(code)) in {"Cf", "Cc", "Mn", "Cs"} else UNPRINTABLE
        return str(self[code])


def _in_spoken_order(font: TTFont) -> bytes:
    """The font's file, but that a tone mark stays behind the vowel below its letter (ผู้, กลุ่ม).

    The font exchanges the two, which looks the same and reads back as misspelt: no search would find it.
    """
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            pair = getattr(table, "mapping", {})
            vowel = next(iter({"uni0E38", "uni0E39"} & set(pair)), None)
            if lookup.LookupType == 1 and len(pair) == 2 and vowel in pair.values():
                tone = next(name for name in pair if name != vowel)
                table.mapping = {vowel: vowel, tone: pair[vowel]}
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def _glyph_names(font: TTFont) -> dict[int, str]:
    """The letter that each glyph shows, also where it is a variant of another ("uni0E48.low")."""
    letters = {name: chr(code) for code, name in sorted(font.getBestCmap().items(), reverse=True)}
    return {
        number: letters[base]
        for number, name in enumerate(font.getGlyphOrder())
        if (base := name.split(".")[0]) in letters
    }


_GLYPH = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")


def _named(line: bytes, names: Mapping[int, str]) -> bytes:
    match = _GLYPH.fullmatch(line) if isinstance(line, bytes) else None
    if match is None or (number := int(match[1], 16)) not in names:
        return line
    return b"<%s> <%s>" % (match[1], names[number].encode("utf-16-be").hex().encode())
