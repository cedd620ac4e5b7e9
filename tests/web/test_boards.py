"""The chair's board: how every sheet stands, for whose eyes, and what may be done about it."""

from __future__ import annotations

import json
import re

import pytest

from panel.domain.sheets import Act
from panel.operations.days import mark_no_show
from panel.queries.boards import board_of
from panel.queries.events import find_event, find_seat, find_zone
from panel.queries.schedules import find_slot
from tests.conftest import CODE, MARKS
from tests.statements import counted

ZONE = f"/events/{CODE}/zones/z1"
BOARD = f"{ZONE}/board"
NO_SHOW = f"{ZONE}/slots/3101/no-show"
APPEARANCE = f"{ZONE}/slots/3101/appearance"
PROVINCE = f"/events/{CODE}/board"
MOST_QUERIES = 17
LISTS_OF_WHAT_WAITS = 3
"""Late changes, deposits, conflicts: read where any is."""


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


def listed(page: str) -> str:
    """What keeps the ranking open, as it is read, with the addresses of its acts."""
    part = page[page.index('id="open-sheets"') : page.index('data-part="late"')]
    return " ".join(re.sub(r"<a [^>]*href=\"([^\"]*)\"[^>]*>|<[^>]+>", r" \1 ", part).split())


def test_the_board_lists_what_keeps_the_ranking_open_with_its_acts(stage, as_):
    stage.score_zone()
    stage.act("z1-judge-1", "z1-judge-1", Act.WITHDRAW)
    page = as_("z1-chair").get(BOARD).text
    words = listed(page)
    assert "Mueang Buri Ram : 1 sheet is open" in words
    for item in ("absence", "exclusion"):
        assert f"{ZONE}/sheets/z1-judge-1/3101/{item}" in words
    assert f'action="{ZONE}/sheets/z1-judge-1/3101/reminder"' in page
    assert ("Huai Rat" in words, "replacement" in words) == (False, False)


def test_whose_turn_is_still_to_come_is_not_asked_for_sheet_by_sheet(as_, clock):
    """At 09.10 the first amphoe presents."""
    chair = as_("z1-chair")
    before = listed(chair.get(BOARD).text)
    assert (before.count("absence"), "Huai Rat : 5 sheets are open" in before) == (5, True)
    assert "presents at 09:30" in before
    clock.forward(minutes=25)
    assert listed(chair.get(BOARD).text).count("absence") == 10


def test_an_organiser_may_remind_replace_and_note_a_no_show_but_rules_on_no_sheet(as_):
    page = as_("organiser").get(BOARD).text
    words = listed(page)
    acts = ("/reminder", "/seats/z1-judge-1/replacement", "/slots/3101/no-show", "/absence")
    assert [act in page for act in acts[:1]] + [act in words for act in acts[1:]] == [True] * 3 + [False]


def test_the_own_open_sheet_is_scored_not_reminded_of(as_):
    page = as_("z1-chair").get(BOARD).text
    assert f'href="{ZONE}/sheets/z1-chair/3101">Score it' in page
    assert f"{ZONE}/sheets/z1-chair/3101/reminder" not in page


def test_a_reminder_is_told_with_its_time(as_):
    chair = as_("z1-chair")
    chair.post(f"{ZONE}/sheets/z1-judge-1/3101/reminder")
    assert listed(chair.get(BOARD).text).count("Reminded 09:10") == 1


def test_who_is_short_of_sheets_is_told_though_nothing_is_open(stage, as_):
    stage.score("z1-chair")
    for seat in ("z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-4"):
        stage.act("z1-chair", seat, Act.ABSENT, value={"reason": "away"})
    assert "1 of at least 3 sheets; there will be no rank" in as_("z1-chair").get(BOARD).text


def test_the_judges_spread_is_shown_where_their_marks_may_be_seen(stage, as_):
    for seat, mark in (("z1-judge-1", "3"), ("z1-judge-2", "8")):
        stage.score(seat, "3101", MARKS | {"1.1": mark})
    chair = as_("z1-chair")
    assert ("far apart</span>" in chair.get(BOARD).text, "3–8" in chair.get(BOARD).text) == (False, False)
    stage.score("z1-chair", "3101", MARKS | {"1.1": "4"})
    page = chair.get(BOARD).text
    spread = page[page.index('id="spread-3101"') : page.index("</table>", page.index('id="spread-3101"'))]
    assert (">3–8<" in spread, ">2.65<" in spread, spread.count(">far apart<")) == (True, True, 1)
    assert "1 item far apart" in page


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
    rank = 'data-part="rank 3101">1</td>'
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
    assert 'id="conflicts"' not in as_("z2-chair").get(BOARD.replace("z1", "z2")).text


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


class TestProvince:
    def test_an_organiser_sees_every_zone_and_its_results(self, stage, as_):
        stage.score_zone()
        page = as_("organiser").get(PROVINCE).text
        assert [f'data-part="zone z{place}"' in page for place in (1, 2, 3, 4)] == [True] * 4
        assert ("25 of 115 sheets are in; 0 of 4 zones are final" in page, "80.00" in page) == (True, True)
        assert f'<a href="{BOARD}">' in page

    def test_a_province_seat_sees_progress_and_no_result_before_its_zone_is_final(self, stage, as_):
        stage.score_zone()
        chair = as_("province-chair")
        page = chair.get(PROVINCE).text
        assert ("25 of 115 sheets" in page, "80.00" in page, BOARD in page) == (True, False, False)
        stage.finalise()
        page = chair.get(PROVINCE).text
        assert ("80.00" in page, "1 of 4 zones are final" in page) == (True, True)

    def test_a_zone_tells_what_it_waits_for(self, stage, as_):
        stage.score("z1-judge-1")
        stage.act("z1-judge-1", "z1-judge-1", Act.MARK, node="1.1", value="9.5")
        part = as_("organiser").get(PROVINCE).text.split('data-part="zone ')[1]
        for words in ("1 late change", "Mueang Buri Ram (4)", "4 amphoe are still to present"):
            assert words in part


def test_a_boards_queries_do_not_grow_with_what_is_on_it_nor_with_the_province(stage, as_):
    def asked() -> int:
        with stage.app.app_context(), counted() as sent:
            board_of(find_zone(find_event(CODE), "z1"), stage.clock())
        return len(sent)

    stage.score("z1-judge-1", marks={"1.1": "5"}, submit=False)
    before = asked()
    stage.score_zone()  # marks 1.1 once more, unaware of that: a conflict, and a late change below
    stage.act("z1-judge-1", "z1-judge-1", Act.MARK, node="1.1", value="9.5")
    each = asked()
    assert each <= before + LISTS_OF_WHAT_WAITS <= MOST_QUERIES
    stage.score_zone("z2")
    for judge in ("z1-judge-1", "z1-judge-2"):
        for node in MARKS:
            stage.act(judge, judge, Act.MARK, node=node, value="1")
    assert asked() == each
