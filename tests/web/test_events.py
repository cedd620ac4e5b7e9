"""The organiser's overview: what is missing before the day, and each zone's progress."""

from __future__ import annotations

import pytest

from panel.db import writing
from panel.operations.audit import Author
from panel.operations.panels import close_seat
from panel.queries.accounts import find_person
from panel.queries.events import find_event, find_seat
from tests.conftest import CODE, score
from tests.statements import counted
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


def test_what_is_missing_before_the_day_is_counted_and_named(overview, app, clock):
    before = overview()
    assert "things are missing." in before
    assert [
        each in before for each in ("<li>Clashes in the plan</li>", "<li>Judges of each amphoe</li>")
    ] == [
        True,
        False,
    ]
    close(app, clock, "z1-judge-1", "z1-judge-2", "z1-judge-3")
    assert "<li>Judges of each amphoe</li>" in overview()


def test_the_overview_takes_the_same_queries_however_many_sheets(as_, app, clock):
    organiser = as_("organiser")
    counts = []
    for seat in ("z1-judge-1", "z1-judge-2", "z1-chair"):
        with app.app_context():
            event = find_event(CODE)
            for presenter in ("3101", "3116"):
                score(event, Author(find_person(event, seat), clock(), b"key"), seat, presenter)
        with counted() as statements:
            organiser.get(f"{EVENT}/")
        counts.append(len(statements))
    assert counts == [counts[0]] * 3


def test_another_event_is_none_of_an_organisers_business(as_):
    assert as_("organiser").get("/events/another/").status_code == 403


def test_the_server_says_that_it_is_well(app):
    with counted() as statements:
        response = app.test_client().get("/healthz")
    assert (response.status_code, response.text, response.mimetype) == (200, "ok\n", "text/plain")
    assert "SELECT 1" in statements
