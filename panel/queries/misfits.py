"""What a bundle brings to a zone that is not here, and what stands in its way: what only this server has,
and what of the bundle has no place here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, takewhile

from panel.adapters.language import BANGKOK
from panel.db import db
from panel.domain.errors import Fault, named
from panel.domain.sheets import EntryStatus
from panel.models import Deposit, Entry, Person, Record, Seat, Sheet, Zone
from panel.queries.bundles import Facts, codes_of, rows_of, versions_of


@dataclass(frozen=True)
class Step:
    """From the zone as it stands here to the bundle's: records, entries and deposits that only the bundle
    has, and what only this server has.

    `own_entries` are those that count: what is held waits for the chair, whatever a bundle brings.
    """

    records: list[Facts]
    entries: list[Facts]
    deposits: list[Facts]
    own_records: list[Record]
    own_entries: list[Entry]

    @property
    def empty(self) -> bool:
        """Nothing of the bundle is new here."""
        return not (self.records or self.entries or self.deposits)

    @property
    def corrected(self) -> set[str]:
        """The seats that were corrected in the hall since."""
        return {each["body"]["seat"] for each in self.records if each["act"] == "seat.changed"}


def step_to(zone: Zone, facts: Facts) -> Step:
    """Raises nothing: a log that went on here too has own records."""
    ours, theirs = rows_of(zone, Record), facts["records"]
    pairs = zip(ours, theirs, strict=False)
    common = len(list(takewhile(lambda pair: pair[0].digest == pair[1]["digest"], pairs)))
    entries, sent = rows_of(zone, Entry), {each["uuid"] for each in facts["entries"]}
    kept = {entry.uuid for entry in entries}
    held = {deposit.uuid for deposit in rows_of(zone, Deposit)}
    return Step(
        records=theirs[common:],
        entries=[each for each in facts["entries"] if each["uuid"] not in kept],
        deposits=[each for each in facts["deposits"] if each["uuid"] not in held],
        own_records=list(ours[common:]),
        own_entries=[
            entry for entry in entries if entry.uuid not in sent and entry.status is EntryStatus.STORED
        ],
    )


def only_here(zone: Zone, step: Step, *, hold: bool) -> Iterator[Fault]:
    """What was done here and not in the hall, and then the way out of it; with `hold` marks are no fault."""
    acts = step.own_records
    if acts:
        told = {"count": len(acts), "act": acts[0].act, "first_time": _time(acts[0].at)}
        yield Fault(zone.code, "bundle.own_acts", told)
    elif hold:
        return
    yield from _own_marks(zone, step.own_entries)
    if acts:
        yield Fault(zone.code, "bundle.no_way_out")
    elif step.own_entries:
        yield Fault(zone.code, "bundle.way_out")


def _own_marks(zone: Zone, entries: list[Entry]) -> Iterator[Fault]:
    """A line a sheet."""
    for key, group in groupby(sorted(entries, key=_by_sheet), key=lambda entry: entry.sheet_id):
        sheet, own = db.session.get_one(Sheet, key), list(group)
        told = {
            "count": len(own),
            "seat": sheet.seat.code,
            "presenter": named(sheet.slot.presenter),
            "last_time": _time(own[-1].stored_at),
        }
        yield Fault(zone.code, "bundle.own_entries", told)


def _by_sheet(entry: Entry) -> tuple[int, int]:
    return entry.sheet_id, entry.id


def _time(moment: datetime) -> int:
    local = moment.astimezone(BANGKOK)
    return local.hour * 60 + local.minute


def misfits(zone: Zone, facts: Facts, step: Step) -> list[Fault]:
    """What of the bundle has no place here: people edited the plan, the panel or the instrument apart."""
    return [
        *_slots(zone, facts),
        *_versions(zone, facts),
        *_seats(zone, facts, step.corrected),
        *_persons(zone, facts),
    ]


def _slots(zone: Zone, facts: Facts) -> Iterator[Fault]:
    ours = {slot.presenter.code for slot in zone.slots}
    theirs = {slot["presenter"] for slot in facts["slots"]}
    for presenter in sorted(ours - theirs):
        yield Fault(zone.code, "bundle.presenter_only_here", {"presenter": presenter})
    for presenter in sorted(theirs - ours):
        yield Fault(zone.code, "bundle.presenter_not_here", {"presenter": presenter})


def _versions(zone: Zone, facts: Facts) -> Iterator[Fault]:
    """Another version under the same number would give the same marks another meaning."""
    known = {(each.code, each.version, each.digest) for each in versions_of(zone.event)}
    used = {tuple(each["instrument"]) for each in (*facts["slots"], *facts["sheets"])}
    for code, version, _ in sorted(used - known):
        yield Fault(zone.code, "bundle.instrument", {"instrument": code, "version": version})


def _seats(zone: Zone, facts: Facts, corrected: set[str]) -> Iterator[Fault]:
    """What the hall appointed or corrected comes along, unless it touches other zones."""
    ours = {seat.code: seat for seat in zone.seats}
    theirs = {seat["code"]: seat for seat in facts["seats"]}
    for code in sorted({*ours} - {*theirs}):
        yield Fault(zone.code, "bundle.seat_only_here", {"seat": code})
    taken = set(codes_of(zone.event, Seat).values()) - {*ours}
    for code, seat in theirs.items():
        if code in taken:
            yield Fault(zone.code, "bundle.seat_elsewhere", {"seat": code})
        elif code in ours and _differs(ours[code], seat, facts["persons"], corrected=code in corrected):
            yield Fault(zone.code, "bundle.seat_differs", {"seat": code})


def _differs(seat: Seat, told: Facts, persons: Facts, *, corrected: bool) -> bool:
    person = seat.person
    elsewhere = any(each.zone_id != seat.zone_id for each in person.seats)
    if person.home != persons[told["person"]]["home"] and (elsewhere or not corrected):
        return True
    ours = seat.facts
    who = (ours.person, ours.replaces) == (told["person"], told["replaces"])
    as_what = (ours.role, ours.scores) == (told["role"], told["scores"])
    return not (who and (as_what or corrected))


def _persons(zone: Zone, facts: Facts) -> Iterator[Fault]:
    """Whoever acted in the zone and is known neither here nor as one who sits on its panel."""
    known = {*codes_of(zone.event, Person).values(), *facts["persons"]}
    named_in = ("entries", "deposits", "typings", "happenings", "uploads", "devices")
    acted = {each["person"] for part in named_in for each in facts[part]}
    acted |= {each["finalised_by"] for each in facts["snapshots"]}
    for person in sorted(acted - known - {None}):
        yield Fault(zone.code, "bundle.person_unknown", {"person": person})
