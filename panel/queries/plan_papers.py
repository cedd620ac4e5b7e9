"""The papers of the plan: all zones, and what hangs at each venue's door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from panel.domain.documents import Choice
from panel.models import Event
from panel.queries.letterheads import DRAFT, Heading, Stamp
from panel.queries.papers import DoorPaper, PlanPaper
from panel.queries.plans import Plan, PlanZone, present_plan, public_plan


def plan_paper(event: Event, heading: Heading, choice: Choice) -> PlanPaper:
    plan = public_plan(event.code) if choice.published else present_plan(event)
    return PlanPaper(
        heading=heading,
        stamp=_stamp(plan),
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
            stamp=replace(_stamp(plan), path=""),
            zones=tuple(sorted(zones, key=lambda zone: zone.start or 0)),
            path=f"/plan/{event.code}",
        )


def _stamp(plan: Plan) -> Stamp:
    """Of a published plan; one that was changed since is a draft."""
    return DRAFT if plan.version is None else Stamp.of(plan.version, plan.digest)
