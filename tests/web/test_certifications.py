"""Certifying the province's ranking on the web: what is shown to whom, asked for, and kept."""

from __future__ import annotations

import pytest

from panel.adapters.secrets import hash_password
from panel.db import db
from panel.models import Snapshot
from panel.queries.accounts import find_person
from tests.conftest import CODE
from tests.stages import Stage
from tests.web.conftest import page

CERTIFICATION = f"/events/{CODE}/certification"
DECERTIFICATION = f"/events/{CODE}/decertification"
PIN = "2468"


HASH = hash_password(PIN)


@pytest.fixture
def stage(stage) -> Stage:
    """Who puts a name to something has a PIN."""

    def set_pins(event) -> None:
        for code in ("province-chair", "z2-chair"):
            find_person(event, code).pin_hash = HASH

    stage.run(set_pins, write=True)
    return stage


@pytest.fixture
def final(stage, zones_final) -> Stage:
    return stage


def certifications(stage) -> list[tuple[int, str]]:
    statement = db.select(Snapshot.version, Snapshot.reopened_reason).where(Snapshot.zone_id.is_(None))
    return stage.run(lambda event: [tuple(row) for row in db.session.execute(statement)])


def test_what_blocks_certifying_is_said_and_no_figure_is_shown(stage, as_):
    stage.score_zone()
    stage.finalise()
    shown = page(as_("province-chair").get(CERTIFICATION))
    assert ("Zone 2 is not finalised." in shown, "80.00" in shown) == (True, False)
    assert 'name="pin"' not in shown
    answer = as_("province-chair").post(CERTIFICATION, data={"pin": PIN})
    assert (answer.status_code, certifications(stage)) == (422, [])
    assert '<div class="notice" data-tone="warning" role="alert">' in answer.text
    assert "Zone 2 is not finalised." in page(answer)


def test_certifying_twice_is_refused_with_its_reason(final, as_):
    chair = as_("province-chair")
    chair.post(CERTIFICATION, data={"pin": PIN})
    answer = chair.post(CERTIFICATION, data={"pin": PIN})
    assert (answer.status_code, certifications(final)) == (422, [(1, "")])
    assert "ranking is certified already." in page(answer)


def test_the_province_chair_certifies_with_the_pin(final, as_):
    chair = as_("province-chair")
    shown = page(chair.get(CERTIFICATION))
    assert ("Not on a common scale" in shown, "frozen under a digest, with your name" in shown) == (
        True,
        True,
    )
    assert chair.post(CERTIFICATION, data={"pin": "1111"}).status_code == 422
    assert certifications(final) == []
    done = page(chair.post(CERTIFICATION, data={"pin": PIN}, follow_redirects=True))
    assert ("ranking is certified" in done, "Certified, version 1" in done) == (True, True)
    assert certifications(final) == [(1, "")]


def test_an_organiser_sees_who_has_to_certify(final, as_):
    shown = page(as_("organiser").get(CERTIFICATION))
    assert "Waits to be certified by ประธานกรรมการระดับจังหวัด." in shown
    assert 'name="pin"' not in shown
    assert as_("organiser").post(CERTIFICATION, data={"pin": PIN}).status_code == 403


def test_taking_it_back_asks_for_reason_and_pin_and_keeps_it(final, as_):
    chair = as_("province-chair")
    chair.post(CERTIFICATION, data={"pin": PIN})
    refused = chair.post(DECERTIFICATION, data={"reason": "", "pin": PIN})
    assert (refused.status_code, certifications(final)) == (422, [(1, "")])
    assert chair.post(DECERTIFICATION, data={"reason": "a protest", "pin": PIN}).status_code == 302
    assert certifications(final) == [(1, "a protest")]
    shown = page(chair.get(CERTIFICATION))
    assert ("Taken back" in shown, "a protest" in shown) == (True, True)


def test_an_earlier_certification_is_printed_by_whom_all_zones_are_open_to(final, as_):
    as_("province-chair").post(CERTIFICATION, data={"pin": PIN})
    as_("z2-chair").post(f"/events/{CODE}/zones/z2/reopening", data={"reason": "a protest", "pin": PIN})
    for who, prints in ((as_("organiser"), True), (as_("province-chair"), False)):
        shown = page(who.get(CERTIFICATION))
        assert ("a protest" in shown, "Ranking, version 1" in shown) == (True, prints)
        for document in ("ranking", "brief"):
            order = {"document": document, "lang": "en", "version": "1"}
            answer = who.post(f"/events/{CODE}/documents", data=order)
            assert answer.status_code == (302 if prints else 403)


def test_reopening_says_beforehand_that_it_takes_the_certification_back(final, as_):
    as_("province-chair").post(CERTIFICATION, data={"pin": PIN})
    chair = as_("z2-chair")
    url = f"/events/{CODE}/zones/z2/reopening"
    assert "certification of the province’s ranking is taken back" in page(chair.get(url))
    assert chair.post(url, data={"reason": "a mark was mistyped", "pin": PIN}).status_code == 302
    assert certifications(final) == [(1, "a mark was mistyped")]


def test_a_paper_of_the_certification_can_be_verified_for_ever(final, as_, browser):
    as_("province-chair").post(CERTIFICATION, data={"pin": PIN})
    digest = final.run(
        lambda event: db.session.scalar(db.select(Snapshot.digest).where(Snapshot.zone_id.is_(None)))
    )
    assert "the version that holds now" in page(browser().get(f"/verify/{digest[:12]}"))
    as_("province-chair").post(DECERTIFICATION, data={"reason": "a protest", "pin": PIN})
    outdated = page(browser().get(f"/verify/{digest}"))
    assert ("earlier version" in outdated, "a protest" in outdated) == (True, True)


def test_places_that_were_changed_since_are_told(final, as_, browser):
    as_("province-chair").post(CERTIFICATION, data={"pin": PIN})

    def tamper(event) -> str:
        found = db.session.scalars(db.select(Snapshot).where(Snapshot.zone_id.is_(None))).one()
        found.body = found.body | {"event": "another"}
        return found.digest

    digest = final.run(tamper, write=True)
    assert "no longer those that were certified" in page(as_("organiser").get(CERTIFICATION))
    assert "no longer those that this document stands for" in page(browser().get(f"/verify/{digest}"))
