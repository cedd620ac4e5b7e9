"""The papers of the plan: all zones, and what hangs at each venue's door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from panel.domain.documents import Choice
from panel.domain.events import Venue
from panel.models import Event
from panel.queries.letterheads import Heading, Stamp
from panel.queries.plans import PlanZone, present_plan, public_plan


@dataclass(frozen=True)
class PlanPaper:
    template: ClassVar[str] = "plan"

    heading: Heading
    stamp: Stamp
    zones: tuple[PlanZone, ...]
    several_rounds: bool
    present: int
    questions: int


@dataclass(frozen=True)
class DoorPaper:
    """What hangs at a venue's door: all that takes place behind it. `path` is where its QR code leads."""

    template: ClassVar[str] = "door"

    heading: Heading
    stamp: Stamp
    zones: tuple[PlanZone, ...]
    path: str

    @property
    def venue(self) -> Venue:
        return self.zones[0].venue

    @property
    def size(self) -> str:
        """Of its letters: as large as so many lines leave room for on one page."""
        lines = sum(len(zone.lines) + 1 for zone in self.zones)
        return next((size for size, most in DOOR_LINES.items() if lines <= most), "small")


DOOR_LINES = {"huge": 8, "large": 10, "medium": 12}


def plan_paper(event: Event, heading: Heading, choice: Choice) -> PlanPaper:
    plan = public_plan(event.code) if choice.published else present_plan(event)
    return PlanPaper(
        heading=heading,
        stamp=Stamp.of_plan(plan),
        zones=tuple(zone for zone in plan.zones if choice.zone in {None, zone.code}),
        several_rounds=plan.several_rounds,
        present=event.present_minutes,
        questions=event.question_minutes,
    )


def door_papers(event: Event, heading: Heading, choice: Choice) -> Iterator[DoorPaper]:
    """One for each venue in which somebody presents."""
    plan = present_plan(event)
    behind: dict[str, list[PlanZone]] = defaultdict(list)
    for zone in plan.zones:
        if zone.slots and choice.zone in {None, zone.code}:
            behind[zone.venue.code].append(zone)
    for zones in behind.values():
        yield DoorPaper(
            heading=heading,
            stamp=replace(Stamp.of_plan(plan), path=""),
            zones=tuple(sorted(zones, key=lambda zone: zone.start or 0)),
            path=f"/plan/{event.code}",
        )
