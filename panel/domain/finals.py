"""The final round: who comes into it from the zones, and how the zone's result counts in the final's own.

Pure rules over results and places. Figures are exact; a finalist's result is rounded once. The zone's
result goes in as it was finalised and printed, so that anybody can do the sum again from the papers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from panel.domain.events import Rules
from panel.domain.instruments import grade_of
from panel.domain.numbers import decimal_text, half_up, mean
from panel.domain.results import Result, Standing

TOP = 2
"""The best of each zone that come into a final that says nothing else (docs/final-round.md)."""
MOST = 20
WHOLE = 100


@dataclass(frozen=True)
class Entrant:
    """Somebody who comes into the final, from a zone in which they hold that place."""

    presenter: str
    zone: str
    place: int


@dataclass(frozen=True)
class Selection:
    """Who comes, in the order in which they present; the zones of which more come than asked for, since the
    last place is shared, and those that have too few with a place."""

    entrants: tuple[Entrant, ...] = ()
    shared: tuple[str, ...] = ()
    short: tuple[str, ...] = ()

    @property
    def presenters(self) -> tuple[str, ...]:
        return tuple(entrant.presenter for entrant in self.entrants)


def select(places: Mapping[str, Mapping[str, int]], top: int) -> Selection:
    """The best `top` of each zone by their places (zone → presenter → place; who has no place never comes).

    Whoever shares the last place comes too: nothing tells them apart. The lower places present first,
    the zones' winners last; on one place in the order of the zones, and in it in the order given.
    """
    best = {
        zone: [Entrant(presenter, zone, place) for presenter, place in ranked.items() if place <= top]
        for zone, ranked in places.items()
    }
    entrants = [entrant for zone in best.values() for entrant in zone]
    return Selection(
        entrants=tuple(sorted(entrants, key=lambda entrant: -entrant.place)),
        shared=tuple(zone for zone, found in best.items() if len(found) > top),
        short=tuple(zone for zone, found in best.items() if len(found) < top),
    )


@dataclass(frozen=True)
class Carried:
    """The two parts of a finalist's result: the exact mean of the final's sheets (None while there is none)
    and the zone's result, out of the full marks of each; `percent` is the zone's share."""

    percent: int
    mean: Fraction | None
    full: Fraction
    zone: str
    zone_result: Decimal | None
    zone_full: Fraction

    @property
    def own_percent(self) -> int:
        return WHOLE - self.percent

    @property
    def own_part(self) -> Fraction | None:
        """What the final's sheets give of the result."""
        return None if self.mean is None else self.mean * self.own_percent / WHOLE

    @property
    def zone_part(self) -> Fraction | None:
        """What the zone's result gives, brought to the final's full marks."""
        if self.zone_result is None:
            return None
        return Fraction(self.zone_result) * self.full / self.zone_full * self.percent / WHOLE

    @property
    def scaled(self) -> bool:
        """Whether the zone's full marks are others than the final's."""
        return self.full != self.zone_full

    @property
    def total(self) -> Fraction | None:
        """(100 − percent) % of the mean and percent % of the zone's result; None while either is missing."""
        if self.own_part is None or self.zone_part is None:
            return None
        return self.own_part + self.zone_part

    def to_json(self) -> dict[str, object]:
        """For exports and snapshots; a mean without a finite decimal is written to 6 places."""
        return {
            "percent": self.percent,
            "mean": None if self.mean is None else decimal_text(self.mean),
            "full": decimal_text(self.full),
            "zone": self.zone,
            "zone_result": None if self.zone_result is None else str(self.zone_result),
            "zone_full": decimal_text(self.zone_full),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Carried:
        """What `to_json` wrote."""
        return cls(
            percent=body["percent"],
            mean=None if body["mean"] is None else Fraction(body["mean"]),
            full=Fraction(body["full"]),
            zone=body["zone"],
            zone_result=None if body["zone_result"] is None else Decimal(body["zone_result"]),
            zone_full=Fraction(body["zone_full"]),
        )


def carry_over(
    result: Result, zone: Result, *, percent: int, full: Fraction, zone_full: Fraction, rules: Rules
) -> Result:
    """A finalist's result with the zone's in it. Who has no result in the zone any more (it was reopened) has
    none in the final either, until that is settled: what the other judges gave meanwhile is not told here."""
    totals = [own.value for seat in result.kept if (own := result.outcomes[seat]).value is not None]
    average = None if result.value is None else mean(totals)
    settled = None if zone.standing is Standing.PROVISIONAL else zone.value
    carried = Carried(percent, average, full, zone.zone, settled, zone_full)
    total = carried.total
    lost = average is not None and total is None
    value = None if total is None else half_up(total)
    return replace(
        result,
        carried=carried,
        value=value,
        grade=None if value is None else grade_of(rules.grades, Fraction(value)),
        standing=Standing.PROVISIONAL if lost else result.standing,
    )


@dataclass(frozen=True)
class Misfit:
    """How the final differs from who would come into it now: by presenter, in the order of places."""

    missing: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus)


def misfit(standing: Sequence[str], selection: Selection) -> Misfit:
    """`standing` are those who have a slot in the final and were not noted as absent from it."""
    wanted = selection.presenters
    return Misfit(
        missing=tuple(code for code in wanted if code not in standing),
        surplus=tuple(code for code in standing if code not in wanted),
    )
