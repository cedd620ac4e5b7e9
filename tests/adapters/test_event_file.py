"""What event.toml says, read: the reference as the letter has it, and the settings that it does without."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from panel.adapters.event_checks import EventFile, Way
from panel.adapters.event_file import read_event
from panel.adapters.folder import read_folder
from panel.adapters.sources import Source
from panel.config import ROOT
from panel.domain.events import TEXTS, Break, Day, Presenter, Round, RoundKind, Venue, Window, Zone
from panel.domain.instruments import Grade
from panel.domain.schedules import Request

REFERENCE = ROOT / "schedules" / "growth-team-buriram-2568"
SMALL = """
[event]
title = "Evaluation"
short_title = " Small "
province = "P"
organiser = "O"
order_date = 2025-07-17
[day]
date = 2025-08-08
start = "08.30"
end = "12:00"
present = 10
questions = 5
gap = 2
materials_until = "2025-08-07 16:30"
[[breaks]]
name = "Tea"
start = "10:00"
end = "10.15"
zone = "north"
[[travel]]
from = "hall"
to = "inn"
minutes = 25
[[requests]]
presenter = "A-1"
not_before = "09:30"
firm = true
[[venues]]
code = "inn"
name = "Inn"
[[venues]]
code = "hall"
name = "Hall"
latitude = 14
longitude = -103.5
bookings = [["08.30", "10.00"], ["10:00", "11:30"]]
[[presenters]]
code = "A-1"
name = "Amphoe"
[[rounds]]
code = "zones"
kind = "zone"
name = "Zones"
[[rounds]]
code = "final"
kind = "final"
name = "Final"
top = 3
carry = 40
[[zones]]
code = "north"
round = "zones"
name = "North"
venue = "hall"
start = "09:00"
presenters = ["A-1"]
[[zones]]
code = "best"
round = "final"
name = "Best"
venue = "hall"
start = "11:00"
[rules]
quorum = 2
drop_extremes = true
[[rules.grades]]
name = "A"
name_en = "Best"
at_least = "๘๙.๕"
[[rules.grades]]
name = "B"
"""


def read(path: Path) -> EventFile:
    source = Source("event.toml", [])
    event = read_event(path, source, None)
    assert source.faults == []
    return event


def test_every_setting_is_read(tmp_path):
    (tmp_path / "event.toml").write_text(SMALL)
    event = read(tmp_path / "event.toml")
    assert event.day == Day(
        date=date(2025, 8, 8),
        window=Window(510, 720),
        present=10,
        questions=5,
        gap=2,
        breaks=(Break("Tea", Window(600, 615), "north"),),
        road_speed=50,
        materials_until=datetime.fromisoformat("2025-08-07T16:30:00+07:00"),
    )
    assert event.travel == (Way("hall", "inn", 25),)
    assert event.requests == (Request("A-1", "zones", 570, None, firm=True),)
    assert event.venues[1:] == (
        Venue("hall", "Hall", "", 14.0, -103.5, (Window(510, 600), Window(600, 690))),
    )
    assert event.presenters == (Presenter("A-1", "Amphoe"),)
    assert (event.rules.quorum, event.rules.drop_extremes, event.rules.ties) == (2, True, ())
    assert event.rules.grades == (Grade("A", 89.5, "Best"), Grade("B", None))


def test_a_final_round_waits_for_its_presenters(tmp_path):
    (tmp_path / "event.toml").write_text(SMALL)
    event = read(tmp_path / "event.toml")
    assert event.rounds == (
        Round("zones", RoundKind.ZONE, "Zones"),
        Round("final", RoundKind.FINAL, "Final", top=3, carry=40),
    )
    assert event.zones == (
        Zone("north", "zones", "North", "hall", 540, ("A-1",)),
        Zone("best", "final", "Best", "hall", 660, ()),
    )


def test_words_that_are_not_given_are_blank(tmp_path):
    (tmp_path / "event.toml").write_text(SMALL)
    given = {"title": "Evaluation", "short_title": "Small", "province": "P", "organiser": "O"}
    assert read(tmp_path / "event.toml").texts == {
        **dict.fromkeys(TEXTS, ""),
        **given,
        "order_date": "2025-07-17",
    }


def test_the_reference_has_the_letters_zones_and_amphoe_in_its_order():
    event = read_folder(REFERENCE)
    names = {presenter.code: presenter.name for presenter in event.presenters}
    assert len(names) == 23
    assert [(zone.start, *(names[code] for code in zone.presenters)) for zone in event.zones] == [
        (540, "เมืองบุรีรัมย์", "ห้วยราช", "พลับพลาชัย", "บ้านด่าน", "กระสัง"),
        (540, "สตึก", "นาโพธิ์", "บ้านใหม่ไชยพจน์", "แคนดง", "คูเมือง", "พุทไธสง"),
        (540, "ลำปลายมาศ", "โนนสุวรรณ", "หนองหงส์", "ชำนิ", "หนองกี่", "นางรอง"),
        (540, "บ้านกรวด", "โนนดินแดง", "ละหานทราย", "ปะคำ", "เฉลิมพระเกียรติ", "ประโคนชัย"),
    ]


def test_the_reference_has_the_letters_day_and_bookings():
    event = read_folder(REFERENCE)
    letter = Window(8 * 60 + 30, 11 * 60 + 30)
    assert (event.day.date, event.day.window, event.day.slot) == (date(2025, 8, 8), Window(510, 990), 30)
    assert [(venue.code, venue.bookings) for venue in event.venues] == [
        ("buriram", ()),
        ("phutthaisong", (letter,)),
        ("nang-rong", (letter,)),
        ("prakhon-chai", (letter,)),
    ]


def test_rules_are_default_or_off_where_the_letter_is_silent():
    rules = read_folder(REFERENCE).rules
    assert (rules.quorum, rules.drop_extremes, rules.ties, rules.grades) == (None, False, ("2", "1", "3"), ())
