"""A small province: two zones of three amphoe, each in a hall of its own, seven people who score, a chair for
the whole; and what each of them gives to whom, so that a hand can reckon the results (by_hand)."""

from __future__ import annotations

from pathlib import Path

from panel.adapters.folder import read_folder
from panel.adapters.secrets import derive_key
from panel.db import writing
from panel.operations.audit import Author
from panel.operations.events import create_event
from tests.conftest import MORNING, SECRET

EVENT = "two-zones"
INSTRUMENT = "two-criteria"
ITEMS = ("1.1", "1.2", "2.1", "2.2")
FULL = 40
ZONES = {"z1": "กลุ่มโซนที่ ๑", "z2": "กลุ่มโซนที่ ๒"}
NAMES = {"a": "เหนือ", "b": "กลาง", "c": "ใต้", "d": "ตะวันออก", "e": "ริมน้ำ", "f": "เชิงเขา"}
PANELS = {
    "z1": ("z1-chair", "z1-judge-1", "z1-judge-2", "z1-judge-3"),
    "z2": ("z2-chair", "z2-judge-1", "z2-judge-2"),
}
FINAL_PANEL = {"final-chair-1": "z1-chair", "final-judge-1": "z2-chair", "final-judge-2": "z1-judge-1"}
LEAVER, SUCCESSOR = "z1-judge-3", "z1-judge-3.2"
GIVEN = {
    "z1": {
        "a": {"z1-chair": "9 8 9 8", "z1-judge-1": "8 8 8 8", "z1-judge-2": "9 9 8 7", LEAVER: "8 7.5 9 9"},
        "b": {"z1-chair": "7 8 7 8", "z1-judge-1": "8 7 8 8", "z1-judge-2": "7 7 8 8", LEAVER: "8 8 7 7"},
        "c": {
            "z1-chair": "7 7 8 8",
            "z1-judge-1": "6 7 7 8",
            "z1-judge-2": "8 8 7 7",
            SUCCESSOR: "8 7 8 7.5",
        },
    },
    "z2": {
        "d": {"z2-chair": "9 9 9 9", "z2-judge-1": "8 9 9 9", "z2-judge-2": "9 8 9 8.5"},
        "e": {"z2-chair": "8 8 8 7", "z2-judge-1": "7 7 8 8", "z2-judge-2": "8 8 8 8"},
        "f": {"z2-chair": "8 8 7 8", "z2-judge-1": "8 8 7.5 7.5", "z2-judge-2": ""},
    },
    "final": {
        "c": {"final-chair-1": "8 8 8 8", "final-judge-1": "7 8 8 8", "final-judge-2": "8 8 7.5 8"},
        "e": {"final-chair-1": "9 9 9 9", "final-judge-1": "9 9 9 8", "final-judge-2": "9 9 8 8"},
        "a": {"final-chair-1": "9 9 9 9", "final-judge-1": "9 9 9 8.5", "final-judge-2": "9 9 9 9"},
        "d": {"final-chair-1": "9 9 8 8", "final-judge-1": "9 8 9 9", "final-judge-2": "8 9 9 9"},
    },
}
"""By zone and amphoe, in the order of presenting: what each seat gives, item by item; nothing: stands back.
e and f come to 31 both. Into the final come the second of each zone and then the first."""
AMENDED = "6 7 10 8"
"""What z1-judge-1 gives c in the end: it comes before b."""
KIN = "พี่ชายเป็นปลัดอำเภอ"
"""Why who stands back does."""
CARRY = 20
FINAL_NAME = "รอบชิงชนะเลิศ"
TOML = """
[event]
title = "การประเมินอำเภอสองกลุ่มโซน"
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
ties = ["2", "1"]
[[rounds]]
code = "zones"
kind = "zone"
name = "ระดับกลุ่มโซน"
[[travel]]
from = "hall-z1"
to = "hall-z2"
minutes = 30
"""
VENUE = '[[venues]]\ncode = "hall-{zone}"\nname = "ห้องประชุม {name}"\n'
PRESENTER = '[[presenters]]\ncode = "{code}"\nname = "{name}"\n'
ZONE = """[[zones]]
code = "{zone}"
round = "zones"
name = "{name}"
venue = "hall-{zone}"
start = "08:30"
presenters = {presenters}
"""
HEAD = """
[instrument]
code = "{code}"
title = "แบบประเมิน"
"""
CRITERION = '[[criteria]]\nnumber = "{number}"\ntitle = "ด้านที่ {number}"\ncombine = "sum"\n'
INDICATOR = """[[indicators]]
number = "{number}"
title = "ข้อ {number}"
kind = "rating"
max = "10"
step = "0.5"
"""


def lay_down(parent: Path) -> None:
    """The event, from a folder of its own below `parent`."""
    by = Author(None, MORNING, derive_key(SECRET, "audit"))
    with writing():
        create_event(read_folder(_folder(parent)), by=by, secret=SECRET)


def _folder(parent: Path) -> Path:
    folder = parent / EVENT
    folder.mkdir()
    event = [
        TOML,
        *(VENUE.format(zone=zone, name=name) for zone, name in ZONES.items()),
        *(PRESENTER.format(code=code, name=name) for code, name in NAMES.items()),
        *(ZONE.format(zone=zone, name=name, presenters=[*GIVEN[zone]]) for zone, name in ZONES.items()),
    ]
    instrument = [
        HEAD.format(code=INSTRUMENT),
        *(CRITERION.format(number=number) for number in ("1", "2")),
        *(INDICATOR.format(number=number) for number in ITEMS),
    ]
    files = {"event.toml": event, "instrument.toml": instrument, "committee.csv": _seats()}
    for name, parts in files.items():
        (folder / name).write_text("\n".join(parts) + "\n", encoding="utf-8")
    return folder


def _seats() -> list[str]:
    """Everybody is named after the seat: no invented people."""
    seats = [
        f"{seat},{zone},{seat.split('-')[1]},{seat},กรรมการ {seat},,,"
        for zone, sitting in PANELS.items()
        for seat in sitting
    ]
    chair = "province-chair,,chair,province-chair,ประธานระดับจังหวัด,,,"
    return ["seat,zone,role,person,name,position,home,scores", *seats, chair]
