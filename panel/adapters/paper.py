"""The HTML of a paper: Jinja and the catalogue without Flask, so that web, workers and command line share it.

Thai papers are written in Thai numerals. Everything is escaped: what a judge typed stays text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import zip_longest

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from panel.adapters.language import Language, catalogue
from panel.config import ROOT
from panel.domain.numbers import arabic_digits, decimal_text, half_up
from panel.domain.ties import Rank


def paper_html(paper: object, template: str, *, lang: str, base_url: str, frame: object | None = None) -> str:
    """The whole HTML document of one paper, by the template of that name; in a browser with a frame."""
    found = _environment(lang).get_template(f"documents/paper/{template}.html")
    return found.render(paper=paper, lang=lang, base_url=base_url, frame=frame)


@cache
def _environment(lang: str) -> Environment:
    language = Language(lang, thai_numerals=True)
    words = catalogue(lang)
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True
    )
    environment.filters.update(
        named=language.name,
        titled=lambda thing: _whole(_digits(language, language.name(thing, "title"))),
        clock=language.minutes,
        day=lambda date: _whole(language.date(date), [language.date(date)]),
        short_day=lambda date: _whole(language.short_date(date), [language.short_date(date)]),
        whole=_whole,
        moment=language.moment,
        number=lambda value: _digits(language, value),
        mark=lambda value: _mark(language, value),
        mean=lambda value: _mean(language, value),
        document=lambda name: language.message(f"document.{name}"),
        decided=lambda rank: _decided(language, rank),
        role=lambda role: language.message(f"role.{role}"),
        qr=_qr,
    )
    return environment


_KEPT = r"พ\.ศ\.\s*[0-9๐-๙]{4}|[0-9๐-๙]+\s(?:ประเด็น|เรื่อง|มิติ|ภาคี|นาที|คะแนน|น\.)"
"""What no line may break, beside names: a year and its era, a number and its unit."""


def _whole(text: str, names: Sequence[str] = ()) -> Markup:
    """The text with all that no line may break kept together; no dictionary of Thai words knows names."""
    found = re.compile("|".join([*map(re.escape, sorted(names, key=len, reverse=True)), _KEPT]))
    parts = [escape(part) for part in found.split(text)]
    kept = [Markup('<span class="together">{}</span>').format(word) for word in found.findall(text)]
    return Markup("").join(part for pair in zip_longest(parts, kept, fillvalue="") for part in pair)


def _digits(language: Language, value: object) -> str:
    """A number, or an official number with its letters, in the paper's own digits."""
    return language.number(value) if language.code == "th" else arabic_digits(str(value))


def _mark(language: Language, value: Fraction | str | None) -> str:
    """A mark or total as given; a dash where there is none."""
    if value is None:
        return "-"
    return language.number(decimal_text(value) if isinstance(value, Fraction) else value)


def _mean(language: Language, value: Fraction | Decimal | None) -> str:
    """To two decimals; a dash where there is none."""
    if value is None:
        return "-"
    return language.number(half_up(value) if isinstance(value, Fraction) else value)


def _decided(language: Language, rank: Rank) -> str:
    code, params = rank.message
    return language.number(language.message(code, **params))


def _qr(text: str) -> Markup:
    """A QR code as an inline drawing."""
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawing, kind="svg", xmldecl=False, svgns=True, border=0, svgclass="qr", lineclass=None, omitsize=True
    )
    return Markup(drawing.getvalue().decode())  # noqa: S704 - segno's own drawing, no text in it
