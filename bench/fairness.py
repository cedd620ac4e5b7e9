"""How often each way of ranking a province finds its true best three: `python -m bench.fairness`.

23 amphoe in four zones, five judges a panel. What an amphoe is worth is known here, since it was drawn; what
is measured is how often the first three of a ranking are exactly the best three, in whatever order.
docs/reliability.md has the model, the figures, and what they advise an organiser.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import sqrt
from multiprocessing import get_context

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tiny matrices: threads would only wait for each other

import numpy
from numpy.typing import NDArray

from panel.adapters.severities import adjust
from panel.domain.reliability import Judgement

SIZES = (5, 6, 6, 6)
JUDGES = 5
TOP = 3
BEST = 2
"""So many of each zone come to the final round."""
MEAN, PRESENTER, PANEL, JUDGE, RESIDUAL = 70.0, 5.0, 3.0, 2.0, 3.0
"""Points of a hundred: the mean total, and the standard deviations."""
CHUNK = 250
"""Runs drawn from one seed: the same figures however many processes share them."""

Array = NDArray[numpy.float64]
Chance = numpy.random.Generator
ZONE = numpy.repeat(numpy.arange(len(SIZES)), SIZES)


@dataclass(frozen=True)
class Draw:
    """Runs of the day: what each presenter is worth (run × presenter), and its totals (… × judge)."""

    worth: Array
    totals: Array


@dataclass(frozen=True)
class Way:
    """A way of ranking: its name, how often it is right in so many runs of a seed, and in how many."""

    name: str
    hits: Callable[[int, int], int]
    runs: int


def draw(chance: Chance, runs: int, links: int = 0) -> Draw:
    """Every zone before a panel of its own. A link judge sits on every panel, in the place of one of its
    judges, with one severity of the own and without that which the panel's own judges share."""
    worth = chance.normal(0, PRESENTER, (runs, len(ZONE)))
    panel = chance.normal(0, PANEL, (runs, len(SIZES), 1))
    own = panel + chance.normal(0, JUDGE, (runs, len(SIZES), JUDGES))
    linking = chance.normal(0, JUDGE, (runs, 1, links))
    own[:, :, :links] = linking
    return Draw(worth, _marked(chance, worth, own[:, ZONE]))


def _marked(chance: Chance, worth: Array, severity: Array) -> Array:
    """Whole points: worth, the judge's severity before this presenter, and chance."""
    exact = MEAN + worth[:, :, None] + severity
    return numpy.rint(exact + chance.normal(0, RESIDUAL, exact.shape))


def top(values: Array, count: int = TOP) -> NDArray[numpy.intp]:
    """Of each run the `count` highest, as a set; equals in the order in which they come."""
    return numpy.sort(numpy.argsort(-values, axis=1, kind="stable")[:, :count], axis=1)


def right(found: Array, worth: Array) -> int:
    """In how many runs the first three are the true ones."""
    return int((top(found) == top(worth)).all(axis=1).sum())


def raw(links: int, runs: int, seed: int) -> int:
    """By the mean of the totals."""
    drawn = draw(numpy.random.default_rng([seed, links]), runs, links)
    return right(drawn.totals.mean(axis=2), drawn.worth)


def adjusted(links: int, runs: int, seed: int) -> int:
    """By the presenters' estimates of `panel.adapters.severities`, the same runs as by the mean."""
    drawn = draw(numpy.random.default_rng([seed, links]), runs, links)
    found = numpy.array([_estimates(totals, links) for totals in drawn.totals])
    return right(found, drawn.worth)


def _estimates(totals: Array, links: int) -> list[float]:
    judgements = [
        Judgement(
            presenter=f"p{presenter:02}",
            person=f"link{judge}" if judge < links else f"z{ZONE[presenter]}j{judge}",
            panel=f"z{ZONE[presenter]}",
            total=Fraction(int(total)),
        )
        for (presenter, judge), total in numpy.ndenumerate(totals)
    ]
    estimates = adjust(judgements).presenters
    return [estimates[f"p{presenter:02}"].value for presenter in range(len(ZONE))]


def final(runs: int, seed: int) -> int:
    """The best two of each zone before one panel more, whose mean alone decides the first places."""
    chance = numpy.random.default_rng([seed, 0])
    drawn = draw(chance, runs)
    means = drawn.totals.mean(axis=2)
    finalists = [top(numpy.where(zone == ZONE, means, -numpy.inf), BEST) for zone in range(len(SIZES))]
    places = numpy.concatenate(finalists, axis=1)
    before = numpy.take_along_axis(drawn.worth, places, axis=1)
    found = numpy.full_like(means, -numpy.inf)
    numpy.put_along_axis(found, places, _one_panel(chance, before).mean(axis=2), axis=1)
    return right(found, drawn.worth)


def one_panel(runs: int, seed: int) -> int:
    """One panel that judges all."""
    chance = numpy.random.default_rng([seed, 9])
    worth = chance.normal(0, PRESENTER, (runs, len(ZONE)))
    return right(_one_panel(chance, worth).mean(axis=2), worth)


def _one_panel(chance: Chance, worth: Array) -> Array:
    return _marked(chance, worth, chance.normal(0, JUDGE, (len(worth), 1, JUDGES)))


def ways(runs: int, fits: int) -> list[Way]:
    """What is compared; a fit takes some milliseconds, all else microseconds."""
    return [
        Way("zones apart, raw mean", partial(raw, 0), runs),
        Way("one link judge, raw mean", partial(raw, 1), runs),
        Way("one link judge, adjusted", partial(adjusted, 1), fits),
        Way("two link judges, raw mean", partial(raw, 2), runs),
        Way("two link judges, adjusted", partial(adjusted, 2), fits),
        Way("final round of the best two of each zone", final, runs),
        Way("one panel judges all 23", one_panel, runs),
    ]


def measure(compared: Sequence[Way], seed: int, processes: int) -> list[float]:
    """The share of runs in which each way is right."""
    # processes are spawned: a fork would take over the threads of whoever measures
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        asked = [
            [pool.submit(way.hits, min(CHUNK, way.runs - first), seed + first) for first in _chunks(way)]
            for way in compared
        ]
        return [
            sum(each.result() for each in chunks) / way.runs
            for way, chunks in zip(compared, asked, strict=True)
        ]


def _chunks(way: Way) -> range:
    return range(0, way.runs, CHUNK)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bench.fairness", description=__doc__)
    parser.add_argument("--runs", type=int, default=40_000)
    parser.add_argument("--fits", type=int, default=4_000, help="runs of the adjusted rankings")
    parser.add_argument("--seed", type=int, default=2568)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args(arguments)
    compared = ways(asked.runs, asked.fits)
    print(f"The true first three of {len(ZONE)} found, seed {asked.seed}\n")
    print("| ranked by | found | ± | runs |\n|---|---:|---:|---:|")
    for way, share in zip(compared, measure(compared, asked.seed, asked.processes), strict=True):
        error = sqrt(share * (1 - share) / way.runs)
        print(f"| {way.name} | {share:.1%} | {error:.1%} | {way.runs:,} |")


if __name__ == "__main__":
    main()
