"""A zone's marks as its chair looks at them: made of submitted sheets of who appeared and nothing else."""

from __future__ import annotations

from fractions import Fraction

import pytest

from panel.db import writing
from panel.domain.verdicts import Verdict
from panel.operations.days import mark_no_show
from panel.queries.reliability import Figure, reliability
from panel.queries.results import zone_results
from panel.queries.schedules import find_slot, timed_slots
from tests.conftest import MARKS, score
from tests.statements import counted

JUDGES = ("z1-chair", "z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-4")
WORTH = (15, 13, 11, 9, 7)
"""Item 2.4.1 of the five amphoe, before the mildest judge; each judge takes half a point more off."""


@pytest.fixture
def scored(event, zone, by):
    """Every sheet is in: the judges agree in all but their severity, half a point from one to the next."""
    for slot, worth in zip(timed_slots(zone), WORTH, strict=True):
        for place, seat in enumerate(JUDGES):
            marks = MARKS | {"2.4.1": f"{worth - place / 2:g}"}
            score(event, by(seat), seat, slot.presenter.code, marks)
    return zone


def test_severities_are_told_from_chance_where_they_are_always_the_same(scored):
    found = reliability(zone_results(scored)).severities
    assert [(each.seat.code, each.shown, each.clear, each.milder) for each in found] == [
        ("z1-chair", "+1.0", True, True),
        ("z1-judge-1", "+0.5", True, True),
        ("z1-judge-2", "0.0", False, False),
        ("z1-judge-3", "−0.5", True, False),
        ("z1-judge-4", "−1.0", True, False),
    ]
    assert [(each.start, each.length) for each in found] == [
        (50, 23),
        (50, 11.5),
        (50, 0),
        (38.5, 11.5),
        (27, 23),
    ]


def test_judges_who_differ_in_severity_alone_order_alike(scored):
    found = reliability(zone_results(scored))
    assert (found.presenters, found.judges, found.of, found.seats) == (5, 5, 5, 5)
    assert found.order == Figure("1.00", Verdict.GOOD)
    assert found.average == Figure("0.99", Verdict.GOOD, "0.89", "1.00")
    assert (found.outliers, found.alpha.verdict) == ((), Verdict.GOOD)


def test_a_slip_of_a_finger_stands_apart_in_its_item_and_in_the_total(event, zone, by):
    for slot in timed_slots(zone):
        for seat in JUDGES:
            slipped = (slot.presenter.code, seat) == ("3101", "z1-judge-2")
            score(event, by(seat), seat, slot.presenter.code, MARKS | {"1.1": "0.5" if slipped else "8"})
    found = reliability(zone_results(zone)).outliers
    assert [
        (each.presenter.code, each.sheet.seat, each.node and each.node.number, each.value, each.apart)
        for each in found
    ] == [
        ("3101", "z1-judge-2", None, Fraction(145, 2), "−7.5"),
        ("3101", "z1-judge-2", "1.1", Fraction(1, 2), "−7.5"),
    ]


def test_who_did_not_appear_is_left_out(event, scored, by):
    with writing():
        mark_no_show(find_slot(scored, "3101"), by=by("z1-chair"), reason="why")
    assert reliability(zone_results(scored)).of == 4


def test_drafts_are_left_out(event, zone, by):
    score(event, by("z1-chair"), "z1-chair", "3101")
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", submit=False)
    assert reliability(zone_results(zone)) is None


def test_two_sheets_of_one_amphoe_are_too_few_to_tell(event, zone, by):
    score(event, by("z1-chair"), "z1-chair", "3101")
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", MARKS | {"1.1": "6"})
    found = reliability(zone_results(zone))
    figures = [found.order, found.single, found.average, found.alpha]
    assert [each.verdict for each in figures] == [Verdict.TOO_FEW] * 4
    assert [each.shown for each in found.severities] == ["+1.0", "−1.0"]


def test_it_costs_no_statement_more_than_the_results(scored):
    with counted() as results:
        view = zone_results(scored)
    with counted() as more:
        reliability(view)
    assert (len(results) > 0, len(more)) == (True, 0)
