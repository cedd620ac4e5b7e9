"""A file of the event folder while it is read: its text, and the faults found in it so far.

Whoever reads a file goes on after a fault, so that one reading names them all; nothing is raised here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from panel.domain.errors import Fault

LARGEST = 1_000_000
"""Bytes of a file; the reference event's largest has 30,000."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
CONTROL_BUT_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Source:
    """The name that places begin with, and the list that faults are added to."""

    name: str
    faults: list[Fault]

    def fault(self, path: str, code: str, **params: object) -> None:
        self.faults.append(Fault(f"{self.name}: {path}" if path else self.name, code, params))

    def check_known(self, path: str, code: str, known: Collection[str]) -> None:
        """`code` names one of `known`. Blanks stand for what could not be read: then nothing is said."""
        if code and known and "" not in known and code not in known:
            self.fault(path, "value.choice", expected=listed(known), actual=shown(code))

    def check_unique(self, codes: Iterable[tuple[str, str]]) -> None:
        """Of `codes` (path and code) none stands twice; blanks are passed over."""
        first: dict[str, str] = {}
        for path, code in codes:
            if code in first:
                self.fault(path, "value.duplicate", actual=shown(code), first=first[code])
            elif code:
                first[code] = path


def read_text(path: Path, source: Source) -> str | None:
    """The text of a plain file in UTF-8 (a byte order mark is taken off), or None and a fault."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        source.fault("", "file.not_plain")
    elif not path.exists():
        source.fault("", "file.missing")
    elif (size := path.stat().st_size) > LARGEST:
        source.fault("", "file.too_large", expected=LARGEST, actual=size)
    else:
        return _decoded(path, source)
    return None


def _decoded(path: Path, source: Source) -> str | None:
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        source.fault("", "file.unreadable", actual=error.strerror)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        source.fault(f"line {line}", "file.not_utf8", actual=f"0x{content[error.start]:02X}")
    else:
        if text.strip():
            return text
        source.fault("", "file.empty")
    return None


def shown(value: object) -> str:
    """What was found, as a fault quotes it: on one line and not long."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except ValueError:  # Python writes no integer of more than 4,300 digits
        return "…"
    return text if len(text) <= 80 else text[:79] + "…"


def listed(names: Iterable[str]) -> str:
    """What was expected: the names, the first forty of them if there are more."""
    known = list(names)
    return ", ".join(known[:40]) + (", …" if len(known) > 40 else "")
