"""A wrong folder is refused with the place of every mistake, each told once, and nothing is taken."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from panel.adapters.folder import read_folder
from panel.adapters.language import Language
from panel.adapters.messages.folder import TEXTS
from panel.config import ROOT
from panel.domain.errors import Faults

REFERENCE = ROOT / "schedules" / "growth-team-buriram-2568"
EVENT, INSTRUMENT, COMMITTEE = "event.toml", "instrument.toml", "committee.csv"
HEADER = "seat,zone,role,person,name,position,home,scores"

Change = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference event to spoil."""
    return Path(shutil.copytree(REFERENCE, tmp_path / REFERENCE.name))


def swap(name: str, old: str, new: str) -> Change:
    """The first `old` of a file becomes `new`."""

    def change(folder: Path) -> None:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))

    return change


def add(name: str, text: str) -> Change:
    """More at the end of a file."""
    return lambda folder: (folder / name).write_text((folder / name).read_text() + text + "\n")


def cut(name: str, start: str, end: str) -> Change:
    """A file loses what stands from `start` to before `end`."""

    def change(folder: Path) -> None:
        before, _, rest = (folder / name).read_text().partition(start)
        (folder / name).write_text(before + end + rest.partition(end)[2])

    return change


def content(name: str, body: bytes) -> Change:
    return lambda folder: (folder / name).write_bytes(body)


def gone(name: str) -> Change:
    return lambda folder: (folder / name).unlink()


def linked(name: str) -> Change:
    return lambda folder: (folder / name).symlink_to((folder / name).rename(folder / "elsewhere"))


def both(*changes: Change) -> Change:
    return lambda folder: [change(folder) for change in changes]


UNTIL = 'kmh = 50\nmaterials_until = "{}"'
BREAK = '[[breaks]]\nname = "Lunch"\nstart = "{}"\nend = "{}"\n{}\n'
VENUE = '[[venues]]\ncode = "{}"\nname = "Another"\n'
PRESENTER = '[[presenters]]\ncode = "{}"\nname = "Another"\n'
ROUND = '[[rounds]]\ncode = "{}"\nkind = "final"\nname = "Final"\n'
ZONE = '[[zones]]\ncode = "{}"\nround = "zones"\nname = "Another"\nvenue = "buriram"\nstart = "09:00"\n'
WAY = '[[travel]]\nfrom = "{}"\nto = "{}"\nminutes = {}\n'
REQUEST = '[[requests]]\npresenter = "{}"\n{}\n'
GRADE = '[[rules.grades]]\nname = "{}"\n{}\n'
CRITERION = '[[criteria]]\nnumber = "{}"\ntitle = "More"\ncombine = "sum"\n'
INDICATOR = '[[indicators]]\nnumber = "{}"\ntitle = "More"\nkind = "rating"\nmax = "10"\nstep = "0.5"\n'
SECRETARY = "s,z2,judge,z1-secretary,เลขานุการ กลุ่มโซนที่ ๑,เลขานุการ"
BOOKED = '[["08:30", "11:30"]]'
JUDGE_5 = "s,z5,judge,p,Judge,,,"


def panel_of(code: str, round_: str = "") -> Change:
    """A further zone with one judge, in the round of its code unless another is named."""
    zone = f'[[zones]]\ncode = "{code}"\nround = "{round_ or code}"\nname = "Final"\n'
    seat = f"{code}-chair,{code},chair,{code}-chair,Chair,,,"
    return both(add(EVENT, zone + 'venue = "buriram"\nstart = "13:00"'), add(COMMITTEE, seat))


def final(said: str) -> Change:
    """A final round with its zone, of which the folder says this too."""
    return both(add(EVENT, ROUND.format("f") + said), panel_of("f"))


def own_instrument(old: str, new: str) -> Change:
    """The event's instrument once more as the final's, with a change."""
    return both(
        lambda folder: shutil.copy(folder / INSTRUMENT, folder / "final.toml"), swap("final.toml", old, new)
    )


OWN = 'instrument = "final.toml"'

