"""The plan as plain facts, what an edit changed of them, and what was edited since somebody looked.

A fact's key is its sort and code ("slot:zones/sateuk", "zone:z2", "venue:nang-rong", "breaks:", "day:",
"quorum:", "excuses:").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from panel.db import db
from panel.models import Edit, Event
from panel.queries.schedules import excuses, plan_slots

Facts = dict[str, Any]
ACTS = {
    "move": "edit.move",
    "swap": "edit.swap",
    "pin": "edit.pin",
    "unpin": "edit.unpin",
    "request": "edit.request",
    "start": "edit.start",
    "break": "edit.break",
    "change_break": "edit.change_break",
    "remove_break": "edit.remove_break",
    "drop_break": "edit.drop_break",
    "book": "edit.book",
    "booking": "edit.book",
    "day": "edit.day",
    "quorum": "edit.quorum",
    "move_zone": "edit.move_zone",
    "plan": "edit.plan",
    "zoning": "edit.zoning",
    "shift": "edit.shift",
    "follow": "edit.follow",
    "postpone": "edit.postpone",
    "shorten": "edit.shorten",
    "reload": "edit.reload",
    "import": "edit.import",
    "final": "edit.final",
    "final_filled": "edit.final_filled",
    "final_removed": "edit.final_removed",
}
"""The words of what was done; an act that is not here is told by how much it changed."""


def plan_facts(event: Event) -> Facts:
    """All that an edit of the plan can change, in as many queries whatever its size."""
    rounds = {zone.id: zone.round.code for zone in event.zones}
    zones = {zone.id: zone.code for zone in event.zones}
    return {
        **{
            slot_key(rounds[slot.zone_id], slot.presenter.code): {
                "zone": zones[slot.zone_id],
                "position": slot.position,
                "start": slot.start,
                "end": slot.end,
                "pinned": slot.pinned,
                "questions": slot.questions,
                "not_before": slot.not_before,
                "not_after": slot.not_after,
                "firm": slot.firm,
            }
            for slots in plan_slots(event).values()
            for slot in slots
        },
        **{f"zone:{zone.code}": {"start": zone.start, "venue": zone.venue.code} for zone in event.zones},
        **{
            f"venue:{venue.code}": [[booking.start, booking.end] for booking in venue.bookings]
            for venue in event.venues
        },
        "breaks:": event.breaks,
        "day:": [event.day_start, event.day_end],
        "quorum:": [event.settings.quorum],
        "excuses:": sorted([excuse.seat, excuse.presenter] for excuse in excuses(event)),
    }


def slot_key(round_: str, presenter: str) -> str:
    return f"slot:{round_}/{presenter}"


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Facts, Facts]:
    """What differs, as it was and as it is; a fact that one of them lacks is None there."""
    keys = [key for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


def plan_revision(event: Event) -> int:
    """Of the plan as it stands: 0 if it was never edited."""
    return db.session.scalar(select(func.max(Edit.id)).where(Edit.event_id == event.id)) or 0


def edits_since(event: Event, revision: int) -> Sequence[Edit]:
    """What was done to the plan after that revision, in its order."""
    return db.session.scalars(
        select(Edit)
        .where(Edit.event_id == event.id, Edit.id > revision)
        .options(joinedload(Edit.person))
        .order_by(Edit.id)
    ).all()


def recent_edits(event: Event, limit: int) -> Sequence[Edit]:
    """What was done to the plan last, the latest first."""
    return db.session.scalars(
        select(Edit)
        .where(Edit.event_id == event.id)
        .options(joinedload(Edit.person))
        .order_by(Edit.id.desc())
        .limit(limit)
    ).all()


def latest_edit(event: Event, person: int | None, *, undone: bool) -> Edit | None:
    """What a person's undo (or, of what is `undone`, redo) is about. Undos and redos are edits too, but
    not themselves undone; a new edit of the person's leaves nothing to redo."""
    acts = select(Edit).where(
        Edit.event_id == event.id, Edit.person_id == person, Edit.act.not_in(("undo", "redo"))
    )
    last = db.session.scalar(acts.where(Edit.undone.is_(False)).order_by(Edit.id.desc()).limit(1))
    if not undone:
        return last
    taken_back = acts.where(Edit.undone.is_(True), Edit.id > (last.id if last else 0))
    return db.session.scalar(taken_back.order_by(Edit.id).limit(1))


def originals(edits: Iterable[Edit]) -> dict[int, Edit]:
    """The edits that were taken back or done again by these, by id."""
    wanted = {edit.body["edit"] for edit in edits if edit.act in {"undo", "redo"}}
    return {edit.id: edit for edit in db.session.scalars(select(Edit).where(Edit.id.in_(wanted)))}


def describe_edit(edit: Edit, names: Mapping[str, str]) -> tuple[str, dict[str, object]]:
    """The message code of what an edit did and its parameters, `names` being display names by code.

    What the body does not say is told from what changed: whose slots, of which zones, in which halls.
    """
    slots = [(key.rpartition("/")[2], value) for key, value in edit.after.items() if key.startswith("slot:")]
    zones = {value["zone"] for _, value in slots if value} | _codes(edit, "zone")
    body: dict[str, Any] = {
        "presenter": [code for code, _ in slots],
        "other": [],
        "zone": edit.body.get("zones") or sorted(zones),
        "venue": sorted(_codes(edit, "venue")),
        "name": "",
        "start_time": 0,
        "end_time": 0,
        **edit.body,
    }
    params = {key: _names(names, body[key]) for key in ("presenter", "other", "zone", "venue")}
    times = {key: body[key] for key in ("name", "start_time", "end_time")}
    return ACTS.get(edit.act, "edit.other"), {**params, **times, "slots": len(slots)}


def _codes(edit: Edit, sort: str) -> set[str]:
    return {key.partition(":")[2] for key in edit.after if key.startswith(f"{sort}:")}


def _names(names: Mapping[str, str], codes: list[str] | str | None) -> str:
    listed = codes if isinstance(codes, list) else [codes] if codes else []
    return ", ".join(names.get(code, code) for code in listed)
