"""What people fill in on a letter, and whom they give certificates: a choice's fields, read and checked.

Whatever is left empty a letter takes from its event; its number and date stay blank, to be written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from panel.domain.documents import Document
from panel.domain.errors import Invalid
from panel.domain.imports.cells import parse_day
from panel.domain.numbers import arabic_digits

LONGEST = 600
"""Characters of a field."""
NOTHING = "-"
"""For a list of which there shall be none, not even what the event has."""


class LetterForm(StrEnum):
    """หนังสือภายนอก and บันทึกข้อความ of the Prime Minister's Office regulation on correspondence, B.E. 2526."""

    EXTERNAL = "external"
    MEMO = "memo"


class About(StrEnum):
    """What a letter announces."""

    PLAN = "plan"
    RESULT = "result"


class Places(StrEnum):
    """Whose places certificates are for: those in each zone, or in the province."""

    ZONE = "zone"
    PROVINCE = "province"


Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class LetterFields:
    """A letter's. None of a list: what the event has."""

    form: LetterForm = LetterForm.EXTERNAL
    about: About = About.PLAN
    number: str = ""
    day: date | None = None
    subject: str = ""
    to: str = ""
    references: tuple[str, ...] | None = None
    enclosures: tuple[str, ...] | None = None
    phone: str = ""

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> LetterFields:
        """Raises Invalid, naming the field and what is expected."""
        _refuse_unknown(Document.LETTER, fields, LETTER_FIELDS)
        return cls(
            form=_word(LetterForm, "form", fields) or LetterForm.EXTERNAL,
            about=_word(About, "about", fields) or About.PLAN,
            number=_text("number", fields),
            day=_day("date", fields),
            subject=_text("subject", fields),
            to=_text("to", fields),
            references=_list("references", fields),
            enclosures=_list("enclosures", fields),
            phone=_text("phone", fields),
        )


@dataclass(frozen=True)
class CertificateFields:
    """For whom: who has one of the ranks, if there are any, and one of the grades (by name), if there are."""

    of: Places = Places.ZONE
    ranks: frozenset[int] = frozenset({1, 2, 3})
    grades: frozenset[str] = frozenset()

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> CertificateFields:
        """Raises Invalid, naming the field and what is expected."""
        _refuse_unknown(Document.CERTIFICATES, fields, CERTIFICATE_FIELDS)
        ranks, grades = _ranks(_text("ranks", fields)), _list("grades", fields)
        return cls(
            of=_word(Places, "of", fields) or Places.ZONE,
            ranks=ranks if ranks or grades else cls.ranks,
            grades=frozenset(grades or ()),
        )


LETTER_FIELDS = ("form", "about", "number", "date", "subject", "to", "references", "enclosures", "phone")
CERTIFICATE_FIELDS = ("of", "ranks", "grades")


def check_fields(document: Document, fields: Mapping[str, str]) -> None:
    """Raises Invalid for what that document has no place for."""
    if document is Document.LETTER:
        LetterFields.read(fields)
    elif document is Document.CERTIFICATES:
        CertificateFields.read(fields)
    elif fields:
        raise Invalid("document.no_fields", document=document.value)


def _refuse_unknown(document: Document, fields: Mapping[str, str], known: tuple[str, ...]) -> None:
    for name in fields:
        if name not in known:
            listed = ", ".join(known)
            raise Invalid("document.unknown_field", document=document.value, field=name, known=listed)


def _text(name: str, fields: Mapping[str, str]) -> str:
    """In one line."""
    text = fields.get(name, "").strip()
    if len(text) > LONGEST or not text.isprintable():
        raise _bad(name, text, Invalid("document.expects_text", most=LONGEST))
    return text


def _list(name: str, fields: Mapping[str, str]) -> tuple[str, ...] | None:
    """Lines, or what stands between semicolons."""
    parts = [part.strip() for part in re.split(r"[;\n\r]+", fields.get(name, "")) if part.strip()]
    for part in parts:
        _text(name, {name: part})
    return () if parts == [NOTHING] else tuple(parts) or None


def _word(words: type[Word], name: str, fields: Mapping[str, str]) -> Word | None:
    text = _text(name, fields)
    if text and text not in set(words):
        raise _bad(name, text, Invalid("document.expects_word", known=", ".join(words)))
    return words(text) if text else None


def _day(name: str, fields: Mapping[str, str]) -> date | None:
    text = _text(name, fields)
    day = parse_day(text)
    if text and day is None:
        raise _bad(name, text, Invalid("document.expects_day"))
    return day


def _ranks(text: str) -> frozenset[int]:
    """Of "1-3, 5"."""
    found: set[int] = set()
    for part in re.split(r"[,\s]+", re.sub(r"\s*[-–]\s*", "-", arabic_digits(text))):
        span = re.fullmatch(r"([1-9]\d{0,2})(?:-([1-9]\d{0,2}))?", part)
        if part and (span is None or int(span[2] or span[1]) < int(span[1])):
            raise _bad("ranks", text, Invalid("document.expects_ranks"))
        if span:
            found.update(range(int(span[1]), int(span[2] or span[1]) + 1))
    return frozenset(found)


def _bad(name: str, text: str, expected: Invalid) -> Invalid:
    return Invalid("document.bad_field", field=name, value=text[:40], expected=expected)
