"""Calendar files as a program reads them back: instants, words, and the lines of RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from panel.adapters.calendar import Entry, calendar_file

DAY = date(2025, 8, 8)
AT = datetime(2025, 8, 1, 3, 0, tzinfo=UTC)
LONG = "ห้องประชุมสำนักงานพัฒนาชุมชนจังหวัด, ชั้น ๒; ศาลากลาง " * 3
ENTRY = Entry("zones.3101@event.panel", "อำเภอเมืองบุรีรัมย์", LONG, "กลุ่มโซนที่ ๑\nฉบับที่ 3", DAY, 540, 570)


def made(*entries: Entry, sequence: int = 3) -> bytes:
    return calendar_file(
        entries, name="แผน", address="https://panel.example/plan/e", lang="th", sequence=sequence, at=AT
    )


def test_times_are_instants_in_utc():
    [line] = Calendar.from_ical(made(ENTRY)).events
    assert (line.start, line.end) == (
        datetime(2025, 8, 8, 2, 0, tzinfo=UTC),
        datetime(2025, 8, 8, 2, 30, tzinfo=UTC),
    )
    assert b"DTSTART:20250808T020000Z\r\n" in made(ENTRY)


def test_words_come_back_as_they_were_commas_and_line_ends_too():
    [line] = Calendar.from_ical(made(ENTRY)).events
    assert (line["SUMMARY"], line["LOCATION"], line["DESCRIPTION"]) == (
        ENTRY.summary,
        ENTRY.location,
        ENTRY.description,
    )


def test_an_entry_says_who_it_is_and_how_new():
    [line] = Calendar.from_ical(made(ENTRY)).events
    assert (line["UID"], line["SEQUENCE"], line.stamp, line.last_modified) == (ENTRY.uid, 3, AT, AT)


def test_the_file_says_whose_it_is_and_how_often_to_look_again():
    calendar = Calendar.from_ical(made(ENTRY))
    assert (calendar["VERSION"], calendar["METHOD"], calendar.calendar_name) == ("2.0", "PUBLISH", "แผน")
    assert calendar.refresh_interval == timedelta(minutes=15)
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n" in made(ENTRY)
    assert b"\r\nX-PUBLISHED-TTL:PT15M\r\n" in made(ENTRY)


def test_no_line_is_longer_than_75_octets_and_all_end_as_they_should():
    lines = made(ENTRY).split(b"\r\n")
    assert max(map(len, lines)) <= 75 and lines[-1] == b""
    assert all(b"\n" not in line for line in lines)


def test_the_same_plan_gives_the_same_file():
    assert made(ENTRY) == made(ENTRY)
