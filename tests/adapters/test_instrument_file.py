"""An instrument read from its file, and written to the canonical form in which versions are stored."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest

from panel.adapters.instrument_file import (
    instrument_from_json,
    instrument_to_json,
    parse_instrument,
    read_instrument,
)
from panel.config import ROOT
from panel.domain.errors import Faults
from panel.domain.instruments import Criterion, Grade, Indicator, Instrument, Rating

REFERENCE = ROOT / "schedules" / "growth-team-buriram-2568" / "instrument.toml"
MARKS = {
    **{"1.1": 10, "1.2": 10, "2.1.1": 5, "2.1.2": 5, "2.1.3": 5, "2.2.1": 10, "2.2.2": 5},
    **{"2.3.1": 15, "2.4.1": 15, "2.5.1": 10, "3": 10},
}


def rating(number: str, most: object = "5", **more: object) -> dict[str, object]:
    return {"number": number, "title": number, "kind": "rating", "max": most, "step": "0.5", **more}


def document(*indicators: dict[str, object], **more: object) -> dict[str, object]:
    return {"instrument": {"code": "small", "title": "Small"}, "indicators": list(indicators), **more}


def test_the_reference_has_eleven_items_of_a_hundred_points():
    instrument = read_instrument(REFERENCE)
    assert {each.number: each.full for each in instrument.indicators} == MARKS
    assert list(MARKS) == [each.number for each in instrument.indicators]
    assert instrument.full == 100


def test_the_reference_has_the_letters_groups():
    nodes = read_instrument(REFERENCE).nodes()
    assert {node.number: (depth, node.full) for depth, node in nodes if isinstance(node, Criterion)} == {
        "1": (1, 20),
        "2": (1, 70),
        **{"2.1": (2, 15), "2.2": (2, 15), "2.3": (2, 15), "2.4": (2, 15), "2.5": (2, 10)},
    }


def test_the_reference_explains_what_the_letter_explains():
    explained = {
        node.number: node.explanation for _, node in read_instrument(REFERENCE).nodes() if node.explanation
    }
    assert list(explained) == ["1", "2.1", "2.2", "2.3", "2.4", "2.5", "3"]
    assert explained["2.4"].splitlines()[0] == (
        "- มีการสรุปข้อมูลการส่งเสริมการใช้ประโยชน์ของข้อมูลความจำเป็นพื้นฐาน (จปฐ.)"
    )


def test_the_reference_is_named_in_english_throughout():
    instrument = read_instrument(REFERENCE)
    words = [instrument.title_en, *(node.title_en for _, node in instrument.nodes())]
    assert [each for each in words if not each or re.search(r"[\u0e00-\u0e7f]", each)] == []


def test_numbers_make_the_tree_whatever_the_order_of_the_file():
    instrument = parse_instrument(
        document(
            *(rating("๑๐", title="10"), rating("2.2"), rating("1"), rating("2.1")),
            criteria=[{"number": "2", "title": "Two", "combine": "sum", "full": 10}],
        ),
        "small.toml",
    )
    five = Rating(Fraction(5), Fraction(1, 2))
    below = (Indicator("2.1", "2.1", five), Indicator("2.2", "2.2", five))
    assert instrument.root.children == (
        Indicator("1", "1", five),
        Criterion("2", "Two", "sum", below),
        Indicator("10", "10", five),
    )


def test_marks_are_exact_in_quotes_or_whole():
    instrument = parse_instrument(document(rating("1", "๒.๕"), rating("2", 3)), "small.toml")
    assert [each.full for each in instrument.indicators] == [Fraction(5, 2), Fraction(3)]


def test_the_canonical_form_gives_the_same_instrument_back():
    instrument = read_instrument(REFERENCE)
    stored = json.loads(json.dumps(instrument_to_json(instrument)))
    assert instrument_from_json(stored) == instrument
    assert instrument_to_json(instrument_from_json(stored)) == stored


def test_the_canonical_form_writes_grades_and_decimals_exactly():
    instrument = Instrument(
        code="small",
        title="Small",
        root=Criterion(
            number="",
            title="Small",
            combine="sum",
            children=(Indicator("1", "One", Rating(Fraction(5, 2), Fraction(1, 4))),),
            title_en="S",
            grades=(Grade("A", Fraction(3, 2), "Pass"), Grade("B", None)),
        ),
        title_en="S",
        heads={"criterion": "ก", "full": "", "given": ""},
    )
    written = instrument_to_json(instrument)
    assert written == {
        "instrument": {
            "code": "small",
            "title": "Small",
            "title_en": "S",
            "head_criterion": "ก",
            "head_full": "",
            "head_given": "",
            "full": "2.5",
            "grades": [{"name": "A", "name_en": "Pass", "at_least": "1.5"}, {"name": "B", "name_en": ""}],
        },
        "criteria": [],
        "indicators": [
            {
                "number": "1",
                "title": "One",
                "title_en": "",
                "explanation": "",
                "grades": [],
                "kind": "rating",
                "max": "2.5",
                "step": "0.25",
            }
        ],
    }
    assert instrument_from_json(written) == instrument


@pytest.mark.parametrize(
    ("spoilt", "place", "code"),
    [
        ({}, "a.toml: instrument", "key.missing"),
        (document(rating("1", 2.5)), "a.toml: indicators[1].max", "value.decimal"),
        (document(rating("1", "1e1")), "a.toml: indicators[1].max", "value.decimal"),
        (document(rating("1", "1001")), "a.toml: indicators[1].max", "value.positive"),
        (document(rating("1", weight=2)), "a.toml: indicators[1].weight", "key.unknown"),
        (document(rating("0")), "a.toml: indicators[1].number", "instrument.number"),
        (document(rating("1.1.1.1.1.1.1.1.1")), "a.toml: indicators[1].number", "instrument.number"),
    ],
)
def test_a_wrong_document_is_refused_at_its_place(spoilt, place, code):
    with pytest.raises(Faults) as refused:
        parse_instrument(spoilt, "a.toml")
    assert (refused.value.faults[0].place, refused.value.faults[0].code) == (place, code)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Faults) as refused:
        read_instrument(tmp_path / "instrument.toml")
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [
        ("instrument.toml", "file.missing")
    ]
