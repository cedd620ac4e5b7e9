"""The hall's secretary hands personal links over again: in the own zone, for who sits there alone."""

from __future__ import annotations

import pytest

from panel.db import db
from panel.domain.panels import Role
from panel.models import Seat
from panel.operations.accounts import set_pin
from panel.queries.accounts import find_person
from tests.stages import Stage
from tests.web.conftest import EVENT, link, page

ZONE = f"{EVENT}/zones/z1/persons"


@pytest.fixture
def secretary(as_):
    return as_("z1-secretary")


def test_the_zones_people_are_listed_with_whose_link_is_the_secretarys_to_give(secretary):
    shown = page(secretary.get(ZONE))
    assert [shown.count("Link and QR</a>"), shown.count("Ask the organiser"), "กลุ่มโซนที่ ๒" in shown] == [
        5,
        1,
        False,
    ]


def test_a_judges_link_is_shown_and_made_anew(secretary, browser):
    shown = page(secretary.get(f"{ZONE}/z1-judge-1/link"))
    assert f"http://localhost{link('z1-judge-1')}" in shown
    answer = secretary.post(f"{ZONE}/z1-judge-1/link-renewal", follow_redirects=True)
    assert f"http://localhost{link('z1-judge-1', 2)}" in page(answer)
    assert [browser().get(link("z1-judge-1", each)).status_code for each in (1, 2)] == [404, 200]


@pytest.mark.parametrize("whom", ["z2-judge-1", "organiser", "province-chair", "z1-chair", "nobody"])
@pytest.mark.parametrize(("method", "path"), [("get", "link"), ("post", "link-renewal")])
def test_no_other_link_is(secretary, browser, whom, method, path):
    answer = getattr(secretary, method)(f"{ZONE}/{whom}/{path}")
    assert (answer.status_code, "/l/" in answer.text) == (403, False)
    if whom != "nobody":
        assert browser().get(link(whom)).status_code == 200


def test_a_chairs_link_is_once_a_pin_guards_what_chairs_do(secretary, do):
    do(set_pin, "z1-chair", "hash")
    assert secretary.get(f"{ZONE}/z1-chair/link").status_code == 200


def test_no_link_is_of_who_sits_on_another_panel_too(secretary, app, clock):
    stage = Stage(app, clock)

    def sit(event):
        person = find_person(event, "z1-judge-1")
        seat = Seat(event_id=event.id, zone=stage.zone("z2"), person=person, code="z2-link", role=Role.JUDGE)
        seat.scores, seat.position = True, 9
        db.session.add(seat)

    stage.run(sit, write=True)
    assert secretary.get(f"{ZONE}/z1-judge-1/link").status_code == 403


@pytest.mark.parametrize("who", ["z1-chair", "z1-judge-1", "z2-secretary", "province-chair"])
@pytest.mark.parametrize(
    ("method", "path"), [("get", ""), ("get", "/z1-judge-2/link"), ("post", "/z1-judge-2/link-renewal")]
)
def test_nobody_else_hands_links_over(as_, browser, who, method, path):
    assert getattr(as_(who), method)(ZONE + path).status_code == 403
    assert browser().get(link("z1-judge-2")).status_code == 200


@pytest.mark.parametrize(
    "path", [f"{EVENT}/persons/z1-judge-1/link-renewal", f"{EVENT}/persons/z1-chair/pin-reset"]
)
def test_what_is_the_organisers_stays_the_organisers(secretary, path):
    assert secretary.post(path).status_code == 403


def test_an_organiser_may_do_the_same(as_):
    assert as_("organiser").get(f"{ZONE}/z1-chair/link").status_code == 200
