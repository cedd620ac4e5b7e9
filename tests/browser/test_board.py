"""The plan's board: cards moved by mouse, finger and keys, moves taken back, two organisers at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from panel.operations.schedules import move_presenter, start_zone
from panel.queries.schedules import find_slot, timed_slots
from tests.stages import Stage

Z1 = ["3101", "3116", "3115", "3121", "3103"]
Z2 = ["3111", "3113", "3119", "3122", "3102", "3109"]
DESK = {"width": 1280, "height": 1000}


@pytest.fixture
def stage(server, clock):
    return Stage(server.app, clock)


@pytest.fixture
def board(server, device, sign_in, stage):
    """An organiser's board, without clashes that would push it down."""

    def opened(size=DESK, *, live=True):
        page = device(size).new_page()
        if not live:
            page.route("**/live?*", lambda route: route.abort())
        sign_in(page, "organiser")
        page.goto(server.address("schedules.plan"))
        expect(handle(page, "3101")).to_be_visible()
        return page

    for code in ("z2", "z3", "z4"):
        stage.run(
            lambda _, code=code: start_zone(stage.zone(code), at=510, by=stage.by("organiser")), write=True
        )
    return opened


def handle(page, presenter):
    return page.locator(f"#handle-zones-{presenter}")


def card(page, presenter):
    return page.locator(f"li[data-presenter='{presenter}']")


def column(page, zone):
    """The presenters of a zone as the page shows them."""
    cards = page.locator(f"ol[data-zone='{zone}'] [data-presenter]")
    return cards.evaluate_all("cards => cards.map((card) => card.dataset.presenter)")


def order(stage, zone):
    return stage.run(lambda _: [slot.presenter.code for slot in timed_slots(stage.zone(zone))])


def said(page):
    return page.locator("[data-part='said']")


def saved(page):
    """Wait for the server's answer."""
    expect(said(page)).to_be_visible()
    expect(page.locator("[aria-busy]")).to_have_count(0)


def middles(page, one, other):
    """Where the middles of two elements are, once the columns are in sight."""
    page.locator("ol[data-zone='z1']").evaluate("list => list.scrollIntoView()")
    boxes = [each.bounding_box() for each in (one, other)]
    return [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]


def drag(page, presenter, onto):
    """By mouse, by the middle of the card."""
    here, there = middles(page, card(page, presenter), card(page, onto))
    page.mouse.move(here[0] + 40, here[1])
    page.mouse.down()
    page.mouse.move(here[0] + 50, here[1] + 10, steps=3)
    page.mouse.move(there[0], there[1] - 5, steps=12)
    page.mouse.move(*there, steps=2)
    page.mouse.up()


def swipe(page, presenter, onto):
    """By a finger on the handle."""
    here, there = middles(page, handle(page, presenter), card(page, onto))
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        touch.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    send("touchStart", here)
    for step in range(1, 13):
        send("touchMove", tuple(a + (b - a) * step / 12 for a, b in zip(here, there, strict=True)))
    send("touchMove", there)
    send("touchEnd")


def test_a_card_is_dragged_by_mouse_saved_at_once_and_taken_back(board, stage, no_violations):
    page = board()
    no_violations(page)
    drag(page, "3101", "3119")
    saved(page)
    assert order(stage, "z1") == Z1[1:]
    assert sorted(order(stage, "z2")) == sorted([*Z2, "3101"])
    assert column(page, "z2") == order(stage, "z2")
    expect(page.locator("#clashes")).to_be_visible()
    expect(card(page, "3109").locator(".slot-flag")).to_be_visible()
    no_violations(page)
    page.locator("#undo").click()
    expect(card(page, "3109").locator(".slot-flag")).to_have_count(0)
    assert (order(stage, "z1"), column(page, "z2")) == (Z1, Z2)
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("ol[data-zone='z2'] [data-presenter='3101']")).to_be_visible()
    assert order(stage, "z1") == Z1[1:]


@pytest.mark.parametrize("size", [{"width": 810, "height": 1080}, {"width": 390, "height": 844}])
def test_a_card_is_dragged_by_a_finger(board, stage, size):
    page = board(size)
    swipe(page, "3101", "3115")
    saved(page)
    assert order(stage, "z1") == ["3116", "3115", "3101", "3121", "3103"]
    assert column(page, "z1") == order(stage, "z1")


def test_a_card_is_moved_by_keys_alone_and_the_focus_stays_on_it(board, stage):
    page = board()
    handle(page, "3101").focus()
    for key in ("Enter", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(said(page)).to_contain_text("2")
    page.keyboard.press("Escape")
    assert (column(page, "z1"), column(page, "z2")) == (Z1, Z2)
    for key in ("Space", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    saved(page)
    assert order(stage, "z2") == ["3111", "3101", *Z2[1:]]
    expect(handle(page, "3101")).to_be_focused()
    for key in ("Enter", "ArrowUp", "Shift+Enter"):
        page.keyboard.press(key)
    expect(page.locator("ol[data-zone='z2'] [data-presenter]").first).to_have_attribute(
        "data-presenter", "3101"
    )
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert order(stage, "z2") == ["3101", "3111", *Z2[1:]]


def test_of_two_organisers_the_later_move_is_refused_with_what_changed(board, stage, server):
    first, second = board(), board(live=False)
    drag(first, "3101", "3115")
    saved(first)
    drag(second, "3103", "3116")
    saved(second)
    expect(said(second).locator("[data-tone='error']")).to_be_visible()
    expect(said(second).locator(".edits li")).to_have_count(1)
    expect(said(second)).to_contain_text("เมืองบุรีรัมย์")
    assert column(second, "z1") == order(stage, "z1") == ["3116", "3115", "3101", "3121", "3103"]
    second.locator("[data-part='close']").click()
    drag(second, "3103", "3116")
    expect(said(second).locator("[data-tone='success']")).to_be_visible()
    assert order(stage, "z1")[0] == "3103"


def put_first(stage, presenter):
    zone = stage.zone("z1")
    move_presenter(find_slot(zone, presenter), to=zone, position=1, by=stage.by("organiser"))


def test_a_board_follows_what_others_did_and_puts_back_what_was_not_saved(board, stage, server):
    page = board()
    stage.run(lambda _: put_first(stage, "3103"), write=True)
    expect(page.locator("ol[data-zone='z1'] [data-presenter]").first).to_have_attribute(
        "data-presenter", "3103"
    )
    expect(said(page).locator(".edits li")).to_have_count(1)
    server.kill()
    drag(page, "3101", "3121")
    saved(page)
    assert column(page, "z1") == ["3103", *Z1[:-1]]
