"""Passwords and PINs: what is let in, what is refused, and how often one may try."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from panel.adapters.secrets import hash_password
from panel.db import db
from panel.models import Attempt
from panel.operations.accounts import MOST_ATTEMPTS, set_password, set_pin
from tests.stages import Stage
from tests.web.conftest import EVENT, knock, page

PASSWORD = "four words and more"


@pytest.fixture
def with_password(do):
    do(set_password, "organiser", hash_password(PASSWORD))


def test_the_right_password_signs_in(with_password, browser, devices):
    client = browser()
    assert knock(client, PASSWORD).location == "/"
    assert ([person for person, *_ in devices()], client.get("/").location) == (["organiser"], f"{EVENT}/")


@pytest.mark.parametrize("account", ["organiser", "nobody", "z1-chair", "z1-judge-1"])
def test_a_wrong_account_is_told_like_a_wrong_password(with_password, browser, devices, account):
    response = knock(browser(), "a wrong password", account)
    assert (response.status_code, devices()) == (422, [])
    assert "Name or password is wrong." in page(response)


@pytest.mark.parametrize("account", ["", "  ", "a\0b", "x" * 300])
def test_what_is_no_account_is_refused_on_the_form(with_password, browser, account):
    assert knock(browser(), PASSWORD, account).status_code == 422


def test_too_many_wrong_passwords_shut_the_right_one_out_at_that_address(with_password, browser, clock):
    for _ in range(MOST_ATTEMPTS):
        knock(browser(), "wrong")
    assert "Too many attempts" in page(knock(browser(), PASSWORD))
    assert knock(browser(), PASSWORD, address="10.0.0.2").location == "/"
    clock.forward(minutes=10)
    assert knock(browser(), PASSWORD).location == "/"


def test_a_right_password_clears_the_count(with_password, browser, app):
    for _ in range(MOST_ATTEMPTS - 1):
        knock(browser(), "wrong")
    knock(browser(), PASSWORD)
    with app.app_context():
        assert db.session.scalars(db.select(Attempt)).all() == []


def test_the_password_is_set_by_its_owner(as_, browser):
    organiser = as_("organiser")
    short, other, good = (
        organiser.post(f"{EVENT}/password", data={"password": one, "again": two})
        for one, two in [("short", "short"), (PASSWORD, "another"), (PASSWORD, PASSWORD)]
    )
    assert [short.status_code, other.status_code, good.location] == [422, 422, f"{EVENT}/access"]
    assert ["at least 10 characters" in page(short), "are not the same" in page(other)] == [True, True]
    assert knock(browser(), PASSWORD).location == "/"


def new_pin(client, pin, old="", again=None):
    data = {"old": old, "pin": pin, "again": pin if again is None else again}
    return client.post(f"{EVENT}/pin", data=data)


def test_a_chair_sets_a_pin_and_needs_it_to_set_another(as_):
    chair = as_("z1-chair")
    assert new_pin(chair, "2468").location == "/"
    assert "The PIN is wrong." in page(new_pin(chair, "1357", old="0000"))
    assert new_pin(chair, "1357", old="2468").location == "/"


def test_who_sets_a_pin_for_an_act_comes_back_to_it(app, clock, as_):
    Stage(app, clock).score_zone("z1")
    chair = as_("z1-chair")
    act = f"{EVENT}/zones/z1/finalisation"
    assert f"/pin?next={act}" in unquote(chair.get(act).text)
    pins = {"pin": "4711", "again": "4711"}
    assert chair.post(f"{EVENT}/pin?next={act}", data=pins).location == act
    again = pins | {"old": "4711"}
    assert chair.post(f"{EVENT}/pin?next=https://elsewhere.example/", data=again).location == "/"


@pytest.mark.parametrize(
    ("pin", "again", "words"),
    [
        ("123", "123", "4 to 8 digits"),
        ("123456789", "123456789", "4 to 8 digits"),
        ("๑๒๓๔", "๑๒๓๔", "4 to 8 digits"),
        ("12ab", "12ab", "4 to 8 digits"),
        ("1234", "4321", "The two PINs are not the same."),
        ("", "", "Type the PIN."),
    ],
)
def test_a_bad_pin_is_refused(as_, pin, again, words):
    response = new_pin(as_("z1-chair"), pin, again=again)
    assert (response.status_code, words in page(response)) == (422, True)


def test_a_pin_can_not_be_tried_for_ever(as_, do):
    do(set_pin, "z1-chair", hash_password("2468"))
    chair = as_("z1-chair")
    for _ in range(MOST_ATTEMPTS):
        new_pin(chair, "1357", old="0000")
    response = chair.post(
        f"{EVENT}/pin",
        data={"old": "2468", "pin": "1357", "again": "1357"},
        environ_base={"REMOTE_ADDR": "10.9.9.9"},
    )
    assert "Too many attempts" in page(response)


def test_an_organiser_takes_a_forgotten_pin_away(as_, do):
    do(set_pin, "z1-chair", hash_password("2468"))
    as_("organiser").post(f"{EVENT}/persons/z1-chair/pin-reset")
    assert new_pin(as_("z1-chair"), "1357").location == "/"
