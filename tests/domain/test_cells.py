"""What people write in cells: read kindly, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from panel.domain.events import Window
from panel.domain.imports.cells import (
    code_of,
    heading,
    parse_count,
    parse_day,
    parse_degrees,
    parse_time,
    parse_windows,
    parse_yes,
    same,
    tidy,
)

DAY = date(2025, 8, 8)
TIMES = {
    "09.30": 570,
    "9:30": 570,
    "๐๙.๓๐ น.": 570,
    "เวลา ๙.๓๐ น.": 570,
    "09:30:00": 570,
    "9.3": 570,  # what Excel makes of 9.30
    "9": 540,
    "00.00": 0,
    "8 สิงหาคม ๒๕๖๘ ๐๙.๓๐ น.": 570,
    "8/8/2568 9:30": 570,
    "2568-08-08 09:30": 570,
    "2025-08-08 09:30": 570,
    "9/8/2568 09:30": None,
    "31/2/2568 09:30": None,
    "25.00": None,
    "9.60": None,
    "-9.30": None,
    "0930": None,
    "เช้า": None,
    "09.30–10.00": None,
}
DAYS = {
    "8 สิงหาคม ๒๕๖๘": DAY,
    "วันที่ ๘ สิงหาคม พ.ศ. ๒๕๖๘": DAY,
    "8 ส.ค. 2568": DAY,
    "8/8/2568": DAY,
    "08-08-2025": DAY,
    "2025-08-08": DAY,
    "2568-08-08": DAY,
    "8 August 2025": DAY,
    "29 กุมภาพันธ์ 2567": date(2024, 2, 29),
    "29 กุมภาพันธ์ 2568": None,
    "31/2/2568": None,
    "8/13/2568": None,
    "8/8/68": None,
    "8 สิงห์ 2568": None,
    "0/0/0000": None,
}
MORNING, AFTERNOON = Window(510, 690), Window(780, 990)
WINDOWS = {
    "": (),
    "08.30–11.30": (MORNING,),
    "๐๘.๓๐ - ๑๑.๓๐ น.": (MORNING,),
    "08.30 น. ถึง 11.30 น.": (MORNING,),
    "13:00-16:30, 08:30-11:30": (MORNING, AFTERNOON),
    "08.30–11.30 และ 13.00–16.30": (MORNING, AFTERNOON),
    "08.30–11.30;": (MORNING,),
    "08.30": None,
    "08.30–11.30–13.00": None,
    "เช้า": None,
}
NUMBERS = [("๑๔.๘๙", 14.89), ("-14", -14.0), ("14.89°", 14.89), ("91", None), ("nan", None), ("1e1", None)]


@pytest.mark.parametrize(("text", "minutes"), TIMES.items())
def test_a_time(text, minutes):
    assert parse_time(text, DAY) == minutes


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_a_day(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize(("text", "windows"), WINDOWS.items())
def test_windows(text, windows):
    assert parse_windows(text, DAY) == windows


@pytest.mark.parametrize(("text", "degrees"), NUMBERS)
def test_degrees(text, degrees):
    assert parse_degrees(text, 90) == degrees


@pytest.mark.parametrize(
    ("text", "count"), [("๓", 3), ("3.0", 3), ("0", None), ("1.5", None), ("-1", None), ("10", None)]
)
def test_a_count(text, count):
    assert parse_count(text, 9) == count


@pytest.mark.parametrize(
    ("text", "yes"), [("ใช่", True), ("Yes", True), ("ไม่", False), ("no", False), ("อาจจะ", None)]
)
def test_yes_and_no(text, yes):
    assert parse_yes(text) is yes


def test_blanks_and_what_nobody_sees_make_no_difference():
    assert tidy("\ufeffก\u00a0\u200bข\t ค\x00\x85\n") == "ก ข ค"
    assert same("อำเภอเมือง บุรีรัมย์") == same("อ. เมืองบุรีรัมย์") == same("เมืองบุรีรัมย์ ")
    assert same("กลุ่มโซนที่ ๑") == same("กลุ่มโซนที่1")
    assert heading("เริ่ม (น.) *") == heading("เริ่ม:")


def test_a_code_is_made_of_an_english_name():
    assert code_of("Ban Mai  Chaiyaphot ") == "ban-mai-chaiyaphot"
    assert code_of("บ้านใหม่") == ""
