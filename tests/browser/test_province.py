"""A whole province in the browser, from the first mark to the public page: two zones, a judge who is replaced
and one who stands back, a tie, a zone that is opened again, a final. The export is what a hand reckons."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import by_hand
from tests.browser.people import Province, fill, follow, give, hand_in, primary, rows, token
from tests.browser.test_scoring import ready, standing
from tests.browser.two_zones import (
    AMENDED,
    CARRY,
    EVENT,
    FINAL_NAME,
    FINAL_PANEL,
    KIN,
    LEAVER,
    NAMES,
    SUCCESSOR,
    lay_down,
)

PIN = "4821"
WHY = "กรรมการให้คะแนนผิดข้อ"


@pytest.fixture
def province(server, tmp_path, tablet):
    with server.app.app_context():
        lay_down(tmp_path)
    province = Province(server, tablet)
    yield province
    assert province.faults == []


def test_a_whole_province_from_the_first_mark_to_the_public_page(province, clock):
    agree_on_a_final(province)
    judge_first_zone(province)
    judge_second_zone(province)
    finalise(province, "z1-chair", "z1")
    finalise(province, "z2-chair", "z2")
    read_what_told_equals_apart(province)
    amend(province)
    bring_in(province)
    clock.forward(hours=4)
    score_final(province)
    finalise(province, "z1-chair", "final")
    certify(province)
    publish(province)
    read_as_anybody(province)
    assert exported(province) == by_hand.export()


def agree_on_a_final(province):
    """Before the first mark: the best two of each zone, a fifth carried over, people of both panels."""
    organiser = province.open("organiser", "results.final")
    assert organiser.locator("html").get_attribute("lang") == "th"
    fill(organiser, name=FINAL_NAME, top="2", carry=str(CARRY), start="13.00")
    follow(organiser, organiser.locator("button[name='save']"))
    for seat, person in FINAL_PANEL.items():
        province.open("organiser", "panels.seating", zone="final")
        organiser.locator("select[name='person']").select_option(person)
        organiser.locator("select[name='role']").select_option(seat.split("-")[1])
        follow(organiser, primary(organiser))


def judge_first_zone(province):
    """The chair's board follows by itself, and shows a total once the own is in; one judge leaves after two
    amphoe, whose sheets stay."""
    board = province.at("z1-chair").context.new_page()
    board.goto(province.address("results.board", zone="z1"))
    expect(board.locator('[data-heard="true"]')).to_be_visible()
    board.evaluate("window.stayed = true")
    province.score("z1-judge-1", "a")
    expect(cell(board, "z1-judge-1", "a").locator('[data-state="submitted"]')).to_be_visible()
    expect(cell(board, "z1-judge-1", "a")).not_to_contain_text("32")
    province.score("z1-chair", "a")
    expect(cell(board, "z1-judge-1", "a")).to_contain_text("32")
    province.send_others("z1", "ab")
    replace(province)
    expect(cell(board, SUCCESSOR, "c").locator('[data-state="draft"]')).to_be_visible()
    expect(cell(board, LEAVER, "b").locator('[data-state="submitted"]')).to_be_visible()
    province.score(SUCCESSOR, "c")
    province.send_others("z1", "c")
    expect(board.locator('[data-part="result a"]')).to_have_text("33.13")
    assert board.evaluate("window.stayed")
    board.close()


def judge_second_zone(province):
    province.score("z2-judge-1", "d")
    province.send_others("z2", "def")
    judge = province.open("z2-judge-2", "sheets.sheet", zone="z2", seat="z2-judge-2", presenter="f")
    ready(judge)
    judge.locator("[data-part='recuse']").tap()
    dialog = judge.get_by_role("dialog")
    dialog.get_by_role("textbox").fill(KIN)
    dialog.locator("button.button-danger").tap()
    standing(judge, "recused")


def replace(province):
    """Somebody else takes the seat over, by the link that the organiser then reads."""
    organiser = province.open("organiser", "panels.replacement", seat=LEAVER)
    fill(organiser, name="กรรมการผู้มาแทน")
    follow(organiser, primary(organiser))
    expect(organiser.locator("main code")).to_contain_text(token(SUCCESSOR))


def finalise(province, person, zone, version=1):
    """From the board, with the PIN; who has none yet is led to set one."""
    page = province.open(person, "results.board", zone=zone)
    follow(page, page.locator("a[href$='/finalisation']"))
    if page.locator("input[name='pin']").count() == 0:
        set_pin(page)
        province.open(person, "results.finalisation", zone=zone)
    fill(page, pin=PIN)
    follow(page, primary(page))
    expect(page.locator(".seal .badge")).to_contain_text(str(version))


def set_pin(page):
    follow(page, page.locator("main a[href*='/pin?']"))
    fill(page, pin=PIN, again=PIN)
    follow(page, primary(page))


def read_what_told_equals_apart(province):
    page = province.open("z2-chair", "results.zone", zone="z2")
    steps = [row[:3] for row in rows(page.locator(".ties table"))]
    assert steps == [["2", NAMES["e"], "15.666667"], ["3", NAMES["f"], "15"]]


def amend(province):
    """The zone is opened again; a judge withdraws a sheet and changes a mark: the final has another field."""
    assert comers(province) == [NAMES[each] for each in "bead"]
    chair = province.open("z1-chair", "results.reopening", zone="z1")
    fill(chair, reason=WHY, pin=PIN)
    follow(chair, chair.locator("main form .button-primary, main form .button-danger"))
    judge = province.open("z1-judge-1", "sheets.sheet", zone="z1", seat="z1-judge-1", presenter="c")
    ready(judge)
    judge.locator("[data-part='withdraw'] button").tap()
    standing(judge, "withdrawn")
    give(judge, AMENDED)
    hand_in(judge, "c")
    finalise(province, "z1-chair", "z1", version=2)


def comers(province):
    return [row[1] for row in rows(province.open("organiser", "results.final").locator("main table"))]


def bring_in(province):
    assert comers(province) == [NAMES[each] for each in "cead"]
    organiser = province.at("organiser")
    bringing = organiser.locator("form[action$='/final/presenters']")
    follow(organiser, bringing.locator("button"))
    expect(bringing).to_have_count(0)


def score_final(province):
    """Who sits in both finds the final's sheets behind the same link."""
    province.score("final-judge-1", "c")
    province.send_others("final", "cead")


