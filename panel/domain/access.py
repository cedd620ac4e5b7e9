"""Who may: pure predicates over an identity and the place it wants to go to.

Each route carries one of these (`web/access.allow`), and a test says so. A predicate sees codes only and
is asked before anything is looked up, so that a refusal tells nothing of what exists.
"""

from __future__ import annotations

from dataclasses import dataclass

from panel.domain.panels import Role


@dataclass(frozen=True)
class SeatRight:
    """An open seat of the person: its code, its zone (None is the province) and role."""

    code: str
    zone: str | None
    role: Role
    scores: bool


@dataclass(frozen=True)
class Identity:
    """Who is signed in, on which device, with which open seats. Frozen: rights change by a new one."""

    event: str
    person: str
    name: str
    organiser: bool
    seats: tuple[SeatRight, ...]
    device: str
    home: str | None = None

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones in which the person sits, in seat order."""
        return tuple(dict.fromkeys(seat.zone for seat in self.seats if seat.zone is not None))

    def seat_in(self, zone: str, *roles: Role) -> SeatRight | None:
        """The person's seat on that zone's panel, in one of the roles if any are given."""
        return next(
            (seat for seat in self.seats if seat.zone == zone and (not roles or seat.role in roles)), None
        )


@dataclass(frozen=True)
class Place:
    """What a URL names, by code."""

    event: str | None = None
    zone: str | None = None
    seat: str | None = None


def anyone(me: Identity | None, place: Place) -> bool:
    """Public: no sign-in needed."""
    return True


def signed_in(me: Identity | None, place: Place) -> bool:
    return me is not None and place.event in {None, me.event}


def organiser(me: Identity | None, place: Place) -> bool:
    return me is not None and me.organiser and place.event == me.event


def _sits(me: Identity | None, place: Place, *roles: Role) -> bool:
    return (
        me is not None
        and place.event == me.event
        and place.zone is not None
        and me.seat_in(place.zone, *roles) is not None
    )


def panel_member(me: Identity | None, place: Place) -> bool:
    """Sits on the zone's panel in any role, or organises the event."""
    return organiser(me, place) or _sits(me, place)


def author(me: Identity | None, place: Place) -> bool:
    """Holds the very seat whose sheet it is."""
    return (
        me is not None
        and place.event == me.event
        and any(seat.code == place.seat and seat.zone == place.zone and seat.scores for seat in me.seats)
    )


def chair(me: Identity | None, place: Place) -> bool:
    """Chairs the zone's panel."""
    return _sits(me, place, Role.CHAIR)


def chair_or_organiser(me: Identity | None, place: Place) -> bool:
    return organiser(me, place) or chair(me, place)


def secretary(me: Identity | None, place: Place) -> bool:
    """Keeps the zone's papers; an organiser may stand in."""
    return organiser(me, place) or _sits(me, place, Role.SECRETARY)


def steward(me: Identity | None, place: Place) -> bool:
    """Follows the zone's progress: its chair, its secretary, an organiser."""
    return organiser(me, place) or _sits(me, place, Role.CHAIR, Role.SECRETARY)


def reader(me: Identity | None, place: Place) -> bool:
    """Sees the progress of the whole: an organiser, or a seat at province level."""
    return organiser(me, place) or (
        me is not None and place.event == me.event and any(seat.zone is None for seat in me.seats)
    )


def sees_marks(me: Identity | None, place: Place, *, finalised: bool, own_submitted: bool) -> bool:
    """Whether others' marks of a presenter may be seen (DESIGN §4).

    Organisers and the zone's secretary keep the papers and see them all. A chair who scores sees them
    once the own sheet of that presenter is in. Judges never do; they see the result once it is final.
    """
    if secretary(me, place) or (finalised and reader(me, place)):
        return True
    return chair(me, place) and (finalised or own_submitted)
