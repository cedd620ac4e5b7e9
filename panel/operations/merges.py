"""A bundle's zone laid over the zone that is here: what is new is added, what went on is brought up to date.

Whether it may be is decided before. People's secrets stay each server's own: a tablet of the hall signs in
here anew, by the same link.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import delete, select

from panel.adapters.bundles import Bundle
from panel.adapters.secrets import link_token, token_digest
from panel.adapters.uploads import keep_upload
from panel.config import Settings
from panel.db import Base, db
from panel.models import (
    Deposit,
    Device,
    Entry,
    Happening,
    InstrumentVersion,
    Mark,
    Person,
    Record,
    Seat,
    Sheet,
    SignedCopy,
    Slot,
    Snapshot,
    Typing,
    Upload,
    Zone,
)
from panel.operations.audit import lock_chain
from panel.queries.bundles import Facts, rows_of, taken, versions_of
from panel.queries.events import find_venue
from panel.queries.misfits import Step

Row = TypeVar("Row", bound=Base)


def merge_zone(zone: Zone, bundle: Bundle, step: Step, *, at: datetime, settings: Settings) -> None:
    """All of it flushed. Who asks holds the zone's chain; its log goes on with the step's records."""
    merge = _Merge(zone, bundle.facts)
    merge.people(step.corrected, settings.secret_key)
    merge.slots()
    merge.devices(at)
    merge.sheets()
    merge.entries()
    merge.papers(bundle, settings)
    merge.outcome(step.records)
    merge.signed(bundle, settings)
    db.session.flush()
    db.session.expire_all()


def removed_scans(zone: Zone, facts: Facts) -> list[Upload]:
    """What is here and was taken away in the hall."""
    there = {(each["seat"], each["presenter"], each["digest"]) for each in facts["uploads"]}
    return [
        upload
        for upload in rows_of(zone, Upload)
        if upload.sheet
        and (upload.sheet.seat.code, upload.sheet.slot.presenter.code, upload.digest) not in there
    ]


def removed_copies(zone: Zone, facts: Facts) -> list[SignedCopy]:
    """The same of what was signed."""
    there = {(each["version"], each["digest"]) for each in facts.get("signed_copies", ())}
    return [copy for copy in rows_of(zone, SignedCopy) if (copy.snapshot.version, copy.digest) not in there]


class _Merge:
    """The rows here that the bundle's codes stand for; what is laid down joins them."""

    def __init__(self, zone: Zone, facts: Facts) -> None:
        self.zone = zone
        self.facts = facts
        persons = db.session.scalars(select(Person).where(Person.event_id == zone.event_id))
        self.person_by = {person.code: person for person in persons}
        self.seat_by = {seat.code: seat for seat in zone.seats}
        self.slot_by = {slot.presenter.code: slot for slot in zone.slots}
        self.version_by = {(each.code, each.version): each for each in versions_of(zone.event)}
        self.device_by: dict[str, Device] = {}
        self.sheet_by: dict[tuple[str, str], Sheet] = {}

    # --- Who and when -----------------------------------------------------------------------------------

    def people(self, corrected: set[str], secret: str) -> None:
        """The panel as the hall left it."""
        seats = self.facts["seats"]
        renamed = {seat["person"] for seat in seats if seat["code"] in corrected}
        for code, facts in self.facts["persons"].items():
            self._person(code, facts, secret, renamed=code in renamed)
        for seat in seats:
            who = {"person": self.person_by[seat["person"]], "zone": self.zone}
            before = self.seat_by.get(seat["code"])
            self.seat_by[seat["code"]] = _lay(Seat, before, seat, event_id=self.zone.event_id, **who)
        for seat in seats:
            self.seat_by[seat["code"]].replaces = self.seat_by.get(seat["replaces"])
        db.session.flush()

    def _person(self, code: str, facts: Facts, secret: str, *, renamed: bool) -> None:
        """Somebody new, or corrected. Of two generations of a link the later one works."""
        person, event = self.person_by.get(code), self.zone.event
        generation = max(facts["generation"], person.generation if person else 0)
        if person is None or renamed:
            person = _lay(Person, person, facts, code=code, event=event)
            self.person_by[code] = person
        person.generation = generation
        person.link_digest = token_digest(link_token(secret, event.code, code, generation))

    def slots(self) -> None:
        """Where the hall's day went otherwise than planned, that is how it went."""
        self.zone.start, self.zone.venue = (
            self.facts["start"],
            find_venue(self.zone.event, self.facts["venue"]),
        )
        for facts in self.facts["slots"]:
            _lay(Slot, self.slot_by[facts["presenter"]], facts, instrument=self._version(facts))

    def devices(self, at: datetime) -> None:
        """The hall's tablets, to be named by; nobody can sign in as one."""
        keys = [facts["key"] for facts in self.facts["devices"]]
        for device in db.session.scalars(select(Device).where(Device.key.in_(keys))):
            self.device_by[device.key] = device
        for facts in self.facts["devices"]:
            if facts["key"] not in self.device_by:
                person = self.person_by[facts["person"]]
                device = _lay(Device, None, facts, person=person, secret_digest="", revoked_at=at)
                self.device_by[facts["key"]] = device
        db.session.flush()

    # --- What was judged --------------------------------------------------------------------------------

    def sheets(self) -> None:
        for sheet in rows_of(self.zone, Sheet):
            self.sheet_by[sheet.seat.code, sheet.slot.presenter.code] = sheet
        for facts in self.facts["sheets"]:
            key = facts["seat"], facts["presenter"]
            place = {"instrument": self._version(facts), **self._place(facts)}
            self.sheet_by[key] = _lay(Sheet, self.sheet_by.get(key), facts, **place)
        db.session.flush()

    def entries(self) -> None:
        """The log and its cache, and what is held at the door, in the hall's order."""
        entries = {entry.uuid: entry for entry in rows_of(self.zone, Entry)}
        for facts in self.facts["entries"]:
            _lay(Entry, entries.get(facts["uuid"]), facts, sheet_id=self._sheet(facts), **self._sender(facts))
        deposits = {deposit.uuid: deposit for deposit in rows_of(self.zone, Deposit)}
        for facts in self.facts["deposits"]:
            seat = self.seat_by[facts["seat"]]
            _lay(Deposit, deposits.get(facts["uuid"]), facts, seat=seat, **self._sender(facts))
        sheets = [sheet.id for sheet in self.sheet_by.values()]
        db.session.execute(delete(Mark).where(Mark.sheet_id.in_(sheets)))
        for facts in self.facts["marks"]:
            _lay(Mark, None, facts, sheet_id=self._sheet(facts))

    def papers(self, bundle: Bundle, settings: Settings) -> None:
        """Scans, and what one typist of two has typed so far."""
        for typing in rows_of(self.zone, Typing):
            db.session.delete(typing)
        here = {(upload.sheet_id, upload.digest) for upload in rows_of(self.zone, Upload)}
        db.session.flush()
        for facts in self.facts["typings"]:
            _lay(Typing, None, facts, person_id=self._by(facts), **self._place(facts))
        for facts in self.facts["uploads"]:
            sheet, event_id = self._sheet(facts), self.zone.event_id
            if (sheet, facts["digest"]) not in here:
                keep_upload(settings, bundle.scan(facts["digest"]))
                _lay(Upload, None, facts, event_id=event_id, sheet_id=sheet, person_id=self._by(facts))

    def outcome(self, records: list[Facts]) -> None:
        """What happened to the slots, what was finalised, and the log of it all."""
        here = Counter(happening.slot_id for happening in rows_of(self.zone, Happening))
        for facts in self.facts["happenings"]:
            slot = self.slot_by[facts["presenter"]].id
            if here[slot]:
                here[slot] -= 1
            else:
                _lay(Happening, None, facts, slot_id=slot, person_id=self._by(facts))
        snapshots = {snapshot.version: snapshot for snapshot in rows_of(self.zone, Snapshot)}
        for facts in self.facts["snapshots"]:
            by = self.person_by[facts["finalised_by"]]
            whose = {"event_id": self.zone.event_id, "zone_id": self.zone.id, "finalised_by": by}
            _lay(Snapshot, snapshots.get(facts["version"]), facts, **whose)
        chain = lock_chain(self.zone.event, self.zone.code)
        chain.revision += 1
        for facts in records:
            _lay(Record, None, facts, chain_id=chain.id)
            chain.head = facts["digest"]

    def signed(self, bundle: Bundle, settings: Settings) -> None:
        """Copies of what was signed, beside the versions that are laid down by now."""
        db.session.flush()
        versions = {snapshot.version: snapshot for snapshot in rows_of(self.zone, Snapshot)}
        here = {(copy.snapshot.version, copy.digest) for copy in rows_of(self.zone, SignedCopy)}
        for facts in self.facts.get("signed_copies", ()):
            if (facts["version"], facts["digest"]) not in here:
                keep_upload(settings, bundle.scan(facts["digest"]))
                whose = {"snapshot": versions[facts["version"]], "person_id": self._by(facts)}
                _lay(SignedCopy, None, facts, **whose)

    # --- Codes ------------------------------------------------------------------------------------------

    def _version(self, facts: Facts) -> InstrumentVersion:
        code, version, _ = facts["instrument"]
        return self.version_by[code, version]

    def _place(self, facts: Facts) -> Facts:
        return {"seat": self.seat_by[facts["seat"]], "slot": self.slot_by[facts["presenter"]]}

    def _sheet(self, facts: Facts) -> int:
        return self.sheet_by[facts["seat"], facts["presenter"]].id

    def _by(self, facts: Facts) -> int | None:
        return self.person_by[facts["person"]].id if facts["person"] else None

    def _sender(self, facts: Facts) -> Facts:
        device = self.device_by[facts["device"]].id if facts["device"] else None
        return {"person_id": self._by(facts), "device_id": device}


def _lay(model: type[Row], row: Row | None, facts: Facts, **references: Any) -> Row:
    """The row as it was told: a new one, or the one that is here brought up to date."""
    values = {**taken(model, facts), **references}
    row = model() if row is None else row
    for name, value in values.items():
        setattr(row, name, value)
    db.session.add(row)
    return row