def certify(province):
    chair = province.open("province-chair", "results.certification")
    set_pin(chair)
    province.open("province-chair", "results.certification")
    fill(chair, pin=PIN)
    follow(chair, primary(chair))
    expect(chair.locator(".seal code")).to_be_visible()


def publish(province):
    """Nobody reads anything before."""
    organiser = province.open("organiser", "results.new_publication")
    assert organiser.context.request.get(f"/results/{EVENT}").status == 404
    organiser.locator("select[name='zone']").select_option("-")
    organiser.locator("input[name='what'][value='public']").tap()
    follow(organiser, primary(organiser))
    follow(organiser, organiser.locator("form[method='post'][action$='/publications'] .button-primary"))


def read_as_anybody(province):
    page = province.device()
    page.goto(f"/results/{EVENT}")
    assert [(row[0], row[1], row[3]) for row in rows(page.locator("main table"))] == [
        ("1", NAMES["a"], "35.29"),
        ("2", NAMES["d"], "34.77"),
        ("3", NAMES["e"], "34.20"),
        ("4", NAMES["c"], "31.28"),
        ("-", NAMES["b"], "30.25"),
        ("-", NAMES["f"], "31.00"),
    ]


def exported(province):
    return province.at("organiser").context.request.get(province.address("results.export")).json()


def cell(board, seat, presenter):
    return board.locator(f'[data-part="cell {seat} {presenter}"]')
