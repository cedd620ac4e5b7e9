"""The clock of a hall in a real browser: presses by touch, a change looked at and made, its text copied, and
no press lost in silence where the server is out of reach."""

from __future__ import annotations

from playwright.sync_api import expect

from panel.queries.events import find_event, find_zone
from panel.queries.schedules import timed_slots
from tests.conftest import CODE


def starts(server) -> list[int]:
    with server.app.app_context():
        return [slot.start for slot in timed_slots(find_zone(find_event(CODE), "z2"))]


def opened(page, server, sign_in, who="z2-secretary"):
    sign_in(page, who)
    page.locator("button[name='language'][value='en']").tap()
    page.wait_for_selector("html[lang='en']")
    page.goto(server.address("schedules.day", zone="z2"))
    return page


def test_a_slot_is_run_by_touch_and_a_double_tap_is_one_press(server, tablet, sign_in, no_violations):
    page = opened(tablet(), server, sign_in)
    no_violations(page)
    page.get_by_role("button", name="Start presenting Satuek").dblclick()
    expect(page.get_by_role("button", name="Start questions Satuek")).to_be_visible()
    expect(page.get_by_text("Satuek: Presenting, 09:10.")).to_be_visible()
    page.get_by_role("button", name="Start questions Satuek").tap()
    page.get_by_role("button", name="End Satuek").tap()
    expect(page.get_by_role("heading", name="Na Pho")).to_be_visible()


def test_a_change_is_looked_at_made_and_copied(server, phone, sign_in, clock, no_violations):
    page = opened(phone(permissions=["clipboard-read", "clipboard-write"]), server, sign_in)
    page.get_by_role("button", name="Start presenting Satuek").tap()
    page.get_by_role("link", name="Follow the actual time").tap()
    expect(page.get_by_label("The next begins at")).to_have_value("09:40")
    no_violations(page)
    page.get_by_role("button", name="Make this change").tap()
    page.get_by_role("button", name="Copy").first.tap()
    expect(page.get_by_text("Copied.").first).to_be_visible()
    assert "นาโพธิ์ ๐๙.๔๐" in page.evaluate("navigator.clipboard.readText()")
    assert starts(server) == [540, 580, 610, 640, 670, 700]
    no_violations(page)


def test_a_press_without_a_server_is_told_and_can_be_pressed_again(server, tablet, sign_in):
    page = opened(tablet(), server, sign_in)
    page.wait_for_function(
        "performance.getEntriesByType('resource').some((each) => /day.js$/.test(each.name))"
    )
    server.kill()
    page.get_by_role("button", name="Start presenting Satuek").tap()
    expect(page.get_by_text("nothing was noted")).to_be_visible()
    server.start()
    page.get_by_role("button", name="Start presenting Satuek").tap()
    expect(page.get_by_role("button", name="Start questions Satuek")).to_be_visible()


def test_the_clock_runs_without_script(server, tablet, sign_in):
    page = opened(tablet(java_script_enabled=False), server, sign_in)
    page.get_by_role("button", name="Start presenting Satuek").tap()
    expect(page.get_by_role("button", name="Start questions Satuek")).to_be_visible()


def test_what_one_presses_the_other_sees(server, tablet, phone, sign_in):
    secretary = opened(tablet(), server, sign_in)
    chair = opened(phone(), server, sign_in, "z2-chair")
    with chair.expect_response(lambda answer: "/live?" in answer.url):
        chair.reload()
    secretary.get_by_role("button", name="Start presenting Satuek").tap()
    expect(chair.get_by_role("button", name="Start questions Satuek")).to_be_visible(timeout=3000)
