"""A folder as flat facts, so that two loads of it can be compared: thing → property → plain value.

The key of a thing is its sort and code ("zone:z2"); `differences` names what the later folder says anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from panel.domain.events import Day, EventFolder, Venue

Facts = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Change:
    """One thing added ("+"), taken out ("-"), or one property of it said anew ("~")."""

    sign: str
    sort: str
    code: str
    name: str = ""
    old: object = None
    new: object = None

    @property
    def place(self) -> str:
        return ".".join(part for part in (self.sort, self.code, self.name) if part)

    def __str__(self) -> str:
        if self.sign != "~":
            return f"{self.sign} {self.place}"
        return f"~ {self.place}: {self.old} → {self.new}"


def folder_facts(folder: EventFolder, instrument_digest: str) -> Facts:
    """Everything a folder says, as plain JSON values."""
    facts: Facts = {
        "event:": {**folder.texts, **_day(folder.day)},
        "rules:": folder.rules.to_json(),
        "instrument:": {"code": folder.instrument.code, "digest": instrument_digest},
    }
    for venue in folder.venues:
        facts[f"venue:{venue.code}"] = _venue(venue)
    for presenter in folder.presenters:
        facts[f"presenter:{presenter.code}"] = {
            "name": presenter.name,
            "name_en": presenter.name_en,
            "latitude": presenter.latitude,
            "longitude": presenter.longitude,
        }
    for round_ in folder.rounds:
        facts[f"round:{round_.code}"] = {
            "kind": round_.kind.value,
            "name": round_.name,
            "name_en": round_.name_en,
        }
    for zone in folder.zones:
        facts[f"zone:{zone.code}"] = {
            "round": zone.round,
            "name": zone.name,
            "name_en": zone.name_en,
            "venue": zone.venue,
            "start": zone.start,
            "presenters": list(zone.presenters),
        }
    for person in folder.persons:
        facts[f"person:{person.code}"] = {
            "name": person.name,
            "position": person.position,
            "home": person.home,
        }
    for seat in folder.seats:
        facts[f"seat:{seat.code}"] = {
            "zone": seat.zone,
            "role": seat.role.value,
            "person": seat.person,
            "scores": seat.scores,
        }
    return facts


def _day(day: Day) -> dict[str, object]:
    return {
        "date": day.date.isoformat(),
        "day_start": day.window.start,
        "day_end": day.window.end,
        "present_minutes": day.present,
        "question_minutes": day.questions,
        "gap_minutes": day.gap,
        "road_speed": day.road_speed,
        "breaks": [
            {"name": each.name, "start": each.window.start, "end": each.window.end, "zone": each.zone}
            for each in day.breaks
        ],
    }


def _venue(venue: Venue) -> dict[str, object]:
    return {
        "name": venue.name,
        "name_en": venue.name_en,
        "latitude": venue.latitude,
        "longitude": venue.longitude,
        "bookings": [[window.start, window.end] for window in venue.bookings],
    }


def differences(
    old: Mapping[str, Mapping[str, object]], new: Mapping[str, Mapping[str, object]]
) -> Iterator[Change]:
    """What `new` says that `old` did not, in the new folder's order; what it no longer has comes last."""
    for key, properties in new.items():
        sort, _, code = key.partition(":")
        if key not in old:
            yield Change("+", sort, code)
            continue
        for name in dict.fromkeys([*old[key], *properties]):
            before, now = old[key].get(name), properties.get(name)
            if before != now:
                yield Change("~", sort, code, name, before, now)
    for key in old:
        if key not in new:
            sort, _, code = key.partition(":")
            yield Change("-", sort, code)
