"""Who may: pure predicates over an identity and the place it wants to go to.

Each route carries one of these (`web/access.allow`), and a test says so. A predicate sees codes only and
is asked before anything is looked up, so that a refusal tells nothing of what exists.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    presents: str | None = None
    """The presenter for whom the person brings materials."""

    @property
    def only_presents(self) -> bool:
        """Was let in for an amphoe, and for nothing else."""
        return self.presents is not None and not (self.organiser or self.seats)

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones in which the person sits, in seat order."""
        return tuple(dict.fromkeys(seat.zone for seat in self.seats if seat.zone is not None))

    def seat_in(self, zone: str, *roles: Role) -> SeatRight | None:
        """The person's seat on that zone's panel, in one of the roles if any are given."""
        return next(
            (seat for seat in self.seats if seat.zone == zone and (not roles or seat.role in roles)), None
        )

    def scoring_seat_in(self, zone: str) -> SeatRight | None:
        """The person's seat on that zone's panel from which sheets are filled."""
        return next((seat for seat in self.seats if seat.zone == zone and seat.scores), None)


@dataclass(frozen=True)
class Place:
    """What a URL names, by code."""

    event: str | None = None
    zone: str | None = None
    seat: str | None = None
    presenter: str | None = None


def anyone(me: Identity | None, place: Place) -> bool:
    """Public: no sign-in needed."""
    return True


def signed_in(me: Identity | None, place: Place) -> bool:
    return me is not None and place.event in {None, me.event}


def plan_reader(me: Identity | None, place: Place) -> bool:
    """Sees the plan while it is made: whoever is signed in; who only presents reads the published one."""
    return me is not None and signed_in(me, place) and not me.only_presents


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


def scorer(me: Identity | None, place: Place) -> bool:
    """Fills sheets on the zone's panel."""
    return (
        me is not None
        and place.event == me.event
        and place.zone is not None
        and me.scoring_seat_in(place.zone) is not None
    )


def chair(me: Identity | None, place: Place) -> bool:
    """Chairs the zone's panel."""
    return _sits(me, place, Role.CHAIR)


def pin_keeper(me: Identity | None, place: Place) -> bool:
    """Does acts that a PIN guards: a chair of any panel or of the province, an organiser."""
    return organiser(me, place) or (
        me is not None and place.event == me.event and any(seat.role is Role.CHAIR for seat in me.seats)
    )


def chair_or_organiser(me: Identity | None, place: Place) -> bool:
    return organiser(me, place) or chair(me, place)


def secretary(me: Identity | None, place: Place) -> bool:
    """Keeps the zone's papers; an organiser may stand in."""
    return organiser(me, place) or _sits(me, place, Role.SECRETARY)


def steward(me: Identity | None, place: Place) -> bool:
    """Follows the zone's progress: its chair, its secretary, an organiser."""
    return organiser(me, place) or _sits(me, place, Role.CHAIR, Role.SECRETARY)


def keeper(me: Identity | None, place: Place) -> bool:
    """Keeps what was signed of a zone, or without one of the province: chair, secretary, an organiser."""
    return organiser(me, place) or (
        me is not None
        and place.event == me.event
        and any(seat.zone == place.zone and seat.role in {Role.CHAIR, Role.SECRETARY} for seat in me.seats)
    )


def reader(me: Identity | None, place: Place) -> bool:
    """Sees the progress of the whole: an organiser, or a seat at province level."""
    return organiser(me, place) or (
        me is not None and place.event == me.event and any(seat.zone is None for seat in me.seats)
    )


def certifier(me: Identity | None, place: Place) -> bool:
    """Puts a name to the province's ranking: the chair at province level."""
    return (
        me is not None
        and place.event == me.event
        and any(seat.zone is None and seat.role is Role.CHAIR for seat in me.seats)
    )


def bringer(me: Identity | None, place: Place) -> bool:
    """Brings what an amphoe presents: was let in for it, or organises the event."""
    return organiser(me, place) or (
        me is not None
        and place.event == me.event
        and me.presents is not None
        and place.presenter in {None, me.presents}
    )


def follower(me: Identity | None, place: Place) -> bool:
    """May ask for a zone's results: its panel, and who follows the whole. What they see is another matter."""
    return panel_member(me, place) or reader(me, place)


def sees_marks(me: Identity | None, place: Place, *, finalised: bool, own_submitted: bool) -> bool:
    """Whether others' marks of a presenter may be seen (DESIGN §4).

    Organisers and the zone's secretary keep the papers and see them all; a chair sees them too. Who
    scores does so only once the own sheet of that presenter is in. Judges never do; they see the result
    once it is final, and so does who follows the whole.
    """
    if organiser(me, place) or (finalised and (steward(me, place) or reader(me, place))):
        return True
    return steward(me, place) and (own_submitted or not _scores(me, place))


def _scores(me: Identity | None, place: Place) -> bool:
    return me is not None and any(seat.zone == place.zone and seat.scores for seat in me.seats)


def reissues(me: Identity | None, place: Place, *, seats: Sequence[SeatRight], guarded: bool) -> bool:
    """Whether the link of a person with those open seats may be shown and renewed: an organiser everybody's,
    a zone's secretary that of who sits in this zone alone. A chair's acts must be `guarded` by a PIN by
    then: whoever holds the link could set one otherwise."""
    if organiser(me, place):
        return True
    if not secretary(me, place) or not seats or any(seat.zone != place.zone for seat in seats):
        return False
    return guarded or all(seat.role is not Role.CHAIR for seat in seats)


def shares(seats: Sequence[SeatRight], *, organiser: bool, guarded: bool) -> bool:
    """Whether a person with those open seats may stay signed in on a tablet that others work on too: who only
    fills sheets. A chair sees others' marks: the way back to the chair must be `guarded` by a PIN."""
    scores = bool(seats) and all(seat.scores for seat in seats)
    return scores and not organiser and (guarded or not any(seat.role.sees_marks for seat in seats))


def archivist(me: Identity | None, place: Place) -> bool:
    """Has documents to print: an organiser, a seat at province level, a steward of any zone."""
    return reader(me, place) or (
        me is not None and any(steward(me, Place(place.event, zone)) for zone in me.zones)
    )


def prints(me: Identity | None, place: Place, *, shows_marks: bool, sees_all: bool) -> bool:
    """Whether a document of a zone (of the whole, without one) may be printed; `sees_all` says whether
    every mark behind it may be seen by now. A zone's own papers are its stewards', the rest the readers'."""
    if not (reader(me, place) or steward(me, place)):
        return False
    return sees_all or not shows_marks
