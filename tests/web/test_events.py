"""The organiser's overview: what is still to be done, and each zone's progress."""

from __future__ import annotations

import pytest

from panel.db import writing
from panel.operations.audit import Author
from panel.operations.panels import close_seat
from panel.queries.accounts import find_person
from panel.queries.events import find_event, find_seat
from tests.conftest import CODE, score
from tests.web.conftest import EVENT, page


@pytest.fixture
def overview(as_):
    organiser = as_("organiser")
    return lambda: page(organiser.get(f"{EVENT}/"))


def close(app, clock, *codes):
    with app.app_context(), writing():
        for code in codes:
            close_seat(find_seat(find_event(CODE), code), by=Author(None, clock(), b"key"))


def test_each_zone_has_its_card(overview):
    text = overview()
    shown = [
        "0 of 25 sheets",
        "0 of 30 sheets",
        "Meeting room of the Nang Rong District Office",
        "Provisional",
    ]
    assert [text.count(each) for each in shown] == [1, 3, 1, 4]


def test_a_submitted_sheet_moves_the_card(overview, app, clock):
    with app.app_context():
        event = find_event(CODE)
        judge = Author(find_person(event, "z1-judge-1"), clock(), b"key")
        score(event, judge, "z1-judge-1", "3101")
        score(event, judge, "z1-judge-1", "3103", submit=False)
    assert "1 of 25 sheets" in overview()


def test_the_letters_own_clashes_are_told(overview):
    assert "The plan has 3 clashes." in overview()


def test_who_has_not_come_in_yet_is_counted(overview, as_):
    before = overview()
    as_("z1-chair")
    counted = "%s people have not signed in on any device yet."
    assert [counted % 25 in before, counted % 24 in overview()] == [True, True]


def test_panels_without_a_common_judge_are_told(overview):
    assert "not on a common scale" in overview()


def test_too_few_judges_are_told_before_the_day(overview, app, clock):
    assert "too few judges" not in overview()
    close(app, clock, "z1-judge-1", "z1-judge-2", "z1-judge-3")
    assert "Zone 1: too few judges. 2 may score Mueang Buri Ram, Huai Rat" in overview()


def test_a_judge_at_home_counts_for_the_others_only(overview, app, clock):
    close(app, clock, "z1-judge-1", "z1-judge-2")
    with app.app_context(), writing():
        find_person(find_event(CODE), "z1-judge-3").home = "3103"
    assert "Zone 1: too few judges. 2 may score Krasang; 3 are wanted." in overview()


def test_the_overview_takes_the_same_queries_however_many_sheets(as_, app, clock, queries):
    organiser = as_("organiser")
    counts = []
    for seat in ("z1-judge-1", "z1-judge-2", "z1-chair"):
        with app.app_context():
            event = find_event(CODE)
            for presenter in ("3101", "3116"):
                score(event, Author(find_person(event, seat), clock(), b"key"), seat, presenter)
        with queries() as statements:
            organiser.get(f"{EVENT}/")
        counts.append(len(statements))
    assert counts == [counts[0]] * 3


def test_another_event_is_none_of_an_organisers_business(as_):
    assert as_("organiser").get("/events/another/").status_code == 403


def test_the_server_says_that_it_is_well(app, queries):
    with queries() as statements:
        response = app.test_client().get("/healthz")
    assert (response.status_code, response.text, response.mimetype) == (200, "ok\n", "text/plain")
    assert "SELECT 1" in statements
