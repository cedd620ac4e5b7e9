"""The results of a round's slots, from its facts; in a final with what the zones' results have in them."""

from __future__ import annotations

from panel.domain.events import Rules
from panel.domain.finals import carry_over
from panel.domain.results import Result, result_of
from panel.models import Round, Slot, Zone
from panel.queries.instruments import instrument_of
from panel.queries.rounds import RoundFacts


def tally(round_: Round, facts: RoundFacts) -> dict[int, Result]:
    """By slot, of all slots in `facts`."""
    rules = round_.event.settings
    results = _own(facts, rules)
    if not round_.carry or not results:
        return results
    zones = RoundFacts(round_.event.main_round)
    brought = _own(zones, rules)
    before = {slot.presenter_id: (slot, brought[slot.id]) for slot in zones.slots}
    return {
        slot.id: _finalist(slot, results[slot.id], *before[slot.presenter_id], rules) for slot in facts.slots
    }


def _own(facts: RoundFacts, rules: Rules) -> dict[int, Result]:
    return {
        slot.id: result_of(facts.candidate(slot), instrument_of(slot.instrument), rules)
        for slot in facts.slots
    }


def _finalist(slot: Slot, result: Result, before: Slot, zone: Result, rules: Rules) -> Result:
    return carry_over(
        result,
        zone,
        percent=slot.round.carry,
        full=instrument_of(slot.instrument).full,
        zone_full=instrument_of(before.instrument).full,
        rules=rules,
    )


def awaited(round_: Round, facts: RoundFacts) -> tuple[Zone, ...]:
    """Of a final that counts the zones' results: the zones that are not final yet, or no longer."""
    if not round_.carry:
        return ()
    return tuple(zone for zone in round_.event.main_round.zones if zone.id not in facts.snapshots)
