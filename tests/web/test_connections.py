"""What joins the panels, on the web: whether they can be compared, and the recorded presentation."""

from __future__ import annotations

import pytest

from panel.db import writing
from panel.operations.anchors import set_anchor
from panel.operations.audit import Author
from panel.operations.schedules import start_zone
from panel.queries.accounts import find_person
from panel.queries.events import find_event, find_zone
from tests.conftest import CODE, score
from tests.web.conftest import EVENT, page

CONNECTIONS, ANCHOR = f"{EVENT}/connections", f"{EVENT}/anchor"
TITLE = {"title": "การนำเสนอที่บันทึกไว้", "title_en": "Recorded presentation of last year"}


@pytest.fixture
def anchored(app, clock):
    """Every zone has the recorded presentation."""
    with app.app_context(), writing():
        event = find_event(CODE)
        by = Author(find_person(event, "organiser"), clock(), b"key")
        set_anchor(event.main_round, TITLE["title"], TITLE["title_en"], by=by)


def test_panels_that_nothing_joins_say_so_and_what_would_join_them(as_):
    organiser = as_("organiser")
    assert "can not be compared: 4 separate groups" in page(organiser.get(f"{EVENT}/panels"))
    text = page(organiser.get(CONNECTIONS))
    assert ["3 further seats are enough" in text, "nobody else is free" in text] == [True, True]


def test_who_is_free_is_suggested_by_name(as_, app, clock):
    with app.app_context(), writing():
        event = find_event(CODE)
        by = Author(find_person(event, "organiser"), clock(), b"key")
        start_zone(find_zone(event, "z2"), at=15 * 60, by=by)
    text = page(as_("organiser").get(CONNECTIONS))
    assert f"{EVENT}/zones/z1/seats/further?person=z2-judge-1" in text
    assert "nobody else is free" not in text


def test_the_recorded_presentation_joins_them(as_):
    organiser = as_("organiser")
    assert organiser.post(ANCHOR, data=TITLE).location == ANCHOR
    assert TITLE["title_en"] in page(organiser.get(ANCHOR))
    assert "The panels can be compared" in page(organiser.get(CONNECTIONS))


@pytest.mark.parametrize("title", ["", "   ", "ก" * 121, "a\nb"])
def test_a_bad_title_is_refused(as_, title):
    organiser = as_("organiser")
    assert organiser.post(ANCHOR, data={"title": title}).status_code == 422
    assert "can not be compared" in page(organiser.get(CONNECTIONS))


def test_its_title_is_corrected(as_, anchored):
    organiser = as_("organiser")
    assert 'value="Recorded presentation of last year"' in page(organiser.get(ANCHOR))
    organiser.post(ANCHOR, data=TITLE | {"title_en": "Another"})
    assert 'value="Another"' in page(organiser.get(ANCHOR))


def test_a_judge_scores_it_under_a_heading_of_its_own(as_, anchored):
    judge = as_("z1-judge-1")
    text = page(judge.get(f"{EVENT}/zones/z1/sheets"))
    assert text.index("For all panels") < text.index(TITLE["title_en"]) < text.index("To try it out")
    sheet = page(judge.get(f"{EVENT}/zones/z1/sheets/z1-judge-1/anchor-z1"))
    assert "Recorded, for all panels: it counts in no result" in sheet


@pytest.mark.parametrize("who", ["z1-chair", "z1-secretary", "organiser"])
def test_nobody_sees_what_another_gave_it(as_, app, clock, anchored, who):
    with app.app_context():
        event = find_event(CODE)
        score(event, Author(find_person(event, "z1-judge-1"), clock(), b"key"), "z1-judge-1", "anchor-z1")
    client = as_(who)
    assert client.get(f"{EVENT}/zones/z1/sheets/z1-judge-1/anchor-z1/view").status_code == 403
    assert client.get(f"{EVENT}/zones/z1/presenters/anchor-z1").status_code == 404


@pytest.mark.parametrize("path", ["plan", "zones/z1/board", "zones/z1/results", "results", "results.json"])
def test_it_is_on_no_page_of_amphoe(as_, anchored, path):
    text = page(as_("organiser").get(f"{EVENT}/{path}"))
    assert "anchor-z" not in text
    assert TITLE["title_en"] not in text


def test_unscored_it_is_removed_after_a_question(as_, anchored):
    organiser = as_("organiser")
    assert "as long as nobody has begun to score it" in page(organiser.get(f"{ANCHOR}/removal"))
    assert organiser.post(f"{ANCHOR}/removal").location == ANCHOR
    assert organiser.post(f"{ANCHOR}/removal").status_code == 409


def test_no_spreadsheet_names_an_amphoe_like_it(as_, anchored):
    assert 'value="anchor-z1"' not in page(as_("organiser").get(f"{EVENT}/zones/z1/seats/new"))
