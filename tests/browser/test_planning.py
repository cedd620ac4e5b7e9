"""Planning in a real browser: from three clashes to a plan, a search that is followed, and zones by drag."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from panel.cli.makers import make
from panel.operations.jobs import claim_job
from panel.operations.plans import note_progress
from panel.queries.edits import plan_revision
from panel.queries.events import find_venue
from panel.queries.jobs import find_job
from panel.queries.schedules import clashes, timed_slots
from tests.stages import Stage


@pytest.fixture
def stage(server, clock):
    return Stage(server.app, clock)


@pytest.fixture
def organiser(tablet, sign_in):
    page = tablet()
    sign_in(page, "organiser")
    return page


def work_once(server, stage) -> None:
    """What the worker does for one job."""
    key = stage.run(lambda _: claim_job(by=stage.by("organiser")).key, write=True)
    make(server.app.extensions["panel_settings"], key)


def order(stage, zone: str) -> list[str]:
    return stage.run(lambda _: [slot.presenter.code for slot in timed_slots(stage.zone(zone))])


def test_from_three_clashes_to_a_plan_by_pressing_buttons(server, stage, organiser, no_violations):
    organiser.goto(server.address("schedules.planning"))
    no_violations(organiser)
    organiser.locator("form.card button").tap()
    organiser.wait_for_url("**/planning/*")
    no_violations(organiser)
    work_once(server, stage)
    cores = organiser.locator("section[aria-labelledby='cores'] .notice")
    expect(cores).to_have_count(3)  # the page asks again by itself
    no_violations(organiser)
    for core in range(3):
        cores.nth(core).locator(".ways button").first.tap()
        expect(organiser.locator("[data-tone='success']")).to_be_visible()
    assert stage.run(clashes) == ()
    with organiser.expect_navigation():
        organiser.locator("form[action$='/planning'] button").tap()
    work_once(server, stage)
    apply = organiser.locator("form[action$='/application'] button")
    expect(apply).to_be_visible()
    no_violations(organiser)


def test_a_search_is_followed_and_stopped(server, stage, organiser):
    organiser.goto(server.address("schedules.planning"))
    organiser.locator("form.card button").tap()
    organiser.wait_for_url("**/planning/*")
    key = organiser.url.rpartition("/")[2]
    progress = {"wish": "end", "value": 720, "bound": 690, "plans": 3, "seconds": 4.2}
    stage.run(lambda _: note_progress(find_job(key), progress), write=True)
    expect(organiser.locator("#search")).to_contain_text("12.00")  # without being loaded anew
    organiser.locator("#search form button").tap()
    expect(organiser.locator("#search form")).to_have_count(0)
    assert stage.run(lambda _: find_job(key).stopped)


def on_the_board(page) -> None:
    """The plan is there, its script too."""
    page.wait_for_url("**/plan")
    expect(page.locator("#board-help")).to_be_visible()


def drag(page, what, to, *, steps: int = 5) -> None:
    start, end = what.bounding_box(), to.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=steps)
    page.mouse.up()


def test_an_amphoe_is_dragged_to_another_zones_hall_on_the_map(server, stage, organiser, no_violations):
    organiser.goto(server.address("schedules.zoning"))
    no_violations(organiser)
    organiser.locator(".map").scroll_into_view_if_needed()
    dot = organiser.locator(".map [data-presenter='3103'] .map-dot")
    drag(organiser, dot, organiser.locator(".map [data-drop='z4'] .map-hall"))
    box = organiser.locator("#zone-3103")
    expect(box).to_have_value("z4")
    expect(organiser.locator(".board-column[data-zone='z4'] #zone-3103")).to_be_visible()
    expect(organiser.locator(".map [data-presenter='3103']")).to_have_attribute("data-zone", "z4")
    assert stage.run(plan_revision) == 0
    organiser.locator("button[formaction$='/zoning/application']").tap()
    on_the_board(organiser)
    assert order(stage, "z4")[-1] == "3103"


def test_an_amphoe_is_dragged_by_touch_to_another_zones_list(server, stage, organiser):
    organiser.goto(server.address("schedules.zoning"))
    handle = organiser.locator(".handle[data-presenter='3101']")
    handle.scroll_into_view_if_needed()
    there = organiser.locator(".board-column[data-zone='z2'] header")
    start, end = handle.bounding_box(), there.bounding_box()
    touch = organiser.context.new_cdp_session(organiser)

    def send(kind: str, *points: tuple[float, float]) -> None:
        touch.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    send("touchStart", (start["x"] + 20, start["y"] + 20))
    send("touchMove", (start["x"] + 60, start["y"]))
    send("touchMove", (end["x"] + 40, end["y"] + 20))
    send("touchEnd")
    expect(organiser.locator(".board-column[data-zone='z2'] #zone-3101")).to_have_value("z2")


def test_an_amphoe_changes_its_zone_by_keyboard(server, organiser):
    organiser.goto(server.address("schedules.zoning"))
    organiser.locator("#zone-3101").focus()
    organiser.keyboard.press("ArrowDown")
    expect(organiser.locator(".board-column[data-zone='z2'] #zone-3101")).to_be_focused()
    expect(organiser.locator("#zoning-said")).not_to_be_empty()


def test_without_script_zones_are_chosen_in_boxes(server, stage, tablet, sign_in):
    page = tablet(java_script_enabled=False)
    sign_in(page, "organiser")
    page.goto(server.address("schedules.zoning"))
    page.locator("#zone-3101").select_option("z2")
    page.locator("form.zoning .actions button").last.tap()
    expect(page.locator(".board-column[data-zone='z2'] #zone-3101")).to_be_visible()
    page.locator("button[formaction$='/zoning/application']").tap()
    page.wait_for_url("**/plan")
    assert order(stage, "z2")[-1] == "3101"


def test_a_proposed_division_is_made_and_applied(server, stage, organiser):
    organiser.goto(server.address("schedules.zoning"))
    organiser.locator("#stays-3101").check()
    organiser.locator("button[formaction$='/zoning']").tap()
    organiser.wait_for_url("**/zoning/*")
    work_once(server, stage)
    expect(organiser.locator("#stays-3101")).to_be_checked()
    organiser.locator("button[formaction$='/zoning/application']").tap()
    on_the_board(organiser)
    assert sorted(len(order(stage, zone)) for zone in ("z1", "z2", "z3", "z4")) == [5, 6, 6, 6]
    assert "3101" in order(stage, "z1")


def test_a_halls_window_is_added(server, stage, organiser, no_violations):
    organiser.goto(server.address("schedules.bookings", venue="nang-rong"))
    organiser.locator("button[name='add']").tap()
    lines = organiser.locator("fieldset.window")
    expect(lines).to_have_count(2)
    no_violations(organiser)
    lines.nth(1).locator("input").first.fill("13.00")
    lines.nth(1).locator("input").last.fill("๑๖.๓๐")
    organiser.locator("button[name='save']").tap()
    on_the_board(organiser)
    windows = stage.run(lambda event: find_venue(event, "nang-rong").facts.bookings)
    assert [(each.start, each.end) for each in windows] == [(510, 690), (780, 990)]