# fmt: off
FILES = [
    ("no event", gone(EVENT), "event.toml", "file.missing"),
    ("no instrument", gone(INSTRUMENT), "instrument.toml", "file.missing"),
    ("no committee", gone(COMMITTEE), "committee.csv", "file.missing"),
    ("a link", linked(EVENT), "event.toml", "file.not_plain"),
    ("a folder", both(gone(COMMITTEE), lambda folder: (folder / COMMITTEE).mkdir()),
     "committee.csv", "file.not_plain"),
    ("huge", content(INSTRUMENT, b"#" * 1_000_001), "instrument.toml", "file.too_large"),
    ("empty event", content(EVENT, b" \n"), "event.toml", "file.empty"),
    ("empty committee", content(COMMITTEE, b""), "committee.csv", "file.empty"),
    ("TIS-620", content(EVENT, b"[event]\ntitle = '\xa1\xd2\xc3'"), "event.toml: line 2", "file.not_utf8"),
    ("TIS-620 cells", content(COMMITTEE, HEADER.encode() + b"\n\xa1"),
     "committee.csv: line 2", "file.not_utf8"),
    ("syntax", content(EVENT, b"[event]\n\ntitle = Growth\n"), "event.toml: line 3", "file.syntax"),
    ("open end", content(INSTRUMENT, b'[instrument]\ncode = "'), "instrument.toml: line 2", "file.syntax"),
    ("30 February", content(EVENT, b"date = 2025-02-30"), "event.toml: line 1", "file.syntax"),
    ("deep", content(EVENT, b"a = " + b"[" * 100_000), "event.toml", "file.beyond_measure"),
    ("huge number", content(EVENT, b"a = " + b"9" * 5_000), "event.toml", "file.beyond_measure"),
]
VALUES = [
    ("unknown table", add(EVENT, "[colours]"), "colours", "key.unknown"),
    ("unknown key", swap(EVENT, "gap = 0", "pause = 0"), "day.pause", "key.unknown"),
    ("quoted key", swap(EVENT, "gap = 0", '"a b" = 0'), 'day."a b"', "key.unknown"),
    ("key of a zone", swap(EVENT, 'code = "z2"', 'code = "z2"\nhall = 1'), "zones[2].hall", "key.unknown"),
    ("no day", cut(EVENT, "[day]", "# The letter sets"), "day", "key.missing"),
    ("no title", cut(EVENT, "title = ", "title_en"), "event.title", "key.missing"),
    ("no start", swap(EVENT, 'start = "08:30"\n', ""), "day.start", "key.missing"),
    ("no minutes", swap(EVENT, "present = 15\n", ""), "day.present", "key.missing"),
    ("no rounds", cut(EVENT, "[[rounds]]", "# The letter asks"), "rounds", "key.missing"),
    ("half a point", swap(EVENT, "longitude = 103.04\n", ""), "venues[1].longitude", "key.missing"),
    ("blank", swap(EVENT, '"บุรีรัมย์"', '" "'), "event.province", "value.empty"),
    ("number for text", swap(EVENT, '"GROWTH TEAM Buriram 2568"', "1"), "event.short_title", "value.text"),
    ("two lines", swap(EVENT, '"GROWTH TEAM', '"GROWTH\\nTEAM'), "event.short_title", "value.one_line"),
    ("quoted minutes", swap(EVENT, "questions = 15", 'questions = "15"'), "day.questions", "value.integer"),
    ("true minutes", swap(EVENT, "gap = 0", "gap = true"), "day.gap", "value.integer"),
    ("quoted flag", swap(EVENT, "extremes = false", 'extremes = "no"'), "rules.drop_extremes", "value.flag"),
    ("no list", swap(EVENT, '["2", "1", "3"]', '"2"'), "rules.ties", "value.list"),
    ("no presenter list", both(add(EVENT, ZONE.format("z5") + "presenters = 1"), add(COMMITTEE, JUDGE_5)),
     "zones[5].presenters", "value.list"),
    ("number for a code", swap(EVENT, '"3101",', "3101,"), "zones[1].presenters[1]", "value.text"),
    ("list for a table", swap(EVENT, "[rules]", "[[rules]]"), "rules", "value.table"),
    ("table for a list", swap(EVENT, "[[rounds]]", "[rounds]"), "rounds", "value.tables"),
    ("number for a table", swap(EVENT, "[rules]", "[rules]\ngrades = [1]"), "rules.grades[1]", "value.table"),
    ("quoted date", swap(EVENT, "2025-08-08", '"2025-08-08"'), "day.date", "value.date"),
    ("date and time", swap(EVENT, "2025-08-08", "2025-08-08T09:00:00"), "day.date", "value.date"),
    ("Buddhist year", swap(EVENT, "letter_date = 2025", "letter_date = 2568"),
     "event.letter_date", "value.era"),
    ("24 o'clock", swap(EVENT, '"08:30"', '"24:00"'), "day.start", "value.time"),
    ("time unquoted", swap(EVENT, '"09:00"', "09:00:00"), "zones[1].start", "value.time"),
    ("early end", swap(EVENT, 'end = "16:30"', 'end = "08:00"'), "day.end", "window.order"),
    ("no time to present", swap(EVENT, "present = 15", "present = 0"), "day.present", "value.range"),
    ("no time to ask", swap(EVENT, "questions = 15", "questions = 0"), "day.questions", "value.range"),
    ("negative gap", swap(EVENT, "gap = 0", "gap = -1"), "day.gap", "value.range"),
    ("huge gap", swap(EVENT, "gap = 0", "gap = 0x" + "f" * 5_000), "day.gap", "value.range"),
    ("no such day", swap(EVENT, "kmh = 50", UNTIL.format("2025-02-30 16:30")),
     "day.materials_until", "value.moment"),
    ("day alone", swap(EVENT, "kmh = 50", UNTIL.format("2025-08-07")),
     "day.materials_until", "value.moment"),
    ("Buddhist deadline", swap(EVENT, "kmh = 50", UNTIL.format("2568-08-07 16:30")),
     "day.materials_until", "value.era"),
    ("no speed", swap(EVENT, "kmh = 50", "kmh = 0"), "day.road_speed_kmh", "value.range"),
    ("early break", add(EVENT, BREAK.format("08:00", "09:00", "")), "breaks[1]", "window.outside"),
    ("break of no length", add(EVENT, BREAK.format("12:00", "12:00", "")), "breaks[1].end", "window.order"),
    ("nowhere's break", add(EVENT, BREAK.format("12:00", "13:00", 'zone = "z9"')),
     "breaks[1].zone", "value.choice"),
    ("code in capitals", add(EVENT, VENUE.format("Hall")), "venues[5].code", "value.code"),
    ("venue twice", add(EVENT, VENUE.format("buriram")), "venues[5].code", "value.duplicate"),
    ("slot longer than the day", swap(EVENT, "present = 15", "present = 480"), "day", "day.too_short"),
    ("booked at night", swap(EVENT, BOOKED, '[["17:00", "18:30"]]'),
     "venues[2].bookings[1]", "window.outside"),
    ("no presenters", both(cut(EVENT, "[[presenters]]", "\x00"), swap(EVENT, "\x00", ""),
     swap(EVENT, "[event]", "presenters = []\n[event]")), "presenters", "value.empty_list"),
    ("way from nowhere", add(EVENT, WAY.format("hall", "nang-rong", 60)), "travel[1].from", "value.choice"),
    ("way to itself", add(EVENT, WAY.format("buriram", "buriram", 0)), "travel[1].to", "travel.nowhere"),
    ("way there and back", add(EVENT, WAY.format("buriram", "nang-rong", 60)
     + WAY.format("nang-rong", "buriram", 55)), "travel[2]", "travel.twice"),
    ("endless way", add(EVENT, WAY.format("buriram", "nang-rong", 601)), "travel[1].minutes", "value.range"),
    ("way back in time", add(EVENT, WAY.format("buriram", "nang-rong", -1)),
     "travel[1].minutes", "value.range"),
    ("half a way", add(EVENT, '[[travel]]\nfrom = "buriram"\nminutes = 60'), "travel[1].to", "key.missing"),
    ("unknown wish", add(EVENT, REQUEST.format("9999", 'not_before = "10:00"')),
     "requests[1].presenter", "value.choice"),
    ("wish of nothing", add(EVENT, REQUEST.format("3101", "")), "requests[1]", "request.empty"),
    ("wish back to front", add(EVENT, REQUEST.format("3101", 'not_before = "11:00"\nnot_after = "10:00"')),
     "requests[1]", "request.narrow"),
    ("wish of no length", add(EVENT, REQUEST.format("3101", 'not_before = "10:00"\nnot_after = "10:29"')),
     "requests[1]", "request.narrow"),
    ("wish twice", add(EVENT, REQUEST.format("3101", 'not_before = "10:00"') * 2),
     "requests[2]", "value.duplicate"),
    ("wish in another round", add(EVENT, REQUEST.format("3101", 'round = "final"\nnot_before = "10:00"')),
     "requests[1].round", "value.choice"),
    ("beyond the pole", swap(EVENT, "latitude = 14.89", "latitude = 90.5"),
     "venues[1].latitude", "value.range"),
    ("far west", swap(EVENT, "longitude = 103.04", "longitude = -181"), "venues[1].longitude", "value.range"),
    ("nan", swap(EVENT, "latitude = 14.89", "latitude = nan"), "venues[1].latitude", "value.range"),
    ("quoted degrees", swap(EVENT, "latitude = 14.89", 'latitude = "14"'),
     "venues[1].latitude", "value.degrees"),
    ("back to front", swap(EVENT, BOOKED, '[["11:30", "08:30"]]'), "venues[2].bookings[1]", "window.order"),
    ("half a booking", swap(EVENT, BOOKED, '[["08:30"]]'), "venues[2].bookings[1]", "value.window"),
    ("booked to noon", swap(EVENT, BOOKED, '[["08:30", "noon"]]'), "venues[2].bookings[1]", "value.time"),
    ("booked twice", swap(EVENT, BOOKED, '[["08:30", "11:30"], ["11:00", "12:00"]]'),
     "venues[2].bookings[2]", "window.overlap"),
    ("code with a space", both(add(EVENT, PRESENTER.format("3 1")), swap(EVENT, '"3103",', '"3103", "3 1",')),
     "presenters[24].code", "value.code"),
    ("code of practice", both(add(EVENT, PRESENTER.format("practice-z1")),
     swap(EVENT, '"3103",', '"3103", "practice-z1",')), "presenters[24].code", "value.code"),
    ("presenter listed twice", add(EVENT, PRESENTER.format("3101")),
     "presenters[24].code", "value.duplicate"),
    ("in no zone", add(EVENT, PRESENTER.format("3199")), "presenters[24]", "presenter.no_zone"),
    ("in two zones", swap(EVENT, '"3103",', '"3103", "3111",'), "zones[2].presenters[1]", "presenter.twice"),
    ("twice in a zone", swap(EVENT, '"3103",', '"3103", "3101",'),
     "zones[1].presenters[6]", "presenter.twice"),
    ("unknown presenter", swap(EVENT, '"3103",', '"3103", "9999",'),
     "zones[1].presenters[6]", "value.choice"),
    ("nobody presents", both(add(EVENT, ZONE.format("z5")), add(COMMITTEE, JUDGE_5)),
     "zones[5].presenters", "value.empty_list"),
    ("unknown venue", swap(EVENT, 'venue = "nang-rong"', 'venue = "hall"'), "zones[3].venue", "value.choice"),
    ("unknown round", swap(EVENT, 'round = "zones"', 'round = "heats"'), "zones[1].round", "value.choice"),
    ("zone twice", both(add(EVENT, ZONE.format("z4") + 'presenters = ["x"]'),
     add(EVENT, PRESENTER.format("x"))),
     "zones[5].code", "value.duplicate"),
    ("round twice", add(EVENT, ROUND.format("zones")), "rounds[2].code", "value.duplicate"),
    ("round without zones", add(EVENT, ROUND.format("final")), "rounds[2]", "round.no_zone"),
    ("unknown kind", swap(EVENT, 'kind = "zone"', 'kind = "heat"'), "rounds[1].kind", "value.choice"),
    ("top of a zone round", swap(EVENT, 'kind = "zone"', 'kind = "zone"\ntop = 2'),
     "rounds[1].top", "key.unknown"),
    ("none come", final("top = 0"), "rounds[2].top", "value.range"),
    ("too many come", final("top = 21"), "rounds[2].top", "value.range"),
    ("more than all is carried over", final("carry = 101"), "rounds[2].carry", "value.range"),
    ("final first", both(swap(EVENT, "[[rounds]]", ROUND.format("f") + "[[rounds]]"), panel_of("f")),
     "rounds[1].kind", "round.zones_first"),
    ("two finals", both(final(""), add(EVENT, ROUND.format("g")), panel_of("g")),
     "rounds[3].kind", "round.second_final"),
    ("final of two zones", both(final(""), panel_of("g", round_="f")), "rounds[2]", "round.one_zone"),
    ("instrument elsewhere", final('instrument = "../final.toml"'), "rounds[2].instrument", "value.code"),
    ("paper otherwise", swap(EVENT, "[rules]", '[rules]\npaper = "trust"'), "rules.paper", "value.choice"),
    ("no quorum", swap(EVENT, "[rules]", "[rules]\nquorum = 0"), "rules.quorum", "value.range"),
    ("tie on nothing", swap(EVENT, 'ties = ["2"', 'ties = ["4"'), "rules.ties[1]", "value.choice"),
    ("tie twice", swap(EVENT, 'ties = ["2"', 'ties = ["๑"'), "rules.ties[2]", "value.duplicate"),
    ("grades climb", add(EVENT, GRADE.format("C", "at_least = 60") + GRADE.format("A", "at_least = 90")
     + GRADE.format("D", "")), "rules.grades[2].at_least", "grades.order"),
    ("open grade above", add(EVENT, GRADE.format("A", "") + GRADE.format("D", "")),
     "rules.grades[1].at_least", "key.missing"),
    ("closed last grade", add(EVENT, GRADE.format("A", "at_least = 90") + GRADE.format("D", "at_least = 0")),
     "rules.grades[2].at_least", "grades.last_closed"),
]
NODES = [
    ("wrong sum", swap(INSTRUMENT, 'full = "15"', 'full = "16"'), "criteria[3].full", "instrument.wrong_sum"),
    ("wrong whole", swap(INSTRUMENT, 'full = "100"', 'full = "99"'),
     "instrument.full", "instrument.wrong_sum"),
    ("other mark", swap(INSTRUMENT, 'max = "5"', 'max = "6"'), "criteria[3].full", "instrument.wrong_sum"),
    ("odd step", swap(INSTRUMENT, 'step = "0.5"', 'step = "0.3"'), "indicators[1].step", "rating.step"),
    ("no marks", swap(INSTRUMENT, 'max = "10"', 'max = "0"'), "indicators[1].max", "value.positive"),
    ("no step", swap(INSTRUMENT, 'step = "0.5"', 'step = "0"'), "indicators[1].step", "value.positive"),
    ("inexact step", swap(INSTRUMENT, 'step = "0.5"', "step = 0.5"), "indicators[1].step", "value.decimal"),
    ("negative mark", swap(INSTRUMENT, 'max = "10"', "max = -10"), "indicators[1].max", "value.decimal"),
    ("unknown kind", swap(INSTRUMENT, '"rating"', '"letter"'), "indicators[1].kind", "value.choice"),
    ("unknown combination", swap(INSTRUMENT, '"sum"', '"median"'), "criteria[1].combine", "value.choice"),
    ("no parent", add(INSTRUMENT, INDICATOR.format("4.1")), "indicators[12].number", "instrument.no_parent"),
    ("leaf's child", add(INSTRUMENT, INDICATOR.format("3.1")),
     "indicators[12].number", "instrument.no_parent"),
    ("nothing below", add(INSTRUMENT, CRITERION.format("4")), "criteria[8].number", "instrument.no_children"),
    ("number twice", add(INSTRUMENT, INDICATOR.format("3")), "indicators[12].number", "value.duplicate"),
    ("no number", add(INSTRUMENT, INDICATOR.format("3.")), "indicators[12].number", "instrument.number"),
    ("no indicators", content(INSTRUMENT, b'indicators = []\n[instrument]\ncode = "a"\ntitle = "A"'),
     "indicators", "value.empty_list"),
    ("NUL", swap(INSTRUMENT, '"""\n', '"""\\u0000'), "criteria[1].explanation", "value.plain_text"),
]
SEATS = [
    ("other header", swap(COMMITTEE, "scores\n", "points\n"), "1", "csv.header"),
    ("semicolons", content(COMMITTEE, HEADER.replace(",", ";").encode()), "1", "csv.header"),
    ("too many columns", swap(COMMITTEE, "ประธานกรรมการ,,", "ประธานกรรมการ,,,"), "2", "csv.columns"),
    ("too few columns", add(COMMITTEE, "s,z1"), "27", "csv.columns"),
    ("open quotes", add(COMMITTEE, '"s'), "27", "csv.syntax"),
    ("no name", add(COMMITTEE, "s,z1,judge,p,,,,"), "27: name", "value.empty"),
    ("Thai seat code", add(COMMITTEE, "ที่นั่ง,z1,judge,p,Judge,,,"), "27: seat", "value.code"),
    ("code with a space", add(COMMITTEE, "s,z1,judge,p 1,Judge,,,"), "27: person", "value.code"),
    ("the organiser's code", add(COMMITTEE, "s,z1,judge,organiser,Judge,,,"), "27: person", "value.code"),
    ("name of two lines", add(COMMITTEE, 's,z1,judge,p,"Jud\nge",,,'), "28: name", "value.one_line"),
    ("seat twice", add(COMMITTEE, "z1-chair,z1,judge,p,Judge,,,"), "27: seat", "value.duplicate"),
    ("on one panel twice", add(COMMITTEE, SECRETARY.replace("z2", "z1") + ",,"),
     "27: person", "committee.sits_twice"),
    ("two names", add(COMMITTEE, SECRETARY.replace("๑", "๒") + ",,"), "27: name", "committee.differs"),
    ("two positions", add(COMMITTEE, SECRETARY + "ใหญ่,,"), "27: position", "committee.differs"),
    ("two homes", add(COMMITTEE, SECRETARY + ",3101,"), "27: home", "committee.differs"),
    ("unknown role", add(COMMITTEE, "s,z1,boss,p,Judge,,,"), "27: role", "value.choice"),
    ("unknown zone", add(COMMITTEE, "s,z9,judge,p,Judge,,,"), "27: zone", "value.choice"),
    ("unknown home", add(COMMITTEE, "s,z1,judge,p,Judge,,9999,"), "27: home", "value.choice"),
    ("scores perhaps", add(COMMITTEE, "s,z1,judge,p,Judge,,,perhaps"), "27: scores", "value.choice"),
    ("scores nobody", add(COMMITTEE, "s,,adviser,p,Judge,,,yes"), "27: scores", "committee.scores_nobody"),
]
# fmt: on
FAULTS = [
    *FILES,
    *((name, change, f"event.toml: {path}", code) for name, change, path, code in VALUES),
    *((name, change, f"instrument.toml: {path}", code) for name, change, path, code in NODES),
    *((name, change, f"committee.csv: line {path}", code) for name, change, path, code in SEATS),
    ("nobody scores", cut(COMMITTEE, "z1-chair", "z1-secretary"), "committee.csv", "committee.nobody_scores"),
    ("no instrument of the final", final(OWN), "final.toml", "file.missing"),
    (
        "wrong instrument of the final",
        both(final(OWN), own_instrument('max = "10"', 'max = "11"')),
        "final.toml: criteria[1].full",
        "instrument.wrong_sum",
    ),
    (
        "one code for two instruments",
        both(final(OWN), own_instrument("", "")),
        "final.toml: instrument.code",
        "round.instrument_code",
    ),
]


