"""Streams on the web: who may follow what, in which words, and that an open one holds nothing back."""

from __future__ import annotations

import json
import time

import pytest

from panel.adapters import live
from panel.db import db, writing
from panel.domain.days import Happened
from panel.models import Device
from panel.operations.accounts import revoke_device
from panel.operations.audit import Author
from panel.operations.days import note_happening
from panel.operations.schedules import publish_plan, start_zone
from panel.queries.events import find_event, find_zone
from panel.queries.live import Audience, Topic
from panel.queries.schedules import timed_slots
from tests.conftest import CODE, MORNING

STREAM = f"/events/{CODE}/live"
PUBLIC = f"/plan/{CODE}/live"
PATIENCE = 20
pytestmark = pytest.mark.usefixtures("quick_beat")


@pytest.fixture
def act(app):
    """act(operation on the event): in one transaction, by nobody."""

    def acted(operation):
        with app.app_context(), writing():
            operation(find_event(CODE), Author(None, MORNING, b"key"))

    return acted


def called(event, by):
    note_happening(timed_slots(find_zone(event, "z1"))[0], Happened.CALLED, by=by)


def published(event, by):
    publish_plan(event, by=by)


def delayed(event, by):
    start_zone(find_zone(event, "z1"), at=560, by=by)


def test_a_stream_says_what_it_is_and_is_kept_by_nobody(as_, listen):
    headers = listen(as_("z1-judge-1"), STREAM).response.headers
    assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert (headers["Cache-Control"], headers["X-Accel-Buffering"]) == ("no-store", "no")


def test_the_first_frame_is_the_day_as_it_stands(as_, listen):
    frame = listen(as_("z1-judge-1"), f"{STREAM}?zone=z1").data
    assert frame == {
        "plan": 0,
        "slots": [
            {"key": "zones/3101", "time": "09:00–09:30", "state": "now"},
            {"key": "zones/3116", "time": "09:30–10:00", "state": "next"},
            {"key": "zones/3115", "time": "10:00–10:30", "state": ""},
            {"key": "zones/3121", "time": "10:30–11:00", "state": ""},
            {"key": "zones/3103", "time": "11:00–11:30", "state": ""},
        ],
        "bars": {"z1": {"now": "Now: Mueang Buri Ram", "next": "Next: Huai Rat, 09:30", "later": ""}},
    }


def test_a_change_comes_by_itself(as_, listen, act):
    stream = listen(as_("z1-judge-1"), f"{STREAM}?zone=z1")
    first = stream.next()["id"]
    act(called)
    frame = stream.next()
    assert json.loads(frame["data"])["slots"][0]["state"] == "called"
    assert frame["id"] != first


def test_a_zone_that_runs_late_says_so(as_, listen, act):
    act(published)
    act(delayed)
    bar = listen(as_("z1-judge-1"), f"{STREAM}?zone=z1").data["bars"]["z1"]
    assert bar == {
        "now": "",
        "next": "Next: Mueang Buri Ram, 09:20",
        "later": "From there on 20 minutes later than first published",
    }


def test_who_was_away_gets_one_full_frame_and_who_missed_nothing_none(as_, listen, act, monkeypatch):
    monkeypatch.setattr(live, "BEAT", 0.1)
    client = as_("z1-judge-1")
    stream = listen(client, STREAM)
    seen = stream.next()["id"]
    stream.close()
    idle = listen(client, STREAM, **{"Last-Event-ID": seen})
    assert next(idle.chunks).startswith(b"retry: ") and next(idle.chunks) == b"event: beat\ndata:\n\n"
    act(called)
    assert listen(client, STREAM, **{"Last-Event-ID": seen}).data["slots"][0]["state"] == "called"


def test_each_reader_gets_the_words_of_its_page(as_, listen):
    client = as_("z1-judge-1")
    english, thai = listen(client, f"{STREAM}?lang=en").data, listen(client, f"{STREAM}?lang=th").data
    assert (english["slots"][0]["time"], thai["slots"][0]["time"]) == ("09:00–09:30", "09.00–09.30")


def test_the_clock_alone_moves_the_day_on(as_, listen, clock):
    stream = listen(as_("z1-judge-1"), f"{STREAM}?zone=z1")
    stream.next()
    clock.forward(minutes=20)
    assert [slot["state"] for slot in stream.data["slots"]] == ["", "now", "next", "", ""]


def test_a_device_that_is_signed_out_hears_nothing_more(app, as_, listen, act):
    stream = listen(as_("z1-judge-1"), STREAM)
    stream.next()

    def sign_out(event, by):
        revoke_device(db.session.scalars(db.select(Device)).one(), by=by)

    act(sign_out)
    assert stream.next() == {}


