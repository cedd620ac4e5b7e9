"""Boards as they follow their stream: each viewer gets what the page would show, and nobody more than it."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from panel.db import db
from panel.domain.panels import Role
from panel.models import Device
from panel.operations.accounts import revoke_device
from panel.operations.panels import Appointment, change_seat, replace_seat
from panel.queries.events import find_seat
from panel.queries.live import Audience, Topic, live_identities
from panel.queries.sights import eyes_of
from panel.web.frames import Look, step_between
from tests.conftest import CODE, MARKS, SECRET

ZONE = f"/events/{CODE}/zones/z1"
BOARD, STREAM = f"{ZONE}/board", f"{ZONE}/board/live"
PROVINCE = f"/events/{CODE}/board/live"
CELL = "cell z1-judge-1 3101"
MARK = re.compile("<strong>[0-9]")
pytestmark = pytest.mark.usefixtures("quick_beat")


def told(stream) -> str:
    """The rest of a stream that has an end."""
    data = []
    while fields := stream.next():
        data.append(fields["data"])
    return "".join(data)


def shown(page: str) -> dict[str, str]:
    """The parts of a page, its own token left out."""
    page = page[page.index("data-shape") :]
    page = re.sub(r'(name="csrf_token" value=)"[^"]*"', r'\1""', page)
    keys = re.findall(r'data-part="([^"]+)"[^>]*>', page)
    return {key: page.split(f'data-part="{key}"', 1)[1].split(">", 1)[1] for key in keys}


@pytest.mark.parametrize("who", ["organiser", "z1-chair", "z1-secretary"])
def test_the_first_frame_is_what_the_page_shows(stage, as_, listen, who):
    stage.score("z1-judge-1")
    stage.act("z1-judge-1", "z1-judge-1", kind="mark", node="1.1", value="9.5")
    browser = as_(who)
    parts, page = listen(browser, STREAM).data["parts"], shown(browser.get(BOARD).text)
    assert sorted(parts) == sorted(page)
    assert [key for key, html in parts.items() if not page[key].startswith(html)] == []


def test_who_has_the_frame_before_gets_only_the_parts_that_are_new(stage, as_, listen):
    stream = listen(as_("z1-chair"), STREAM)
    stream.next()
    stage.score("z1-judge-1", "3101", {"1.1": "5"}, submit=False)
    parts = stream.data["parts"]
    assert (sorted(parts), "In progress: 1 of 11" in parts[CELL]) == ([CELL, "open"], True)


def test_who_was_away_meanwhile_gets_all_of_it(stage, as_, listen):
    chair = as_("z1-chair")
    first = listen(chair, STREAM)
    seen = first.next()["id"]
    for value in ("5", "6"):
        stage.score("z1-judge-1", "3101", {"1.1": value}, submit=False)
        first.next()
    parts = listen(chair, STREAM, **{"Last-Event-ID": seen}).data["parts"]
    assert (CELL in parts, "cell z1-judge-4 3103" in parts) == (True, True)


def test_a_board_of_another_shape_is_sent_whole():
    one = json.dumps({"shape": "a", "parts": {"x": "1"}})
    assert step_between(one, json.dumps({"shape": "b", "parts": {"x": "1"}})) == ""
    assert json.loads(step_between(one, json.dumps({"shape": "a", "parts": {"x": "1", "y": "2"}}))) == {
        "shape": "a",
        "parts": {"y": "2"},
    }


def test_a_chair_who_scores_is_sent_no_mark_before_the_own_sheet_is_in(stage, as_, listen):
    stream = listen(as_("z1-chair"), STREAM)
    first = stream.next()["data"]
    stage.score("z1-judge-1")
    before = stream.data
    assert ("<strong>80</strong>" in first + json.dumps(before), "Submitted" in before["parts"][CELL]) == (
        False,
        True,
    )
    stage.score("z1-chair", "3101", MARKS | {"1.1": "7"})
    parts = stream.data["parts"]
    assert ("<strong>80</strong>" in parts[CELL], "close together" in parts["spread 3101"]) == (True, True)


def test_a_secretary_is_sent_marks_and_no_acts_of_the_chair(stage, as_, listen):
    stage.score("z1-judge-1")
    parts = listen(as_("z1-secretary"), STREAM).data["parts"]
    assert ("<strong>80</strong>" in parts[CELL], "/return" in parts[CELL], parts["acts"]) == (
        True,
        False,
        "",
    )


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        (STREAM, ("z1-judge-1", "z2-chair", "province-chair")),
        (PROVINCE, ("z1-judge-1", "z1-chair", "z1-secretary")),
    ],
)
def test_whom_the_page_refuses_the_stream_refuses(app, as_, url, refused):
    assert {as_(who).get(url).status_code for who in refused} == {403}
    assert app.test_client().get(url).status_code == 302


def test_a_province_seat_is_sent_progress_and_results_once_they_are_final(stage, as_, listen):
    stream = listen(as_("province-chair"), PROVINCE)
    stream.next()
    stage.score_zone()
    frames = []
    while "25 of 115 sheets are in" not in "".join(frames):
        frames.append(stream.next()["data"])
    assert ("80.00" in "".join(frames)) is False
    stage.finalise()
    assert "80.00" in unescape(stream.data["parts"]["zone z1"])


def hand_over(stage, seat: str) -> None:
    def replaced(event) -> None:
        who = Appointment("ผู้มาแทน", "ประธาน", None, Role.CHAIR, True)
        replace_seat(find_seat(event, seat), who, by=stage.by("organiser"), secret=SECRET)

    stage.run(replaced, write=True)


def test_a_chair_whose_seat_was_handed_over_is_sent_nothing_more(stage, as_, listen):
    """The marks would be all in sight for who has no open sheet left."""
    chair = as_("z1-chair")
    stage.score("z1-judge-1")
    stream = listen(chair, STREAM)
    stream.next()
    hand_over(stage, "z1-chair")
    assert MARK.search(told(stream)) is None
    assert chair.get(STREAM).status_code == 403


def test_a_hand_over_amid_the_opening_of_a_stream_opens_nothing(app, stage, as_, listen, monkeypatch):
    """It is refused; or, where the database still shows the state before, it ends with that state."""
    chair = as_("z1-chair")
    stage.score("z1-judge-1")
    before = Look.data

    def in_between(look, topic):
        monkeypatch.setattr(Look, "data", before)
        hand_over(stage, "z1-chair")
        return before(look, topic)

    monkeypatch.setattr(Look, "data", in_between)
    stream = listen(chair, STREAM)
    assert MARK.search(told(stream) if stream.response.status_code == 200 else "") is None


def test_a_seat_that_becomes_another_role_gets_another_stream(stage, as_, listen):
    secretary = as_("z1-secretary")
    stage.score("z1-judge-1")
    stream = listen(secretary, STREAM)
    stream.next()

    def made_chair(event) -> None:
        seat = find_seat(event, "z1-secretary")
        changed = Appointment(seat.person.name, "ประธาน", None, Role.CHAIR, False)
        change_seat(seat, changed, by=stage.by("organiser"))

    stage.run(made_chair, write=True)
    told(stream)
    assert "/return" in listen(secretary, STREAM).data["parts"][CELL]


def test_a_device_that_is_signed_out_is_sent_nothing_more(stage, as_, listen):
    stream = listen(as_("z1-chair"), STREAM)
    stream.next()

    def sign_out(event) -> None:
        revoke_device(db.session.scalars(db.select(Device)).one(), by=stage.by("organiser"))

    stage.run(sign_out, write=True)
    assert told(stream) == ""


def test_organisers_share_a_frame_and_who_fills_sheets_has_an_own(app, as_):
    for who in ("organiser", "organiser", "z1-secretary", "z1-chair"):
        as_(who)
    with app.app_context():
        keys = db.session.scalars(db.select(Device.key)).all()
        eyes = [eyes_of(each, "z1") for each in live_identities(keys).values()]
    assert len(set(eyes)) == 3
    assert sorted(each.person for each in eyes) == ["", "", "", "z1-chair"]


def test_marks_of_one_zone_leave_the_boards_of_the_others_as_they_are(stage, app, clock):
    topics = [Topic(CODE, Audience.BOARD, zone, "en") for zone in ("z1", "z2", "")]

    def stamps():
        with app.app_context():
            return [Look(clock()).stamp(topic) for topic in topics]

    stage.score("z1-judge-1", marks={"1.1": "5"}, submit=False)
    before = stamps()
    stage.score("z1-judge-1", marks={"1.2": "5"}, submit=False)
    assert [one == other for one, other in zip(before, stamps(), strict=True)] == [False, True, False]


def test_zones_age_one_after_another_so_that_no_mark_waits_for_all_of_them(app, clock):
    topics = [Topic(CODE, Audience.BOARD, zone, "en") for zone in ("z1", "z2", "z4", "")]

    def stamps(second: int) -> list[str]:
        with app.app_context():
            return [Look(clock().replace(second=second)).stamp(topic) for topic in topics]

    def aged(since: int, until: int) -> list[bool]:
        return [one != other for one, other in zip(stamps(since), stamps(until), strict=True)]

    assert aged(30, 59) == [False, False, False, False]
    assert (aged(0, 1), aged(1, 2), aged(5, 6)) == (
        [False, False, False, False],
        [False, True, False, True],
        [False, False, True, True],
    )


def test_a_mark_in_one_zone_makes_one_zone_of_the_provinces_board_anew(stage, as_, listen, app, monkeypatch):
    stream = listen(as_("organiser"), PROVINCE)
    stream.next()
    stage.score("z1-judge-1", marks={"1.1": "5"}, submit=False)
    assert sorted(stream.data["parts"]) == ["zone z1"]


def test_each_reader_gets_the_words_of_its_page(as_, listen):
    chair = as_("z1-chair")
    english, thai = (listen(chair, f"{STREAM}?lang={lang}").data["parts"]["acts"] for lang in ("en", "th"))
    assert ("Finalise" in english, "รับรองผล" in thai) == (True, True)


def test_a_frames_forms_hold_nobodys_token(as_, listen):
    data = listen(as_("z1-chair"), STREAM).next()["data"]
    assert set(re.findall(r'name=\\"csrf_token\\" value=\\"([^"\\]*)', data)) == {""}


def test_a_board_without_a_zone_of_that_code_is_not_there(as_):
    assert as_("organiser").get(STREAM.replace("z1", "z9")).status_code == 404
