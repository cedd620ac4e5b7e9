"""What a presenter brings for the judges: kinds, how much of each, until when, and which links are taken."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from panel.domain.errors import Conflict, Invalid


class MaterialKind(StrEnum):
    """In the order in which judges see them. VIDEO is a link; the others are files."""

    INFOGRAPHIC = "infographic"
    SLIDES = "slides"
    VIDEO = "video"
    EVIDENCE = "evidence"

    @property
    def link(self) -> bool:
        return self is MaterialKind.VIDEO

    @property
    def most(self) -> int:
        """How many a presenter may have; where it is one, another takes its place."""
        return MOST_EVIDENCE if self is MaterialKind.EVIDENCE else 1


MOST_EVIDENCE = 10
MOST_BYTES = 20 * 2**20
"""Of one file."""
MOST_TOGETHER = 60 * 2**20
"""Bytes of all files of one presenter."""
MOST_PAGES = 200
"""Of a PDF."""
LONGEST_LINK = 500


def refuse_late(*, at: datetime, until: datetime | None, final: bool, organiser: bool) -> None:
    """Raise Conflict where nothing can be brought any more: what was judged stays as the judges saw it, and
    after the deadline only an organiser changes anything."""
    if final:
        raise Conflict("material.final")
    if until is not None and at > until and not organiser:
        raise Conflict("material.late", until=until)


def checked_link(text: str) -> str:
    """An address that browsers open safely, as it was written; raises Invalid."""
    try:
        parts = urlsplit(text)
        host, port = host_of(text), parts.port
    except ValueError:
        raise Invalid("material.link") from None
    written = len(text) <= LONGEST_LINK and text.isprintable() and not set(text) & set(' \\"<>')
    leads = parts.scheme == "https" and "." in host.strip(".") and port in {None, 443}
    if not (written and leads) or "@" in parts.netloc:
        raise Invalid("material.link")
    return text


def host_of(url: str) -> str:
    """Where a link leads: what people are shown of it. A name in foreign letters is shown as it is sent,
    lest it look like another."""
    host = urlsplit(url).hostname or ""
    return host.encode("idna").decode() if not host.isascii() else host
