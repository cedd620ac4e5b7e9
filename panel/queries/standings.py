"""Who stands at which place in the province: one rule for page, paper, export, table and certification.

With a final that has its presenters the places are the final's, from 1; all others keep the place in their
zone and have none in the province, for nothing ranks them across zones. Without one the raw results of all
zones are ranked as if one panel had given them, and whoever shows that says what it means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from panel.domain.finals import Misfit, Selection, misfit, select
from panel.domain.results import Standing
from panel.domain.ties import Rank, Tie, ties
from panel.queries.results import PresenterView, RoundView, ZoneView


@dataclass(frozen=True)
class ProvinceLine:
    """A presenter: in the zone, and in the final if it came into it."""

    zoned: PresenterView
    final: PresenterView | None
    rank: Rank | None
    """The place in the province."""

    @property
    def shown(self) -> PresenterView:
        """The round that decides about it."""
        return self.final or self.zoned


@dataclass(frozen=True)
class ProvinceView:
    """The province in order. `final` is None where there is none; `selection` who comes into it by now."""

    main: RoundView
    final: RoundView | None
    selection: Selection
    lines: tuple[ProvinceLine, ...]

    @property
    def finalists(self) -> tuple[PresenterView, ...]:
        return tuple(each for zone in self.final.zones for each in zone.presenters) if self.final else ()

    @property
    def decided_by_final(self) -> bool:
        return bool(self.finalists)

    @property
    def rounds(self) -> tuple[RoundView, ...]:
        return (self.main, self.final) if self.final else (self.main,)

    @property
    def zones(self) -> tuple[ZoneView, ...]:
        """Of all rounds."""
        return tuple(zone for view in self.rounds for zone in view.zones)

    @property
    def provisional(self) -> bool:
        return any(zone.provisional for zone in self.zones)

    @property
    def comparable(self) -> bool:
        """Whether the places rest on one scale: one panel's, or panels that are connected."""
        return self.decided_by_final or self.main.connected

    @property
    def flip_margin(self) -> Decimal | None:
        """Where no final decides."""
        return None if self.decided_by_final else self.main.flip_margin

    @property
    def misfit(self) -> Misfit:
        """How the final's presenters differ from who would come into it now; whoever did not appear in it
        is no matter."""
        standing = [each.code for each in self.finalists if each.result.standing is not Standing.NO_SHOW]
        absent = {each.code for each in self.finalists} - set(standing)
        found = misfit(standing, self.selection)
        return Misfit(tuple(code for code in found.missing if code not in absent), found.surplus)

    def ties(self, order: Sequence[str]) -> tuple[Tie, ...]:
        """How equal results were told apart in the round that decides."""
        return ties([each.result for each in self.finalists or self.main.ranking], order)

    def zone(self, code: str) -> ZoneView:
        return next(zone for zone in self.zones if zone.code == code)

    def names(self, codes: Sequence[str]) -> list[PresenterView]:
        """Those presenters, in the order of the codes."""
        known = self.presenters
        return [known[code] for code in codes if code in known]

    @property
    def presenters(self) -> dict[str, PresenterView]:
        """By code, as their zones have them."""
        return {line.zoned.code: line.zoned for line in self.lines}


def province_of(rounds: Sequence[RoundView]) -> ProvinceView:
    """The province by the results of its rounds, the zones' first."""
    main, *others = rounds
    final = others[0] if others else None
    selection = select_from(main, final.top) if final else Selection()
    return ProvinceView(main, final, selection, _lines(main, final))


def select_from(main: RoundView, top: int) -> Selection:
    """Who would come into a final of the best `top` of each zone, as the zones stand."""
    places = {
        zone.code: {each.code: each.rank_zone.place for each in zone.presenters if each.rank_zone}
        for zone in main.zones
    }
    return select(places, top)


def _lines(main: RoundView, final: RoundView | None) -> tuple[ProvinceLine, ...]:
    finalists = {each.code: each for each in final.ranking} if final else {}
    if not finalists:
        return tuple(ProvinceLine(each, None, each.rank_province) for each in main.ranking)
    zoned = {each.code: each for zone in main.zones for each in zone.ranking}
    return tuple(
        ProvinceLine(zoned[code], finalists.get(code), finalist.rank_zone if finalist else None)
        for code in [*finalists, *(code for code in zoned if code not in finalists)]
        for finalist in [finalists.get(code)]
    )
