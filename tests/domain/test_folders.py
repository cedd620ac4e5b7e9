"""What a folder says, compared with what it said before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from panel.adapters.folder import read_folder
from panel.domain.folders import Change, differences, folder_facts, said
from panel.domain.schedules import Request
from tests.conftest import REFERENCE

OLD = {
    "day:": {"gap": 0},
    "zone:z1": {"name": "One", "presenters": ["a", "b"]},
    "zone:z2": {"name": "Two", "presenters": []},
}


def changed(**things: dict[str, object] | None) -> list[str]:
    new = OLD | {key.replace("_", ":"): value for key, value in things.items()}
    return [
        str(each)
        for each in differences(OLD, {key: value for key, value in new.items() if value is not None})
    ]


@pytest.mark.parametrize(
    ("things", "told"),
    [
        ({}, []),
        ({"day_": {"gap": 5}}, ["~ day.gap: 0 → 5"]),
        ({"zone_z1": {"name": "Uno", "presenters": ["a", "b"]}}, ["~ zone.z1.name: One → Uno"]),
        ({"zone_z1": {"name": "One", "presenters": ["b", "a"]}}, ["~ zone.z1.presenters: a, b → b, a"]),
        (
            {"zone_z1": {"name": "", "presenters": []}},
            ["~ zone.z1.name: One → -", "~ zone.z1.presenters: a, b → -"],
        ),
        ({"zone_z3": {"name": "Three"}}, ["+ zone.z3"]),
        ({"zone_z2": None}, ["- zone.z2"]),
        (
            {"zone_z2": None, "zone_z3": {}, "day_": {"gap": 5}},
            ["~ day.gap: 0 → 5", "+ zone.z3", "- zone.z2"],
        ),
    ],
)
def test_what_is_said_anew_is_told(things, told):
    assert changed(**things) == told


def test_a_change_knows_its_place():
    assert Change("~", "zone", "z1", "start").place == "zone.z1.start"
    assert Change("~", "day", "", "gap").place == "day.gap"
    assert Change("+", "seat", "z1-chair").place == "seat.z1-chair"


def test_the_reference_folder_as_facts():
    facts = folder_facts(read_folder(REFERENCE), "digest")
    assert facts["zone:z2"] == {
        "round": "zones",
        "name": "กลุ่มโซนที่ ๒",
        "name_en": "Zone 2",
        "venue": "phutthaisong",
        "start": "09:00",
        "presenters": ["3111", "3113", "3119", "3122", "3102", "3109"],
    }
    assert facts["venue:phutthaisong"]["bookings"] == ["08:30–11:30"]
    assert facts["seat:z1-chair"] == {"zone": "z1", "role": "chair", "person": "z1-chair", "scores": True}
    assert list(differences(facts, folder_facts(read_folder(REFERENCE), "digest"))) == []


def test_ways_and_requests_are_facts_where_there_are_any():
    folder = read_folder(REFERENCE)
    more = replace(
        folder,
        travel={("buriram", "nang-rong"): 60},
        requests=(Request("3101", "zones", not_before=600),),
    )
    assert [str(each) for each in differences(folder_facts(folder, ""), folder_facts(more, ""))] == [
        "+ travel",
        "+ request.zones/3101",
    ]
    assert folder_facts(more, "")["travel:"] == {"buriram–nang-rong": 60}
    assert folder_facts(more, "")["request:zones/3101"] == {
        "not_before": "10:00",
        "not_after": None,
        "firm": False,
    }


def test_a_thing_is_found_by_its_code():
    assert said(read_folder(REFERENCE).zones, "z3").name_en == "Zone 3"
