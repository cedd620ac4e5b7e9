"""What makes a plan impossible, in words: message codes with their parameters, and as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping

from panel.domain.planning import Constraint, Core, Kind, Problem
from panel.domain.schedules import clock, name_of, way_to_json

Message = tuple[str, dict[str, object]]


def describe_core(core: Core, names: Mapping[str, str]) -> Message:
    """Where constraints clash and by how much; `names` are display names by code."""
    codes = [("zone", each.zone) for each in core.constraints]
    codes += [("venue", each.venue) for each in core.constraints]
    where = ", ".join(dict.fromkeys(name_of(names, sort, code) for sort, code in codes if code))
    return "core.minutes" if core.minutes else "core.clash", {"where": where, "minutes": core.minutes}


def describe_constraint(constraint: Constraint, names: Mapping[str, str]) -> Message:
    """One thing that a plan must hold. Times (keys ending in `_time`) stay minutes, for the edge to write."""
    params: dict[str, object] = {
        sort: name_of(names, sort, getattr(constraint, sort))
        for sort in ("zone", "venue", "presenter", "person")
    }
    params |= {"slots": constraint.count, "minutes": constraint.minutes}
    params["who"] = _who(str(params["person"]), str(params["presenter"]))
    if constraint.window is not None:
        params |= {"from_time": constraint.window.start, "until_time": constraint.window.end}
    of_all = constraint.kind is Kind.SLOTS and constraint.zone is None
    return "constraint.all_slots" if of_all else f"constraint.{constraint.kind}", params


def _who(person: str, presenter: str) -> str:
    """Somebody with the amphoe that they head, or whichever of the two is known."""
    return f"{person} ({presenter})" if person and presenter else person or presenter


def core_to_json(core: Core, problem: Problem) -> dict[str, object]:
    """A core as `schedule plan --json` writes it, in the terms of a clash. Its presenters are those whom it
    names, else all of its zones."""
    zones = [each.zone for each in core.constraints if each.zone]
    venues = [each.venue for each in core.constraints if each.venue]
    presenters = [each.presenter for each in core.constraints if each.presenter]
    window = next((each.window for each in core.constraints if each.kind is core.kind), None)
    return {
        "kind": core.kind.value,
        "zone": zones[0] if zones else None,
        "venue": venues[0] if venues else None,
        "presenters": presenters or [task.presenter for task in problem.tasks if task.zones[0] in zones],
        "person": next((each.person for each in core.constraints if each.person), None),
        "minutes": core.minutes,
        "window": None if window is None else {"start": clock(window.start), "end": clock(window.end)},
        "ways_out": [way_to_json(way) for way in core.ways_out],
        "constraints": [_constraint_to_json(each) for each in core.constraints],
    }


def _constraint_to_json(constraint: Constraint) -> dict[str, object]:
    """What of it there is."""
    window = constraint.window
    body = {**vars(constraint), "kind": constraint.kind.value}
    body["window"] = None if window is None else {"start": clock(window.start), "end": clock(window.end)}
    return {key: value for key, value in body.items() if value}
