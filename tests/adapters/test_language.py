"""Thai and English: digits, the Buddhist year, times, names, and the words of what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from panel.adapters.language import N_, Language
from panel.domain.errors import Conflict, Fault, Faults, Invalid, NotFound
from panel.domain.events import Zone

ENGLISH, THAI = Language("en"), Language("th")
PAPER = Language("th", thai_numerals=True)
DAY = date(2025, 8, 8)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (ENGLISH, "8 August 2025"),
        (THAI, f"8 สิงหาคม พ.ศ.{NBSP}2568"),
        (PAPER, f"๘ สิงหาคม พ.ศ.{NBSP}๒๕๖๘"),
    ],
)
def test_a_date_has_the_year_of_its_era(language, written):
    assert language.date(DAY) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [(ENGLISH, "8 August 2025"), (THAI, f"8 สิงหาคม{NBSP}2568"), (PAPER, f"๘ สิงหาคม{NBSP}๒๕๖๘")],
)
def test_a_letter_leaves_the_era_out(language, written):
    assert language.short_date(DAY) == written


def test_29_february_has_a_buddhist_year_though_that_is_no_leap_year():
    assert THAI.date(date(2028, 2, 29)) == f"29 กุมภาพันธ์ พ.ศ.{NBSP}2571"


@pytest.mark.parametrize(("language", "written"), [(ENGLISH, "09:05"), (THAI, "09.05"), (PAPER, "๐๙.๐๕")])
def test_a_time_of_day_is_written_as_the_language_does(language, written):
    assert language.minutes(545) == written


def test_a_moment_is_told_in_the_time_of_thailand():
    late = datetime(2025, 8, 8, 18, 30, tzinfo=UTC)
    assert (THAI.time(late), THAI.moment(late)) == ("01.30", f"9{NBSP}สิงหาคม{NBSP}2568{NBSP}01.30{NBSP}น.")


@pytest.mark.parametrize(("language", "written"), [(ENGLISH, "86.67"), (THAI, "86.67"), (PAPER, "๘๖.๖๗")])
def test_thai_numerals_are_the_papers_choice(language, written):
    assert language.number("86.67") == written


def test_english_paper_has_arabic_numerals():
    assert Language("en", thai_numerals=True).number(8) == "8"


def test_a_name_is_english_where_there_is_one():
    zone = Zone("z1", "r", "กลุ่มโซนที่ ๑", "v", 540, (), "Zone 1")
    nameless = Zone("z1", "r", "กลุ่มโซนที่ ๑", "v", 540, ())
    assert (ENGLISH.name(zone), THAI.name(zone), ENGLISH.name(nameless)) == (
        "Zone 1",
        "กลุ่มโซนที่ ๑",
        "กลุ่มโซนที่ ๑",
    )


def test_a_refusal_is_put_in_words_whatever_its_parameters_are_called():
    assert ENGLISH.error(NotFound("event.unknown", code="x")) == "There is no event x."
    assert ENGLISH.error(Conflict("seat.closed")) == "This seat was handed over already."
    assert ENGLISH.text(N_("%(message)s"), message="x") == "x"


def test_times_in_a_message_are_written_as_times():
    assert ENGLISH.message("way.start_zone", zone="Zone 2", start_time=510) == "Start Zone 2 at 08:30."


def test_several_faults_are_a_line_each_with_their_places():
    faults = Faults(Fault("a.toml: b", "key.missing"), Fault("c", "value.empty"))
    assert ENGLISH.error(faults).splitlines() == [
        "a.toml: b: Expected a value, but this is missing.",
        "c: Expected words, found none.",
    ]


def test_a_percent_sign_in_a_parameter_is_no_placeholder():
    assert ENGLISH.error(Invalid("event.unknown", code="100%(x)s")) == "There is no event 100%(x)s."