def refusal(folder: Path) -> Faults:
    with pytest.raises(Faults) as refused:
        read_folder(folder)
    return refused.value


@pytest.mark.parametrize(
    ("change", "place", "code"), [row[1:] for row in FAULTS], ids=[f"{row[2]}: {row[0]}" for row in FAULTS]
)
def test_one_mistake_is_one_fault_at_its_place(folder, change, place, code):
    change(folder)
    assert [(fault.place, fault.code) for fault in refusal(folder).faults] == [(place, code)]
    assert Language("en").error(refusal(folder)).startswith(f"{place}: ")


ALLOWED = [
    ("a zone that starts after the day", swap(EVENT, 'start = "09:00"', 'start = "17:00"')),
    ("a booking that begins before the day", swap(EVENT, BOOKED, '[["07:00", "11:30"]]')),
    ("a booking that is shorter than a slot", swap(EVENT, BOOKED, '[["08:30", "08:45"]]')),
    ("halls of one place", swap(EVENT, 'venue = "nang-rong"', 'venue = "buriram"')),
    ("a way in no time", add(EVENT, WAY.format("buriram", "nang-rong", 0))),
    ("a firm wish", add(EVENT, REQUEST.format("3101", 'not_after = "12:00"\nfirm = true'))),
]
"""What a plan may be asked for: whether it can be held is the schedule's check to tell."""


