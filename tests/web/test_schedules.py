"""The plan's board: everybody reads it, the organiser changes it, and what clashes or changed is told."""

from __future__ import annotations

from html import unescape

import pytest

from panel.operations.edits import set_excuses
from panel.queries.edits import plan_revision
from panel.queries.events import find_event, find_zone
from panel.queries.schedules import published_plan, timed_slots
from tests.conftest import CODE
from tests.queries.test_results import add_presenters
from tests.stages import Stage
from tests.statements import counted

PLAN = f"/events/{CODE}/plan"
SLOT = f"/events/{CODE}/rounds/zones/slots/3101"
MOVE = f"{SLOT}/move"
START = f"/events/{CODE}/zones/z2/start"
PUBLICATION = f"/events/{CODE}/plan/publication"
UNDO, REDO = f"{PLAN}/undo", f"{PLAN}/redo"
PART = {"X-Part": "board"}
"""What the board's script sends to get the board alone."""


def order(app, zone: str) -> list[str]:
    with app.app_context():
        return [slot.presenter.code for slot in timed_slots(find_zone(find_event(CODE), zone))]


@pytest.mark.parametrize("who", ["organiser", "province-chair", "z1-chair", "z3-judge-2", "z4-secretary"])
def test_everybody_reads_the_plan(as_, who):
    page = as_(who).get(PLAN).text
    assert [name in page for name in ("เมืองบุรีรัมย์", "11:30–12:00", "Phutthaisong")] == [False, True, True]
    assert "Mueang Buri Ram" in page


def test_nobody_reads_it_unasked(app):
    assert app.test_client().get(PLAN).status_code == 302


@pytest.mark.parametrize("who", ["province-chair", "z1-chair", "z1-judge-1"])
@pytest.mark.parametrize(
    ("method", "url"),
    [("get", SLOT), ("post", MOVE), ("get", START), ("post", START), ("post", PUBLICATION), ("post", UNDO)],
)
def test_only_the_organiser_changes_it(as_, app, who, method, url):
    assert getattr(as_(who), method)(url).status_code == 403
    assert order(app, "z1")[0] == "3101"


def test_the_organiser_sees_the_three_clashes_with_their_ways_out(as_):
    page = as_("organiser").get(PLAN).text
    assert "3 clashes" in page
    assert page.count("30 minutes too long") == 3
    assert page.count("at 08:30.") == 3
    assert page.count("from 08:30 to 12:00.") == 3


def test_others_see_no_clash_and_nothing_to_press(as_):
    page = as_("z1-judge-1").get(PLAN).text
    assert ("too long" in page, "/move" in page, "Publish" in page) == (False, False, False)


def test_a_way_out_is_taken_by_its_button(as_, app):
    organiser = as_("organiser")
    way = {"code": "way.start_zone", "zone": "z2", "start_time": "510", "revision": "0"}
    assert "2 clashes" in organiser.post(f"{PLAN}/ways", data=way, follow_redirects=True).text


@pytest.mark.parametrize("typed", ["08:30", "8.30", "๐๘.๓๐", " 08.30 "])
def test_a_start_is_typed_in_either_digits_and_either_way(as_, app, typed):
    assert as_("organiser").post(START, data={"start": typed}).status_code == 302
    with app.app_context():
        assert find_zone(find_event(CODE), "z2").start == 8 * 60 + 30


@pytest.mark.parametrize("typed", ["", "8", "25:00", "08:60", "half past"])
def test_what_is_no_time_is_refused_and_still_there(as_, app, typed):
    answer = as_("organiser").post(START, data={"start": typed})
    assert (answer.status_code, f'value="{typed}"' in answer.text) == (422, True)
    with app.app_context():
        assert find_zone(find_event(CODE), "z2").start == 9 * 60


def test_an_amphoe_is_moved_to_a_place_in_another_zone(as_, app):
    answer = as_("organiser").post(MOVE, data={"zone": "z2", "position": "2"}, follow_redirects=True)
    assert "Mueang Buri Ram was moved: Zone 2, 09:30–10:00." in answer.text
    assert (order(app, "z1")[0], order(app, "z2")[1]) == ("3116", "3101")


def test_what_clashes_only_since_the_move_is_told_and_nothing_is_blocked(as_, app):
    organiser = as_("organiser")
    for zone in ("z2", "z3", "z4"):
        organiser.post(f"/events/{CODE}/zones/{zone}/start", data={"start": "08:30"})
    assert "clash" not in organiser.get(PLAN).text.lower()
    page = organiser.post(MOVE, data={"zone": "z2", "position": "1"}, follow_redirects=True).text
    assert page.count("New clash: ") == 1
    assert "30 minutes too long" in page
    assert order(app, "z2")[0] == "3101"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"zone": "z2", "position": "1", "revision": "9" * 30}, "Number must be"),
        ({"zone": "z2", "position": "8"}, "Expected a place from 1 to 7."),
        ({"zone": "z2", "position": "0"}, "The first place is 1."),
        ({"zone": "z2", "position": "first"}, "Not a valid integer value."),
        ({"zone": "z9", "position": "1"}, "Not a valid choice."),
        ({"zone": "", "position": ""}, "Say which place."),
    ],
)
def test_a_move_to_nowhere_is_refused(as_, app, data, words):
    answer = as_("organiser").post(MOVE, data=data)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert order(app, "z1")[0] == "3101"


