"""What a zone still lacks before its chair can put a name to its ranking."""

from __future__ import annotations

from collections.abc import Sequence

from panel.domain.errors import Conflict, Named, PanelError, named, named_all
from panel.queries.deposits import HeldSheet
from panel.queries.results import PresenterView, ZoneView

MOST_NAMED = 5
"""The open sheets that a refusal names; the board lists them all."""


def blockers(zone: ZoneView, held: Sequence[HeldSheet]) -> list[PanelError]:
    """Everything for which finalising is refused, as the refusal would say it."""
    if zone.snapshot:
        return [Conflict("result.already_finalised", zone=named(zone))]
    if not zone.presenters:
        return [Conflict("result.nothing_to_finalise", zone=named(zone))]
    found: list[PanelError] = []
    if zone.pending:
        found.append(Conflict("result.sheets_pending", count=len(zone.pending), who=_who(zone)))
    if held:
        found.append(Conflict("result.entries_held", count=sum(len(sheet.entries) for sheet in held)))
    if versions_mixed(zone):
        found.append(Conflict("result.versions_mixed", zone=named(zone)))
    if zone.awaits:
        found.append(Conflict("final.zones_open", zones=named_all(zone.awaits)))
    return found


def versions_mixed(zone: ZoneView) -> bool:
    """Whether its sheets were given, or are to be, with more than one version of an instrument."""
    return len({version for each in zone.presenters for version in _versions(each)}) > 1


def _who(zone: ZoneView) -> Named:
    """Whose sheets are pending, the first of them by name."""
    first = [(named(zone.presenter(each.presenter)), each.name) for each in zone.pending[:MOST_NAMED]]
    more = ["…"] if len(zone.pending) > MOST_NAMED else []
    thai = [f"{presenter} – {judge}" for presenter, judge in first]
    english = [f"{presenter.name_en or presenter} – {judge}" for presenter, judge in first]
    return Named("; ".join(thai + more), "; ".join(english + more))


def _versions(presenter: PresenterView) -> set[tuple[str, int]]:
    """The versions with which a presenter was scored, and is to be."""
    scored = {sheet.version for sheet in presenter.sheets if sheet.state.counts}
    return {(presenter.instrument.code, version) for version in scored | {presenter.version}}
