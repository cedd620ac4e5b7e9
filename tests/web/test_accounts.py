"""Getting in and out: where one is led, personal links, closing the event, forms from elsewhere."""

from __future__ import annotations

import pytest

from panel.adapters.secrets import hash_password
from panel.db import writing
from panel.operations.accounts import close_event, set_password
from panel.operations.audit import Author
from panel.queries.events import find_event
from tests.conftest import CODE
from tests.web.conftest import ANDROID, EVENT, knock, link, page


@pytest.fixture
def closed(app, clock):
    with app.app_context(), writing():
        close_event(find_event(CODE), by=Author(None, clock(), b"key"))


@pytest.mark.parametrize(
    ("person", "target"),
    [
        ("organiser", "/"),
        ("z1-chair", "/zones/z1/sheets"),
        ("z2-judge-1", "/zones/z2/sheets"),
        ("z1-secretary", "/zones/z1/board"),
        ("province-chair", "/results"),
    ],
)
def test_home_leads_to_where_a_persons_work_is(as_, person, target):
    assert as_(person).get("/").location == EVENT + target


def test_home_leads_strangers_to_the_door(browser):
    assert browser().get("/").location == "/sign-in"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_a_link_signs_nobody_in(browser, devices, method):
    client = browser()
    response = client.open(link("z1-chair"), method=method)
    assert (response.status_code, devices()) == (200, [])
    assert client.get("/").location == "/sign-in"


def test_a_link_shows_whose_it_is(browser):
    text = page(browser().get(link("z1-judge-2")))
    assert [part in text for part in ("กรรมการคนที่ ๒ กลุ่มโซนที่ ๑", "GROWTH TEAM Buriram 2568", "Judge")] == [
        True
    ] * 3


def test_the_button_signs_this_device_in(browser, devices):
    client = browser()
    response = client.post(link("z1-judge-2"), headers={"User-Agent": ANDROID})
    assert (response.location, devices()) == ("/", [("z1-judge-2", "Chrome, Android", True)])
    assert client.get("/").location == f"{EVENT}/zones/z1/sheets"


def test_the_devices_own_credential_goes_to_entries_only(browser):
    cookies = [
        each
        for each in browser().post(link("z1-chair")).headers.getlist("Set-Cookie")
        if "panel_device" in each
    ]
    assert ["HttpOnly" in cookies[0], "Path=/entries" in cookies[0], "SameSite=Strict" in cookies[0]] == [
        True
    ] * 3


@pytest.mark.parametrize("token", ["nothing", "a" * 22, "ก"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_wrong_link_is_told_in_words(browser, devices, token, method):
    response = browser().open(f"/l/{token}", method=method)
    assert (response.status_code, devices()) == (404, [])
    assert "This link is not valid any more" in page(response)


def test_a_third_device_is_refused(browser, devices):
    answers = [browser().post(link("z1-chair")).status_code for _ in range(3)]
    assert (answers, len(devices())) == ([302, 302, 409], 2)


def test_the_same_person_again_takes_no_second_device(browser, devices):
    client = browser()
    assert [client.post(link("z1-chair")).location for _ in range(3)] == ["/"] * 3
    assert len(devices()) == 1


def test_somebody_else_on_this_device_is_told_and_then_signed_out(as_, devices):
    client = as_("z1-chair")
    assert "ประธานกรรมการ กลุ่มโซนที่ ๑ is signed in on this device" in page(client.get(link("z2-judge-1")))
    client.post(link("z2-judge-1"))
    assert [(person, on) for person, _label, on in devices()] == [("z1-chair", False), ("z2-judge-1", True)]


def test_a_chat_apps_own_window_is_warned_of(browser):
    seen = [
        "forgets what it keeps" in page(browser().get(link("z1-chair"), headers={"User-Agent": agent}))
        for agent in (ANDROID, f"{ANDROID} Line/14.1")
    ]
    assert seen == [False, True]


@pytest.mark.parametrize(("person", "status"), [("z1-chair", 403), ("organiser", 200)])
def test_after_the_event_only_organisers_come_in(closed, browser, person, status):
    client = browser()
    assert client.get(link(person)).status_code == status
    assert client.post(link(person)).status_code == (302 if status == 200 else 403)


def test_closing_the_event_signs_judges_out(as_):
    judge, organiser = as_("z1-judge-1"), as_("organiser")
    assert organiser.post(f"{EVENT}/closure").location == f"{EVENT}/access"
    assert judge.get("/").location == "/sign-in"
    organiser.post(f"{EVENT}/opening")
    assert judge.get("/").location == f"{EVENT}/zones/z1/sheets"


def test_signing_out_ends_the_device(as_, devices):
    client = as_("z1-chair")
    assert client.post("/sign-out").location == "/sign-in"
    assert ([on for *_, on in devices()], client.get("/").location) == ([False], "/sign-in")
    assert client.post("/sign-out").location == "/sign-in"


@pytest.mark.parametrize(
    ("target", "led_to"),
    [
        (f"{EVENT}/panels", f"{EVENT}/panels"),
        (f"{EVENT}/access?zone=z1", f"{EVENT}/access?zone=z1"),
        ("", "/"),
        ("https://example.org/", "/"),
        ("//example.org/", "/"),
        ("///example.org/", "/"),
        ("/\\example.org/", "/"),
        ("\\\\example.org/", "/"),
        ("/\t/example.org/", "/"),
        ("/\n/example.org", "/"),
        (" //example.org", "/"),
        ("javascript:alert(1)", "/"),
        ("http:/sign-in", "/"),
        ("/sign-out", "/"),
        ("/no-such-page", "/"),
    ],
)
def test_nobody_is_led_elsewhere(do, browser, target, led_to):
    do(set_password, "organiser", hash_password("four words and more"))
    assert knock(browser(), "four words and more", next=target).location == led_to
    assert browser().post("/language", data={"language": "en", "next": target}).location == led_to


def test_the_door_remembers_where_one_wanted_to_go(browser):
    client = browser()
    door = client.get(f"{EVENT}/access?zone=z1").location
    assert f'value="{EVENT}/access?zone=z1"' in client.get(door).text


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in",
        "/sign-out",
        "/language",
        link("z1-chair"),
        f"{EVENT}/pin",
        f"{EVENT}/password",
        f"{EVENT}/closure",
        f"{EVENT}/persons/z1-chair/link-renewal",
        f"{EVENT}/zones/z1/seats/new",
        f"{EVENT}/seats/z1-chair/closure",
    ],
)
def test_a_form_from_elsewhere_is_refused(app, as_, devices, path):
    organiser = as_("organiser")
    app.config["WTF_CSRF_ENABLED"] = True
    response = organiser.post(path, data={"name": "x", "pin": "1234", "again": "1234", "language": "th"})
    assert (response.status_code, "This page was open for too long" in page(response)) == (400, True)
    assert devices() == [("organiser", "test", True)]


def test_an_unknown_language_changes_nothing(browser):
    client = browser()
    client.post("/language", data={"language": "xx"})
    assert '<html lang="en">' in client.get("/sign-in").text
    client.post("/language", data={"language": "th"})
    assert '<html lang="th">' in client.get("/sign-in").text