@pytest.mark.parametrize("change", [row[1] for row in ALLOWED], ids=[row[0] for row in ALLOWED])
def test_what_only_clashes_is_no_fault(folder, change):
    change(folder)
    assert len(read_folder(folder).presenters) == 23


def test_a_final_says_who_comes_what_is_carried_over_and_what_scores_it(folder):
    final(f"top = 3\ncarry = 40\n{OWN}")(folder)
    own_instrument('code = "growth-team"', 'code = "final-2568"')(folder)
    read = read_folder(folder)
    assert (read.rounds[1].top, read.rounds[1].carry) == (3, 40)
    assert {code: own.code for code, own in read.instruments.items()} == {"f": "final-2568"}


def test_a_final_that_says_nothing_takes_the_best_two_and_carries_nothing_over(folder):
    final("")(folder)
    read = read_folder(folder)
    assert (read.rounds[1].top, read.rounds[1].carry, read.instruments) == (2, 0, {})


def test_one_zone_is_enough(folder):
    text = (folder / EVENT).read_text()
    zones = re.findall(r"\[\[zones\]\].*?\]\n", text, re.DOTALL)
    for zone in zones[1:]:
        text = text.replace(zone, "")
    for code in set(re.findall(r'"(31\d\d)"', "".join(zones[1:]))):
        text = re.sub(rf'\[\[presenters\]\]\ncode = "{code}"\n[^\[]*', "", text)
    (folder / EVENT).write_text(text)
    lines = (folder / COMMITTEE).read_text().splitlines(keepends=True)
    (folder / COMMITTEE).write_text("".join(line for line in lines if not re.match("z[234]-", line)))
    assert [len(zone.presenters) for zone in read_folder(folder).zones] == [5]


