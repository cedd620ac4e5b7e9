"""A folder as flat facts, so that two loads of it can be compared: thing → property → plain value.

The key of a thing is its sort and code ("zone:z2"). Properties bear the names that they have in
`domain/events`; values are written as people read them. `differences` tells what a later load says anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol, TypeVar

from panel.domain.events import Day, EventFolder, Round, RoundKind, Venue, Window
from panel.domain.schedules import Request, clock

Facts = dict[str, dict[str, object]]


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


Thing = TypeVar("Thing", bound=_Coded)


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
        said = f": {_text(self.old)} → {_text(self.new)}" if self.sign == "~" else ""
        return f"{self.sign} {self.place}{said}"


def said(things: Iterable[Thing], code: str) -> Thing:
    """What the folder says of the thing of that code, which it has."""
    return next(thing for thing in things if thing.code == code)


def folder_facts(
    folder: EventFolder, instrument_digest: str, own_digests: Mapping[str, str] = MappingProxyType({})
) -> Facts:
    """Everything a folder says, as plain JSON values; what others refer to comes before them. `own_digests`
    are of the instruments that rounds have of their own, by the round's code."""
    return {
        "event:": dict(folder.texts),
        "day:": _day(folder.day),
        "rules:": folder.rules.to_json(),
        "instrument:": {"code": folder.instrument.code, "digest": instrument_digest},
        **{f"venue:{venue.code}": _venue(venue) for venue in folder.venues},
        **({"travel:": _travel(folder.travel)} if folder.travel else {}),
        **{
            f"presenter:{presenter.code}": {
                "name": presenter.name,
                "name_en": presenter.name_en,
                "latitude": presenter.latitude,
                "longitude": presenter.longitude,
            }
            for presenter in folder.presenters
        },
        **{f"round:{each.code}": _round(each) for each in folder.rounds},
        **{
            f"instrument:{code}": {"code": own.code, "digest": own_digests.get(code, "")}
            for code, own in folder.instruments.items()
        },
        **{
            f"zone:{zone.code}": {
                "round": zone.round,
                "name": zone.name,
                "name_en": zone.name_en,
                "venue": zone.venue,
                "start": clock(zone.start),
                "presenters": list(zone.presenters),
            }
            for zone in folder.zones
        },
        **{f"request:{each.round}/{each.presenter}": _request(each) for each in folder.requests},
        **{
            f"person:{person.code}": {"name": person.name, "position": person.position, "home": person.home}
            for person in folder.persons
        },
        **{
            f"seat:{seat.code}": {
                "zone": seat.zone,
                "role": seat.role.value,
                "person": seat.person,
                "scores": seat.scores,
            }
            for seat in folder.seats
        },
    }


def _round(facts: Round) -> dict[str, object]:
    """Only a final knows how many come into it, and what it carries over."""
    final = {"top": facts.top, "carry": facts.carry} if facts.kind is RoundKind.FINAL else {}
    return {"kind": facts.kind.value, "name": facts.name, "name_en": facts.name_en, **final}


def _day(day: Day) -> dict[str, object]:
    return {
        "date": day.date.isoformat(),
        "window": _window(day.window),
        "present": day.present,
        "questions": day.questions,
        "gap": day.gap,
        "road_speed": day.road_speed,
        "materials_until": day.materials_until.isoformat(" ", "minutes") if day.materials_until else None,
        "breaks": [f"{each.name} {_window(each.window)} {each.zone or ''}".strip() for each in day.breaks],
    }


def _venue(venue: Venue) -> dict[str, object]:
    return {
        "name": venue.name,
        "name_en": venue.name_en,
        "latitude": venue.latitude,
        "longitude": venue.longitude,
        "bookings": [_window(window) for window in venue.bookings],
    }


def _travel(minutes: Mapping[tuple[str, str], int]) -> dict[str, object]:
    return {f"{one}–{other}": taken for (one, other), taken in minutes.items()}


def _request(request: Request) -> dict[str, object]:
    return {
        "not_before": None if request.not_before is None else clock(request.not_before),
        "not_after": None if request.not_after is None else clock(request.not_after),
        "firm": request.firm,
    }


def _window(window: Window) -> str:
    return f"{clock(window.start)}–{clock(window.end)}"


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or "-"
    return "-" if value is None or value == "" else str(value)


def differences(old: Facts, new: Facts) -> Iterator[Change]:
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
