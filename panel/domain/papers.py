"""Paper sheets: how an event wants what was typed to be checked, and the short code of each blank one.

A code is eight characters that can't be taken for one another, the last a check over the rest: one that is
wrong, and any two that are exchanged, are told. It names a sheet and gives no right to it.
"""

from __future__ import annotations

import re
from enum import StrEnum

from panel.domain.errors import Invalid
from panel.domain.numbers import arabic_digits

ALPHABET = "34679ACDEFGHJKMNPRTVWXY"
"""Without 0 O Q, 1 I L, 2 Z, 5 S, 8 B and U. A prime number of them, which the check needs."""
LENGTH = 8
_BLANKS = re.compile(r"[\s\-\N{EN DASH}]")


class PaperRule(StrEnum):
    """What is done with a typed paper before it counts."""

    READ_BACK = "read-back"
    """It is read aloud from the screen and compared with the paper."""
    TYPED_TWICE = "typed-twice"
    """A second person types it too, and both look at what differs."""


def write_code(number: int) -> str:
    """The code of a number, in two groups of four. Numbers that differ by 23 to the 7th share one."""
    places = []
    for _ in range(LENGTH - 1):
        number, place = divmod(number, len(ALPHABET))
        places.append(place)
    places.append(-_weighed(places) % len(ALPHABET))
    text = "".join(ALPHABET[place] for place in places)
    return f"{text[:4]}-{text[4:]}"


def read_code(text: str) -> str:
    """The code that was typed, in either case, with Thai digits, blanks and hyphens or without.

    Raises Invalid where it can be no code.
    """
    typed = _BLANKS.sub("", arabic_digits(text)).upper()
    places = [ALPHABET.find(character) for character in typed]
    if len(typed) != LENGTH or -1 in places or _weighed(places) % len(ALPHABET):
        raise Invalid("paper.code_mistyped")
    return f"{typed[:4]}-{typed[4:]}"


def _weighed(places: list[int]) -> int:
    """Each place weighs differently, from 8 down to the check's own 1: so an exchange shows too."""
    return sum(weight * place for weight, place in zip(range(LENGTH, 0, -1), places, strict=False))
