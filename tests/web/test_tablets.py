"""Two judges on one tablet: both signed in, one at work, a hand-over, and each mark under its own name."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from panel.adapters.secrets import hash_password
from panel.db import db
from panel.domain.access import SeatRight, shares
from panel.domain.panels import Role
from panel.models import Entry, Person, Record
from panel.operations.accounts import reset_pin, set_pin
from tests.web.conftest import EVENT, link, page

FIRST, SECOND, CHAIR = "z1-judge-1", "z1-judge-2", "z1-chair"
NAMES = {FIRST: "กรรมการคนที่ ๑ กลุ่มโซนที่ ๑", SECOND: "กรรมการคนที่ ๒ กลุ่มโซนที่ ๑", CHAIR: "ประธานกรรมการ กลุ่มโซนที่ ๑"}
LIST = f"{EVENT}/zones/z1/sheets"
TYPE = "application/vnd.panel.entries+json"


@pytest.fixture
def shared(browser):
    """A tablet that these share; the last one is at work."""

    def opened(*persons):
        tablet = browser()
        for person in persons:
            tablet.post(link(person), data={"share": "1"})
        return tablet

    return opened


@pytest.fixture
def keys(app):
    """The key of the device that each person is signed in on."""

    def listed():
        with app.app_context():
            persons = db.session.scalars(select(Person))
            return {each.code: device.key for each in persons for device in each.live_devices}

    return listed


def at_work(tablet):
    """Who the page says is at work."""
    text = page(tablet.get("/tablet"))
    return next((person for person, name in NAMES.items() if f"<h1>{name}</h1>" in text), None)


def hand_over(tablet, key, **pin):
    return tablet.post("/tablet", data={"device": key, **pin})


def cookie(tablet):
    return tablet.get_cookie("panel_device", path="/entries").value


def send(tablet, seat, key):
    """One mark of that seat, from that device."""
    entry = {
        "uuid": str(uuid4()),
        "seat": seat,
        "presenter": "3101",
        "act": "mark",
        "node": "1.1",
        "value": "8",
    }
    entry |= {"base": None, "counter": 1, "at": "2025-08-08T09:10:00+07:00"}
    body = {"nonce": "n", "device": key, "waiting": 0, "entries": [entry]}
    answer = tablet.post(
        "/entries", data=json.dumps(body), content_type=TYPE, headers={"Origin": "http://localhost"}
    )
    return [receipt["status"] for receipt in answer.json["receipts"]] if answer.status_code == 200 else []


def test_a_link_offers_to_share_and_to_take_over(shared):
    text = page(shared(FIRST).get(link(SECOND)))
    assert [f"{NAMES[FIRST]} is signed in on this device." in text, text.count('action="/l/')] == [True, 2]
    assert ["Share this tablet" in text, "Take it over" in text] == [True, True]


def test_sharing_keeps_both_signed_in(shared, devices):
    tablet = shared(FIRST, SECOND)
    assert [(person, on) for person, _label, on in devices()] == [(FIRST, True), (SECOND, True)]
    assert at_work(tablet) == SECOND
    assert "Hand over" in page(tablet.get(LIST))


def test_alone_there_is_nobody_to_hand_over_to(shared):
    tablet = shared(FIRST)
    assert "Hand over" not in page(tablet.get(LIST))
    assert "Nobody else is signed in on this tablet" in page(tablet.get("/tablet"))


def test_taking_over_signs_all_others_out(shared, devices):
    tablet = shared(FIRST, SECOND)
    tablet.post(link("z1-judge-3"))
    assert [(person, on) for person, _label, on in devices()] == [
        (FIRST, False), (SECOND, False), ("z1-judge-3", True),
    ]  # fmt: skip
    assert "Hand over" not in page(tablet.get(LIST))


def test_a_hand_over_leads_to_the_other_persons_own_list(shared, keys):
    tablet = shared(FIRST, SECOND)
    assert tablet.get(f"{LIST}/{FIRST}/3101").status_code == 403
    assert hand_over(tablet, keys()[FIRST]).location == "/"
    assert (tablet.get("/").location, at_work(tablet)) == (LIST, FIRST)
    assert tablet.get(f"{LIST}/{FIRST}/3101").status_code == 200
    assert tablet.get(f"{LIST}/{SECOND}/3101").status_code == 403


def test_a_hand_over_is_recorded(app, shared, keys):
    hand_over(shared(FIRST, SECOND), keys()[FIRST])
    with app.app_context():
        [kept] = db.session.scalars(select(Record).where(Record.act == "tablet.handed_over"))
        assert (kept.person, kept.body) == (FIRST, {"device": keys()[FIRST], "before": SECOND})


def test_ones_own_link_on_a_shared_tablet_is_a_hand_over(shared, devices):
    tablet = shared(FIRST, SECOND)
    assert page(tablet.get(link(FIRST))).count('action="/l/') == 1
    tablet.post(link(FIRST))
    assert (at_work(tablet), len(devices())) == (FIRST, 2)


def test_the_tablet_keeps_every_credential_whose_is_at_work_first(shared, keys):
    tablet = shared(FIRST, SECOND)
    assert [each.partition(".")[0] for each in cookie(tablet).split("~")] == [keys()[SECOND], keys()[FIRST]]
    hand_over(tablet, keys()[FIRST])
    assert [each.partition(".")[0] for each in cookie(tablet).split("~")] == [keys()[FIRST], keys()[SECOND]]


def test_each_ones_marks_go_under_the_own_name_whoever_is_at_work(app, shared, keys):
    tablet = shared(FIRST, SECOND)
    assert [send(tablet, seat, keys()[seat]) for seat in (FIRST, SECOND)] == [["stored"], ["stored"]]
    assert send(tablet, FIRST, keys()[SECOND]) == ["refused"]
    with app.app_context():
        rows = db.session.execute(
            select(Person.code).join(Entry, Entry.person_id == Person.id).order_by(Entry.id)
        )
        assert list(rows.scalars()) == [FIRST, SECOND]


def test_signing_out_is_of_who_is_at_work_and_the_other_is_asked(shared, devices):
    tablet = shared(FIRST, SECOND)
    assert tablet.post("/sign-out").location == "/tablet"
    assert [on for *_, on in devices()] == [True, False]
    assert (at_work(tablet), NAMES[FIRST] in page(tablet.get("/tablet"))) == (None, True)
    assert tablet.get(LIST).location.startswith("/sign-in")
    assert 'href="/tablet"' in tablet.get("/sign-in").text


def test_the_last_to_sign_out_leaves_a_tablet_of_nobodys(shared, keys):
    tablet = shared(FIRST, SECOND)
    tablet.post("/sign-out")
    hand_over(tablet, keys()[FIRST])
    assert tablet.post("/sign-out").location == "/sign-in"
    assert tablet.get("/tablet").location == "/sign-in"


def test_what_somebody_signed_out_left_on_the_tablet_can_still_be_handed_in(shared, keys):
    tablet = shared(FIRST)
    before = keys()[FIRST]
    tablet.post(link(SECOND))
    assert send(tablet, FIRST, before) == ["late"]


def test_a_tablet_keeps_four_credentials(shared):
    tablet = shared(FIRST)
    for person in (SECOND, "z1-judge-3", "z1-judge-4", "z2-judge-1", "z2-judge-2"):
        tablet.post(link(person))
    assert len(cookie(tablet).split("~")) == 4


def test_at_most_four_share_a_tablet(shared, browser, devices):
    tablet = shared(FIRST, SECOND, "z1-judge-3", "z1-judge-4")
    answer = tablet.post(link("z2-judge-1"), data={"share": "1"})
    assert (answer.status_code, len(devices())) == (409, 4)


def test_one_who_is_signed_out_from_afar_disappears(shared, keys, as_):
    tablet, organiser = shared(FIRST, SECOND), as_("organiser")
    organiser.post(f"{EVENT}/devices/{keys()[FIRST]}/revocation")
    text = page(tablet.get("/tablet"))
    assert (NAMES[FIRST] in text, "Nobody else is signed in on this tablet" in text) == (False, True)
    assert "Hand over" not in page(tablet.get(LIST))


@pytest.mark.parametrize("key", ["", "nothing", "z2-judge-1"])
def test_nobody_takes_a_tablet_on_which_they_are_not_signed_in(shared, browser, keys, key):
    tablet = shared(FIRST, SECOND)
    browser().post(link("z2-judge-1"))
    assert hand_over(tablet, keys().get(key, key)).status_code == 422
    assert at_work(tablet) == SECOND


@pytest.mark.parametrize("person", ["organiser", CHAIR, "z1-secretary", "province-chair"])
def test_who_sees_more_than_the_own_sheets_shares_no_tablet(shared, devices, person):
    tablet = shared(FIRST)
    text = page(tablet.get(link(person)))
    assert ["Share this tablet" in text, "can't share a tablet" in text] == [False, True]
    assert tablet.post(link(person), data={"share": "1"}).status_code == 403
    assert [name for name, *_ in devices()] == [FIRST]


def test_nobody_is_let_in_beside_an_organiser(shared, devices):
    tablet = shared("organiser")
    assert tablet.post(link(FIRST), data={"share": "1"}).status_code == 403
    tablet.post(link(FIRST))
    assert [(person, on) for person, _label, on in devices()] == [("organiser", False), (FIRST, True)]


def test_a_chair_who_shares_a_tablet_takes_it_by_pin(do, shared, keys):
    do(set_pin, CHAIR, hash_password("2580"))
    tablet = shared(CHAIR, FIRST)
    assert (hand_over(tablet, keys()[CHAIR]).status_code, at_work(tablet)) == (422, FIRST)
    assert "The PIN is wrong." in page(hand_over(tablet, keys()[CHAIR], pin="1111"))
    hand_over(tablet, keys()[CHAIR], pin="2580")
    assert at_work(tablet) == CHAIR


def test_a_chair_whose_pin_was_forgotten_comes_back_by_the_own_link_alone(do, shared, keys):
    do(set_pin, CHAIR, hash_password("2580"))
    tablet = shared(CHAIR, FIRST)
    do(reset_pin, CHAIR)
    assert "can't share a tablet" in page(hand_over(tablet, keys()[CHAIR]))
    assert at_work(tablet) == FIRST
    tablet.post(link(CHAIR))
    assert at_work(tablet) == CHAIR


def test_a_third_device_is_refused_on_a_shared_tablet_too(shared, browser, devices):
    for _ in range(2):
        browser().post(link(SECOND))
    tablet = shared(FIRST)
    assert tablet.post(link(SECOND), data={"share": "1"}).status_code == 409
    assert at_work(tablet) == FIRST


def test_a_hand_over_from_elsewhere_is_refused(app, shared, keys):
    tablet = shared(FIRST, SECOND)
    app.config["WTF_CSRF_ENABLED"] = True
    assert hand_over(tablet, keys()[FIRST]).status_code == 400


def right(role, *, scores=True, zone="z1"):
    return SeatRight("a seat", zone, role, scores)


@pytest.mark.parametrize(
    ("seats", "organiser", "guarded", "may_share"),
    [
        ([right(Role.JUDGE)], False, False, True),
        ([right(Role.JUDGE), right(Role.JUDGE, zone="z2")], False, False, True),
        ([right(Role.JUDGE), right(Role.SECRETARY, scores=False)], False, False, False),
        ([right(Role.CHAIR)], False, False, False),
        ([right(Role.CHAIR)], False, True, True),
        ([right(Role.CHAIR, scores=False)], False, True, False),
        ([right(Role.CHAIR, scores=False, zone=None)], False, True, False),
        ([right(Role.ADVISER, scores=False)], False, False, False),
        ([right(Role.JUDGE)], True, True, False),
        ([], False, True, False),
    ],
)
def test_only_who_fills_sheets_alone_may_share(seats, organiser, guarded, may_share):
    assert shares(seats, organiser=organiser, guarded=guarded) is may_share
