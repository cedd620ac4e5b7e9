"""A zone's clock on the web: who may press, what is shown, and changes that are looked at before they are
made."""

from __future__ import annotations

import re

import pytest

from panel.operations.results import finalise_zone
from panel.operations.schedules import publish_plan
from panel.queries.events import find_event, find_zone
from panel.queries.schedules import find_slot, published_plan, timed_slots
from tests.conftest import CODE
from tests.queries.test_results import add_presenters
from tests.statements import counted
from tests.web.conftest import page

ZONE = f"/events/{CODE}/zones/z2"
DAY = f"{ZONE}/day"
FIRST, SECOND = "3111", "3113"


@pytest.fixture
def secretary(as_):
    return as_("z2-secretary")


def starts(app) -> list[int]:
    with app.app_context():
        return [slot.start for slot in timed_slots(find_zone(find_event(CODE), "z2"))]


def press(client, act: str, presenter: str = FIRST, **data: str) -> str:
    return page(client.post(f"{DAY}/{presenter}/{act}", data=data, follow_redirects=True))


def agreed(client, change: str, **asked: str) -> dict[str, str]:
    """What the form under a preview sends."""
    shown = client.get(f"{DAY}/changes/{change}", query_string=asked).text
    _, _, form = shown.partition('id="preview"')
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def make(client, change: str, **asked: str) -> str:
    answer = client.post(
        f"{DAY}/changes/{change}", data=agreed(client, change, **asked), follow_redirects=True
    )
    return page(answer)


@pytest.mark.parametrize("who", ["organiser", "z2-chair", "z2-secretary"])
def test_the_stewards_of_a_zone_run_its_clock(as_, who):
    shown = page(as_(who).get(DAY))
    assert [words in shown for words in ("Zone 2", "Start presenting", "10 minutes late")] == [True] * 3


@pytest.mark.parametrize("who", ["z2-judge-1", "z1-secretary", "z1-chair", "province-chair"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", DAY),
        ("post", f"{DAY}/{FIRST}/called"),
        ("post", f"{DAY}/{FIRST}/called/retraction"),
        ("post", f"{DAY}/{FIRST}/no-show"),
        ("get", f"{DAY}/changes/shift?minutes=10"),
        ("post", f"{DAY}/changes/shift"),
    ],
)
def test_nobody_else_does(as_, app, who, method, path):
    assert (
        getattr(as_(who), method)(path, **({"data": {"reason": "x"}} if method == "post" else {})).status_code
        == 403
    )
    with app.app_context():
        assert find_slot(find_zone(find_event(CODE), "z2"), FIRST).happened is None


def test_a_slot_is_run_press_by_press(secretary, clock):
    assert "Satuek: Called, 09:10." in press(secretary, "called")
    shown = press(secretary, "presenting")
    assert ["Satuek: Presenting, 09:10." in shown, "since 09:10" in shown, "Start questions" in shown] == [
        True
    ] * 3
    clock.forward(minutes=20)
    assert "Satuek: Questions, 09:30." in press(secretary, "questions")
    clock.forward(minutes=15)
    shown = press(secretary, "done")
    assert ["Actually 09:10–09:45, questions 09:30" in shown, '<h2 id="current">Na Pho</h2>' in shown] == [
        True
    ] * 2


def test_a_second_press_says_that_it_was_noted_already(secretary, as_):
    press(secretary, "presenting")
    assert "“Presenting” was noted already. Nothing was noted twice." in press(as_("z2-chair"), "presenting")


def test_a_wrong_press_is_taken_back_once(secretary):
    press(secretary, "presenting")
    assert "Taken back." in press(secretary, "presenting/retraction")
    assert "That was taken back already." in press(secretary, "presenting/retraction")


def test_what_can_not_follow_is_told(secretary):
    answer = secretary.post(f"{DAY}/{FIRST}/done")
    assert (answer.status_code, "Satuek stands at “Planned”. Take that back first." in page(answer)) == (
        409,
        True,
    )


def test_a_no_show_has_its_reason_and_is_taken_back_with_one(secretary):
    assert secretary.post(f"{DAY}/{FIRST}/no-show", data={"reason": " "}).status_code == 400
    assert "Satuek: Did not appear, 09:10." in press(secretary, "no-show", reason="flood")
    assert "Taken back." in press(secretary, "appearance", reason="came late")


@pytest.mark.parametrize(
    "path",
    [f"{DAY}/practice-z2/called", f"{DAY}/3101/called", f"{ZONE.replace('z2', 'z9')}/day/{FIRST}/called"],
)
def test_practice_and_others_have_no_clock_here(as_, path):
    assert as_("organiser").post(path).status_code == 404


def test_a_final_zone_shows_its_day_and_takes_no_press(stage, secretary):
    stage.score_zone("z2")
    stage.run(lambda _: finalise_zone(stage.zone("z2"), by=stage.by("z2-chair")), write=True)
    shown = page(secretary.get(DAY))
    assert ["nothing more is noted" in shown, "Start presenting" in shown, "Shift the rest" in shown] == [
        True,
        False,
        False,
    ]
    assert secretary.post(f"{DAY}/{FIRST}/called").status_code == 409


def test_a_change_is_shown_before_it_is_made(secretary, app):
    before = starts(app)
    shown = page(secretary.get(f"{DAY}/changes/shift?minutes=15"))
    row = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown[shown.index('<th scope="row">Na Pho') :]))
    assert row.startswith(" Na Pho 09:30–10:00 09:45–10:15 +15")
    assert "Phutthaisong ends 45 minutes after the hall's booking at 11:30." in shown
    assert starts(app) == before


