"""What is heard of a panel's tablets: when each seat's was last heard of, and what it still holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, select

from panel.adapters.clock import minute_of
from panel.db import db
from panel.domain.days import now_and_next
from panel.domain.panels import Role
from panel.models import Device, Seat, Zone
from panel.queries.results import ZoneView
from panel.queries.rounds import RoundFacts

SILENCE = timedelta(minutes=2)


@dataclass(frozen=True)
class SeatSigns:
    """What a seat's devices last said of themselves. `waiting`: entries unsent; `owed`: on devices that were
    signed out since, which may never come back.

    `silent`: nothing was heard for SILENCE while its sheet of the presenter who is on is open.
    """

    seat: str
    name: str
    role: Role
    devices: int
    seen_at: datetime | None
    waiting: int
    owed: int
    silent: bool

    @property
    def tone(self) -> str:
        """As badges are coloured."""
        if self.waiting or self.silent or not self.devices:
            return "warning"
        return "success"


def seat_signs(zone: Zone, view: ZoneView, facts: RoundFacts, at: datetime) -> tuple[SeatSigns, ...]:
    """Every open seat of a zone that scores, in their order."""
    on, _ = now_and_next(facts.slots, minute_of(at, zone.event.date))
    awaited = {sheet.seat for sheet in view.presenter(on.presenter.code).pending} if on else set()
    seats = [seat for seat in facts.seats[zone.id] if seat.closed_at is None]
    devices: dict[int, list[Device]] = defaultdict(list)
    for device in db.session.scalars(_devices(), {"persons": [seat.person_id for seat in seats]}):
        devices[device.person_id].append(device)
    return tuple(_signs(seat, devices[seat.person_id], at, seat.code in awaited) for seat in seats)


@cache  # asked after every mark, and building costs as much as asking
def _devices() -> Select[Device]:
    return select(Device).where(Device.person_id.in_(bindparam("persons", expanding=True)))


def _signs(seat: Seat, devices: Sequence[Device], at: datetime, awaited: bool) -> SeatSigns:
    live = [device for device in devices if device.revoked_at is None]
    seen_at = max((device.seen_at for device in live), default=None)
    return SeatSigns(
        seat=seat.code,
        name=seat.person.name,
        role=seat.role,
        devices=len(live),
        seen_at=seen_at,
        waiting=sum(device.waiting for device in live),
        owed=sum(device.waiting for device in devices if device not in live),
        silent=awaited and seen_at is not None and at - seen_at > SILENCE,
    )