def test_all_mistakes_are_told_at_once_and_in_words(folder):
    swap(INSTRUMENT, 'full = "15"', 'full = "16"')(folder)
    swap(EVENT, 'start = "08:30"', 'start = "8.30"')(folder)
    swap(EVENT, '"3103",', '"3103", "3111",')(folder)
    add(COMMITTEE, "z1-chair,z9,judge,p,Judge,,,")(folder)
    assert Language("en").error(refusal(folder)).splitlines() == [
        "instrument.toml: criteria[3].full: Expected 15, which those below give together, found 16.",
        'event.toml: day.start: Expected a time in quotes, such as "08:30", found "8.30".',
        "event.toml: zones[2].presenters[1]:"
        ' Expected "3111" once in the round: it stands at zones[1].presenters[6] already.',
        'committee.csv: line 27: zone: Expected one of: z1, z2, z3, z4; found "z9".',
        'committee.csv: line 27: seat: Expected each only once: "z1-chair" stands at line 3: seat already.',
    ]


def test_every_word_of_a_refusal_has_its_mistake_here():
    assert {row[3] for row in FAULTS} | {"folder.missing", "file.unreadable"} == set(TEXTS)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    faults = refusal(tmp_path / "none").faults
    assert [(fault.place, fault.code) for fault in faults] == [(str(tmp_path / "none"), "folder.missing")]


def test_a_folder_whose_name_is_no_code_is_refused(folder):
    faults = refusal(folder.rename(folder.with_name("Growth Team"))).faults
    assert [(fault.place, fault.code) for fault in faults] == [("Growth Team", "value.code")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_refused(folder):
    (folder / EVENT).chmod(0)
    assert [(fault.place, fault.code) for fault in refusal(folder).faults] == [
        ("event.toml", "file.unreadable")
    ]
