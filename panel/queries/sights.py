"""What of a zone a viewer may see.

`sight` is the one rule by which pages, streams, exports and documents show what is made of others' marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from panel.domain import access as may
from panel.domain.access import Identity, Place
from panel.domain.results import Standing
from panel.queries.results import PresenterView, SheetView, ZoneView


@dataclass(frozen=True)
class Sight:
    """What a viewer may see of a zone: whose marks judge by judge, whose results, and the ranking.

    Presenters by code. A ranking tells something of everybody in it: it is for who sees all results.
    `drafts`: marks also of sheets that were never in.
    """

    marks: frozenset[str]
    results: frozenset[str]
    ranking: bool
    drafts: bool

    def shows(self, sheet: SheetView) -> bool:
        """Whether what stands on a sheet may be read."""
        return sheet.presenter in self.marks and (self.drafts or was_in(sheet))


def sight(me: Identity, event: str, zone: ZoneView) -> Sight:
    """What may be seen (DESIGN §4): a chair who scores sees a presenter's marks once the own sheet is in,
    the panel the results once the zone is finalised. Who fills sheets reads no draft before that: one's own
    sheet can be taken back as long as nobody else's is in."""
    place = Place(event, zone.code)
    finalised = not zone.provisional
    marks = frozenset(
        presenter.code
        for presenter in zone.presenters
        if may.sees_marks(me, place, finalised=finalised, own_submitted=_own_settled(me, presenter))
    )
    everyone = frozenset(presenter.code for presenter in zone.presenters)
    results = everyone if finalised and may.follower(me, place) else marks
    unscored = {each.code for each in zone.presenters if each.result.standing is Standing.NO_SHOW}
    drafts = finalised or not may.scorer(me, place)
    return Sight(marks, results, ranking=everyone == results | unscored, drafts=drafts)


def was_in(sheet: SheetView) -> bool:
    """Whether a sheet was ever submitted."""
    return sheet.submissions > 0


def on_paper(sheet: SheetView) -> bool:
    """Whether a sheet is printed: it was in, or gives no marks. No paper tells a draft."""
    return was_in(sheet) or not sheet.state.judges


def sees_all(me: Identity, event: str, zones: Iterable[ZoneView]) -> bool:
    """Whether no figure of these zones is hidden any more: one ranking over them tells of all of them."""
    return all(sight(me, event, zone).ranking for zone in zones)


def eyes_of(me: Identity, zone: str = "") -> Identity:
    """`me` in so far as boards differ by who looks at them (the province's without a `zone`): those alike in
    that share the frames of a stream, and are let go once no longer so. Who fills sheets stands alone."""
    seats = [seat for seat in me.seats if zone in {"", seat.zone}]
    own = any(seat.scores for seat in seats)
    return Identity(
        event=me.event,
        person=me.person if own else "",
        name="",
        organiser=me.organiser,
        seats=tuple(seat if seat.scores else replace(seat, code="") for seat in seats),
        device="",
    )


def _own_settled(me: Identity, presenter: PresenterView) -> bool:
    """Whether nothing is left to mark for this person: all own sheets are in, recused or absent."""
    return not any(sheet.state.pending for sheet in presenter.sheets if sheet.person == me.person)
