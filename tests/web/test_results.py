"""The board, results, finalising and reopening on the web: what is shown to whom, and what is stored."""

from __future__ import annotations

import pytest

from panel.adapters.secrets import hash_password
from panel.db import db
from panel.domain.sheets import Act
from panel.models import Mark, Snapshot
from panel.queries.accounts import find_person
from panel.queries.exports import event_export
from tests.conftest import CODE, MARKS
from tests.queries.test_results import add_presenters
from tests.stages import Stage
from tests.statements import counted

ZONE = f"/events/{CODE}/zones/z1"
BOARD = f"{ZONE}/board"
RESULTS = f"{ZONE}/results"
PRESENTER = f"{ZONE}/presenters/3101"
FINALISATION = f"{ZONE}/finalisation"
REOPENING = f"{ZONE}/reopening"
NO_SHOW = f"{ZONE}/slots/3101/no-show"
APPEARANCE = f"{ZONE}/slots/3101/appearance"
PROVINCE = f"/events/{CODE}/results"
EXPORT = f"/events/{CODE}/results.json"
PIN = "2468"
SEATS = ("z1-chair", "z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-4")


@pytest.fixture
def scored(stage) -> Stage:
    """Every sheet of zone 1 is in; its chair has a PIN."""
    stage.score_zone()

    def set_pin(event) -> None:
        find_person(event, "z1-chair").pin_hash = hash_password(PIN)

    stage.run(set_pin, write=True)
    return stage


@pytest.fixture
def final(scored) -> Stage:
    scored.finalise()
    return scored


def snapshots(stage) -> list[tuple[int, str]]:
    statement = db.select(Snapshot.version, Snapshot.reopened_reason).order_by(Snapshot.id)
    return stage.run(lambda event: [tuple(row) for row in db.session.execute(statement)])


EVERYBODY = ("organiser", "province-chair", "z1-chair", "z1-secretary", "z1-judge-1", "z2-chair")


@pytest.mark.parametrize(
    ("method", "url", "allowed"),
    [
        ("get", BOARD, {"organiser", "z1-chair", "z1-secretary"}),
        ("get", RESULTS, set(EVERYBODY) - {"z2-chair"}),
        ("get", PROVINCE, {"organiser", "province-chair"}),
        ("get", FINALISATION, {"z1-chair"}),
        ("post", FINALISATION, {"z1-chair"}),
        ("get", REOPENING, {"z1-chair"}),
        ("post", REOPENING, {"z1-chair"}),
        ("get", NO_SHOW, {"organiser", "z1-chair"}),
        ("post", NO_SHOW, {"organiser", "z1-chair"}),
        ("get", APPEARANCE, {"organiser", "z1-chair"}),
        ("post", APPEARANCE, {"organiser", "z1-chair"}),
        ("get", EXPORT, {"organiser"}),
    ],
)
def test_each_page_is_for_its_own(app, as_, method, url, allowed):
    answers = {who: getattr(as_(who), method)(url).status_code for who in EVERYBODY}
    assert {who for who, status in answers.items() if status != 403} == allowed
    assert getattr(app.test_client(), method)(url).status_code == (302 if method == "get" else 403)


def test_a_judge_sees_no_result_before_the_zone_is_final(scored, as_):
    judge = as_("z1-judge-1")
    page = judge.get(RESULTS).text
    assert ("80.00" in page, "Nothing to show yet" in page) == (False, True)
    assert judge.get(PRESENTER).status_code == 403


def test_a_judge_sees_ranking_and_means_afterwards_and_never_others_marks(final, as_):
    judge = as_("z1-judge-1")
    assert '<td class="rank">1</td>' in judge.get(RESULTS).text
    page = judge.get(PRESENTER).text
    assert ("80.00" in page, "Marks by judge" in page) == (True, False)
    assert "กรรมการคนที่ ๒" not in page


def test_the_presenters_page_shows_marks_means_and_comments_to_the_chair(stage, as_):
    for seat in ("z1-chair", "z1-judge-1", "z1-judge-2"):
        stage.score(seat, "3101", submit=False)
        text = f"from {seat}"
        stage.act(seat, seat, Act.COMMENT, node="1", value=text)
        stage.act(seat, seat, Act.SUBMIT)
    for seat in ("z1-judge-3", "z1-judge-4"):
        stage.act("z1-chair", seat, Act.ABSENT, value={"reason": f"why {seat}"})
    page = as_("z1-chair").get(PRESENTER).text
    assert "Marks by judge" in page
    assert ("57.00" in page, "80.00" in page, "from z1-judge-2" in page) == (True, True, True)
    assert "why z1-judge-4" in page


def test_a_tie_says_what_decided_it(stage, as_):
    for seat in SEATS:
        stage.score(seat, "3101", MARKS | {"1.1": "9", "2.1.1": "3"})
        stage.score(seat, "3116", MARKS)
    page = as_("organiser").get(RESULTS).text
    assert page.count("decided by criterion 2") == 2 * 2  # beside the place, and below the steps


