"""The adjusted ranking on the web: for whom, when, and what it says where there is none."""

from __future__ import annotations

import pytest

from panel.db import writing
from panel.operations.anchors import set_anchor
from panel.operations.audit import Author
from panel.queries.accounts import find_person
from panel.queries.events import find_event, find_zone
from tests.conftest import CODE, MARKS, score, score_zone
from tests.web.conftest import EVENT, page

ADJUSTED = f"{EVENT}/results/adjusted"


@pytest.fixture
def played(app, clock):
    """All zones are scored, and so is the recorded presentation."""

    def by(code):
        return Author(find_person(find_event(CODE), code), clock(), b"key")

    with app.app_context():
        event = find_event(CODE)
        with writing():
            set_anchor(event.main_round, "การนำเสนอที่บันทึกไว้", by=by("organiser"))
        for code in ("z1", "z2", "z3", "z4"):
            zone = find_zone(event, code)
            score_zone(event, zone, by)
            for number, seat in enumerate([seat.code for seat in zone.seats if seat.scores]):
                score(event, by(seat), seat, f"anchor-{code}", MARKS | {"1.1": str(9 - number)})


def test_an_organiser_reads_raw_beside_adjusted_with_errors(as_, played):
    text = page(as_("organiser").get(ADJUSTED))
    assert "Advisory, never official" in text
    assert [
        words in text for words in ("Adjusted rank", "Standard error", "Where the differences come from")
    ] == [True] * 3
    assert text.count("<tr>") >= 23
    assert "การนำเสนอที่บันทึกไว้" not in text


def test_the_province_waits_until_all_zones_are_final(as_, played):
    text = page(as_("province-chair").get(ADJUSTED))
    assert ("It can be seen once all zones are final." in text, "Standard error" in text) == (True, False)


def test_where_nothing_joins_the_panels_it_says_why_and_what_would(as_):
    text = page(as_("organiser").get(ADJUSTED))
    assert "There is no adjusted ranking" in text
    assert f'href="{EVENT}/connections"' in text


@pytest.mark.parametrize("path", ["results.json", "results", "zones/z1/results"])
def test_no_other_page_and_no_file_knows_of_it(as_, played, path):
    text = as_("organiser").get(f"{EVENT}/{path}").text
    assert '"adjusted"' not in text
    assert "Standard error" not in text
