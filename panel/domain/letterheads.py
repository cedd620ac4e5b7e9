"""Who signs an event's papers without sitting on a panel: a deputy governor the letter, the head of the
office the certificates. An office's emblem is a picture, and no matter of the domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from panel.domain.errors import Conflict, NotFound

MOST_SIGNATORIES = 6
MOST_LINES = 3
"""Of a position, as it stands below the name."""


class Signed(StrEnum):
    """The papers that a signatory may sign."""

    LETTER = "letter"
    CERTIFICATES = "certificates"
    BRIEF = "brief"
    RANKING = "ranking"


@dataclass(frozen=True)
class Signatory:
    """A name block below the line to sign on. A position has a line for each line of the block."""

    name: str
    name_en: str
    position: str
    position_en: str
    signs: frozenset[Signed]

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "name_en": self.name_en,
            "position": self.position,
            "position_en": self.position_en,
            "documents": [each.value for each in Signed if each in self.signs],
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Signatory:
        return cls(
            name=body["name"],
            name_en=body["name_en"],
            position=body["position"],
            position_en=body["position_en"],
            signs=frozenset(Signed(each) for each in body["documents"]),
        )


def with_signatory(
    rows: Sequence[Mapping[str, Any]], code: str | None, signatory: Signatory
) -> tuple[str, list[dict[str, Any]]]:
    """The rows with that signatory in the place of the one of that code, or without one at their end; and
    its code. Raises NotFound, or Conflict where there are as many as papers have room for."""
    if code is not None:
        find_row(rows, code)
        replaced = {"code": code, **signatory.to_json()}
        return code, [replaced if row["code"] == code else dict(row) for row in rows]
    if len(rows) >= MOST_SIGNATORIES:
        raise Conflict("letterhead.too_many", most=MOST_SIGNATORIES)
    new = str(max((int(row["code"]) for row in rows), default=0) + 1)
    return new, [*map(dict, rows), {"code": new, **signatory.to_json()}]


def find_row(rows: Sequence[Mapping[str, Any]], code: str) -> Mapping[str, Any]:
    """The signatory's row of that code; raises NotFound."""
    for row in rows:
        if row["code"] == code:
            return row
    raise NotFound("letterhead.no_signatory")
