"""The chair's board: how every sheet stands, for whose eyes, and what may be done about it."""

from __future__ import annotations

import json

import pytest

from panel.domain.sheets import Act
from panel.operations.days import mark_no_show
from panel.queries.events import find_seat
from panel.queries.schedules import find_slot
from tests.conftest import CODE, MARKS
from tests.stages import Stage

ZONE = f"/events/{CODE}/zones/z1"
BOARD = f"{ZONE}/board"
NO_SHOW = f"{ZONE}/slots/3101/no-show"
APPEARANCE = f"{ZONE}/slots/3101/appearance"


@pytest.fixture
def stage(app, clock) -> Stage:
    return Stage(app, clock)


def stay_away(stage, presenter: str) -> None:
    def note(event) -> None:
        mark_no_show(find_slot(stage.zone(), presenter), by=stage.by("z1-chair"), reason="away")

    stage.run(note, write=True)


def test_the_board_shows_how_every_sheet_stands(stage, as_):
    stage.score("z1-judge-1", "3101", {"1.1": "5", "3": "5"}, submit=False)
    stage.score("z1-judge-2", "3101")
    stage.act("z1-chair", "z1-judge-2", Act.RETURN, value={"reason": "look at 2.1 again"})
    stage.act("z1-chair", "z1-judge-3", Act.ABSENT, value={"reason": "away"})
    stage.act("z1-judge-4", "z1-judge-4", Act.RECUSE, value={"reason": "kin"})
    page = as_("z1-chair").get(BOARD).text
    grid = page[: page.index('class="legend"')]
    for words in ("In progress: 2 of 11", "Returned", "Absent", "Recused", "look at 2.1 again"):
        assert words in grid
    assert "0 of 23 sheets are in" in page


def test_the_board_lists_what_keeps_the_ranking_open_with_its_acts(stage, as_):
    stage.score_zone()
    stage.act("z1-judge-1", "z1-judge-1", Act.WITHDRAW)
    page = as_("z1-chair").get(BOARD).text
    listed = page[page.index('id="open-sheets"') :]
    assert "Mueang Buri Ram: 1 sheet is open" in listed
    for item in ("absence", "exclusion"):
        assert f"{ZONE}/sheets/z1-judge-1/3101/{item}" in listed
    assert "Huai Rat" not in listed


def test_a_secretary_sees_the_board_without_the_chairs_acts(stage, as_):
    stage.score_zone()
    page = as_("z1-secretary").get(BOARD).text
    assert ("<strong>80</strong>" in page, "/return" in page, "/finalisation" in page) == (True, False, False)


def test_a_chair_who_scores_sees_totals_only_where_the_own_sheet_is_in(stage, as_):
    for presenter in ("3101", "3116"):
        stage.score("z1-judge-1", presenter)
    assert "<strong>80</strong>" not in as_("z1-chair").get(BOARD).text
    stage.score("z1-chair", "3101", MARKS | {"1.1": "7"})
    page = as_("z1-chair").get(BOARD).text
    assert (page.count("<strong>80</strong>"), page.count("<strong>79</strong>")) == (1, 1)


def test_a_chair_who_does_not_score_sees_them_all(stage, as_):
    stage.run(lambda event: setattr(find_seat(event, "z1-chair"), "scores", False), write=True)
    stage.score("z1-judge-1", "3101")
    assert "<strong>80</strong>" in as_("z1-chair").get(BOARD).text


def test_a_ranking_is_shown_once_all_it_speaks_of_may_be_seen(stage, as_):
    for seat in ("z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-chair"):
        stage.score(seat, "3101")
    stay_away(stage, "3103")
    for presenter in ("3116", "3115"):
        stage.score("z1-chair", presenter)
    rank = '<td class="rank">1</td>'
    assert rank not in as_("z1-chair").get(BOARD).text
    stage.score("z1-chair", "3121")
    assert rank in as_("z1-chair").get(BOARD).text


