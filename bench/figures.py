"""What was measured of one way under one load, and the table in which the ways stand side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import quantiles

from bench.load import Load


@dataclass
class Figures:
    """One way under one load, all rounds together. Times in seconds."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0
    cpu: float = 0
    """Processor time of the server."""
    busy: float = 0
    """The load's own share of a core, in its busiest round."""
    refused: int = 0

    def add(self, load: Load, cpu: float) -> None:
        self.latencies += load.latencies
        self.seconds += load.seconds
        self.cpu += cpu
        self.busy = max(self.busy, load.busy)
        self.refused += load.refused

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.latencies)

    def percentile(self, percent: int) -> float:
        return quantiles(self.latencies, n=100, method="inclusive")[percent - 1]


def table(ways: Mapping[str, Figures], batch: int = 1) -> str:
    """A line for each way, with so many marks a request; CPU is compared with the first two ways'."""
    yardsticks = list(ways.values())[:2]
    lines = [
        f"{'':<20} {'requests/s':>10} {'marks/s':>8} {'p50 ms':>8} {'p99 ms':>8} {'CPU ms':>8} {'× no-op':>8}"
        f" {'× bare':>8} {'load':>6}"
    ]
    for name, found in ways.items():
        times = "".join(
            f" {found.cpu_each / each.cpu_each:>8.2f}" if each.cpu else f" {'-':>8}" for each in yardsticks
        )
        lines.append(
            f"{name:<20} {found.rate:>10.0f} {batch * found.rate:>8.0f}"
            f" {1000 * found.percentile(50):>8.1f}"
            f" {1000 * found.percentile(99):>8.1f} {1000 * found.cpu_each:>8.2f}{times} {found.busy:>6.0%}"
        )
    return "\n".join(lines)