def test_what_was_agreed_to_is_made_and_told_for_the_chat(secretary, app):
    press(secretary, "presenting")
    shown = make(secretary, "shift", minutes="15")
    assert starts(app) == [540, 585, 615, 645, 675, 705]
    assert "นาโพธิ์ ๐๙.๔๕" in shown
    assert "Na Pho 09:45 (was 09:30)" in shown
    assert "The rest of Zone 2 shifted" in page(secretary.get(DAY))


@pytest.mark.parametrize(
    ("change", "asked", "expected"),
    [
        ("follow", {"at": "09.50"}, [590, 620, 650, 680, 710, 740]),
        ("postpone", {"presenter": FIRST}, [540, 570, 600, 630, 660, 690]),
        ("swap", {"presenter": FIRST, "other": SECOND}, [540, 570, 600, 630, 660, 690]),
        ("break", {"start": "600", "minutes": "15", "name": "พัก"}, [540, 570, 615, 645, 675, 705]),
        ("shorten", {"minutes": "5"}, [540, 560, 580, 600, 620, 640]),
        ("booking", {"until": "12:00"}, [540, 570, 600, 630, 660, 690]),
    ],
)
def test_each_change_can_be_made(secretary, app, change, asked, expected):
    shown = make(secretary, change, **asked)
    assert ("Tell the people of the zone." in shown, starts(app)) == (True, expected)


@pytest.mark.parametrize(
    ("change", "asked", "words"),
    [
        ("shift", {"minutes": "soon"}, "Not a valid integer value."),
        ("shift", {"minutes": "999"}, "Expected minutes from -480 to 480."),
        ("follow", {"at": "25:00"}, "Write a time such as 08:30."),
        ("postpone", {"presenter": "3101"}, "Not a valid choice."),
        ("booking", {"until": "11:00"}, "The hall is booked until 11:30 already."),
        ("break", {"start": "600", "minutes": "0", "name": "x"}, "Expected minutes from 1 to 480."),
    ],
)
def test_what_makes_no_sense_is_told_on_the_form(secretary, change, asked, words):
    shown = page(secretary.get(f"{DAY}/changes/{change}", query_string=asked))
    assert (words in shown, "Make this change" in shown) == (True, False)


def test_a_change_that_changes_nothing_can_not_be_made(secretary):
    shown = page(secretary.get(f"{DAY}/changes/shift?minutes=0"))
    assert ("Nothing would change." in shown, "Make this change" in shown) == (True, False)


def test_of_two_secretaries_at_once_the_second_looks_again(secretary, as_, app):
    chair = as_("z2-chair")
    hers, his = agreed(secretary, "shift", minutes="10"), agreed(chair, "shift", minutes="10")
    secretary.post(f"{DAY}/changes/shift", data=hers)
    answer = chair.post(f"{DAY}/changes/shift", data=his)
    assert (answer.status_code, "The plan was changed since you looked at it." in page(answer)) == (422, True)
    assert (starts(app)[0], "09:20–09:50" in page(answer)) == (550, True)


def test_a_day_that_went_on_meanwhile_is_looked_at_again(secretary, app):
    form = agreed(secretary, "shift", minutes="10")
    press(secretary, "presenting")
    answer = secretary.post(f"{DAY}/changes/shift", data=form)
    assert (answer.status_code, "The day went on meanwhile." in page(answer), starts(app)[1]) == (
        422,
        True,
        570,
    )


def test_a_change_of_a_published_plan_is_published_at_once(stage, secretary):
    stage.run(lambda event: publish_plan(event, by=stage.by("organiser")), write=True)
    make(secretary, "shift", minutes="10")
    assert stage.run(lambda event: published_plan(event).version) == 2


def test_the_latest_change_is_taken_back_by_who_made_it(stage, secretary, as_, app):
    stage.run(lambda event: publish_plan(event, by=stage.by("organiser")), write=True)
    before = starts(app)
    assert "Take this change back" in make(secretary, "postpone", presenter=FIRST)
    assert "Take this change back" not in page(as_("z2-chair").get(f"{DAY}/edits/1"))
    assert as_("z2-chair").post(f"{DAY}/edits/1/reversal").status_code == 409
    shown = page(secretary.post(f"{DAY}/edits/1/reversal", follow_redirects=True))
    assert ("Satuek 09:00 (was 11:30)" in shown, starts(app)) == (True, before)
    assert stage.run(lambda event: published_plan(event).version) == 3
    assert secretary.post(f"{DAY}/edits/1/reversal").status_code == 409


@pytest.mark.parametrize("number", ["99999999999", "9" * 5000])
def test_numbers_that_are_too_large_name_nothing(secretary, number):
    assert secretary.get(f"{DAY}/edits/{number}").status_code == 404
    assert secretary.post(f"{DAY}/edits/{number}/reversal").status_code == 404
    stale = agreed(secretary, "shift", minutes="10") | {"revision": number}
    assert secretary.post(f"{DAY}/changes/shift", data=stale).status_code == 422


def test_a_change_of_another_zone_is_not_told_here(secretary, as_):
    make(secretary, "shift", minutes="10")
    path = f"{DAY}/edits/1"
    assert [as_("z2-chair").get(path).status_code, as_("organiser").get(path).status_code] == [200, 200]
    assert as_("organiser").get(path.replace("z2", "z1")).status_code == 404
    assert as_("z1-secretary").get(path).status_code == 403


def test_the_day_takes_as_many_statements_whatever_its_size(stage, secretary):
    press(secretary, "called")
    make(secretary, "shift", minutes="10")
    with counted() as before:
        secretary.get(DAY)
    stage.run(lambda event: add_presenters(event, stage.zone("z2"), 5), write=True)
    press(secretary, "called", SECOND)
    make(secretary, "shift", minutes="5")
    with counted() as after:
        secretary.get(DAY)
    assert len(after) == len(before)
