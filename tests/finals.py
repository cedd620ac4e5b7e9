"""A small event with a final: two zones of three amphoe, three judges a panel, of whom one sits in both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from panel.adapters.folder import read_folder
from panel.adapters.secrets import derive_key
from panel.db import writing
from panel.models import Event
from panel.operations.audit import Author
from panel.operations.events import create_event
from panel.queries.accounts import find_person
from panel.queries.events import find_event
from tests.conftest import MORNING, SECRET, score

SMALL = "small-final"
TOML = """
[event]
title = "การประเมินอำเภอ"
short_title = "การประเมินอำเภอ"
province = "บุรีรัมย์"
organiser = "สำนักงานจังหวัด"
[day]
date = 2025-08-08
start = "08:30"
end = "16:30"
present = 15
questions = 15
[rules]
ties = ["2"]
[[venues]]
code = "hall"
name = "ห้องประชุม"
[[venues]]
code = "annex"
name = "ห้องประชุมเล็ก"
[[travel]]
from = "hall"
to = "annex"
minutes = 30
[[rounds]]
code = "zones"
kind = "zone"
name = "ระดับกลุ่มโซน"
[[rounds]]
code = "final"
kind = "final"
name = "รอบชิงชนะเลิศ"
top = 2
carry = 40
instrument = "final.toml"
[[zones]]
code = "z1"
round = "zones"
name = "กลุ่มโซนที่ ๑"
venue = "hall"
start = "08:30"
presenters = ["a", "b", "c"]
[[zones]]
code = "z2"
round = "zones"
name = "กลุ่มโซนที่ ๒"
venue = "annex"
start = "08:30"
presenters = ["d", "e", "f"]
[[zones]]
code = "final"
round = "final"
name = "รอบชิงชนะเลิศ"
venue = "hall"
start = "13:00"
"""
INSTRUMENT = """
[instrument]
code = "{code}"
title = "แบบประเมิน"
"""
INDICATOR = """
[[indicators]]
number = "{number}"
title = "ข้อที่ {number}"
kind = "rating"
max = "{full}"
step = "0.5"
"""


def small_folder(parent: Path, *more: str) -> Path:
    """100 points in the zones, 50 in the final; `more` seats on the panels of the zones."""
    folder = parent / SMALL
    folder.mkdir()
    presenters = "".join(f'[[presenters]]\ncode = "{code}"\nname = "อำเภอ {code}"\n' for code in "abcdef")
    (folder / "event.toml").write_text(TOML + presenters, encoding="utf-8")
    zones = INDICATOR.format(number=1, full=60) + INDICATOR.format(number=2, full=40)
    (folder / "instrument.toml").write_text(INSTRUMENT.format(code="zones") + zones, encoding="utf-8")
    own = INSTRUMENT.format(code="final") + INDICATOR.format(number=1, full=50)
    (folder / "final.toml").write_text(own, encoding="utf-8")
    seats = ["seat,zone,role,person,name,position,home,scores"]
    seats += [
        f"{zone}-{seat},{zone},{seat.split('-')[0]},{_person(zone, seat)},{_person(zone, seat)},,,"
        for zone, further in (("z1", more), ("z2", more), ("final", ()))
        for seat in ("chair", "judge-1", "judge-2", *further)
    ]
    seats.append("province-chair,,chair,province-chair,ผู้รับรอง,,,")
    (folder / "committee.csv").write_text("\n".join(seats) + "\n", encoding="utf-8")
    return folder


def _person(zone: str, seat: str) -> str:
    """The first zone's first judge sits in the final too."""
    return "z1-judge-1" if (zone, seat) == ("final", "judge-1") else f"{zone}-{seat}"


def small_event(parent: Path) -> Event:
    """Laid down beside the reference event."""
    folder = read_folder(small_folder(parent))
    with writing():
        create_event(folder, by=Author(None, MORNING, derive_key(SECRET, "audit")), secret=SECRET)
    return find_event(SMALL)


def author(code: str, clock: Callable[[], datetime]) -> Author:
    """Somebody of the small event."""
    return Author(find_person(find_event(SMALL), code), clock(), derive_key(SECRET, "audit"))


def give(
    zone: str,
    totals: Mapping[str, tuple[str, str, str]],
    clock: Callable[[], datetime],
    *,
    second: str = "35",
) -> None:
    """The totals of chair and two judges for each amphoe; in a zone, `second` of them are item 2's."""
    for presenter, given in totals.items():
        for seat, total in zip(("chair", "judge-1", "judge-2"), given, strict=True):
            whole = {"1": total}
            parted = {"1": str(Decimal(total) - Decimal(second)), "2": second}
            marks = whole if zone == "final" else parted
            score(find_event(SMALL), author(_person(zone, seat), clock), f"{zone}-{seat}", presenter, marks)
