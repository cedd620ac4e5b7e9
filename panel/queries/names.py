"""What everybody and everything on the papers of a result is called: today, or as it was frozen with it.

Papers take every name from here. Of something final it is what it was called then, so that a later change of
a name touches no paper of it; the digest of a result holds no name and stays what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.config import Settings
from panel.db import db
from panel.domain.documents import Choice
from panel.domain.panels import Role
from panel.models import Event, Person, Seat, Snapshot
from panel.queries.certifications import current_certification
from panel.queries.events import find_zone
from panel.queries.letterheads import Hall, Heading, Signer, emblem_address
from panel.queries.results import PresenterView, SheetView, ZoneView
from panel.queries.schedules import plan_slots
from panel.queries.snapshots import current_snapshot
from panel.queries.standings import ProvinceView
from panel.queries.versions import find_version

PROVINCE = ""
"""Under which those stand who sit at province level, beside the zones' panels."""


def names_today(event: Event) -> dict[str, Any]:
    """Every name of the event as plain JSON: what a snapshot keeps."""
    persons = db.session.scalars(select(Person).where(Person.event_id == event.id).order_by(Person.id))
    seats = db.session.scalars(
        select(Seat)
        .where(Seat.event_id == event.id, Seat.closed_at.is_(None))
        .options(joinedload(Seat.person), joinedload(Seat.zone))
        .order_by(Seat.position, Seat.id)
    )
    signers: dict[str, list[list[str]]] = {}
    for seat in seats:
        of = seat.zone.code if seat.zone else PROVINCE
        signers.setdefault(of, []).append([seat.person.code, seat.role.value])
    return {
        "texts": dict(event.texts),
        "date": event.date.isoformat(),
        "emblem": event.emblem,
        "zones": {each.code: [each.name, each.name_en] for each in event.zones},
        "venues": {each.code: [each.venue.name, each.venue.name_en] for each in event.zones},
        "presenters": {each.code: [each.name, each.name_en] for each in event.presenters},
        "persons": {each.code: [each.name, each.position] for each in persons},
        "signers": signers,
    }


def names_of(event: Event, choice: Choice, settings: Settings) -> Names:
    """Those by which a document goes: of the version that it shows, of the whole the certified ones."""
    frozen = _frozen(event, choice) if choice.document.shows_marks else None
    return Names(event, settings, frozen.names if frozen else None)


def _frozen(event: Event, choice: Choice) -> Snapshot | None:
    zone = find_zone(event, choice.zone) if choice.zone else None
    if choice.version is not None:
        return find_version(event, zone, choice.version)
    return current_snapshot(zone) if zone else current_certification(event)


class Names:
    """The names of an event, those of today or the `frozen` ones, put on what papers show."""

    def __init__(self, event: Event, settings: Settings, frozen: Mapping[str, Any] | None = None) -> None:
        self._event = event
        self._settings = settings
        self._body = frozen or names_today(event)

    @property
    def title(self) -> str:
        """The event's, in short."""
        return self._text("short_title") or self._text("title")

    @property
    def title_en(self) -> str:
        return self._text("short_title_en") or self._text("title_en")

    def _text(self, key: str) -> str:
        return str(self._body["texts"].get(key, ""))

    @cached_property
    def heading(self) -> Heading:
        names = [name for called in self._body["presenters"].values() for name in called if name]
        emblem = emblem_address(self._body["emblem"], self._settings)
        return Heading.written(self._body["texts"], date.fromisoformat(self._body["date"]), names, emblem)

    def hall(self, code: str) -> Hall:
        """A zone and its venue."""
        hall = self._halls[code]
        name, name_en = self._body["zones"].get(code, (hall.name, hall.name_en))
        venue, venue_en = self._body["venues"].get(code, (hall.venue.name, hall.venue.name_en))
        return replace(
            hall, name=name, name_en=name_en, venue=replace(hall.venue, name=venue, name_en=venue_en)
        )

    @cached_property
    def _halls(self) -> dict[str, Hall]:
        slots = plan_slots(self._event)
        return {zone.code: Hall.of(zone, slots[zone.id]) for zone in self._event.zones}

    def signer(self, seat: Seat) -> Signer:
        return self._signer(seat.person.code, seat.role)

    def signers(self, zone: str | None, *roles: Role) -> tuple[Signer, ...]:
        """Those who sit there in the roles; a role that nobody holds leaves its line to be filled in."""
        seated = [(person, Role(role)) for person, role in self._body["signers"].get(zone or PROVINCE, ())]
        held = {
            role: [self._signer(person, each) for person, each in seated if each is role] for role in roles
        }
        return tuple(signer for role in roles for signer in held[role] or [Signer("", "", role)])

    def heads(self, zone: str | None) -> tuple[Signer, ...]:
        """Who signs for a zone: its chair and its secretary; for the province, its chair alone."""
        return self.signers(zone, *((Role.CHAIR, Role.SECRETARY) if zone else (Role.CHAIR,)))

    def person(self, person: Person) -> str:
        name, _ = self._body["persons"].get(person.code, (person.name, person.position))
        return str(name)

    def zone(self, view: ZoneView) -> ZoneView:
        hall = self.hall(view.code)
        presenters = tuple(self.presenter(each) for each in view.presenters)
        return replace(view, name=hall.name, name_en=hall.name_en, presenters=presenters)

    def presenter(self, view: PresenterView) -> PresenterView:
        name, name_en = self._body["presenters"].get(view.code, (view.name, view.name_en))
        return replace(view, name=name, name_en=name_en, sheets=tuple(map(self._sheet, view.sheets)))

    def province(self, view: ProvinceView) -> ProvinceView:
        lines = tuple(
            replace(
                line,
                zoned=self.presenter(line.zoned),
                final=self.presenter(line.final) if line.final else None,
            )
            for line in view.lines
        )
        return replace(view, lines=lines)

    def _sheet(self, view: SheetView) -> SheetView:
        name, position = self._body["persons"].get(view.person, (view.name, view.position))
        return replace(view, name=name, position=position)

    def _signer(self, person: str, role: Role) -> Signer:
        name, position = self._body["persons"][person]
        return Signer(name, position, role)
