"""The HTML of a paper: Jinja and the catalogue without Flask, so that web, workers and command line share it.

Thai papers are written in Thai numerals unless Arabic ones are chosen. Everything is escaped: what a judge
typed stays text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from itertools import zip_longest

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from panel.adapters.language import NBSP, Language, catalogue
from panel.config import ROOT
from panel.domain.documents import Numerals
from panel.domain.numbers import arabic_digits, decimal_text, half_up
from panel.domain.ties import Rank


def paper_html(
    paper: object,
    template: str,
    *,
    lang: str,
    base_url: str,
    numerals: Numerals = Numerals.THAI,
    frame: object | None = None,
) -> str:
    """The whole HTML document of one paper, by the template of that name; in a browser with a frame."""
    language = Language(lang, thai_numerals=numerals is Numerals.THAI)
    found = _environment(lang, numerals).get_template(f"documents/paper/{template}.html")
    html = found.render(paper=paper, lang=lang, thai=language.thai_numerals, base_url=base_url, frame=frame)
    head, body, rest = html.partition("<body")
    return head + body + _WORDS.sub(lambda words: _kept_together(words[0]), rest)


@lru_cache(maxsize=4096)  # most words of a paper stand on the next one too
def _kept_together(words: str) -> str:
    if words.startswith("<"):
        return words
    return _TOGETHER.sub(r'<span class="together">\g<0></span>', words.replace(" ๆ", f"{NBSP}ๆ"))


@cache
def _environment(lang: str, numerals: Numerals) -> Environment:
    language = Language(lang, thai_numerals=numerals is Numerals.THAI)
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
        named=lambda thing, attribute="name": _digits(language, language.name(thing, attribute)),
        person=lambda name: _person(_digits(language, name)),
        titled=lambda thing: _whole(_digits(language, language.name(thing, "title"))),
        clock=language.minutes,
        day=lambda date: _whole(language.date(date), (language.date(date),)),
        solemn_day=language.solemn_date,
        short_day=lambda date: _whole(language.short_date(date), (language.short_date(date),)),
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


_WORDS = re.compile(r"<(?:title|desc)>[^<]*|>[^<]+")
"""The text between two tags; that of a title, in which no tag may stand, from its own tag on."""
_UNITS = (
    "ประเด็น|เรื่อง|มิติ|ภาคี|ด้าน|ข้อ|ชิ้นงาน|ช่องทาง|ครั้ง|คลิป|ครัวเรือน|หมู่บ้าน|ชุมชน|อำเภอ|แห่ง|คน|ท่าน|ใบ|ชุด"
    "|คะแนน|ลำดับ|นาที|ชั่วโมง|วัน|เดือน|ปี|บาท|น[.]|%|marks|points|hrs"
)
_NUMBERED = "พ[.]ศ[.]|(?:ประเด็น|(?:กลุ่ม)?โซน|คน|ฉบับ|ครั้ง)ที่|ข้อ|ชั้น|จำนวน|ร้อยละ|[Ii]tem|[Cc]riterion|no[.]|Zone"
_TOGETHER = re.compile(
    rf"(?:{_NUMBERED})\s[0-9๐-๙]+(?:\s(?:{_UNITS}))?|[0-9๐-๙]+\s(?:{_UNITS})".replace("\\s", f"[ {NBSP}]")
)
"""What no line may break: a number with its unit and with what it numbers. No-break spaces alone do not hold
between Thai letters, whose breaks come from a dictionary."""
_KEPT = r"“[^”]{1,45}”|\([A-Za-z -]{1,30}\)"
"""What no line may break, beside names: what is quoted, and a short foreign word in brackets."""
LONGEST_NAME = 60
"""In letters: a longer one may be broken, for it might fit no line."""


@lru_cache(maxsize=4096)  # a rubric stands on every sheet
def _whole(text: str, names: tuple[str, ...] = ()) -> Markup:
    """The text with all that no line may break kept together; no dictionary of Thai words knows names."""
    known = (f"(?:อำเภอ)?{re.escape(name)}" for name in sorted(names, key=len, reverse=True))
    found = re.compile("|".join([*known, _KEPT]))
    parts = [escape(part) for part in found.split(text)]
    kept = [Markup('<span class="together">{}</span>').format(word) for word in found.findall(text)]
    return Markup("").join(part for pair in zip_longest(parts, kept, fillvalue="") for part in pair)


def _person(name: str) -> str:
    """A person's name: no line breaks it, nor what it begins with (นาย, ดร.)."""
    return name if len(name) > LONGEST_NAME else Markup('<span class="together">{}</span>').format(name)


def _digits(language: Language, value: object) -> str:
    """A number, or an official number with its letters, in the paper's own digits."""
    return language.number(value) if language.thai_numerals else arabic_digits(str(value))


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


@pass_context
def _qr(context: Context, text: str) -> Markup:
    """A QR code: `adapters/pdf` draws it on paper, a browser gets the drawing itself."""
    address = segno.make(text, error="m").svg_data_uri(border=0) if context["frame"] else f"qr:{text}"
    return Markup('<img class="qr" src="{address}" alt="{text}">').format(address=address, text=text)
