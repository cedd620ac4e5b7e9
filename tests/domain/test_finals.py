"""Who comes into the final, and what the zone's result has in a finalist's own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from panel.domain.events import Rules
from panel.domain.finals import Carried, Entrant, Misfit, carry_over, misfit, select
from panel.domain.instruments import Grade, Outcome
from panel.domain.results import Result, Standing

# fmt: off
SELECTIONS = [
    ("the best of each zone, winners last", {"z1": {"a": 1, "b": 2, "c": 3}, "z2": {"d": 2, "e": 1}}, 2,
     "b d a e", (), ()),
    ("one of each", {"z1": {"a": 2, "b": 1}, "z2": {"c": 1}}, 1, "b c", (), ()),
    ("a shared border place lets all in", {"z1": {"a": 1, "b": 2, "c": 2, "d": 4}, "z2": {"e": 1, "f": 2}}, 2,
     "b c f a e", ("z1",), ()),
    ("a shared first place fills both", {"z1": {"a": 1, "b": 1, "c": 3}, "z2": {"d": 1, "e": 2}}, 2,
     "e a b d", (), ()),
    ("three share the first place", {"z1": {"a": 1, "b": 1, "c": 1}}, 2, "a b c", ("z1",), ()),
    ("a zone with too few is told", {"z1": {"a": 1}, "z2": {"b": 1, "c": 2}}, 2, "c a b", (), ("z1",)),
    ("a zone with nobody", {"z1": {}, "z2": {"b": 1}}, 1, "b", (), ("z1",)),
]
PARTS = [  # percent, mean, full, zone result, zone's full, result
    ("nothing is carried", 0, "86", 100, "90.00", 100, "86.00"),
    ("40 percent", 40, "80", 100, "90.00", 100, "84.00"),
    ("all of it", 100, "80", 100, "90.00", 100, "90.00"),
    ("rounded half up, once", 50, "86.67", 100, "86.66", 100, "86.67"),
    ("a third is exact until then", 40, "260/3", 100, "90.25", 100, "88.10"),
    ("exactly on the border", 30, "85.35", 100, "85.35", 100, "85.35"),
    ("the zone counted to 50", 40, "80", 100, "45.00", 50, "84.00"),
    ("the final counts to 50", 40, "40", 50, "90.00", 100, "42.00"),
    ("no mean", 40, None, 100, "90.00", 100, None),
    ("no zone result", 40, "80", 100, None, 100, None),
]
# fmt: on


@pytest.mark.parametrize(
    ("places", "top", "who", "shared", "short"),
    [row[1:] for row in SELECTIONS],
    ids=[row[0] for row in SELECTIONS],
)
def test_who_comes_into_the_final(places, top, who, shared, short):
    chosen = select(places, top)
    assert (" ".join(chosen.presenters), chosen.shared, chosen.short) == (who, shared, short)


def test_an_entrant_says_zone_and_place():
    assert select({"z1": {"a": 1}}, 1).entrants == (Entrant("a", "z1", 1),)


def carried(percent: int, mean, full: int, zone, zone_full: int) -> Carried:
    return Carried(
        percent,
        None if mean is None else Fraction(mean),
        Fraction(full),
        "z1",
        None if zone is None else Decimal(zone),
        Fraction(zone_full),
    )


def final_result(mean, standing: Standing = Standing.COMPLETE) -> Result:
    outcomes = {"j": Outcome(Fraction(mean), None, (), {}, {})} if mean is not None else {}
    return Result(
        code="a",
        zone="final",
        standing=standing,
        value=None if mean is None else Decimal(0),
        grade=None,
        quorum=1,
        eligible=1,
        outcomes=outcomes,
        kept=tuple(outcomes),
        means={},
        chair=None,
    )


def zone_result(value) -> Result:
    return Result(
        code="a",
        zone="z1",
        standing=Standing.COMPLETE,
        value=None if value is None else Decimal(value),
        grade=None,
        quorum=1,
        eligible=1,
        outcomes={},
        kept=(),
        means={},
        chair=None,
    )


@pytest.mark.parametrize(
    ("percent", "mean", "full", "zone", "zone_full", "wanted"),
    [row[1:] for row in PARTS],
    ids=[row[0] for row in PARTS],
)
def test_a_finalists_result(percent, mean, full, zone, zone_full, wanted):
    found = carry_over(
        final_result(mean),
        zone_result(zone),
        percent=percent,
        full=Fraction(full),
        zone_full=Fraction(zone_full),
        rules=Rules(),
    )
    assert found.value == (None if wanted is None else Decimal(wanted))
    assert found.carried == carried(percent, mean, full, zone, zone_full)


def test_the_parts_add_up_to_the_result():
    parts = carried(40, 80, 50, "90.00", 100)
    assert (parts.own_percent, parts.own_part, parts.zone_part, parts.total) == (60, 48, 18, 66)
    assert parts.scaled


@pytest.mark.parametrize(
    ("mean", "zone", "standing", "wanted"),
    [
        ("80", "90", Standing.COMPLETE, Standing.COMPLETE),
        ("80", None, Standing.COMPLETE, Standing.PROVISIONAL),
        (None, None, Standing.NO_SHOW, Standing.NO_SHOW),
        (None, "90", Standing.NO_QUORUM, Standing.NO_QUORUM),
    ],
)
def test_whose_zone_result_is_lost_has_no_settled_result(mean, zone, standing, wanted):
    found = carry_over(
        final_result(mean, standing),
        zone_result(zone),
        percent=40,
        full=Fraction(100),
        zone_full=Fraction(100),
        rules=Rules(),
    )
    assert found.standing is wanted


def test_a_zone_that_is_judged_again_tells_the_finals_panel_nothing():
    reopened = replace(zone_result("90"), standing=Standing.PROVISIONAL)
    found = carry_over(
        final_result("80"), reopened, percent=40, full=Fraction(100), zone_full=Fraction(100), rules=Rules()
    )
    assert found.value is None
    assert found.carried == carried(40, "80", 100, None, 100)


def test_the_grade_is_that_of_the_whole():
    best, rest = Grade("ดีเด่น", Fraction(84)), Grade("ดี", None)
    found = carry_over(
        final_result("80"),
        zone_result("90"),
        percent=40,
        full=Fraction(100),
        zone_full=Fraction(100),
        rules=Rules(grades=(best, rest)),
    )
    assert found.grade == best


def test_a_misfit_tells_who_is_missing_and_who_would_not_come():
    chosen = select({"z1": {"a": 1, "b": 2}, "z2": {"c": 1, "d": 2}}, 2)
    assert misfit(["b", "d", "a", "c"], chosen) == Misfit()
    assert not misfit(["a", "b", "c", "d"], chosen)
    assert misfit(["x", "d", "a", "c"], chosen) == Misfit(missing=("b",), surplus=("x",))
