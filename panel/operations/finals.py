"""The final round: set up, changed, taken back, and the best of each zone brought into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panel.db import db
from panel.domain.days import BEGUN
from panel.domain.errors import Conflict, named, named_all
from panel.domain.events import Round as RoundFacts
from panel.domain.events import RoundKind
from panel.domain.events import Zone as ZoneFacts
from panel.models import Event, Round, Slot, Zone
from panel.operations.audit import Author, record
from panel.operations.edits import edited
from panel.operations.events import add_round, add_slot, add_zone
from panel.operations.removals import remove_seat, remove_slot
from panel.operations.schedules import lay
from panel.operations.sheets import refuse_finalised
from panel.queries.events import find_presenter, find_venue
from panel.queries.finals import final_round, final_zone, judged, left_behind
from panel.queries.locks import Locks
from panel.queries.provinces import province_results
from panel.queries.schedules import timed_slots

CODE = "final"


@dataclass(frozen=True)
class Terms:
    """What is said of a final: its names, how many of each zone come, the percent of their zone's result that
    they bring, the venue's code, and the minute of the day at which the first presents."""

    name: str
    name_en: str
    top: int
    carry: int
    venue: str
    start: int


def set_up_final(event: Event, terms: Terms, *, by: Author, seen: int | None = None) -> Zone:
    """A final after the zones, with one zone in which nobody presents yet, and the zones' instrument."""
    with edited(event, "final", by=by, seen=seen):
        if final_round(event) is not None:
            raise Conflict("final.there")
        find_venue(event, terms.venue)
        code = _free_code(event)
        round_ = RoundFacts(code, RoundKind.FINAL, terms.name, terms.name_en, terms.top, terms.carry)
        add_round(event, round_, event.main_round.instrument)
        facts = ZoneFacts(code, code, terms.name, terms.venue, terms.start, (), terms.name_en)
        zone = add_zone(event, facts, 1 + max(each.position for each in event.zones))
        record("final.set_up", event=event, by=by, final=code, top=terms.top, carry=terms.carry)
    db.session.expire_all()
    return zone


def _free_code(event: Event) -> str:
    taken = {zone.code for zone in event.zones} | {round_.code for round_ in event.rounds}
    return next(code for n in range(len(taken) + 1) if (code := f"{CODE}-{n}" if n else CODE) not in taken)


def change_final(event: Event, terms: Terms, *, by: Author, seen: int | None = None) -> None:
    """Say it anew. Who comes in and what they bring are fixed by the first mark."""
    with edited(event, "final", by=by, seen=seen):
        zone = final_zone(event)
        round_ = zone.round
        refuse_finalised(zone)
        if (round_.top, round_.carry) != (terms.top, terms.carry) and judged(round_):
            raise Conflict("final.marks_lock")
        for thing in (round_, zone):
            thing.name, thing.name_en = terms.name, terms.name_en
        round_.top, round_.carry = terms.top, terms.carry
        moved = zone.start != terms.start
        zone.venue, zone.start = find_venue(event, terms.venue), terms.start
        if moved:
            lay(zone, timed_slots(zone))
        record("final.changed", event=event, zone=zone, by=by, top=terms.top, carry=terms.carry)


def bring_in(event: Event, expected: Sequence[str], *, by: Author, seen: int | None = None) -> None:
    """Give those a slot in the final who come into it now that all zones are final: those whom whoever asks
    was shown, in this order (`expected`, by code).

    Until somebody was judged the order is the rule's, and who no longer comes goes. After that nobody who
    was judged is taken out, and who is still missing comes last.
    """
    with edited(event, "final_filled", by=by, seen=seen):
        zone = final_zone(event)
        refuse_finalised(zone)
        wanted = _wanted(event, zone.round)
        if tuple(expected) != wanted:
            raise Conflict("final.others_now")
        slots = _thinned_out(zone, wanted)
        for code in wanted:
            if code not in slots:
                slots[code] = add_slot(zone, find_presenter(event, code))
        db.session.flush()
        begun = any(slot.happened in BEGUN for slot in slots.values()) or judged(zone.round)
        order = [*slots] if begun else [*wanted, *(code for code in slots if code not in wanted)]
        lay(zone, [slots[code] for code in order])
        record("final.filled", event=event, zone=zone, by=by, presenters=order)
    db.session.expire_all()


def _wanted(event: Event, round_: Round) -> tuple[str, ...]:
    province = province_results(event)
    waiting = [zone for zone in province.main.zones if zone.provisional]
    if waiting:
        raise Conflict("final.zones_open", zones=named_all(waiting))
    if not province.selection.entrants:
        raise Conflict("final.nobody")
    return province.selection.presenters


def _thinned_out(zone: Zone, wanted: Sequence[str]) -> dict[str, Slot]:
    """The slots that stay, by presenter, in their order; whoever did not appear stays on record."""
    judged_slots = Locks(zone.event).slots
    stay: dict[str, Slot] = {}
    for slot in timed_slots(zone):
        if slot.presenter.code in wanted or slot.no_show:
            stay[slot.presenter.code] = slot
        elif slot.id in judged_slots or slot.happened in BEGUN:
            raise Conflict("final.judged", presenter=named(slot.presenter))
        else:
            remove_slot(slot)
    return stay


def remove_final(event: Event, *, by: Author, seen: int | None = None) -> None:
    """Do without a final in which nobody was judged yet; the zones' ranking stands by itself again."""
    with edited(event, "final_removed", by=by, seen=seen):
        zone = final_zone(event)
        round_, code = zone.round, zone.code
        refuse_finalised(zone)
        if left_behind(zone):
            raise Conflict("final.marks_lock")
        practice = [slot.presenter for slot in zone.slots if slot.presenter.practice]
        for slot in list(zone.slots):
            remove_slot(slot)
        for seat in reversed(list(zone.seats)):  # who took a seat over goes before its first holder
            remove_seat(seat)
        event.breaks = [each for each in event.breaks if each["zone"] != code]
        for thing in (*practice, zone, round_):
            db.session.delete(thing)
            db.session.flush()
        record("final.removed", event=event, by=by, final=code)
    db.session.expire_all()
