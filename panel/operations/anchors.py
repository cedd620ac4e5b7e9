"""Anchor presentations: one recording that every panel of a round scores, so that panels can be compared.

Each zone has it as a presenter of its own, without a time, that counts in no result and blocks nothing.
"""

from __future__ import annotations

from sqlalchemy import select

from panel.db import db
from panel.domain.connections import ANCHOR
from panel.domain.errors import Conflict, Invalid
from panel.models import Deposit, Event, Material, Presenter, Round, Sheet, Slot, Typing, Zone
from panel.operations.audit import Author, record
from panel.operations.events import add_slot
from panel.operations.sheets import refuse_finalised
from panel.queries.connections import anchor_slots


def set_anchor(round_: Round, title: str, title_en: str = "", *, by: Author) -> list[Presenter]:
    """Let every zone of the round have the anchor presentation, under that title. Raises Conflict where a
    zone that has none is final."""
    title = title.strip()
    if not title:
        raise Invalid("anchor.untitled")
    there = {slot.zone_id: slot.presenter for slot in anchor_slots(round_)}
    anchors = []
    for zone in sorted(round_.zones, key=lambda zone: zone.code):
        presenter = there.get(zone.id) or _new_anchor(zone)
        presenter.name, presenter.name_en = title, title_en.strip()
        record("anchor.set", event=round_.event, zone=zone, by=by, presenter=presenter.code, title=title)
        anchors.append(presenter)
    return anchors


def _new_anchor(zone: Zone) -> Presenter:
    refuse_finalised(zone)
    presenter = Presenter(code=f"{ANCHOR}{zone.code}", name="", practice=True, anchor=True)
    zone.event.presenters.append(presenter)
    db.session.flush()
    add_slot(zone, presenter)
    return presenter


def remove_anchor(round_: Round, *, by: Author) -> None:
    """Take the round's anchor presentation out of every zone; raises Conflict once anybody scored it."""
    slots = anchor_slots(round_)
    if not slots:
        raise Conflict("anchor.none")
    for slot in sorted(slots, key=lambda slot: slot.zone.code):
        refuse_finalised(slot.zone)
    if any(_touched(round_.event, slot) for slot in slots):
        raise Conflict("anchor.scored")
    for slot in slots:
        presenter, zone = slot.presenter, slot.zone
        db.session.delete(slot)
        db.session.flush()
        round_.event.presenters.remove(presenter)
        db.session.delete(presenter)
        record("anchor.removed", event=round_.event, zone=zone, by=by, presenter=presenter.code)


def _touched(event: Event, slot: Slot) -> bool:
    """Whether anything would be lost with it: a sheet, a paper that one has typed, what waits, a file."""
    traces = (
        select(Sheet.id).where(Sheet.slot_id == slot.id),
        select(Typing.id).where(Typing.slot_id == slot.id),
        select(Material.id).where(Material.presenter_id == slot.presenter_id),
        select(Deposit.id).where(
            Deposit.seat.has(event_id=event.id), Deposit.presenter == slot.presenter.code
        ),
    )
    return any(db.session.scalar(each.limit(1)) is not None for each in traces)
