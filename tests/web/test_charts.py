"""What the pages of results draw and tell for whom: dots, spreads, the field, ties step by step."""

from __future__ import annotations

import pytest

from panel.operations.days import mark_no_show
from panel.queries.schedules import find_slot
from tests.conftest import CODE, MARKS
from tests.stages import Stage

ZONE = f"/events/{CODE}/zones/z1"
RESULTS = f"{ZONE}/results"
PRESENTER = f"{ZONE}/presenters/3101"
SEATS = ("z1-chair", "z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-4")
ORDER = ("3101", "3116", "3115", "3121", "3103")
DOTS, OWN, BAR, SPREAD = "Marks of the judges:", "chart-own", 'class="chart chart-bar"', "Lowest–highest"


@pytest.fixture
def tied(stage) -> Stage:
    """Two that only the chair's total tells apart (80 and 81), and three that nothing does; all is final."""
    for seat in SEATS:
        chair, judge = seat == "z1-chair", seat == "z1-judge-1"
        stage.score(seat, "3101")
        stage.score(seat, "3116", MARKS | {"1.1": "9" if chair else "7" if judge else "8"})
        for presenter in ORDER[2:]:
            stage.score(seat, presenter, MARKS | {"1.1": "5"})
    stage.finalise()
    return stage


def shown(page: str) -> dict[str, bool]:
    return {"dots": DOTS in page, "spread": SPREAD in page, "field": OWN in page}


def test_a_chair_sees_dots_and_spread_once_the_own_sheet_is_in(stage, as_):
    for seat in SEATS[1:]:
        stage.score(seat)
    assert as_("z1-chair").get(PRESENTER).status_code == 403
    stage.score("z1-chair", "3101", MARKS | {"3": "10"})
    page = as_("z1-chair").get(PRESENTER).text
    assert shown(page) == {"dots": True, "spread": True, "field": False}
    assert ("8–10" in page, "0.89" in page) == (True, True)


def test_a_chair_sees_where_a_presenter_stands_once_every_own_sheet_is_in(stage, as_):
    stage.score_zone()
    assert shown(as_("z1-chair").get(PRESENTER).text)["field"]


def test_a_judge_sees_means_and_where_it_stands_and_no_mark_drawn_or_named(tied, as_):
    page = as_("z1-judge-1").get(PRESENTER).text
    assert shown(page) == {"dots": False, "spread": False, "field": True}
    assert ("mean 15.00 of 20" in page, "กรรมการคนที่ ๒" in page) == (True, False)


def test_bars_are_drawn_for_the_results_that_may_be_seen(stage, as_):
    for seat in SEATS:
        stage.score(seat, "3101")
    for seat in SEATS[1:]:
        stage.score(seat, "3116")
    assert as_("z1-chair").get(RESULTS).text.count(BAR) == 4  # the result and three criteria of one amphoe
    assert as_("z1-judge-1").get(RESULTS).text.count(BAR) == 0


def test_the_marks_of_a_no_show_are_not_drawn_for_who_may_not_see_them(stage, as_):
    stage.score("z1-judge-1")
    stage.run(
        lambda _: mark_no_show(find_slot(stage.zone(), "3101"), by=stage.by("organiser"), reason="น้ำท่วม"),
        write=True,
    )
    stage.score("z1-chair", "3116")
    page = as_("z1-chair").get(RESULTS).text
    assert ("15.00" in page, "57.00" in page) == (True, True)  # its own sheet's, of 3116
    assert page.count("15.00") == 1


def test_a_tie_is_told_step_by_step_with_exact_figures(tied, as_):
    page = as_("z1-chair").get(RESULTS).text
    assert page.count("<caption>Equal results of") == 2
    for step in ("1. Criterion 2", "2. Criterion 1", "3. Criterion 3", "4. Chair’s total"):
        assert step in page, step
    assert ('total">81<' in page, 'total">80<' in page) == (True, True)
    assert page.count("joint rank") == 2 * 3  # in the ranking and in the steps


def test_a_judge_is_told_that_the_chair_decided_and_not_what_the_chair_gave(tied, as_):
    page = as_("z1-judge-1").get(RESULTS).text
    assert ("4. Chair’s total" in page, "not shown" in page) == (True, True)
    assert 'total">81<' not in page


def test_ties_are_told_to_nobody_who_may_not_see_the_ranking(stage, as_):
    stage.score_zone()
    for seat in SEATS:
        assert "Equal results of" not in as_(seat).get(RESULTS).text or seat == "z1-chair"
