"""A judge's own marks side by side: what is compared, in which order, and nobody else's marks."""

from __future__ import annotations

import re

import pytest

from panel.db import db
from panel.domain.days import Happened
from panel.domain.sheets import Act
from panel.models import Slot
from panel.operations.days import mark_no_show, note_happening
from panel.operations.panels import Appointment, replace_seat
from panel.queries.accounts import find_person
from panel.queries.events import find_seat
from panel.queries.schedules import timed_slots
from tests.conftest import MARKS, SECRET
from tests.statements import counted
from tests.web.conftest import EVENT, page

JUDGE, CHAIR = "z1-judge-1", "z1-chair"
PLAN = ["3101", "3116", "3115", "3121", "3103"]
OVERVIEW = f"{EVENT}/zones/z1/overview"


@pytest.fixture
def seen(as_):
    """The page as text, as the judge has it."""
    judge = as_(JUDGE)
    return lambda by="": page(judge.get(OVERVIEW + by))


def presenters(text):
    return re.findall(r'data-presenter="([^"]+)"', text)


def figures(text, number):
    """What each presenter was given for a node, in the page's order."""
    [line] = re.findall(
        rf'<tr[^>]*>(?:(?!</tr>).)*?item-title">{re.escape(number)} .*?</tr>', text, re.DOTALL
    )[:1]
    return re.findall(r'data-part="points">([^<]*)<', line)


def places(text):
    return re.findall(r'class="rank" data-cell="([^"]+)">([^<]+)<', text)


def test_all_presenters_stand_in_the_order_of_the_plan(seen):
    assert presenters(seen()) == PLAN


def test_who_is_on_stage_and_who_follows_stand_in_it_too(stage, seen):
    stage.run(
        lambda event: note_happening(
            timed_slots(stage.zone())[1], Happened.PRESENTING, by=stage.by("z1-secretary")
        ),
        write=True,
    )
    assert presenters(seen()) == PLAN


def test_each_item_and_criterion_shows_what_each_was_given(stage, seen):
    stage.score(JUDGE, "3101")
    stage.score(JUDGE, "3116", {"1.1": "6.5", "2.1.1": "4"}, submit=False)
    text = seen()
    assert figures(text, "1.1") == ["8", "6.5", "–", "–", "–"]
    assert figures(text, "1") == ["15", "6.5", "–", "–", "–"]
    assert figures(text, "2.1") == ["11", "4", "–", "–", "–"]


def test_the_own_order_is_of_whole_sheets_equal_ones_alike(stage, seen):
    for presenter, mark in {"3101": "8", "3116": "9", "3115": "8", "3121": "7"}.items():
        stage.score(JUDGE, presenter, MARKS | {"1.1": mark}, submit=False)
    stage.score(JUDGE, "3103", {"1.1": "10"}, submit=False)
    assert places(seen()) == [("3101", "2"), ("3116", "1"), ("3115", "2"), ("3121", "4"), ("3103", "–")]


def test_by_total_the_highest_stands_first_and_a_sheet_with_gaps_last(stage, seen):
    for presenter, mark in {"3101": "8", "3116": "9", "3121": "7"}.items():
        stage.score(JUDGE, presenter, MARKS | {"1.1": mark})
    stage.score(JUDGE, "3103", {"1.1": "10"}, submit=False)
    assert presenters(seen("?by=total")) == ["3116", "3101", "3121", "3103", "3115"]
    assert presenters(seen("?by=nonsense")) == PLAN


def test_a_line_says_how_far_its_marks_lie_apart(stage, seen):
    for presenter, mark in {"3101": "8", "3116": "9.5"}.items():
        stage.score(JUDGE, presenter, MARKS | {"1.1": mark})
    spreads = re.findall(r'data-part="spread">([^<]*)<', seen())
    assert spreads[:3] == ["80–81.5", "15–16.5", "8–9.5"]


def test_one_mark_alone_lies_apart_from_nothing(stage, seen):
    stage.score(JUDGE, "3101")
    assert set(re.findall(r'data-part="spread">([^<]*)<', seen())) == {""}


def test_each_figure_leads_to_its_item_on_its_sheet(seen):
    links = re.findall(r'class="level" href="([^"]+)"', seen())
    sheet = f"{EVENT}/zones/z1/sheets/{JUDGE}/3101"
    assert [link for link in links if link.startswith(sheet)][:3] == [
        sheet, f"{sheet}#criterion-1", f"{sheet}#indicator-1.1",
    ]  # fmt: skip


def test_a_comment_is_marked_where_it_stands(stage, seen):
    stage.score(JUDGE, "3101", {"1.1": "8"}, submit=False)
    assert seen().count("Commented") == 0
    stage.act(JUDGE, JUDGE, Act.COMMENT, node="2", value="clear")
    text = seen()
    assert (text.count("Commented"), "clear" in text) == (1, False)


def test_nobody_elses_marks_are_shown(stage, seen):
    before = re.findall(r'data-part="points">([^<]*)<', seen())
    stage.score("z1-judge-2", "3101", MARKS | {"1.1": "9.5"})
    stage.score(CHAIR, "3101", MARKS | {"1.1": "6.5"})
    assert re.findall(r'data-part="points">([^<]*)<', seen()) == before


def test_a_successor_sees_nothing_of_whom_it_replaced(stage, app, as_):
    stage.score(JUDGE, "3101", MARKS | {"1.1": "9.5"})

    def replace(event):
        old = find_seat(event, JUDGE)
        return replace_seat(
            old, Appointment("", "a stand-in", None, old.role, True), by=stage.by(CHAIR), secret=SECRET
        ).code

    text = page(as_(stage.run(replace, write=True)).get(OVERVIEW))
    assert presenters(text) == PLAN[1:]
    assert ("9.5" in text, "Judged by the one before you in this seat" in text) == (False, True)


def test_whom_one_does_not_judge_stands_apart(stage, seen):
    stage.run(lambda event: setattr(find_person(event, JUDGE), "home", "3101"), write=True)
    stage.act(JUDGE, JUDGE, Act.RECUSE, "3116", value={"reason": "a cousin"})
    stage.act(CHAIR, JUDGE, Act.ABSENT, "3115", value={"reason": "came late"})

    def miss(event):
        slot = db.session.scalars(db.select(Slot).where(Slot.presenter.has(code="3121"))).one()
        mark_no_show(slot, by=stage.by(CHAIR), reason="the road was under water")

    stage.run(miss, write=True)
    text = seen()
    assert presenters(text) == ["3103"]
    assert [words in text for words in ("Your home amphoe", "Recused", "Absent", "Did not appear")] == [
        True
    ] * 4


@pytest.mark.parametrize(
    ("person", "status"),
    [(JUDGE, 200), (CHAIR, 200), ("z1-secretary", 403), ("z2-judge-1", 403), ("organiser", 403)],
)
def test_it_is_for_those_who_score_here(as_, person, status):
    assert as_(person).get(OVERVIEW).status_code == status


def test_it_takes_the_same_few_queries_however_much_is_marked(stage, as_):
    judge = as_(JUDGE)

    def asked():
        with counted() as statements:
            judge.get(OVERVIEW)
        return len(statements)

    few = asked()
    for presenter in PLAN:
        stage.score(JUDGE, presenter)
    assert (asked() <= few + 1, few <= 20) == (True, True)
