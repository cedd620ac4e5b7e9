"""The short code of a paper sheet: eight characters that are told apart, and tell when one is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.domain.errors import Invalid
from panel.domain.events import Rules
from panel.domain.papers import ALPHABET, PaperRule, read_code, write_code

NUMBERS = st.integers(min_value=0, max_value=2**64 - 1)
PLACES = st.integers(min_value=0, max_value=7)


def mistyped(text: str) -> bool:
    try:
        read_code(text)
    except Invalid as refusal:
        return refusal.code == "paper.code_mistyped"
    return False


def test_a_code_is_two_groups_of_four():
    assert [write_code(0), write_code(1), write_code(23**7)] == ["3333-3333", "4333-333N", "3333-3333"]


def test_no_two_of_its_characters_look_alike():
    assert (len(ALPHABET), set(ALPHABET) & set("0OQ1IL2Z5S8BU")) == (23, set())


@given(NUMBERS)
def test_a_code_is_read_as_it_was_written(number):
    assert read_code(write_code(number)) == write_code(number)


@pytest.mark.parametrize(
    "typed", ["4333-333N", "4333333n", " 4333 333n ", "4333\N{EN DASH}333N", "๔๓๓๓-๓๓๓N", "4-3-3-3-3-3-3-n"]
)
def test_it_is_taken_however_it_is_typed(typed):
    assert read_code(typed) == "4333-333N"


@given(NUMBERS, PLACES, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_told(number, place, wrong):
    plain = write_code(number).replace("-", "")
    typed = plain[:place] + wrong + plain[place + 1 :]
    assert mistyped(typed) == (typed != plain)


@given(NUMBERS, PLACES, PLACES)
def test_two_exchanged_characters_are_told(number, one, other):
    plain = list(write_code(number).replace("-", ""))
    typed = plain.copy()
    typed[one], typed[other] = typed[other], typed[one]
    assert mistyped("".join(typed)) == (typed != plain)


@pytest.mark.parametrize("typed", ["", "4333-333", "4333-333NN", "0333-333N", "4333-333ß", "z1-judge-1/3101"])
def test_what_can_be_no_code_is_told(typed):
    assert mistyped(typed)


@pytest.mark.parametrize(
    ("rules", "said"), [(Rules(), None), (Rules(paper=PaperRule.TYPED_TWICE), "typed-twice")]
)
def test_the_rules_keep_how_papers_are_checked(rules, said):
    assert (rules.to_json().get("paper"), Rules.from_json(rules.to_json())) == (said, rules)