def test_the_chair_previews_and_finalises_with_the_pin(scored, as_):
    chair = as_("z1-chair")
    assert "80.00" in chair.get(FINALISATION).text
    assert "The ranking is final." in chair.post(FINALISATION, data={"pin": PIN}, follow_redirects=True).text
    assert snapshots(scored) == [(1, "")]
    assert "Final, version 1" in chair.get(BOARD).text


@pytest.mark.parametrize(
    ("pin", "words"), [("1111", "The PIN is wrong."), ("", "Type the PIN."), ("x" * 500, "The PIN is wrong.")]
)
def test_without_the_right_pin_nothing_is_final(scored, as_, pin, words):
    answer = as_("z1-chair").post(FINALISATION, data={"pin": pin})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert snapshots(scored) == []


def test_a_chair_without_a_pin_is_told_where_to_set_one(stage, as_):
    stage.score_zone()
    page = as_("z1-chair").get(FINALISATION).text
    assert (f'href="/events/{CODE}/pin?next=' in page, 'name="pin"' in page) == (True, False)


def test_what_blocks_finalising_is_said_before_and_refused_after(scored, as_):
    scored.act("z1-judge-1", "z1-judge-1", Act.WITHDRAW)
    chair = as_("z1-chair")
    page = chair.get(FINALISATION).text
    assert ("Sheets still open: 1" in page, 'name="pin"' in page) == (True, False)
    answer = chair.post(FINALISATION, data={"pin": PIN})
    assert (answer.status_code, snapshots(scored)) == (422, [])


def test_reopening_asks_for_reason_and_pin_and_keeps_the_old_version(final, as_):
    chair = as_("z1-chair")
    answer = chair.post(REOPENING, data={"reason": "3 was mistyped", "pin": "0000"})
    assert (answer.status_code, "3 was mistyped" in answer.text) == (422, True)
    assert chair.post(REOPENING, data={"reason": "", "pin": PIN}).status_code == 422
    assert snapshots(final) == [(1, "")]
    assert chair.post(REOPENING, data={"reason": "3 was mistyped", "pin": PIN}).status_code == 302
    assert chair.post(FINALISATION, data={"pin": PIN}).status_code == 302
    assert snapshots(final) == [(1, "3 was mistyped"), (2, "")]


def test_marks_changed_behind_a_final_ranking_are_told(final, as_):
    mark = db.select(Mark).where(Mark.node == "1.1")
    final.run(lambda event: setattr(db.session.scalars(mark).first(), "value", "1"), write=True)
    for url in (BOARD, RESULTS):
        assert "The marks were changed after finalising" in as_("z1-chair").get(url).text
    assert "The marks were changed after finalising" in as_("organiser").get(PROVINCE).text


def test_the_province_is_ranked_with_what_must_be_said_about_it(stage, as_):
    for code in ("z1", "z2"):
        stage.score_zone(code)
    page = as_("organiser").get(PROVINCE).text
    assert ("Not on a common scale" in page, "Provisional" in page) == (True, True)
    assert page.count("joint rank") == 2 * 10  # in the ranking, and where the steps are told
    assert page.count('<td class="rank">-</td>') == 12
    # z1 and z2 are level: the third place is shared across zones.
    assert "Nothing tells the first 3 from the rest" in page


def test_the_flip_margin_is_said_in_points(stage, as_):
    stage.score_zone()
    for seat in [seat.replace("z1", "z2") for seat in SEATS]:
        stage.score(seat, "3111", MARKS | {"1.1": "5.5"})
    page = as_("organiser").get(PROVINCE).text
    assert "had given 0.50 points more or less, the first 3 would be others" in page


def test_who_follows_the_whole_sees_figures_once_all_zones_are_final(final, as_):
    follower = as_("province-chair")
    page = follower.get(PROVINCE).text
    assert ("80.00" in page, "once all zones are final" in page) == (False, True)
    assert "80.00" in follower.get(RESULTS).text
    for code in ("z2", "z3", "z4"):
        final.score_zone(code)
        final.finalise(code)
    assert "All zones are final" in follower.get(PROVINCE).text
    assert "80.00" in follower.get(PROVINCE).text
    assert follower.get(EXPORT).status_code == 200


def test_the_export_on_the_web_is_the_stable_one(stage, as_):
    stage.score_zone()
    answer = as_("organiser").get(EXPORT)
    assert answer.mimetype == "application/json"
    assert answer.json == stage.run(event_export)


@pytest.mark.parametrize(
    ("who", "url"), [("z1-chair", BOARD), ("organiser", RESULTS), ("organiser", PROVINCE)]
)
def test_a_page_takes_as_many_statements_whatever_its_size(stage, as_, who, url):
    client = as_(who)
    stage.score("z1-chair", "3101")
    client.get(url)
    with counted() as before:
        client.get(url)
    for presenter in ("3116", "3115", "3121", "3103"):
        for seat in ("z1-chair", "z1-judge-1", "z1-judge-2"):
            stage.score(seat, presenter)
    stage.run(lambda event: add_presenters(event, stage.zone(), 4), write=True)
    with counted() as after:
        client.get(url)
    assert len(after) == len(before)
