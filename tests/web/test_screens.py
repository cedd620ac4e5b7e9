"""The hall screen: whoever has its link sees it, nobody else; and who hands the link out, and renews it."""

from __future__ import annotations

import json
import logging
import re
from html import unescape

import pytest

from panel.adapters.secrets import link_token, screen_token
from panel.db import writing
from panel.domain.days import Happened
from panel.operations.accounts import close_event
from panel.operations.audit import Author
from panel.operations.days import note_happening
from panel.queries.events import find_event, find_zone
from panel.queries.schedules import timed_slots
from panel.web.logs import Masked
from tests.conftest import CODE, MORNING, SECRET
from tests.statements import counted
from tests.web.conftest import page
from tests.web.listeners import Listener

VENUE = "buriram"
PAGE = f"/events/{CODE}/zones/z1/screen"


def address(generation: int = 1, venue: str = VENUE, event: str = CODE) -> str:
    return f"/screen/{venue}/{screen_token(SECRET, event, venue, generation)}"


def shown(response) -> dict[str, object]:
    """What the screen's script begins with."""
    return json.loads(unescape(re.search(r'data-shown="([^"]*)"', response.text)[1]))


@pytest.fixture
def act(app):
    def acted(operation):
        with app.app_context(), writing():
            operation(find_event(CODE), Author(None, MORNING, b"key"))

    return acted


def presenting(event, by):
    note_happening(timed_slots(find_zone(event, "z1"))[0], Happened.PRESENTING, by=by)


def test_it_shows_who_presents_until_when_and_who_is_next(browser, act):
    act(presenting)
    assert shown(browser().get(f"{address()}?lang=en")) == {
        "stage": "presenting",
        "notice": "Presenting",
        "name": "Mueang Buri Ram",
        "zone": "Zone 1",
        "code": "z1",
        "seconds": 900,
        "until": round(MORNING.timestamp() * 1000) + 900_000,
        "next": [{"time": "09:30", "name": "Huai Rat"}, {"time": "10:00", "name": "Phlapphla Chai"}],
    }


def test_it_is_readable_without_script_and_thai_unless_asked_otherwise(app, act):
    act(presenting)
    thai = page(app.test_client().get(address()))
    assert '<html lang="th">' in thai and '<h1 data-part="name">เมืองบุรีรัมย์</h1>' in thai
    english = page(app.test_client().get(f"{address()}?lang=en"))
    assert '<html lang="en">' in english and '<h1 data-part="name">Mueang Buri Ram</h1>' in english


@pytest.mark.parametrize(
    "wrong",
    [
        f"/screen/{VENUE}/{screen_token(SECRET, CODE, VENUE, 2)}",
        f"/screen/{VENUE}/{screen_token('another secret', CODE, VENUE, 1)}",
        f"/screen/{VENUE}/{link_token(SECRET, CODE, VENUE, 1)}",
        f"/screen/nowhere/{screen_token(SECRET, CODE, 'nowhere', 1)}",
        address(event="another"),
    ],
)
def test_any_other_link_leads_nowhere_in_the_same_words(browser, wrong):
    answers = [browser().get(wrong + part) for part in ("", "/live")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert all("This link leads to no hall screen" in page(answer) for answer in answers)


def test_a_closed_event_has_no_screens(browser, act):
    act(lambda event, by: close_event(event, by=by))
    assert browser().get(address()).status_code == 404


def test_the_screen_asks_the_same_few_questions_whoever_is_on(browser, act):
    with counted() as idle:
        browser().get(address())
    act(presenting)
    with counted() as busy:
        browser().get(address())
    assert len(busy) == len(idle) + 1  # the happenings


def test_the_screens_stream_speaks_its_pages_language(browser, act):
    act(presenting)
    found = browser().get(f"{address()}?lang=th")
    url = unescape(re.search(r'data-live="([^"]*)"', found.text)[1])
    stream = Listener(browser(), url)
    assert stream.data == shown(found)
    stream.close()


def test_a_renewed_link_ends_the_earlier_one_and_its_streams(as_, browser):
    stream = Listener(browser(), f"{address()}/live")
    stream.next()
    assert as_("z1-secretary").post(f"{PAGE}/renewal").status_code == 302
    assert stream.next() == {}
    assert [browser().get(address(number)).status_code for number in (1, 2)] == [404, 200]


def test_the_secretary_hands_out_the_own_halls_link_and_organisers_all(as_):
    own, all_ = page(as_("z1-secretary").get(PAGE)), page(as_("organiser").get(f"/events/{CODE}/screens"))
    assert [text.count("QR code of the link below") for text in (own, all_)] == [1, 4]
    assert f"<code>http://localhost{address()}</code>" in own
    assert as_("z2-secretary").get(PAGE).status_code == 403


def test_what_is_logged_never_shows_a_token():
    def logged(message: str, *args: object) -> str:
        record = logging.LogRecord("panel", logging.ERROR, "", 0, message, args, None)
        Masked().filter(record)
        return record.getMessage()

    assert logged("Exception on %s [%s]", address(), "GET") == f"Exception on /screen/{VENUE}/… [GET]"
    assert logged("%s", f"{address()}/live?lang=th") == f"/screen/{VENUE}/…/live?lang=th"
    assert logged("GET /l/abcDEF_-123 HTTP/1.1") == "GET /l/… HTTP/1.1"
    assert logged("100 %% of %s", "it") == "100 % of it"