def test_a_right_that_ended_while_its_stream_was_opened_ends_it(app, as_, listen):
    """The frame is there and new, so that nothing but the right itself tells."""
    stream = listen(as_("z1-judge-1"), f"{STREAM}?zone=z1&lang=th")
    known = stream.next()["id"]
    hub = app.extensions["panel_live"]
    topic = Topic(CODE, Audience.PANEL, "z1", "th")
    late = hub.open(topic, "signed out meanwhile", lambda: pytest.fail("the frame is known"), most=1)
    end = time.monotonic() + PATIENCE
    for _ in hub.stream(late, known):
        assert time.monotonic() < end, "the stream goes on"


def test_nobody_follows_another_event_or_an_unknown_zone(app, as_):
    assert app.test_client().get(STREAM).status_code == 302
    assert as_("z1-judge-1").get("/events/another/live").status_code == 403
    assert as_("z1-judge-2").get(f"{STREAM}?zone=z9").status_code == 404


def test_who_presents_follows_the_day_once_its_plan_is_published(as_, listen, act):
    amphoe = as_("amphoe-3101")
    assert amphoe.get(f"{STREAM}?zone=z1").status_code == 404
    act(published)
    assert listen(amphoe, f"{STREAM}?zone=z1").data["slots"][0]["key"] == "zones/3101"


class TestPublic:
    def test_there_is_none_before_the_plan_is_published(self, browser):
        assert browser().get(PUBLIC).status_code == 404
        assert browser().get("/plan/another/live").status_code == 404

    def test_it_tells_what_the_public_plan_shows_and_nothing_else(self, browser, listen, act):
        act(published)
        act(delayed)  # and not published
        frame = listen(browser(), PUBLIC).data
        assert (sorted(frame), frame["plan"], frame["bars"]) == (["bars", "plan", "slots"], 1, {})
        assert frame["slots"][0] == {"key": "zones/3101", "time": "09:00–09:30", "state": ""}

    def test_what_happens_in_the_hall_and_what_is_published_anew_come_by_themselves(
        self, browser, listen, act
    ):
        act(published)
        stream = listen(browser(), PUBLIC)
        stream.next()
        act(called)
        assert stream.data["slots"][0]["state"] == "called"
        act(delayed)
        act(published)
        frame = stream.data
        frame = frame if frame["plan"] == 2 else stream.data
        assert frame["slots"][0]["time"] == "09:20–09:50"


class TestLimits:
    def test_an_address_has_room_for_a_hall_but_not_for_a_flood(self, browser, listen, act, monkeypatch):
        act(published)
        monkeypatch.setattr("panel.web.live.MOST_OF_AN_ADDRESS", 3)
        for _ in range(3):
            listen(browser(), PUBLIC)
        refused = listen(browser(), PUBLIC).response
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")

    def test_the_public_takes_no_stream_from_who_is_signed_in(self, as_, browser, listen, act, monkeypatch):
        act(published)
        monkeypatch.setattr("panel.web.live.MOST_OF_AN_ADDRESS", 1)
        listen(browser(), PUBLIC)
        listen(browser(), PUBLIC)
        assert listen(as_("z1-judge-1"), STREAM).response.status_code == 200

    def test_a_closed_stream_makes_room(self, as_, listen, monkeypatch):
        monkeypatch.setattr("panel.web.live.MOST_OF_A_DEVICE", 1)
        client = as_("z1-judge-1")
        listen(client, STREAM).close()
        assert listen(client, STREAM).response.status_code == 200


def test_open_streams_hold_no_connection(app, as_, listen):
    client = as_("z1-judge-1")
    streams = [listen(client, STREAM) for _ in range(5)]
    for stream in streams:
        stream.next()
    with app.app_context():
        pool = db.engine.pool
    end = time.monotonic() + PATIENCE
    while pool.checkedout() and time.monotonic() < end:  # the one thread may be looking just now
        time.sleep(0.01)
    assert pool.checkedout() == 0


def test_the_apps_time_is_the_clocks(browser, clock):
    assert browser().get("/time").json == {"now": round(MORNING.timestamp() * 1000)}
    clock.forward(seconds=1.5)
    assert browser().get("/time").json == {"now": round(MORNING.timestamp() * 1000) + 1500}


def test_pages_of_judges_carry_the_stream_of_their_zone(as_):
    judge = as_("z1-judge-1")
    wanted = f'data-live="{STREAM}?zone=z1&amp;lang=en"'
    pages = [f"/events/{CODE}/zones/z1/sheets", f"/events/{CODE}/zones/z1/sheets/z1-judge-1/3101"]
    assert [judge.get(page).text.count(wanted) for page in pages] == [1, 1]
