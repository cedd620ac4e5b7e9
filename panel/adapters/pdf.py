"""PDF: WeasyPrint draws papers in Laksaman alone, pikepdf binds documents into a pack.

Nothing is fetched but our own style sheet and the font's files, and nothing of the moment enters a file:
the same papers give the same bytes. WeasyPrint is slow to import and is only imported here, inside.
"""

from __future__ import annotations

import atexit
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panel.config import ROOT
from panel.domain.errors import Conflict

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from pikepdf import OutlineItem, Pdf

FONTS = Path("/usr/share/fonts/truetype/tlwg")
FACES = ("Laksaman.ttf", "Laksaman-Bold.ttf")
STYLES = [ROOT / "static" / "css" / name for name in ("press.css", "paper.css")]
UNPRINTABLE = "◊"


def make_pdf(pages: Sequence[str], *, title: str, font_dir: Path | None = None) -> bytes:
    """One tagged PDF/A-2u of the papers' HTML; each paper counts its own pages.

    Raises Conflict where the font is missing.
    """
    press = _press(font_dir or FONTS)
    drawn = [press.draw(html) for html in pages]
    whole = drawn[0].copy([page for each in drawn for page in each.pages])
    whole.metadata.title = title
    pdf: bytes = whole.write_pdf(pdf_variant="pdf/a-2u", pdf_tags=True, finisher=press.name_glyphs)
    return pdf


def bind(parts: Sequence[tuple[str, bytes]], *, title: str, lang: str) -> bytes:
    """Documents, each with its title, as one file with bookmarks: theirs stand below their titles."""
    import pikepdf

    with ExitStack() as opened:
        pack = opened.enter_context(pikepdf.new())
        with pack.open_outline() as outline:
            for name, content in parts:
                part = opened.enter_context(pikepdf.open(io.BytesIO(content)))
                item = pikepdf.OutlineItem(name, len(pack.pages))
                item.children += _bookmarks(part, len(pack.pages))
                outline.root.append(item)
                pack.pages.extend(part.pages)
        with pack.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = [lang]
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


@cache
def _press(font_dir: Path) -> _Press:
    return _Press(font_dir)


atexit.register(_press.cache_clear)  # WeasyPrint removes its copy of the fonts then, and can't later


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
            """Gives the font's own files and refuses every other address."""

            def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
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
        return page.render(stylesheets=[self.style], font_config=self.fonts)

    def name_glyphs(self, _document: object, pdf: Any) -> None:
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
