"""What a change means, in a few lines for a chat group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from panel.adapters.language import Language
from panel.domain.announcements import MOST_CHARACTERS, News, announce, news

ENGLISH = Language("en")


def words(code, params):
    return ENGLISH.message(code, **params)


def slot(start: int, zone: str = "z2") -> dict:
    return {"zone": zone, "start": start, "end": start + 30}


def told(before: dict, after: dict) -> str:
    return announce(before, after, zone="z2", venue="hall", words=words)


def test_each_whose_time_changed_is_told_by_time():
    before = {"slot:zones/a": slot(570), "slot:zones/b": slot(540), "slot:zones/c": slot(600)}
    after = {"slot:zones/a": slot(540), "slot:zones/b": slot(570), "slot:zones/c": slot(600)}
    assert told(before, after).splitlines() == [
        "Change of times",
        "z2, hall",
        "a 09:00 (was 09:30)",
        "b 09:30 (was 09:00)",
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"slot:zones/a": slot(540, "z1")}, {"slot:zones/a": slot(600)}, (News("a", 600, None),)),
        ({"slot:zones/a": slot(540)}, {"slot:zones/a": slot(600, "z1")}, ()),
        ({"slot:zones/a": slot(540)}, {"slot:zones/a": None}, ()),
        ({"slot:zones/a": None}, {"slot:zones/a": slot(540)}, (News("a", 540, None),)),
        ({"zone:z2": {"start": 540}}, {"zone:z2": {"start": 510}}, ()),
    ],
)
def test_who_comes_from_elsewhere_has_no_earlier_time_and_who_leaves_is_not_told(before, after, expected):
    assert news(before, after, "z2") == expected


def test_a_new_break_and_a_longer_booking_are_told():
    pause = {"name": "Lunch", "start": 720, "end": 780, "zone": "z2"}
    other = pause | {"zone": "z1", "name": "Other"}
    before = {"breaks:": [], "venue:hall": [[510, 690]]}
    after = {"breaks:": [pause, other], "venue:hall": [[510, 720]]}
    assert told(before, after).splitlines()[2:] == ["Lunch 12:00–13:00", "hall may be used until 12:00"]


@given(some.integers(1, 60), some.integers(1, 60))
def test_the_text_is_short_and_says_how_many_it_leaves_out(number, length):
    names = [f"{place:03}".ljust(length, "ก") for place in range(number)]
    before = {f"slot:zones/{name}": slot(540 + place) for place, name in enumerate(names)}
    after = {f"slot:zones/{name}": slot(550 + place) for place, name in enumerate(names)}
    text = told(before, after)
    shown = text.count("(was ")
    assert len(text) <= MOST_CHARACTERS
    assert shown == number or text.endswith(f"and {number - shown} more: see the plan")
