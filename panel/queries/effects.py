"""What an act would change of a presenter's result, told before it is done: how many sheets count, what is
awaited, whether the quorum is held. It speaks of no mark: who may act need not be one who may see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from panel.domain.results import Ballot, Candidate, Standing, result_of
from panel.domain.sheets import Act, Actor, next_state
from panel.models import Slot
from panel.queries.instruments import instrument_of
from panel.queries.rounds import RoundFacts
from panel.queries.sheets import SheetPage


@dataclass(frozen=True)
class Tally:
    """A presenter's sheets, without what is on them."""

    counted: int
    pending: int
    eligible: int
    quorum: int
    standing: Standing

    @property
    def enough(self) -> bool:
        return self.counted >= max(self.quorum, 1)


@dataclass(frozen=True)
class Effect:
    """A presenter's sheets before an act and after it."""

    before: Tally
    after: Tally


def effect_of_act(page: SheetPage, act: Act) -> Effect | None:
    """If the chair did this to a sheet; None where the sheet takes no such act now."""
    if act not in page.view.acts or page.finalised:
        return None
    seat, state = page.seat.code, next_state(page.view.state, act, Actor.CHAIR)

    def changed(ballot: Ballot) -> Ballot:
        return replace(ballot, state=state) if ballot.seat == seat else ballot

    return _effect(page.slot, lambda each: replace(each, ballots=tuple(map(changed, each.ballots))))


def effect_of_appearance(slot: Slot, *, no_show: bool) -> Effect:
    """If the presenter was noted as absent, or as present after all."""
    return _effect(slot, lambda each: replace(each, no_show=no_show))


def _effect(slot: Slot, change: Callable[[Candidate], Candidate]) -> Effect:
    candidate = RoundFacts(slot.round, slot.zone).candidate(slot)
    return Effect(_tally(slot, candidate), _tally(slot, change(candidate)))


def _tally(slot: Slot, candidate: Candidate) -> Tally:
    result = result_of(candidate, instrument_of(slot.instrument), slot.round.event.settings)
    return Tally(
        counted=len(result.outcomes),
        pending=len(result.pending),
        eligible=result.eligible,
        quorum=result.quorum,
        standing=result.standing,
    )
