"""Exact marks and how they are written.

A mark is a Fraction inside and a decimal string outside; a float never appears. Thai digits are
taken wherever a number is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

_THAI_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_ARABIC_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


def thai_digits(text: str) -> str:
    """Arabic digits become Thai ones; all else stays."""
    return text.translate(_ARABIC_TO_THAI)


def arabic_digits(text: str) -> str:
    """Thai digits become Arabic ones; all else stays."""
    return text.translate(_THAI_TO_ARABIC)


def parse_decimal(text: str) -> Fraction | None:
    """The number that `text` writes in plain decimals (Thai or Arabic digits), or None if it writes none.

    A sign, an exponent, a thousands mark or a lone point is no number of ours.
    """
    plain = arabic_digits(text.strip())
    return Fraction(plain) if _DECIMAL.fullmatch(plain) else None


def half_up(value: Fraction, places: int = 2) -> Decimal:
    """`value` ≥ 0 rounded half up, once, to `places` decimals (DESIGN §6: 2.675 is 2.68)."""
    steps = value * 10**places
    return Decimal(int(steps + Fraction(1, 2))).scaleb(-places)


def mean(values: Iterable[Fraction]) -> Fraction:
    """The exact mean of one value or more."""
    known = list(values)
    return sum(known, Fraction(0)) / len(known)


def signed(value: Fraction, places: int) -> str:
    """A difference rounded half up, with its sign: "+1.3", "−0.8", "0.0"."""
    rounded = half_up(abs(value), places)
    return f"{('−' if value < 0 else '+') if rounded else ''}{rounded}"


def decimal_text(value: Fraction) -> str:
    """The exact decimal of a mark ("8", "7.5"); a value with no finite decimal is shown to 6 places."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{half_up(value, 6):f}".rstrip("0").rstrip(".")
