"""How the judges judged, on the web: shown to whom all marks of the zone are open, and to nobody else."""

from __future__ import annotations

import pytest

from panel.domain.sheets import Act
from tests.conftest import CODE, MARKS
from tests.web.conftest import page

PAGE = f"/events/{CODE}/zones/z1/reliability"
CLOSED = "They can be seen once your own sheets are in."
JUDGES = ("z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-4")
AMPHOE = ("3101", "3116", "3121", "3103", "3115")


def score_all(stage, seats) -> None:
    for seat in seats:
        for presenter in AMPHOE:
            stage.score(seat, presenter, MARKS | {"1.1": "7"} if seat == "z1-judge-1" else MARKS)


def shown(client) -> bool:
    """Whether the figures are on the page."""
    text = page(client.get(PAGE))
    assert ("Kendall" in text) != (CLOSED in text)
    return "Kendall" in text


def test_before_two_have_judged_there_is_nothing_to_compare(as_):
    assert "once two judges have submitted" in page(as_("organiser").get(PAGE))


def test_who_keeps_the_papers_sees_it_as_it_comes_and_the_chair_once_all_own_sheets_are_in(stage, as_):
    score_all(stage, JUDGES)
    chair = as_("z1-chair")
    assert [shown(client) for client in (as_("organiser"), as_("z1-secretary"), chair)] == [True, True, False]
    for presenter in AMPHOE[:-1]:
        stage.score("z1-chair", presenter)
    assert not shown(chair)
    stage.act("z1-chair", "z1-chair", Act.RECUSE, AMPHOE[-1], value={"reason": "why"})
    assert shown(chair)


@pytest.mark.parametrize("who", ["z1-judge-1", "z2-chair", "province-chair"])
def test_it_is_kept_from_others_also_when_the_zone_is_final(stage, as_, who):
    stage.score_zone()
    stage.finalise()
    assert as_(who).get(PAGE).status_code == 403


def test_a_mark_that_stands_apart_leads_to_its_sheet(stage, as_):
    score_all(stage, JUDGES[1:])
    for presenter in AMPHOE:
        stage.score("z1-judge-1", presenter, MARKS | {"2.3.1": "1" if presenter == "3101" else "12"})
    text = page(as_("organiser").get(PAGE))
    assert text.count(f'href="/events/{CODE}/zones/z1/sheets/z1-judge-1/3101/view"') == 2
