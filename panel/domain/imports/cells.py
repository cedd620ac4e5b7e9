"""What people write into a spreadsheet's cell, read kindly: names, times, days, coordinates, yes and no.

Thai and Arabic digits, Buddhist and common years, and blanks of every kind are taken. Each reader gives None
for what it can't read; nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import date

from panel.domain.events import Window
from panel.domain.numbers import arabic_digits

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
PERSON_CODE = re.compile(r"(?!organiser$)[a-z0-9][a-z0-9-]{0,62}")
PRESENTER_CODE = re.compile(r"(?!practice-|anchor-)[A-Za-z0-9-]{1,63}")
# Every event has an organiser and practice presenters of its own, and may have an anchor presentation.
BUDDHIST = 543
MONTHS = (
    ("มกราคม", "ม.ค.", "january", "jan"),
    ("กุมภาพันธ์", "ก.พ.", "february", "feb"),
    ("มีนาคม", "มี.ค.", "march", "mar"),
    ("เมษายน", "เม.ย.", "april", "apr"),
    ("พฤษภาคม", "พ.ค.", "may", "may"),
    ("มิถุนายน", "มิ.ย.", "june", "jun"),
    ("กรกฎาคม", "ก.ค.", "july", "jul"),
    ("สิงหาคม", "ส.ค.", "august", "aug"),
    ("กันยายน", "ก.ย.", "september", "sep"),
    ("ตุลาคม", "ต.ค.", "october", "oct"),
    ("พฤศจิกายน", "พ.ย.", "november", "nov"),
    ("ธันวาคม", "ธ.ค.", "december", "dec"),
)
YES = {"ใช่", "ให้", "yes", "y", "true", "1", "x", "✓", "✔"}
NO = {"ไม่", "ไม่ใช่", "ไม่ให้", "no", "n", "false", "0", "-", ""}

_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_BLANKS = re.compile(r"[^\S\n]+")
_HEAD = re.compile(r"^(?:อำเภอ|อ\.|amphoe )\s*")
_ASIDE = re.compile(r"\([^()]*\)|[\s*:.]")
_CLOCK = re.compile(r"(?:เวลา)?([01]?[0-9]|2[0-3])(?:[:.]([0-5]?[0-9])(?:[:.]00)?)?(?:น\.?|นาฬิกา)?")
_PERIOD = re.compile(r"\s*(?:-|–|—|~|ถึง|to)\s*")
_NUMERIC_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WRITTEN_DAY = re.compile(r"(\d{1,2})([^\d\s]+?)(?:พ\.ศ\.|ค\.ศ\.)?(\d{4})")
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,12})?")


def tidy(text: str) -> str:
    """Without blanks around it and signs that nobody sees; a no-break space or a tab is one blank."""
    lines = (_BLANKS.sub(" ", line).strip() for line in _UNSEEN.sub("", text).splitlines())
    return " ".join(line for line in lines if line)


def same(text: str) -> str:
    """What two names are compared by: digits, blanks, case and อำเภอ before it make no difference."""
    plain = arabic_digits(tidy(text)).casefold()
    return _HEAD.sub("", plain).replace(" ", "")


def bare(name: str) -> str:
    """The name of a district without อำเภอ before it."""
    return re.sub(r"^(?:อำเภอ|อ\.)\s*", "", name)


def heading(text: str) -> str:
    """What two column heads are compared by: also without what stands in brackets, dots and stars."""
    return _ASIDE.sub("", arabic_digits(tidy(text)).casefold())


def parse_time(text: str, day: date) -> int | None:
    """Minutes from midnight of "๐๙.๓๐ น.", "9:30", "09:30:00" or 9.3, which Excel makes of 9.30; a date may
    stand before it if it is the event's `day`."""
    clock, before = split_day(text)
    if before and parse_day(before) != day:
        return None
    found = _CLOCK.fullmatch(clock.replace(" ", ""))
    return int(found[1]) * 60 + int((found[2] or "0").ljust(2, "0")) if found else None


def split_day(text: str) -> tuple[str, str]:
    """The time of day at the end of a text, and the day before it, if there is one."""
    plain = arabic_digits(tidy(text))
    clock = re.search(r"(?:เวลา ?)?\d{1,2}[:.]\d{1,2}(?:[:.]00)?(?: ?(?:น\.?|นาฬิกา))?$", plain)
    return (clock[0], plain[: clock.start()].strip()) if clock else (plain, "")


def parse_day(text: str) -> date | None:
    """The day of "8 สิงหาคม ๒๕๖๘", "8 ส.ค. 2568", "8/8/2568", "2025-08-08": years from 2400 are Buddhist."""
    plain = re.sub(r"^วันที่", "", arabic_digits(tidy(text)).casefold().replace(" ", ""))
    if found := _ISO_DAY.fullmatch(plain):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _NUMERIC_DAY.fullmatch(plain):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif found := _WRITTEN_DAY.fullmatch(plain):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year - BUDDHIST if year >= 2400 else year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    """From 1; 0 for no month."""
    return next((number for number, names in enumerate(MONTHS, 1) if name in names), 0)


def parse_windows(text: str, day: date) -> tuple[Window, ...] | None:
    """Windows of "08.30–11.30; 13.00-16.30 น." in their order; () of nothing."""
    windows = []
    for part in re.split(r"[;,]|และ| and ", tidy(text)):
        if not part.strip():
            continue
        times = [parse_time(time, day) for time in _PERIOD.split(part.strip())]
        if len(times) != 2 or times[0] is None or times[1] is None:
            return None
        windows.append(Window(times[0], times[1]))
    return tuple(sorted(windows, key=lambda window: (window.start, window.end)))


def parse_yes(text: str) -> bool | None:
    plain = tidy(text).casefold()
    return True if plain in YES else False if plain in NO else None


def parse_degrees(text: str, most: int) -> float | None:
    """A coordinate within ± `most`."""
    plain = arabic_digits(tidy(text)).removesuffix("°")
    value = float(plain) if _DEGREES.fullmatch(plain) else None
    return value if value is not None and -most <= value <= most else None


def parse_count(text: str, most: int) -> int | None:
    """A whole number from 1."""
    plain = re.sub(r"\.0+$", "", arabic_digits(tidy(text)))
    return int(plain) if re.fullmatch(r"\d{1,6}", plain) and 1 <= int(plain) <= most else None


def code_of(english: str) -> str:
    """A code made of an English name: "Nang Rong" → "nang-rong"; "" if it gives none."""
    return re.sub(r"[^a-z0-9]+", "-", english.casefold()).strip("-")[:40].strip("-")
