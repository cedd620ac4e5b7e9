"""An amphoe hands in on a phone what its judges open beside the sheet, also without a network."""

from __future__ import annotations

from playwright.sync_api import expect

from panel.operations.schedules import publish_plan
from tests.browser.test_offline import ALL_KEPT, until
from tests.conftest import CODE
from tests.files import pdf, picture
from tests.stages import Stage

AMPHOE, JUDGE = "amphoe-3101", "z1-judge-1"
FILES = """async ([person, count]) =>
  (await (await caches.open(`panel-brought-${person}`)).keys()).length === count"""


def hand_in(page, server, kind, name, mime, content):
    page.goto(server.address("schedules.new_material", presenter="3101", kind=kind))
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": mime, "buffer": content})
    page.locator("main form button").tap()
    page.wait_for_url("**/presenting/3101")


def test_what_an_amphoe_brings_lies_beside_the_sheet_also_offline(
    server, clock, phone, tablet, sign_in, no_violations
):
    stage = Stage(server.app, clock)
    stage.run(lambda event: publish_plan(event, by=stage.by("organiser")), write=True)
    page = phone()
    sign_in(page, AMPHOE)
    page.wait_for_url("**/presenting/3101")
    hand_in(page, server, "infographic", "ภาพรวม.png", "image/png", picture(size=(400, 300), colour="teal"))
    hand_in(page, server, "slides", "GROWTH.pdf", "application/pdf", pdf(3))
    expect(page.locator(".material")).to_have_count(2)
    no_violations(page)

    judge = tablet()
    sign_in(judge, JUDGE)
    judge.wait_for_url("**/sheets")
    until(judge, ALL_KEPT, f"{CODE}/{JUDGE}", 8)
    until(judge, FILES, f"{CODE}/{JUDGE}", 2)
    server.kill()
    judge.goto(server.url + judge.locator(".slot a").first.get_attribute("href"))
    judge.locator("summary", has_text="(2)").tap()
    brought = judge.locator(".material")
    expect(brought).to_have_count(2)
    brought.first.locator("summary").tap()
    expect(brought.first.locator("img")).to_have_js_property("naturalWidth", 400)
    no_violations(judge)
    with judge.context.expect_page() as opened:
        brought.first.locator("a").first.tap()
    expect(opened.value.locator("img")).to_have_js_property("naturalWidth", 400)


def test_a_file_that_is_too_large_is_told_before_it_is_sent(server, phone, sign_in):
    page = phone()
    sign_in(page, AMPHOE)
    page.goto(server.address("schedules.new_material", presenter="3101", kind="evidence"))
    page.evaluate("document.querySelector('input[type=file]').dataset.most = 10")
    file = {"name": "a.png", "mimeType": "image/png", "buffer": picture()}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button").tap()
    assert page.evaluate("document.querySelector('input[type=file]').validationMessage") != ""
    expect(page).to_have_url(server.address("schedules.new_material", presenter="3101", kind="evidence"))
