"""What a plan costs, in one run: the reference event, provinces up to the whole country, random events.

    .venv/bin/python -m bench.planning [--districts ../shared/data/amphoe.csv] [--events 300]

Beside the solver a greedy first fit, judged by the same checker. Ends with 1 if a plan breaks a rule, or
if an event is called impossible without a clash that has a way out. See docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.greedy import first_fit
from bench.problems import NINE, Place, districts, province, random_event, reference
from panel.adapters.solver import solve
from panel.domain.clashes import check
from panel.domain.planning import Answer, Impossible, Plan, Problem
from panel.domain.schedules import Schedule

PROCESSES = 2
SECONDS = 20
PROVINCE_SECONDS = 3
"""For each province; deterministic."""
SIZES = (23, 100, 300)
BURIRAM = "31"
EVENTS = {
    "reference, 08:30": lambda: reference(),
    "reference, the letter's 09:00": lambda: reference(NINE),
    "three heads a zone": lambda: reference(heads=3, until=None),
    "tight panels of four": lambda: reference(heads=3, judges=4, until=TIGHT_UNTIL),
}
TIGHT_UNTIL = 750


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark, print its tables; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="bench.planning", description="What a plan costs.")
    parser.add_argument("--districts", type=Path, default=Path("../shared/data/amphoe.csv"))
    parser.add_argument("--events", type=int, default=300, help="random events")
    given = parser.parse_args(arguments)
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before it; Python {platform.python_version()}"
    )
    solve(reference(), seconds=1)  # the solver is loaded once
    wrong = list(_events())
    if given.districts.exists():
        wrong += _provinces(districts(given.districts))
    wrong += _random(given.events)
    for fault in wrong:
        print(f"FAULT: {fault}", file=sys.stderr)
    return 1 if wrong else 0


def schedule_of(problem: Problem, plan: Plan) -> Schedule:
    """A plan with all that it is judged by."""
    return Schedule(
        day=problem.day,
        venues=problem.venues,
        slots=plan.slots,
        seats=problem.seats,
        travel=problem.travel,
        rounds={site.zone: site.round for site in problem.sites},
        excused=plan.excused,
        requests=problem.requests,
        rules=problem.rules,
    )


def faults(problem: Problem, answer: Answer) -> Iterator[str]:
    """What is wrong with an answer, in words."""
    if isinstance(answer, Plan):
        if len(answer.slots) != len(problem.tasks):
            yield f"{len(problem.tasks) - len(answer.slots)} slots lost"
        for clash in check(schedule_of(problem, answer)):
            yield f"{clash.kind} broken by {clash.minutes}: {clash.presenters}"
        for cost in answer.costs:
            if cost.bound > cost.value:
                yield f"{cost.wish}: {cost.value} is less than the proven {cost.bound}"
    elif isinstance(answer, Impossible):
        if not answer.cores:
            yield "impossible without a clash"
        for core in answer.cores:
            if not core.ways_out:
                yield f"no way out of {core.kind}"


@dataclass(frozen=True)
class Timed:
    """An answer and what it took: wall and processor seconds."""

    answer: Answer
    wall: float
    cpu: float

    @property
    def told(self) -> str:
        if isinstance(self.answer, Plan):
            costs = ", ".join(f"{cost.wish} {cost.value}" for cost in self.answer.costs if cost.value)
            return f"{'proven' if self.answer.proven else 'not proven'}: {costs}"
        if isinstance(self.answer, Impossible):
            return f"impossible: {', '.join(core.kind for core in self.answer.cores)}"
        return "undecided"


def timed(problem: Problem, *, first: bool = False, seconds: float = SECONDS) -> Timed:
    """Solve; if `first` only until there is any plan."""
    began, cpu = time.perf_counter(), time.process_time()
    answer = solve(problem, seconds=seconds, told=(lambda progress: progress.plans == 0) if first else None)
    return Timed(answer, time.perf_counter() - began, time.process_time() - cpu)


def _events() -> Iterator[str]:
    print("\n| event | first plan s | proven s | CPU s | answer | first fit: lost, broken |")
    print("|---|---|---|---|---|---|")
    for name, made in EVENTS.items():
        problem = made()
        first, whole = timed(problem, first=True), timed(problem)
        print(
            f"| {name} | {first.wall:.2f} | {whole.wall:.2f} | {whole.cpu:.2f} | {whole.told} "
            f"| {_first_fit([problem])} |"
        )
        yield from (f"{name}: {fault}" for fault in faults(problem, whole.answer))


def _provinces(provinces: Mapping[str, list[Place]]) -> Iterator[str]:
    """Of growing size: the reference's province, then as many as it takes, then all of them."""
    print("\n| presenters | provinces | first plan s | proven s | CPU s | proven | first fit: lost, broken |")
    print("|---|---|---|---|---|---|---|")
    codes = [BURIRAM, *(code for code in provinces if code != BURIRAM)]
    everybody = sum(len(places) for places in provinces.values())
    with ProcessPoolExecutor(PROCESSES) as pool:
        list(pool.map(timed, [reference()] * PROCESSES))
        problems = list(pool.map(province, [provinces[code] for code in codes]))
        for size in (*SIZES, everybody):
            chosen = _up_to(problems, size)
            first_wall, _ = _together(pool, chosen, first=True)
            wall, done = _together(pool, chosen, first=False)
            cpu = sum(each.cpu for each in done)
            proven = sum(isinstance(each.answer, Plan) and each.answer.proven for each in done)
            print(
                f"| {sum(len(problem.tasks) for problem in chosen)} | {len(chosen)} | {first_wall:.2f} "
                f"| {wall:.2f} | {cpu:.2f} | {proven} | {_first_fit(chosen)} |"
            )
            for problem, each in zip(chosen, done, strict=True):
                yield from faults(problem, each.answer)


def _up_to(problems: Sequence[Problem], size: int) -> list[Problem]:
    chosen: list[Problem] = []
    for problem in problems:
        if sum(len(each.tasks) for each in chosen) < size:
            chosen.append(problem)
    return chosen


def _together(
    pool: ProcessPoolExecutor, problems: Sequence[Problem], *, first: bool
) -> tuple[float, list[Timed]]:
    """Largest first, so that no process waits long for the other."""
    order = sorted(range(len(problems)), key=lambda place: -len(problems[place].tasks))
    began = time.perf_counter()
    waiting = {
        place: pool.submit(timed, problems[place], first=first, seconds=PROVINCE_SECONDS) for place in order
    }
    done = [waiting[place].result() for place in range(len(problems))]
    return time.perf_counter() - began, done


def _first_fit(problems: Iterable[Problem]) -> str:
    lost = broken = 0
    for problem in problems:
        slots = first_fit(problem)
        lost += len(problem.tasks) - len(slots)
        broken += len(check(schedule_of(problem, Plan(slots))))
    return f"{lost}, {broken}"


def _random(count: int) -> Iterator[str]:
    counts: Counter[str] = Counter()
    began, cpu = time.perf_counter(), time.process_time()
    for seed in range(count):
        problem = random_event(seed)
        answer = solve(problem, seconds=5)
        counts[type(answer).__name__.lower()] += 1
        counts["proven"] += isinstance(answer, Plan) and answer.proven
        yield from (f"event {seed}: {fault}" for fault in faults(problem, answer))
    told = ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
    wall, spent = time.perf_counter() - began, time.process_time() - cpu
    print(f"\n{count} random events: {told}; {wall:.0f} s, {spent:.0f} s CPU")


if __name__ == "__main__":
    sys.exit(main())
