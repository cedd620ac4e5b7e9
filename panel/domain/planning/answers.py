"""Answers of the solver as plain JSON, both ways, so that a job can keep them until somebody takes one.

Times are minutes from midnight here (a machine reads them); `schedule plan --json` writes "HH:MM".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panel.domain.events import Window
from panel.domain.planning import (
    Answer,
    Constraint,
    Core,
    Cost,
    Impossible,
    Kind,
    Plan,
    Progress,
    Undecided,
    Wish,
)
from panel.domain.schedules import Excuse, Request, Slot, WayOut

Json = dict[str, Any]


def answer_to_json(answer: Answer) -> Json:
    """Any answer; its "kind" is plan, impossible or undecided."""
    if isinstance(answer, Plan):
        return {"kind": "plan", **plan_to_json(answer)}
    if isinstance(answer, Impossible):
        return {"kind": "impossible", "cores": [_core_to_json(core) for core in answer.cores]}
    return {"kind": "undecided"}


def answer_from_json(body: Mapping[str, Any]) -> Answer:
    """What `answer_to_json` wrote."""
    if body["kind"] == "plan":
        return plan_from_json(body)
    if body["kind"] == "impossible":
        return Impossible(tuple(_core_from_json(core) for core in body["cores"]))
    return Undecided()


def plan_to_json(plan: Plan) -> Json:
    return {
        "slots": [vars(slot) for slot in plan.slots],
        "costs": [{**vars(cost), "wish": cost.wish.value} for cost in plan.costs],
        "excused": [[excuse.seat, excuse.presenter] for excuse in sorted(plan.excused)],
        "refused": [vars(request) for request in plan.refused],
        "proven": plan.proven,
    }


def plan_from_json(body: Mapping[str, Any]) -> Plan:
    return Plan(
        slots=tuple(Slot(**slot) for slot in body["slots"]),
        costs=tuple(Cost(Wish(cost["wish"]), cost["value"], cost["bound"]) for cost in body["costs"]),
        excused=frozenset(Excuse(*excuse) for excuse in body["excused"]),
        refused=tuple(Request(**request) for request in body["refused"]),
    )


def _core_to_json(core: Core) -> Json:
    return {
        "constraints": [
            {
                **vars(each),
                "kind": each.kind.value,
                "window": None if each.window is None else [each.window.start, each.window.end],
            }
            for each in core.constraints
        ],
        "minutes": core.minutes,
        "ways_out": [{"code": way.code, "params": dict(way.params)} for way in core.ways_out],
    }


def _core_from_json(body: Mapping[str, Any]) -> Core:
    return Core(
        constraints=tuple(
            Constraint(
                **{
                    **each,
                    "kind": Kind(each["kind"]),
                    "window": None if each["window"] is None else Window(*each["window"]),
                }
            )
            for each in body["constraints"]
        ),
        minutes=body["minutes"],
        ways_out=tuple(WayOut(way["code"], way["params"]) for way in body["ways_out"]),
    )


def progress_to_json(progress: Progress) -> Json:
    return {**vars(progress), "wish": progress.wish and progress.wish.value}
