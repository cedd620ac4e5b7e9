"""Severities and marks that stand apart: small panels, by hand."""

from fractions import Fraction
from random import Random

import pytest

from panel.domain.reliability import LIMIT, Severity, outliers, severities

POINT = Fraction(1)


def table(*rows):
    """A row a presenter, a column a judge; "." is a gap."""
    return {
        f"p{at}": {f"j{seat}": Fraction(mark) for seat, mark in enumerate(row.split()) if mark != "."}
        for at, row in enumerate(rows)
    }


def test_severity_is_the_mean_deviation_from_the_panel():
    assert severities(table("70 80 90", "60 70 83")) == {
        "j0": Severity(Fraction(-21, 2), 2, Fraction(1, 2)),
        "j1": Severity(Fraction(-1, 2), 2, Fraction(1, 2)),
        "j2": Severity(Fraction(11), 2, Fraction(2)),
    }


def test_severities_of_a_panel_without_gaps_add_up_to_nothing():
    chance = Random(1)
    rows = [" ".join(str(chance.randint(50, 99)) for _ in range(5)) for _ in range(6)]
    assert sum(each.deviation for each in severities(table(*rows)).values()) == 0


def test_a_judge_is_compared_on_the_presenters_that_somebody_else_judged_too():
    assert severities(table("70 80", "99 .", ". 12")) == {
        "j0": Severity(Fraction(-5), 1, None),
        "j1": Severity(Fraction(5), 1, None),
    }


def test_one_mark_far_from_the_others_is_flagged():
    """78 among five who otherwise agree within a point or two was typed as 8."""
    panel = table("80 81 79 80 82", "75 76 75 74 75", "78 79 8 77 78", "85 84 86 85 84", "70 71 70 69 70")
    [found] = outliers(panel, POINT)
    assert (found.presenter, found.judge, found.apart) == ("p2", "j2", Fraction(-70))
    assert found.z < -LIMIT


def test_who_is_severe_with_everybody_is_not_flagged_for_each():
    panel = table("80 81 60 79", "75 76 55 75", "70 71 51 70", "85 84 64 86", "90 91 71 90")
    assert outliers(panel, POINT) == []


def test_a_severe_judge_who_is_mild_once_is_flagged_there():
    panel = table("80 81 60 79", "75 76 55 75", "70 71 70 70", "85 84 64 86", "90 91 71 90")
    assert [(each.presenter, each.judge) for each in outliers(panel, POINT)] == [("p2", "j2")]


@pytest.mark.parametrize(("mark", "flagged"), [("83", []), ("84", [("p1", "j0")])])
def test_where_all_agree_the_scale_is_the_least_given(mark, flagged):
    """MAD 0: of a scale of one point, 3 are not beyond 3.5 and 4 are."""
    panel = table("80 80 80 80", f"{mark} 80 80 80", "80 80 80 80", "80 80 80 80")
    assert [(each.presenter, each.judge) for each in outliers(panel, POINT)] == flagged


@pytest.mark.parametrize(
    "rows",
    [[], ["80 10"] * 5, ["80 10 80 80", "80 80 80 80"]],
    ids=["nothing", "two judges", "two presenters"],
)
def test_too_small_a_panel_flags_nothing(rows):
    assert outliers(table(*rows), POINT) == []


def test_chance_alone_is_seldom_flagged():
    """Of 100 panels of six by five whose marks differ by severity and chance alone: under 1 mark in 50."""
    chance = Random(7)
    flags = 0
    for _ in range(100):
        severity = [chance.gauss(0, 2) for _ in range(5)]
        rows = [
            " ".join(str(round(worth + each + chance.gauss(0, 3))) for each in severity)
            for worth in (chance.gauss(70, 5) for _ in range(6))
        ]
        flags += len(outliers(table(*rows), POINT))
    assert flags < 100 * 30 / 50
