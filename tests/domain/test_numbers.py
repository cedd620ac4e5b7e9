"""Exact marks: what counts as a number, and rounding half up once."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.domain.numbers import arabic_digits, decimal_text, half_up, parse_decimal, thai_digits

values = st.fractions(min_value=0, max_value=1000, max_denominator=10_000)
decimals = st.decimals(min_value=0, max_value=10**6, allow_nan=False, places=6)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("8", "8"),
        ("08", "8"),
        ("7.50", "15/2"),
        ("๘", "8"),
        ("๘.๒๕", "33/4"),
        ("๑0", "10"),
        (" 9.5\n", "19/2"),
        ("999999999999", "999999999999"),
        ("0.000001", "1/1000000"),
    ],
)
def test_plain_decimals_in_thai_or_arabic_digits_are_numbers(text, number):
    assert parse_decimal(text) == Fraction(number)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ".", "8.", ".5", "8..5", "8.5.1", "8 5", "8\n5"),
        *("-1", "+1", "−1", "1e3", "1E3", "0x8", "1/2", "5%", "1,000", "1_000", "8,5"),
        *("８", "٣", "८", "²", "Ⅷ", "๘.", "แปด", "NaN", "inf", "8\x00"),
        *("1234567890123", "0.1234567"),
    ],
)
def test_anything_else_is_no_number(text):
    assert parse_decimal(text) is None


@given(st.text(max_size=8))
def test_no_text_makes_the_parser_fail(text):
    assert parse_decimal(text) is None or parse_decimal(text) >= 0


@given(decimals)
def test_a_written_number_is_read_as_the_same_number(number):
    assert parse_decimal(thai_digits(f"{number:f}")) == Fraction(number)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0", "0.00"),
        ("0.004", "0.00"),
        ("0.005", "0.01"),
        ("0.125", "0.13"),
        ("2.665", "2.67"),
        ("2.675", "2.68"),
        ("260/3", "86.67"),
        ("89.994", "89.99"),
        ("89.995", "90.00"),
        ("100", "100.00"),
    ],
)
def test_halves_go_up(value, rounded):
    assert str(half_up(Fraction(value))) == rounded


@pytest.mark.parametrize(("places", "rounded"), [(0, "1"), (1, "1.3"), (2, "1.25"), (4, "1.2500")])
def test_places_are_always_written_out(places, rounded):
    assert str(half_up(Fraction(5, 4), places)) == rounded


@given(values, st.integers(min_value=0, max_value=6))
def test_half_up_is_the_rounding_of_decimal_arithmetic(value, places):
    with localcontext(prec=60):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        assert half_up(value, places) == exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("8", "8"),
        ("100", "100"),
        ("15/2", "7.5"),
        ("10.10", "10.1"),
        ("0.000001", "0.000001"),
        ("260/3", "86.666667"),
        ("10.0000001", "10"),
        ("0.0000001", "0"),
    ],
)
def test_a_mark_is_written_without_needless_zeros(value, text):
    assert decimal_text(Fraction(value)) == text


@given(decimals)
def test_a_mark_survives_writing_and_reading(number):
    assert parse_decimal(decimal_text(Fraction(number))) == Fraction(number)


def test_only_digits_change_between_thai_and_arabic():
    assert thai_digits("ข้อ 2.1 (10)") == "ข้อ ๒.๑ (๑๐)"
    assert arabic_digits("ข้อ ๒.๑ (๑๐)") == "ข้อ 2.1 (10)"
