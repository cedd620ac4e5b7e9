"""The simulation behind the advice to organisers, in short: its figures, within what chance allows."""

import numpy
import pytest

from bench import fairness


@pytest.mark.slow
def test_a_link_judge_helps_little_by_the_mean_and_much_adjusted_and_a_final_round_most():
    """The bounds are four standard errors (docs/reliability.md has the figures of many runs)."""
    share = {way.name: way.hits(way.runs, 1) / way.runs for way in fairness.ways(8000, 250)}
    expected = {
        "zones apart, raw mean": (0.205, 0.02),
        "one link judge, raw mean": (0.246, 0.02),
        "one link judge, adjusted": (0.392, 0.12),
        "two link judges, raw mean": (0.302, 0.02),
        "two link judges, adjusted": (0.431, 0.12),
        "final round of the best two of each zone": (0.467, 0.022),
        "one panel judges all 23": (0.464, 0.022),
    }
    off = {name: share[name] for name, (at, bound) in expected.items() if abs(share[name] - at) > bound}
    assert off == {}


def test_a_link_judge_brings_one_severity_to_all_zones():
    """Without chance of worth and residual what is left of a total is severity alone."""
    drawn = fairness.draw(numpy.random.default_rng(1), 4, links=1)
    rest = drawn.totals - fairness.MEAN - drawn.worth[:, :, None]
    means = [[rest[:, zone == fairness.ZONE, judge].mean() for zone in range(4)] for judge in range(5)]
    assert max(numpy.ptp(each) for each in means[:1]) < min(numpy.ptp(each) for each in means[1:])
    assert (drawn.totals == drawn.totals.round()).all()


@pytest.mark.slow
def test_a_run_prints_every_way_with_its_share(capsys):
    fairness.main(["--runs", "500", "--fits", "3", "--processes", "1", "--seed", "5"])
    rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines() if line.endswith(" |")]
    ways = fairness.ways(500, 3)
    assert [row[0] for row in rows] == ["| ranked by", *(f"| {way.name}" for way in ways)]
    assert rows[1][1] == f"{(fairness.raw(0, 250, 5) + fairness.raw(0, 250, 255)) / 500:.1%}"
