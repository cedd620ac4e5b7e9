"""The governor's page: who is first in each zone, who is proposed, how far that goes, and what is still open.

It rests on the same figures as the province's ranking, and is certified with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from panel.queries.papers import ProvincePaper
from panel.queries.results import PresenterView, ZoneView
from panel.queries.standings import ProvinceLine


@dataclass(frozen=True)
class BriefPaper(ProvincePaper):
    template: ClassVar[str] = "brief"

    def winners(self, zone: ZoneView) -> list[PresenterView]:
        """Whoever is first there; several where they share the place."""
        first = [each.code for each in zone.presenters if each.rank_zone and each.rank_zone.place == 1]
        return self.province.names(first)

    @property
    def candidates(self) -> tuple[ProvinceLine, ...]:
        """The first of the province: the final's where there is one, else by the figures of all zones."""
        return tuple(line for line in self.province.lines if line.rank and line.rank.place == 1)

    @property
    def open_zones(self) -> tuple[ZoneView, ...]:
        """Of all rounds: a final that nobody entered yet too."""
        return tuple(zone for zone in self.province.zones if zone.provisional)
