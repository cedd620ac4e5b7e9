"""What an act would change, told before it is done."""

from __future__ import annotations

from uuid import uuid4

import pytest

from panel.db import writing
from panel.domain.results import Standing
from panel.domain.sheets import Act, Actor, Channel
from panel.operations.entries import NewEntry, store_entry
from panel.operations.results import finalise_zone
from panel.queries.effects import Effect, effect_of_act, effect_of_appearance
from panel.queries.schedules import find_slot
from panel.queries.sheets import sheet_page
from tests.conftest import score, score_zone

SHEET = ("z1-judge-1", "3101")


@pytest.fixture
def effect(event):
    """effect(Act.RETURN) on the first judge's sheet of the first amphoe."""

    def of(act: Act) -> Effect | None:
        return effect_of_act(sheet_page(event, "z1", *SHEET), act)

    return of


def tallies(effect: Effect) -> list[tuple[int, int, int, Standing]]:
    """Before and after: sheets that count, sheets awaited, judges eligible, how the result stands."""
    return [
        (each.counted, each.pending, each.eligible, each.standing) for each in (effect.before, effect.after)
    ]


def test_a_returned_sheet_counts_no_more_and_is_awaited(event, zone, by, effect):
    score_zone(event, zone, by)
    assert tallies(effect(Act.RETURN)) == [
        (5, 0, 5, Standing.COMPLETE),
        (4, 1, 5, Standing.PROVISIONAL),
    ]


def test_an_absent_judge_is_no_longer_awaited_but_counts_for_the_quorum(event, by, effect):
    for seat in ("z1-chair", "z1-judge-2", "z1-judge-3", "z1-judge-4"):
        score(event, by(seat), seat, "3101")
    found = effect(Act.ABSENT)
    assert tallies(found) == [(4, 1, 5, Standing.PROVISIONAL), (4, 0, 5, Standing.COMPLETE)]
    assert (found.after.quorum, found.after.enough) == (3, True)


def test_a_recusal_takes_a_judge_out_of_who_is_eligible(effect):
    assert tallies(effect(Act.RECUSE)) == [(0, 5, 5, Standing.PROVISIONAL), (0, 4, 4, Standing.PROVISIONAL)]


def test_a_lost_quorum_is_told(event, zone, by, effect):
    for seat in ("z1-judge-2", "z1-judge-3", "z1-judge-4"):
        entry = NewEntry(str(uuid4()), seat, "3101", Act.ABSENT, value={"reason": "ill"})
        with writing():
            store_entry(event, entry, by=by("z1-chair"), actor=Actor.CHAIR, channel=Channel.CHAIR)
    score(event, by("z1-chair"), "z1-chair", "3101")
    found = effect(Act.ABSENT)
    assert (found.after.standing, found.after.enough) == (Standing.NO_QUORUM, False)


def test_who_does_not_appear_has_no_result_whatever_sheets_there_are(event, zone, by):
    score_zone(event, zone, by)
    slot = find_slot(zone, "3101")
    assert tallies(effect_of_appearance(slot, no_show=True)) == [
        (5, 0, 5, Standing.COMPLETE),
        (5, 0, 5, Standing.NO_SHOW),
    ]


def test_what_cannot_be_done_now_has_no_effect(event, zone, by, effect):
    assert effect(Act.RETURN) is None
    score_zone(event, zone, by)
    assert effect(Act.ABSENT) is None
    with writing():
        finalise_zone(zone, by=by("z1-chair"))
    assert effect(Act.RETURN) is None