@pytest.mark.parametrize(
    "url",
    [
        f"/events/{CODE}/rounds/none/slots/3101",
        f"/events/{CODE}/rounds/zones/slots/none",
        f"/events/{CODE}/rounds/zones/slots/practice-z1",
        f"/events/{CODE}/zones/none/start",
    ],
)
def test_what_is_not_there_is_not_found(as_, url):
    assert as_("organiser").get(url).status_code == 404


def test_the_plan_is_published_and_says_when_it_was_changed_since(as_, app):
    organiser = as_("organiser")
    assert "Not published yet" in organiser.get(PLAN).text
    assert "published as version 1" in organiser.post(PUBLICATION, follow_redirects=True).text
    assert "Published, version 1" in as_("z1-judge-1").get(PLAN).text
    organiser.post(START, data={"start": "10:00"})
    assert "Changed since version 1" in organiser.get(PLAN).text


def test_a_published_plan_is_not_offered_for_publication_again(as_, app):
    organiser = as_("organiser")
    organiser.post(PUBLICATION)
    assert "Publish this plan" not in organiser.get(PLAN).text
    with app.app_context():
        assert published_plan(find_event(CODE)).version == 1


def revision(app):
    with app.app_context():
        return plan_revision(find_event(CODE))


def test_the_script_gets_the_board_alone_and_what_was_said(as_, app):
    organiser = as_("organiser")
    board = organiser.post(START, data={"start": "08:30"}, headers=PART, follow_redirects=True).text
    assert ("<html" in board, "starts at 08:30" in board, f'data-revision="{revision(app)}"' in board) == (
        False,
        True,
        True,
    )


def test_a_stale_move_is_refused_with_who_changed_what(as_, app):
    first, second = as_("organiser"), as_("organiser")
    first.post(START, data={"start": "08:30", "revision": "0"})
    answer = second.post(MOVE, data={"zone": "z2", "position": "1", "revision": "0"}, headers=PART)
    told = answer.text.partition('class="page-header"')[0]
    assert (answer.status_code, order(app, "z1")[0]) == (409, "3101")
    assert "The plan was changed since you looked at it." in told
    assert "Zone 2 starts at 08:30" in told
    assert ("09:10" in told, f'data-revision="{revision(app)}"' in told) == (True, True)


def test_a_stale_form_keeps_what_was_typed_and_takes_it_when_it_is_sent_again(as_, app):
    organiser = as_("organiser")
    organiser.post(START, data={"start": "08:30", "revision": "0"})
    answer = organiser.post(START, data={"start": "09:45", "revision": "0"})
    assert (answer.status_code, 'value="09:45"' in answer.text) == (409, True)
    assert "Zone 2 starts at 08:30" in answer.text
    assert f'name="revision" value="{revision(app)}"' in answer.text


def test_pressing_twice_does_nothing_twice(as_, app):
    organiser = as_("organiser")
    organiser.post(MOVE, data={"zone": "z1", "position": "2"})
    organiser.post(MOVE, data={"zone": "z1", "position": "3"})
    seen = str(revision(app))
    answers = [organiser.post(UNDO, data={"revision": seen}).status_code for _ in range(2)]
    assert (answers, order(app, "z1")[:2]) == ([302, 409], ["3116", "3101"])


def test_a_change_is_taken_back_and_done_again_in_words(as_, app):
    organiser = as_("organiser")
    organiser.post(MOVE, data={"zone": "z2", "position": "1"})
    board = organiser.post(UNDO, follow_redirects=True).text
    assert ("Taken back: Mueang Buri Ram moved in Zone 2" in board, order(app, "z1")[0]) == (True, "3101")
    board = organiser.post(REDO, follow_redirects=True).text
    assert ("Done again: Mueang Buri Ram moved in Zone 2" in board, order(app, "z2")[0]) == (True, "3101")
    history = organiser.get(PLAN).text.partition("Recent changes")[2]
    assert history.count("<li>") == 3


def test_where_there_is_nothing_to_take_back_the_board_says_so(as_):
    answer = as_("organiser").post(UNDO)
    assert (answer.status_code, "There is no change of yours to take back." in answer.text) == (422, True)


def test_since_a_revision_the_board_tells_what_others_did(as_):
    organiser = as_("organiser")
    organiser.post(START, data={"start": "08:30"})
    fresh = organiser.get(f"{PLAN}?since=0", headers=PART).text
    assert "Zone 2 starts at 08:30" in fresh.partition('class="page-header"')[0]
    assert "changed meanwhile" not in organiser.get(PLAN).text
    assert "changed meanwhile" not in organiser.get(f"{PLAN}?since={'9' * 30}").text


def test_cards_show_what_is_wrong_and_who_is_missing(as_, app, clock):
    stage = Stage(app, clock)
    stage.run(lambda event: set_excuses(event, [("z2-judge-1", "3109")]), write=True)
    card = as_("organiser").get(PLAN).text.partition('data-presenter="3109"')[2].partition("</li>")[0]
    assert "Outside the hall's booking" in unescape(card)
    assert "misses this by the plan" in card
    assert "misses this by the plan" not in as_("z2-judge-1").get(PLAN).text


@pytest.mark.parametrize("headers", [{}, PART], ids=["page", "board"])
def test_the_plan_takes_as_many_statements_whatever_its_size(as_, app, clock, headers):
    organiser, stage = as_("organiser"), Stage(app, clock)
    organiser.post(MOVE, data={"zone": "z2", "position": "1"})
    with counted() as before:
        organiser.get(PLAN, headers=headers)
    stage.run(lambda event: add_presenters(event, stage.zone(), 5), write=True)
    with counted() as after:
        organiser.get(PLAN, headers=headers)
    assert len(after) == len(before)
