"""The organiser's morning: in by link and by password, the hall's clash, the plan, a panel, a document."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from panel.cli.makers import make
from panel.db import db
from panel.models import PlanVersion, Seat
from panel.operations.jobs import claim_job
from panel.queries.schedules import timed_slots
from tests.stages import Stage

PASSWORD = "four words and more"
LATE = ("z2", "z3", "z4")
"""Zones whose six slots end at 12.00 in halls that are booked to 11.30."""


@pytest.fixture
def stage(server, clock):
    return Stage(server.app, clock)


@pytest.fixture
def organiser(server, tablet, sign_in):
    page = tablet()
    sign_in(page, "organiser")
    return page


def order(stage, zone):
    return stage.run(lambda _: [slot.presenter.code for slot in timed_slots(stage.zone(zone))])


def press(page, **fields):
    """Fill the page's form in and send it."""
    for name, value in fields.items():
        control = page.locator(f"main [name='{name}']")
        if control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    with page.expect_navigation():
        page.locator("main form button").first.tap()


def test_an_organiser_comes_in_by_link_sets_a_password_and_comes_in_by_it(
    server, organiser, phone, no_violations
):
    organiser.goto(server.address("accounts.password"))
    press(organiser, password=PASSWORD, again="another")
    expect(organiser.locator("main [role='alert']:visible")).to_be_visible()
    press(organiser, password=PASSWORD, again=PASSWORD)
    page = phone()
    page.goto(server.url)
    press(page, account="organiser", password="a wrong one")
    expect(page.locator("main [role='alert']:visible")).to_be_visible()
    no_violations(page)
    press(page, password=PASSWORD)
    assert page.url == server.address("events.overview")


def start_of(page, zone):
    """The button that starts a zone early enough."""
    return page.locator(f"form[action$='/plan/ways']:has([name='start_time']):has([value='{zone}']) button")


def test_the_halls_clash_is_told_and_taken_away_by_one_press(server, stage, organiser, no_violations):
    organiser.goto(server.address("schedules.plan"))
    ways = [start_of(organiser, zone) for zone in LATE]
    assert [way.count() for way in ways] == [1, 1, 1]
    no_violations(organiser)
    for left, way in enumerate(reversed(ways)):
        expect(way).to_contain_text("08.30")
        way.tap()
        expect(organiser.locator("section[aria-labelledby='clashes'] .notice")).to_have_count(2 - left)
    assert [stage.run(lambda _, zone=zone: stage.zone(zone).start) for zone in LATE] == [510, 510, 510]


def test_an_amphoe_is_moved_by_form_to_another_zone_and_place(server, stage, organiser, no_violations):
    before = order(stage, "z1"), order(stage, "z2")
    organiser.goto(server.address("schedules.plan"))
    organiser.locator("a[href$='/slots/3103']").tap()
    organiser.wait_for_url("**/slots/3103")
    no_violations(organiser)
    press(organiser, zone="z2", position="0")
    expect(organiser.locator("[name='position']")).to_have_attribute("aria-invalid", "true")
    press(organiser, zone="z2", position="2")
    organiser.wait_for_url("**/plan")
    assert order(stage, "z1") == [code for code in before[0] if code != "3103"]
    assert order(stage, "z2") == [before[1][0], "3103", *before[1][1:]]
    expect(organiser.locator(".board-column[data-zone='z2'] .slot-name").nth(1)).to_have_text("กระสัง")


def test_a_committee_member_is_replaced_by_a_new_seat(server, organiser, no_violations):
    organiser.goto(server.address("panels.index"))
    organiser.locator("a[href$='/seats/z1-judge-1/replacement']").tap()
    organiser.wait_for_url("**/replacement")
    no_violations(organiser)
    press(organiser, name="")
    expect(organiser.locator("[name='name']")).to_have_attribute("aria-invalid", "true")
    press(organiser, name="กรรมการผู้มาแทน", home="3103")
    organiser.wait_for_url("**/link")
    organiser.goto(server.address("panels.index"))
    expect(organiser.locator("section[data-zone='z1'] s")).to_have_text("กรรมการคนที่ ๑ กลุ่มโซนที่ ๑")
    with server.app.app_context():
        successors = db.session.scalars(select(Seat).where(Seat.replaces_id.is_not(None))).all()
        assert [(seat.person.name, seat.person.home) for seat in successors] == [("กรรมการผู้มาแทน", "3103")]
        db.session.remove()


def test_a_plan_is_published_and_a_later_change_is_told(server, organiser):
    organiser.goto(server.address("schedules.plan"))
    publish = organiser.locator("form[action$='/plan/publication'] button")
    publish.tap()
    expect(organiser.locator(".page-header [data-tone='success']")).to_be_visible()
    start_of(organiser, "z2").tap()
    expect(organiser.locator(".page-header [data-tone='warning']")).to_be_visible()
    publish.tap()
    expect(organiser.locator(".page-header [data-tone='success']")).to_be_visible()
    with server.app.app_context():
        assert db.session.scalars(select(PlanVersion.version).order_by(PlanVersion.id)).all() == [1, 2]
        db.session.remove()


def test_a_document_is_asked_for_made_meanwhile_and_saved(server, stage, organiser, no_violations):
    organiser.goto(server.address("documents.index"))
    forms = organiser.locator("section[data-zone='z1'] form")
    form = forms.filter(has=organiser.locator("[name='document'][value='plan']"))
    form.locator("button[lang='th']").first.tap()
    organiser.wait_for_url("**/jobs/*")
    no_violations(organiser)
    work_once(server, stage)
    save = organiser.locator("a[href$='/file']")
    expect(save).to_be_visible(timeout=5000)  # the page asks again by itself
    with organiser.expect_download() as download:
        save.tap()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-1.7")


def work_once(server, stage):
    """What the worker does for one job."""
    key = stage.run(lambda _: claim_job(by=stage.by("organiser")).key, write=True)
    settings = server.app.extensions["panel_settings"]
    settings.documents.mkdir(exist_ok=True)
    make(settings, key)