@pytest.mark.parametrize("kind", [Act.ABSENT, Act.RECUSE])
def test_a_chair_who_set_the_own_sheet_aside_sees_the_marks_and_can_not_take_it_up_again(stage, as_, kind):
    stage.score("z1-judge-1", "3101")
    stage.act("organiser", "z1-chair", kind, value={"reason": "away"})
    chair = as_("z1-chair")
    assert "<strong>80</strong>" in chair.get(BOARD).text
    answer = chair.post(f"{ZONE}/sheets/z1-chair/3101/restoration", data={"reason": "after all"})
    assert (answer.status_code, "able to see" in answer.text) == (422, True)


def test_a_late_entry_is_shown_beside_what_it_would_replace(stage, as_):
    stage.score("z1-judge-1", "3101")
    stage.act("z1-judge-1", "z1-judge-1", Act.MARK, node="1.1", value="9.5")
    chair = as_("z1-chair")
    assert "9.5" not in chair.get(BOARD).text  # the chair has still to score this amphoe
    stage.score("z1-chair", "3101", MARKS | {"1.1": "6"})
    page = chair.get(BOARD).text
    late = page[page.index('id="late-entries"') :]
    assert ("Item 1.1" in late, ">8</span>" in late, "<strong>9.5</strong>" in late) == (True, True, True)
    assert "/settlement" in late
    assert "/settlement" not in as_("z1-secretary").get(BOARD).text


def test_the_board_says_how_each_seats_tablet_is_heard_of(stage, as_, clock):
    judge = as_("z1-judge-1")
    said = {"nonce": "n", "waiting": 3, "entries": []}
    headers = {"Content-Type": "application/vnd.panel.entries+json", "Origin": "http://localhost"}
    assert judge.post("/entries", data=json.dumps(said), headers=headers).status_code == 200
    as_("z1-judge-2")
    clock.forward(minutes=5)
    page = as_("z1-chair").get(BOARD).text
    seats = page[page.index('id="seats"') :].split("</li>")
    for seat, words in enumerate(("Nothing waits", "3 changes are still", "Not heard of", "Not signed in")):
        assert words in seats[seat]
    assert "Last seen 09:10 · 1 device" in seats[1]


def test_answers_that_a_judge_has_to_choose_between_are_told_to_the_chair(stage, as_):
    stage.score("z1-judge-1", marks={"1.1": "8", "1.2": "7"}, submit=False)
    stage.score("z1-judge-1", marks={"1.1": "5", "1.2": "6"}, submit=False)
    page = as_("z1-chair").get(BOARD).text
    assert page.count("2 answers for the judge to settle") == 3  # badge and its title in the cell, and below
    assert "conflicts" not in as_("z2-chair").get(BOARD.replace("z1", "z2")).text


def test_a_no_show_is_noted_with_its_reason_and_taken_back(stage, as_):
    chair = as_("z1-chair")
    assert "Noted: did not appear." in chair.post(NO_SHOW, data={"reason": "x"}, follow_redirects=True).text
    assert "/slots/3101/appearance" in chair.get(BOARD).text
    assert "Taken back" in chair.post(APPEARANCE, data={"reason": "came"}, follow_redirects=True).text
    assert not stage.run(lambda event: find_slot(stage.zone(), "3101").no_show)


@pytest.mark.parametrize("url", [NO_SHOW, APPEARANCE])
def test_neither_is_noted_without_a_reason(as_, url):
    answer = as_("z1-chair").post(url, data={"reason": " "})
    assert (answer.status_code, "Give a reason." in answer.text) == (422, True)


def test_an_appearance_of_who_never_stayed_away_is_refused_with_what_was_typed(as_):
    answer = as_("z1-chair").post(APPEARANCE, data={"reason": "came after all"})
    assert (answer.status_code, "came after all" in answer.text) == (422, True)


@pytest.mark.parametrize("presenter", ["none", "practice-z1", "3111"])
def test_only_the_zones_own_presenters_can_stay_away(as_, presenter):
    assert as_("z1-chair").get(f"{ZONE}/slots/{presenter}/no-show").status_code == 404


def test_a_final_board_offers_no_act_on_a_sheet(stage, as_):
    stage.score_zone()
    stage.finalise()
    page = as_("z1-chair").get(BOARD).text
    assert [words in page for words in ("/return", "/absence", "/no-show", "/finalisation")] == [False] * 4
    assert "/reopening" in page
