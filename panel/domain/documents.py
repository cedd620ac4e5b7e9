"""The official documents (DESIGN §8) by name, what of each may be chosen, and what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Numerals(StrEnum):
    """The digits of a Thai paper; an English one has Arabic ones."""

    THAI = "thai"
    ARABIC = "arabic"


class Document(StrEnum):
    """In the order in which a day needs them."""

    PLAN = "plan"
    DOOR = "door"
    ACCESS_SLIPS = "access-slips"
    BLANK_SHEETS = "blank-sheets"
    SHEETS = "sheets"
    SUMMARY = "summary"
    RESULTS = "results"
    RANKING = "ranking"
    BRIEF = "brief"
    CERTIFICATES = "certificates"
    LETTER = "letter"
    PACK = "pack"

    @property
    def shows_marks(self) -> bool:
        return self not in {Document.PLAN, Document.DOOR, Document.ACCESS_SLIPS, Document.BLANK_SHEETS}

    @property
    def filled_in(self) -> bool:
        """Organisers ask for it on a page of its own, with what they fill in."""
        return self in {Document.CERTIFICATES, Document.LETTER}

    @property
    def certified(self) -> bool:
        """Of the whole, with the province's certification."""
        return self in {Document.RANKING, Document.BRIEF}

    @property
    def lets_in(self) -> bool:
        """Whoever has it can sign in: its file is fetched once, and kept a day at most."""
        return self is Document.ACCESS_SLIPS


PACKED = (
    Document.PLAN,
    Document.RANKING,
    Document.BRIEF,
    Document.SUMMARY,
    Document.RESULTS,
    Document.SHEETS,
)
"""What a pack holds, in this order: the record of a day. Door, slips and blank sheets are for before it."""

NARROWED_BY: Mapping[str, frozenset[Document]] = {
    "zone": frozenset(Document) - {Document.BRIEF, Document.LETTER},
    "presenter": frozenset({Document.BLANK_SHEETS, Document.SHEETS, Document.RESULTS}),
    "seat": frozenset({Document.BLANK_SHEETS, Document.SHEETS}),
    "published": frozenset({Document.PLAN}),
    "version": frozenset({Document.RESULTS, Document.RANKING, Document.SUMMARY, Document.BRIEF}),
    "one_signature": frozenset({Document.SHEETS}),
    "each": frozenset({Document.RESULTS}),
}
"""Which documents can be had for one zone, presenter or seat, as published, of an earlier version, with one
signature for all, or a file for each presenter."""


@dataclass(frozen=True)
class Choice:
    """A document and which part of it, by code; None is all. Without `names` the judges stay unnamed.
    `published` is for the plan: as it was published last, not as it stands. `version` is one that was
    finalised, or without a zone certified, as it was then. Slips are for those whose links the `asker` (a
    person's code; None: the command line) may hand over; `loopback`: also while they lead to this machine
    only. `numerals` are those of a Thai paper. `one_signature`: each judge signs once for all sheets. `each`:
    a file for each presenter, in a ZIP. `fields` are what is filled in by hand: the number and date of a
    letter, which ranks get a certificate."""

    document: Document
    zone: str | None = None
    presenter: str | None = None
    seat: str | None = None
    lang: str = "th"
    names: bool = True
    published: bool = False
    version: int | None = None
    asker: str | None = None
    loopback: bool = False
    numerals: Numerals = Numerals.THAI
    one_signature: bool = False
    each: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        return {
            "zone": self.zone,
            "presenter": self.presenter,
            "seat": self.seat,
            "lang": self.lang,
            "names": self.names,
            "published": self.published,
            "version": self.version,
            "asker": self.asker,
            "loopback": self.loopback,
            "numerals": self.numerals.value,
            "one_signature": self.one_signature,
            "each": self.each,
            "fields": dict(self.fields),
        }

    @classmethod
    def from_json(cls, document: str, body: Mapping[str, Any]) -> Choice:
        """The choice that `to_json` wrote."""

        def code(key: str) -> str | None:
            value = body[key]
            return None if value is None else str(value)

        return cls(
            document=Document(document),
            zone=code("zone"),
            presenter=code("presenter"),
            seat=code("seat"),
            lang=str(body["lang"]),
            names=bool(body["names"]),
            published=bool(body.get("published")),
            version=body.get("version"),
            asker=body.get("asker"),
            loopback=bool(body.get("loopback")),
            numerals=Numerals(body.get("numerals", Numerals.THAI)),
            one_signature=bool(body.get("one_signature")),
            each=bool(body.get("each")),
            fields=dict(body.get("fields", {})),
        )

    @property
    def suffix(self) -> str:
        """Of its file."""
        return ".zip" if self.each else ".pdf"

    @property
    def file_name(self) -> str:
        """A name in plain ASCII: codes are."""
        parts = [self.document.value, self.zone, self.presenter, self.seat]
        edition = [] if self.names else ["unnamed"]
        edition += [f"v{self.version}"] if self.version else []
        edition += ["signed-once"] if self.one_signature else []
        edition += ["each"] if self.each else []
        language = [] if self.lang == "th" else [self.lang]
        language += ["arabic"] if self.numerals is Numerals.ARABIC else []
        return "-".join([part for part in parts if part] + edition + language) + self.suffix
