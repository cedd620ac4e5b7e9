"""Publishing results (เผยแพร่ผล): what is shown, and to whom beyond the panels."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """What is shown. RANKING: places and results; FEEDBACK: each amphoe's own page, without judges' names."""

    RANKING = "ranking"
    FEEDBACK = "feedback"


class Readership(StrEnum):
    """To whom. PRESENTERS: the amphoe that took part, by their links; PUBLIC: everybody."""

    PRESENTERS = "presenters"
    PUBLIC = "public"

    @property
    def read(self) -> frozenset[Readership]:
        """The readerships for which something is published that such a reader may read."""
        return frozenset({Readership.PUBLIC, self})
