"""What organisers see and do about access: people, their devices, their links."""

from __future__ import annotations

import pytest

from panel import create_app
from panel.db import db, writing
from panel.domain.panels import Role
from panel.models import Device
from panel.operations.accounts import renew_link
from panel.operations.audit import Author
from panel.operations.panels import Appointment, appoint_seat
from panel.queries.events import find_event, find_zone
from tests.conftest import CODE, SECRET, settings_for
from tests.statements import counted
from tests.web.conftest import ANDROID, EVENT, link, page


def test_people_are_listed_with_their_devices(as_, browser, clock):
    browser().post(link("z1-judge-1"), headers={"User-Agent": ANDROID})
    text = page(as_("organiser").get(f"{EVENT}/access"))
    assert [
        text.count(part) for part in ("Chrome, Android<", "last seen 8 August 2025 09:10", "Not used yet")
    ] == [
        1,
        2,
        47,
    ]


def test_people_can_be_narrowed_to_a_zone(as_):
    text = page(as_("organiser").get(f"{EVENT}/access?zone=z2"))
    assert [text.count("Link and QR of "), "กลุ่มโซนที่ ๑</strong>" in text] == [6, False]


def test_a_devices_own_words_are_escaped(as_, browser):
    browser().post(link("z1-judge-1"), headers={"User-Agent": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in as_("organiser").get(f"{EVENT}/access").text


def test_the_list_of_people_takes_the_same_queries_however_many(as_, app, clock):
    organiser = as_("organiser")
    with counted() as before:
        organiser.get(f"{EVENT}/access")
    with app.app_context(), writing():
        event, by = find_event(CODE), Author(None, clock(), b"key")
        for number in range(5):
            who = Appointment(f"กรรมการสำรองคนที่ {number}", "", None, Role.JUDGE, True)
            appoint_seat(event, find_zone(event, "z3"), who, by=by, secret=SECRET)
    as_("z3-judge-1"), as_("z3-judge-2")
    with counted() as after:
        organiser.get(f"{EVENT}/access")
    assert len(after) == len(before)


def test_a_persons_link_is_shown_with_its_picture(as_):
    text = page(as_("organiser").get(f"{EVENT}/persons/z1-chair/link"))
    assert [f"http://localhost{link('z1-chair')}" in text, 'src="data:image/svg+xml' in text] == [True, True]


@pytest.mark.parametrize(
    ("base_url", "warned"), [("http://localhost", True), ("https://panel.example.go.th", False)]
)
def test_a_link_that_leads_nowhere_is_warned_of(database_url, tmp_path, clock, base_url, warned):
    app = create_app(settings_for(database_url, tmp_path, base_url=base_url), clock=clock)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    client = app.test_client()
    client.post(link("organiser"), base_url=base_url)
    response = client.get(f"{EVENT}/persons/z1-chair/link", base_url=base_url)
    with app.app_context():
        db.engine.dispose()
    assert (response.status_code, "PANEL_BASE_URL" in response.text) == (200, warned)


def test_a_new_link_ends_the_old_one_and_its_devices(as_, browser, devices):
    chair, organiser = as_("z1-chair"), as_("organiser")
    organiser.post(f"{EVENT}/persons/z1-chair/link-renewal")
    assert [browser().get(link("z1-chair", each)).status_code for each in (1, 2)] == [404, 200]
    assert chair.get("/").location == "/sign-in"


def test_renewing_ones_own_link_does_not_lock_oneself_out(as_):
    organiser, other = as_("organiser"), as_("organiser")
    organiser.post(f"{EVENT}/persons/organiser/link-renewal")
    assert [client.get("/").location for client in (organiser, other)] == [f"{EVENT}/", "/sign-in"]


def test_a_lost_device_is_signed_out_from_afar(as_, app):
    chair, organiser = as_("z1-chair"), as_("organiser")
    with app.app_context():
        key = db.session.scalars(db.select(Device.key).order_by(Device.id)).first()
    organiser.post(f"{EVENT}/devices/{key}/revocation")
    assert chair.get("/").location == "/sign-in"


@pytest.mark.parametrize(
    "path", ["/persons/nobody/link-renewal", "/persons/nobody/pin-reset", "/devices/nothing/revocation"]
)
def test_what_does_not_exist_is_not_found(as_, path):
    assert as_("organiser").post(EVENT + path).status_code == 404


def test_a_renewal_from_elsewhere_ends_the_session(as_, do):
    chair = as_("z1-chair")
    do(renew_link, "z1-chair", secret=SECRET)
    assert chair.get(f"{EVENT}/pin").status_code == 302
