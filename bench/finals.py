"""How often a final finds a province's true best three, by how many come of each zone and what they bring:
`python -m bench.finals`. The model is that of bench/fairness.py; docs/final-round.md has the figures."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy

from bench.fairness import JUDGE, JUDGES, MEAN, RESIDUAL, SIZES, ZONE, Array, Chance, draw, right, top

TOPS = (1, 2, 3, 4)
CARRIES = (0, 20, 30, 40, 50, 70)
CHUNK = 2_000


def hits(runs: int, seed: int) -> Array:
    """In how many runs the first three are the true ones: a row a number of each zone, a column a percent."""
    chance = numpy.random.default_rng(seed)
    drawn = draw(chance, runs)
    zones = drawn.totals.mean(axis=2)
    final = _before_one_panel(chance, drawn.worth)
    return numpy.array(
        [
            [right(_ranked(zones, final, count, carry / 100), drawn.worth) for carry in CARRIES]
            for count in TOPS
        ],
        dtype=numpy.float64,
    )


def _before_one_panel(chance: Chance, worth: Array) -> Array:
    """The means that a further panel would give all of them; only those of who comes are looked at."""
    severity = chance.normal(0, JUDGE, (len(worth), 1, JUDGES))
    exact = MEAN + worth[:, :, None] + severity
    marks: Array = numpy.rint(exact + chance.normal(0, RESIDUAL, (*worth.shape, JUDGES)))
    return numpy.asarray(marks.mean(axis=2))


def _ranked(zones: Array, final: Array, count: int, carry: float) -> Array:
    """The finalists' results; of all others none."""
    found = numpy.full_like(zones, -numpy.inf)
    for zone in range(len(SIZES)):
        best = top(numpy.where(zone == ZONE, zones, -numpy.inf), count)
        result = (1 - carry) * final + carry * zones
        numpy.put_along_axis(found, best, numpy.take_along_axis(result, best, axis=1), axis=1)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bench.finals", description=__doc__)
    parser.add_argument("--runs", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=2568)
    asked = parser.parse_args(arguments)
    chunks = range(0, asked.runs, CHUNK)
    found = numpy.array([hits(CHUNK, asked.seed + first) for first in chunks])
    shares = found.mean(axis=0) / CHUNK
    print("| of each zone |" + "".join(f" {carry} % |" for carry in CARRIES))
    print("|---|" + "---:|" * len(CARRIES))
    for count, row in zip(TOPS, shares, strict=True):
        print(f"| {count} |" + "".join(f" {share:.1%} |" for share in row))


if __name__ == "__main__":
    main()
