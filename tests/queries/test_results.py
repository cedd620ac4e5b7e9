"""Results as they are computed from what is stored: who judges, what counts, what is frozen."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from panel.db import db, writing
from panel.domain.panels import Role
from panel.domain.results import Standing
from panel.domain.sheets import Act, Actor, Channel, State
from panel.domain.ties import Rank
from panel.models import InstrumentVersion, Presenter, Slot
from panel.operations.days import mark_no_show
from panel.operations.entries import NewEntry, store_entry
from panel.operations.panels import Appointment, replace_seat
from panel.operations.results import finalise_zone
from panel.queries.events import find_seat, find_zone
from panel.queries.exports import altered
from panel.queries.results import round_results, zone_results
from panel.queries.schedules import find_slot, timed_slots
from panel.queries.snapshots import current_snapshot
from tests.conftest import MARKS, SECRET, score, score_zone
from tests.statements import counted

FIRST, SECOND = "3101", "3116"
JUDGES = ("z1-chair", "z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-4")


def act(event, by, actor: Actor, seat: str, kind: Act, reason: str = "why", presenter: str = FIRST) -> None:
    entry = NewEntry(str(uuid4()), seat, presenter, kind, value={"reason": reason})
    channel = Channel.CHAIR if actor is Actor.CHAIR else Channel.TABLET
    with writing():
        store_entry(event, entry, by=by, actor=actor, channel=channel)


def score_by(event, by, totals: dict[str, str], presenter: str = FIRST) -> None:
    """Submitted sheets that differ in item 2.4.1 only: 67 points and that mark."""
    for seat, mark in totals.items():
        score(event, by(seat), seat, presenter, MARKS | {"2.4.1": mark})


def states(view) -> dict[str, str]:
    return {sheet.seat: sheet.state.value for sheet in view.sheets}


def hand_over(event, by, seat: str, home: str | None = None) -> str:
    who = Appointment("ผู้มาแทน", "กรรมการ", home, Role.JUDGE, True)
    with writing():
        return replace_seat(find_seat(event, seat), who, by=by("organiser"), secret=SECRET).code


def rules(event, **changes: object) -> None:
    with writing():
        event.rules = event.rules | changes


def test_an_untouched_zone_awaits_every_sheet(event, zone):
    view = zone_results(zone)
    assert len(view.pending) == 25
    assert (view.submitted, view.provisional) == ((), True)
    assert {presenter.result.standing for presenter in view.presenters} == {Standing.PROVISIONAL}


def test_practice_counts_nowhere(event, zone, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "practice-z1")
    view = zone_results(zone)
    assert [presenter.code for presenter in view.presenters] == [s.presenter.code for s in timed_slots(zone)]
    assert view.submitted == ()


def test_a_result_is_the_mean_of_the_sheets_rounded_half_up_once(event, zone, by):
    score_by(event, by, {"z1-chair": "14", "z1-judge-1": "13", "z1-judge-2": "13"})
    assert zone_results(zone).presenter(FIRST).result.value == Decimal("80.33")


def test_an_open_sheet_makes_the_result_provisional(event, zone, by):
    score_by(event, by, dict.fromkeys(JUDGES[:4], "13"))
    view = zone_results(zone).presenter(FIRST)
    assert (view.result.standing, view.result.value) == (Standing.PROVISIONAL, Decimal("80.00"))
    assert [sheet.seat for sheet in view.pending] == ["z1-judge-4"]


@pytest.mark.parametrize(
    ("actor", "kind", "state", "eligible"),
    [(Actor.AUTHOR, Act.RECUSE, "recused", 4), (Actor.CHAIR, Act.ABSENT, "absent", 5)],
)
def test_recused_and_absent_judges_are_left_out_with_their_reason(
    event, zone, by, actor, kind, state, eligible
):
    score_by(event, by, dict.fromkeys(JUDGES[:4], "13"))
    act(event, by("z1-chair"), actor, "z1-judge-4", kind, "why")
    view = zone_results(zone).presenter(FIRST)
    assert (view.result.standing, view.result.value) == (Standing.COMPLETE, Decimal("80.00"))
    assert view.result.eligible == eligible
    assert (view.sheet("z1-judge-4").state, view.sheet("z1-judge-4").reason) == (State(state), "why")


def test_a_judge_from_the_amphoe_is_recused_by_the_system(event, zone, by):
    with writing():
        find_seat(event, "z1-judge-1").person.home = FIRST
    view = zone_results(zone)
    sheet = view.presenter(FIRST).sheet("z1-judge-1")
    assert (sheet.state, sheet.by_system, sheet.acts) == (State.RECUSED, True, ())
    assert view.presenter(SECOND).sheet("z1-judge-1").state is State.DRAFT
    assert view.presenter(FIRST).result.eligible == 4


def test_below_quorum_there_is_no_result_and_no_rank(event, zone, by):
    score_by(event, by, {"z1-chair": "13", "z1-judge-1": "13"})
    for seat in JUDGES[2:]:
        act(event, by("z1-chair"), Actor.CHAIR, seat, Act.ABSENT)
    view = zone_results(zone).presenter(FIRST)
    assert (view.result.standing, view.result.value) == (Standing.NO_QUORUM, None)
    assert (view.rank_zone, view.rank_province) == (None, None)


def test_a_no_show_has_neither_result_nor_rank_and_awaits_nothing(event, zone, by):
    score_by(event, by, dict.fromkeys(JUDGES, "13"))
    with writing():
        mark_no_show(find_slot(zone, FIRST), by=by("z1-chair"), reason="why")
    view = zone_results(zone)
    shown = view.presenter(FIRST)
    assert (shown.result.standing, shown.result.value, shown.rank_zone) == (Standing.NO_SHOW, None, None)
    assert shown.pending == ()
    assert view.ranking[-1].result.value is None


def test_a_successor_judges_what_was_left_open(event, zone, by):
    score(event, by("z1-judge-1"), "z1-judge-1", FIRST)
    score(event, by("z1-judge-1"), "z1-judge-1", SECOND, {"1.1": "5"}, submit=False)
    successor = hand_over(event, by, "z1-judge-1")
    view = zone_results(zone)
    assert states(view.presenter(FIRST))["z1-judge-1"] == "submitted"
    assert successor not in states(view.presenter(FIRST))
    assert states(view.presenter(SECOND))[successor] == "draft"
    assert "z1-judge-1" not in states(view.presenter(SECOND))
    assert [seat.code for seat in view.panel][1:3] == ["z1-judge-1", successor]


def test_nobody_does_anything_to_the_sheet_of_a_seat_that_was_handed_over(event, zone, by):
    score(event, by("z1-judge-1"), "z1-judge-1", FIRST)
    hand_over(event, by, "z1-judge-1")
    sheet = zone_results(zone).presenter(FIRST).sheet("z1-judge-1")
    assert (sheet.closed, sheet.acts) == (True, ())


def test_a_successor_from_the_amphoe_is_recused(event, zone, by):
    successor = hand_over(event, by, "z1-judge-1", home=FIRST)
    assert states(zone_results(zone).presenter(FIRST))[successor] == "recused"


def test_dropping_extremes_leaves_one_highest_and_one_lowest_out(event, zone, by):
    rules(event, drop_extremes=True)
    score_by(event, by, dict(zip(JUDGES, ["15", "15", "14", "13", "3"], strict=True)))
    result = zone_results(zone).presenter(FIRST).result
    assert len(result.kept) == 3
    assert result.value == Decimal("81.00")  # 67 and the mean of 15, 14 and 13


def test_equal_results_are_told_apart_by_the_listed_criteria(event, zone, by):
    for seat in JUDGES:
        score(event, by(seat), seat, FIRST, MARKS | {"1.1": "9", "2.1.1": "3"})
        score(event, by(seat), seat, SECOND, MARKS)
    view = zone_results(zone)
    assert view.presenter(SECOND).rank_zone == Rank(1, "criterion:2")
    assert view.presenter(FIRST).rank_zone == Rank(2, "criterion:2")


def test_the_chairs_total_tells_apart_within_a_zone_but_not_across(event, zone, by):
    other = find_zone(event, "z2")
    third = timed_slots(other)[0].presenter.code
    higher, lower = MARKS | {"2.4.1": "14"}, MARKS | {"2.4.1": "12"}
    for first, second in [(higher, lower), (lower, higher)]:
        seat = "z1-chair" if first is higher else "z1-judge-1"
        score(event, by(seat), seat, FIRST, first)
        score(event, by(seat), seat, SECOND, second)
    for seat in JUDGES[2:]:
        score(event, by(seat), seat, FIRST)
        score(event, by(seat), seat, SECOND)
    for seat in [seat.replace("z1", "z2") for seat in JUDGES]:
        score(event, by(seat), seat, third)
    view = round_results(event.main_round)
    presenters = [view.zone("z1").presenter(FIRST), view.zone("z1").presenter(SECOND)]
    assert [each.rank_zone for each in presenters] == [Rank(1, "chair"), Rank(2, "chair")]
    assert {each.rank_province for each in [*presenters, view.zone("z2").presenter(third)]} == {
        Rank(1, "joint")
    }


def test_panels_are_connected_once_a_judge_sits_on_both(event, zone, by):
    assert not round_results(event.main_round).connected
    link = find_seat(event, "z1-judge-1").person
    with writing():
        for code in ("z2-judge-1", "z3-judge-1", "z4-judge-1"):
            find_seat(event, code).person = link
    assert round_results(event.main_round).connected


def test_an_absent_link_judge_connects_nothing(event, zone, by):
    with writing():
        for code in ("z2-judge-1", "z3-judge-1", "z4-judge-1"):
            find_seat(event, code).person = find_seat(event, "z1-judge-1").person
    for slot in timed_slots(find_zone(event, "z2")):
        chair = by("z2-chair")
        act(event, chair, Actor.CHAIR, "z2-judge-1", Act.ABSENT, presenter=slot.presenter.code)
    assert not round_results(event.main_round).connected


def test_what_was_finalised_stays_whole_under_a_later_version_of_the_instrument(event, zone, by):
    score_zone(event, zone, by)
    with writing():
        finalise_zone(zone, by=by("z1-chair"))
    with writing():
        old = zone.round.instrument
        later = InstrumentVersion(
            event_id=event.id, code=old.code, version=2, body=old.body, digest=old.digest
        )
        db.session.add(later)
        zone.round.instrument = later
    view = round_results(zone.round)
    assert (view.version, view.zone("z1").presenter(FIRST).version) == (2, 1)
    assert not altered(view.zone("z1"))


def test_the_current_snapshot_is_that_of_its_own_zone(event, zone, by):
    score_zone(event, zone, by)
    with writing():
        finalise_zone(zone, by=by("z1-chair"))
    view = round_results(zone.round)
    assert [each.provisional for each in view.zones] == [False, True, True, True]
    assert current_snapshot(zone).version == view.zone("z1").snapshot.version == 1


def test_a_round_takes_as_many_statements_whatever_its_size(event, zone, by):
    round_results(event.main_round)
    db.session.expire_all()
    with counted() as before:
        round_results(event.main_round)
    score_zone(event, zone, by)
    with writing():
        add_presenters(event, zone, 3)
    db.session.expire_all()
    with counted() as after:
        view = round_results(event.main_round)
    assert len(view.zone("z1").presenters) == 8
    assert len(after) == len(before)


def add_presenters(event, zone, number: int) -> None:
    """Amphoe of no province, after the zone's own."""
    for place in range(number):
        presenter = Presenter(event_id=event.id, code=f"99{place:02}", name=f"อำเภอที่ {place}")
        db.session.add(presenter)
        db.session.add(
            Slot(
                round=zone.round,
                zone=zone,
                presenter=presenter,
                instrument_id=zone.round.instrument_id,
                position=50 + place,
                start=900 + place,
                end=901 + place,
                pinned=False,
            )
        )
