"""Names of files that are handed on to others: in plain letters and in Thai, safe on any office's machine."""

from __future__ import annotations

import re
import unicodedata

MOST_BYTES = 120
"""Of a name in UTF-8: paths are cut, or refused, when a few of them stand one in another."""


def file_name(code: str, name_en: str, name: str, suffix: str = "") -> str:
    """ "3101_Mueang-Buri-Ram_เมืองบุรีรัมย์.pdf"; the code alone tells files apart. What Windows has no room for
    in a name is left out."""
    plain = unicodedata.normalize("NFKD", name_en).encode("ascii", "ignore").decode()
    stem = "_".join(word for word in map(_safe, (code, plain, name)) if word)
    whole = stem.encode()[: MOST_BYTES - len(suffix)].decode(errors="ignore")
    return whole.rstrip(" .-_") + suffix


def _safe(words: str) -> str:
    kept = "".join("-" if each.isspace() else each for each in unicodedata.normalize("NFC", words))
    shown = "".join(each for each in kept if unicodedata.category(each)[0] != "C")
    return re.sub(r"-{2,}", "-", re.sub(r'[<>:"/\\|?*]', "", shown)).strip(" .-_")
