"""A judge scores with fingers: on a tablet and a phone, with the network gone, and where no script runs."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select, update

from panel.db import db, writing
from panel.domain.sheets import Act
from panel.models import Deposit, Device, Entry, Mark, Sheet
from panel.models import Server as Epoch
from tests.conftest import CODE, MARKS, MORNING
from tests.stages import Stage

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "sums.json").read_text())
JUDGE, FIRST, SECOND = "z1-judge-1", "3101", "3116"
BATCHES = "**/entries"


@pytest.fixture
def sheet(server, sign_in):
    """Open a judge's sheet on a page: sheet(page)."""

    def opened(page, person=JUDGE, presenter=FIRST):
        sign_in(page, person)
        page.goto(address(server, person, presenter))
        ready(page)
        return page

    return opened


def address(server, person=JUDGE, presenter=FIRST, endpoint="sheets.sheet"):
    return server.address(endpoint, zone="z1", seat=person, presenter=presenter)


def ready(page):
    """The script has taken over."""
    expect(page.locator("[data-part='save']")).to_be_hidden()


def tap(page, item, mark):
    page.locator(f'.tap[data-item="{item}"][data-mark="{mark}"]').tap()


def box(page, item):
    return page.locator(f'input[name="mark-{item}"]')


def tick(page, field):
    return page.locator(f'[data-tick="{field}"]')


def standing(page, name):
    """How the sheet stands, as its page says it; with script it says so at once."""
    expect(page.locator(f'[data-when="{name}"]')).to_be_visible(timeout=20_000)


def warning(page, name):
    return page.locator(f'[data-warning="{name}"]')


def status(page, state):
    expect(page.locator(f'[data-sync="{state}"]')).to_be_visible(timeout=20_000)


def total(page, marks):
    expect(page.locator("[data-part='grand-total']")).to_have_text(marks)


def read(server, statement):
    with server.app.app_context():
        rows = db.session.execute(statement).all()
        db.session.remove()
    return rows


def marks(server):
    return dict(read(server, select(Mark.node, Mark.value)))


def states(server):
    return [state.value for (state,) in read(server, select(Sheet.state).order_by(Sheet.id))]


def recorded(page, *records):
    """What the tablet knows of its sheets: state, given, total and waiting of each."""
    page.wait_for_function(
        """async ([name, records]) => {
          const request = indexedDB.open(name);
          await new Promise((resolve) => (request.onsuccess = resolve));
          const all = request.result.transaction("sheets").objectStore("sheets").getAll();
          await new Promise((resolve) => (all.onsuccess = resolve));
          request.result.close();
          const known = all.result.map((it) => [it.presenter, it.state, it.given, it.total, it.waiting]);
          return JSON.stringify(known) === JSON.stringify(records);
        }""",
        arg=[database(), records],
    )


def database():
    return f"panel:{CODE}/{JUDGE}"


def entries(server):
    return [
        tuple(row) for row in read(server, select(Entry.node, Entry.value, Entry.status).order_by(Entry.id))
    ]


def submit(page, presenter=FIRST):
    page.locator("[data-part='submit']").tap()
    dialog = page.get_by_role("dialog")
    dialog.locator(f'input[name="heard"][value="{presenter}"]').tap()
    dialog.locator("button.button-primary").tap()


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_a_judge_scores_a_whole_sheet_by_touch_and_submits_it(request, server, sign_in, no_violations, size):
    page = request.getfixturevalue(size)()
    sign_in(page, JUDGE)
    no_violations(page)
    page.locator(".slot-now a").tap()
    ready(page)
    for item, mark in MARKS.items():
        tap(page, item, mark)
    total(page, "80")
    status(page, "saved")
    expect(page.locator("[data-part='total'][data-item='2.1']")).to_have_text("11")
    no_violations(page)
    submit(page)
    standing(page, "submitted")
    expect(page.locator("[data-part='standing']")).to_be_focused()
    expect(page.locator(".tap:enabled")).to_have_count(0)
    status(page, "saved")
    no_violations(page)
    page.locator(".sheet-bar a.button:visible").tap()
    expect(page.locator(".slot-now [data-tone='success']")).to_be_visible()
    page.locator(".slot-now a").tap()
    standing(page, "submitted")
    assert marks(server) == MARKS
    assert [(node, value) for node, value, _ in entries(server)] == [*MARKS.items(), ("", None)]


def test_the_last_look_names_the_gaps_and_takes_no_other_amphoe(server, clock, tablet, sheet, no_violations):
    Stage(server.app, clock).score(JUDGE, marks=MARKS | {"2.4.1": None}, submit=False)
    page = sheet(tablet())
    page.locator("textarea[name='comment-3']").evaluate("box => box.closest('details').open = true")
    page.locator("textarea[name='comment-3']").fill("เสียงชัด")
    page.locator("[data-part='submit']").tap()
    dialog = page.get_by_role("dialog", name="เมืองบุรีรัมย์")
    expect(dialog.locator("h2")).to_be_focused()
    expect(dialog.locator("[data-part='submission-total']")).to_have_text("67")
    expect(dialog.locator("[data-said='3']")).to_have_text("เสียงชัด")
    expect(dialog.locator("button.button-primary")).to_be_hidden()
    no_violations(page)
    dialog.locator(".gaps a").tap()
    expect(page.locator('.tap[data-item="2.4.1"]').first).to_be_focused()
    tap(page, "2.4.1", "13")
    page.locator("[data-part='submit']").tap()
    expect(dialog.locator("[data-read='2.4.1']")).to_have_text("13")
    dialog.locator("button.button-primary").tap()
    expect(dialog.get_by_role("radiogroup")).to_have_attribute("aria-invalid", "true")
    dialog.locator(f'input[name="heard"][value="{SECOND}"]').tap()
    dialog.locator("button.button-primary").tap()
    expect(dialog.locator("#heard-error")).to_be_visible()
    no_violations(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-part='submit']")).to_be_focused()
    assert states(server) == ["draft"]


def test_a_sheet_is_scored_with_the_keyboard_alone_on_the_narrowest_screen(server, device, sheet):
    page = sheet(device({"width": 320, "height": 640}).new_page())
    first = page.get_by_role("button", name="0", exact=True).first
    first.focus()
    for key in ["End", "ArrowLeft", "ArrowLeft", "Enter", "Tab"]:
        page.keyboard.press(key)
    expect(box(page, "1.1")).to_be_focused()
    expect(box(page, "1.1")).to_have_value("8")
    page.locator("[data-part='submit']").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    for part in ("document.documentElement", "document.getElementById('submission')"):
        assert page.evaluate(f"{part}.scrollWidth <= {part}.clientWidth")


TOO_SMALL = """(targets) => targets
  .filter((target) => target.checkVisibility())
  .map((target) => target.getBoundingClientRect())
  .filter(({ width, height }) => Math.min(width, height) < 44)"""


def test_every_finger_target_is_large_enough(tablet, phone, sheet):
    for page in (tablet(), phone()):
        sheet(page)
        assert page.eval_on_selector_all(".tap, .sheet input, .sheet-bar a", TOO_SMALL) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_mark_between_the_taps_is_typed(server, tablet, sheet):
    page = sheet(tablet())
    box(page, "1.1").fill("๗.๕")
    box(page, "1.1").blur()
    expect(box(page, "1.1")).to_have_value("7.5")
    total(page, "7.5")
    status(page, "saved")
    assert entries(server) == [("1.1", "7.5", "stored")]


def test_what_is_no_mark_stays_in_its_box_and_is_never_sent(server, tablet, sheet, no_violations):
    page = sheet(tablet())
    tap(page, "1.2", "7")
    box(page, "1.1").fill("10.5")
    box(page, "1.1").blur()
    expect(page.locator("[id='mark-1.1-error']")).to_be_visible()
    expect(box(page, "1.1")).to_have_attribute("aria-invalid", "true")
    expect(box(page, "1.1")).to_have_value("10.5")
    total(page, "7")
    status(page, "saved")
    no_violations(page)
    tap(page, "1.1", "9")
    expect(page.locator("[id='mark-1.1-error']")).to_be_hidden()
    total(page, "16")
    status(page, "saved")
    assert entries(server) == [("1.2", "7", "stored"), ("1.1", "9", "stored")]


def test_a_comment_is_saved_when_the_hand_rests(server, tablet, sheet):
    page = sheet(tablet())
    page.locator("textarea[name='comment-']").press_sequentially("เสียงเบาไป")
    expect(tick(page, "comment-")).to_have_attribute("data-state", "stored")
    assert entries(server) == [("", "เสียงเบาไป", "stored")]


def test_a_whole_sheet_and_its_submission_survive_a_server_that_dies(server, tablet, sheet, no_violations):
    page = sheet(tablet())
    tap(page, "1.1", "8")
    status(page, "saved")
    server.kill()
    for item, mark in list(MARKS.items())[1:]:
        tap(page, item, mark)
    status(page, "offline")
    expect(tick(page, "mark-3")).to_have_attribute("data-state", "waiting")
    page.locator("[data-part='submit']").tap()
    page.locator(f'input[name="heard"][value="{FIRST}"]').tap()
    page.locator("#submission .button-primary").evaluate("(button) => (button.click(), button.click())")
    standing(page, "submitting")
    no_violations(page)
    recorded(page, [FIRST, "submitted", 11, "80", 11])
    server.start()
    standing(page, "submitted")
    status(page, "saved")
    assert marks(server) == MARKS
    assert [(node, value) for node, value, _ in entries(server)] == [*MARKS.items(), ("", None)]
    assert states(server) == ["submitted"]
    recorded(page, [FIRST, "submitted", 11, "80", 0])


def test_all_acts_are_kept_without_a_network_and_sent_in_their_order(server, clock, tablet, sheet):
    stage = Stage(server.app, clock)
    stage.score(JUDGE, submit=False)
    page = sheet(tablet())
    page.context.set_offline(True)
    submit(page)
    standing(page, "submitting")
    page.locator("[data-part='withdraw'] button").tap()
    standing(page, "withdrawn")
    tap(page, "1.1", "9")
    submit(page)
    standing(page, "submitting")
    page.context.set_offline(False)
    standing(page, "submitted")
    page.context.set_offline(True)
    page.locator("[data-part='withdraw'] button").tap()
    standing(page, "withdrawn")
    page.locator("[data-part='recuse']").tap()
    recusal = page.get_by_role("dialog")
    recusal.locator("button.button-danger").tap()
    expect(recusal.get_by_role("textbox")).to_be_focused()
    recusal.get_by_role("textbox").fill("พี่ชายทำงานที่นั่น")
    recusal.locator("button.button-danger").tap()
    standing(page, "recusing")
    page.context.set_offline(False)
    standing(page, "recused")
    acts = read(server, select(Entry.act, Entry.status).where(Entry.counter > 0).order_by(Entry.id))
    assert [(act.value, state.value) for act, state in acts] == [
        (act, "stored") for act in ("submit", "withdraw", "mark", "submit", "withdraw", "recuse")
    ]
    assert read(server, select(Sheet.state, Sheet.reason)) == [("recused", "พี่ชายทำงานที่นั่น")]


def test_a_submission_that_is_refused_opens_the_sheet_again_and_says_why(server, clock, tablet, sheet):
    stage = Stage(server.app, clock)
    stage.score(JUDGE, submit=False)
    page = sheet(tablet())
    page.context.set_offline(True)
    submit(page)
    standing(page, "submitting")
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.1", value="5", base=base(server, "1.1"))
    page.context.set_offline(False)
    refused = page.locator('[data-fate="refused"]')
    expect(refused).to_contain_text("คะแนน", timeout=20_000)
    status(page, "not-taken")
    expect(page.locator(".tap:disabled")).to_have_count(0)
    page.reload()
    ready(page)
    expect(refused).to_be_visible()
    submit(page)
    standing(page, "submitted")
    expect(refused).to_be_hidden()
    assert marks(server) == MARKS | {"1.1": "5"}


def base(server, node):
    """The entry that a field stands on."""
    [(entry,)] = read(server, select(Mark.entry).where(Mark.node == node))
    return entry


PORTALS = {
    "a page of a guest network": {"status": 200, "content_type": "text/html", "body": "<h1>Welcome</h1>"},
    "its own idea of JSON": {"status": 200, "content_type": "application/json", "body": "{}"},
    "a receipt of another request": {
        "status": 200,
        "content_type": "application/vnd.panel.entries+json",
        "body": '{"nonce": "another", "epoch": "x", "now": "2025-08-08T09:10:00+07:00", "receipts": []}',
    },
    "a redirect": {"status": 302, "headers": {"Location": "/sign-in"}},
    "an error": {"status": 503, "content_type": "text/html", "body": "busy"},
    "nothing": {"status": 204},
}


def portal(answer):
    return lambda route: route.fulfill(**answer)


def test_nothing_but_a_receipt_makes_a_mark_saved(server, tablet, sheet):
    page = sheet(tablet())
    for mark, answer in enumerate(PORTALS.values()):
        page.route(BATCHES, portal(answer))
        with page.expect_request(BATCHES):
            tap(page, "1.1", str(mark))
        status(page, "offline")
        expect(tick(page, "mark-1.1")).to_have_attribute("data-state", "waiting")
        page.unroute(BATCHES)
        page.evaluate("dispatchEvent(new Event('online'))")
        status(page, "saved")
    assert [value for _, value, _ in entries(server)] == [str(mark) for mark in range(len(PORTALS))]


def test_a_receipt_that_was_lost_makes_no_second_entry(server, clock, tablet, sheet):
    Stage(server.app, clock).score(JUDGE, marks=MARKS | {"1.1": None}, submit=False)
    page = sheet(tablet())
    lost = []

    def lose_some(route):
        if len(lost) < 3:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(BATCHES, lose_some)
    tap(page, "1.1", "8")
    tap(page, "1.1", "9")
    submit(page)
    standing(page, "submitted")
    assert lost == [200, 200, 200]
    acts = read(server, select(Entry.act, Entry.value).where(Entry.counter > 0).order_by(Entry.id))
    assert [(act.value, value) for act, value in acts] == [("mark", "8"), ("mark", "9"), ("submit", None)]


def test_a_server_that_was_restored_is_told_everything_again_at_once(server, tablet, sheet):
    page = sheet(tablet())
    tap(page, "1.1", "8")
    tap(page, "1.2", "7")
    total(page, "15")
    status(page, "saved")
    with server.app.app_context(), writing():
        for model in (Mark, Entry, Sheet):
            db.session.execute(delete(model))
        db.session.execute(update(Epoch).values(epoch="another"))
    del server.app.extensions["panel_epoch"]
    with page.expect_navigation():  # what the page knew was the other server's
        page.evaluate("dispatchEvent(new Event('online'))")
    ready(page)
    total(page, "15")
    assert marks(server) == {"1.1": "8", "1.2": "7"}


def test_a_second_touch_does_not_undo_what_the_first_one_did(server, clock, tablet, sheet):
    Stage(server.app, clock).score(JUDGE, submit=False)
    page = sheet(tablet())
    page.locator("[data-part='submit']").tap()
    page.locator(f'input[name="heard"][value="{FIRST}"]').tap()
    there = page.locator("#submission .button-primary").bounding_box()
    for _ in range(3):
        page.touchscreen.tap(there["x"] + there["width"] / 2, there["y"] + there["height"] / 2)
        page.wait_for_timeout(120)
    standing(page, "submitted")
    status(page, "saved")
    assert states(server) == ["submitted"]


def test_a_page_that_is_loaded_again_shows_what_waits_and_sends_it(server, tablet, sheet):
    page = sheet(tablet())
    page.route(BATCHES, lambda route: route.abort())
    tap(page, "1.1", "8")
    box(page, "1.2").fill("6.5")
    box(page, "1.2").blur()
    status(page, "offline")
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    page.reload()
    ready(page)
    expect(box(page, "1.1")).to_have_value("8")
    expect(page.locator('.tap[data-item="1.1"][data-mark="8"]')).to_have_attribute("aria-pressed", "true")
    expect(box(page, "1.2")).to_have_value("6.5")
    total(page, "14.5")
    tap(page, "1.1", "9")
    total(page, "15.5")
    page.unroute(BATCHES)
    status(page, "saved")
    assert [each[:2] for each in entries(server)] == [("1.1", "8"), ("1.2", "6.5"), ("1.1", "9")]
    assert marks(server) == {"1.1": "9", "1.2": "6.5"}


def test_two_devices_that_disagree_are_asked_which_one_counts(server, tablet, phone, sheet, no_violations):
    here, there = sheet(tablet()), sheet(phone())
    tap(there, "1.1", "8")
    total(there, "8")
    status(there, "saved")
    tap(here, "1.1", "5")
    status(here, "stale")
    expect(here.locator("[id='mark-1.1-error']")).to_be_visible()
    expect(warning(here, "others")).to_be_visible()
    assert marks(server) == {"1.1": "8"}
    warning(here, "stale").locator("a").tap()
    ready(here)
    no_violations(here)
    here.locator(".indicator .notice button").nth(1).tap()
    ready(here)
    expect(box(here, "1.1")).to_have_value("5")
    assert marks(server) == {"1.1": "5"}
    tap(here, "1.1", "6")
    total(here, "6")
    status(here, "saved")
    assert marks(server) == {"1.1": "6"}


def test_two_tabs_of_one_tablet_follow_each_other(server, tablet, sheet):
    one = sheet(tablet())
    other = one.context.new_page()
    other.goto(one.url)
    ready(other)
    tap(one, "1.1", "8")
    expect(box(other, "1.1")).to_have_value("8")
    tap(other, "1.1", "9")
    expect(box(one, "1.1")).to_have_value("9")
    total(other, "9")
    status(other, "saved")
    assert entries(server) == [("1.1", "8", "stored"), ("1.1", "9", "stored")]


def test_what_a_device_that_was_signed_out_sends_goes_to_the_chair(server, clock, tablet, sheet):
    Stage(server.app, clock).score(JUDGE, submit=False)
    page = sheet(tablet())
    with server.app.app_context(), writing():
        db.session.scalars(select(Device)).one().revoked_at = MORNING
    tap(page, "1.1", "5")
    submit(page)
    expect(page.locator('[data-fate="late"]')).to_be_visible()
    expect(warning(page, "signed-out")).to_be_visible()
    expect(tick(page, "mark-1.1")).to_have_attribute("data-state", "late")
    expect(page.locator("[id='mark-1.1-error']")).to_be_visible()
    status(page, "late")
    assert marks(server) == MARKS
    held = read(server, select(Deposit.act, Deposit.value).order_by(Deposit.id))
    assert [(act.value, value) for act, value in held] == [
        ("mark", "5"),
        ("submit", {"marks": MARKS | {"1.1": "5"}, "heard": FIRST}),
    ]


FULL = """() => {
  IDBObjectStore.prototype.add = () => { throw new DOMException("", "QuotaExceededError"); };
}"""


def test_a_tablet_says_what_it_lacks(server, clock, tablet, sheet):
    page = sheet(tablet())
    clock.at = datetime.now(UTC)
    tap(page, "1.1", "8")
    status(page, "saved")
    expect(warning(page, "clock")).to_be_hidden()
    clock.forward(minutes=2)
    tap(page, "1.1", "9")
    expect(warning(page, "clock")).to_be_visible()
    page.evaluate(FULL)
    tap(page, "1.1", "7")
    status(page, "full")
    expect(warning(page, "full")).to_be_visible()
    expect(page.locator('.tap[data-item="1.1"][data-mark="7"]')).to_have_attribute("aria-pressed", "false")
    total(page, "9")
    tap(page, "1.1", "7")  # the plain form
    page.wait_for_url("**#indicator-1.1")
    ready(page)
    assert [value for _, value, _ in entries(server)] == ["8", "9", "7"]


FIRST_VERSION = """async ([name, entries]) => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    const kept = request.result.createObjectStore("entries", { keyPath: "counter", autoIncrement: true });
    for (const [index, unique] of [["uuid", true], ["state", false], ["sheet", false]])
      kept.createIndex(index, index, { unique });
    request.result.createObjectStore("facts");
  };
  await new Promise((resolve) => (request.onsuccess = resolve));
  const writing = request.result.transaction("entries", "readwrite");
  for (const entry of entries) writing.objectStore("entries").add({ ...entry, uuid: crypto.randomUUID() });
  await new Promise((resolve) => (writing.oncomplete = resolve));
  request.result.close();
}"""


def test_a_new_version_of_the_app_finds_what_the_first_one_kept(server, tablet, sign_in):
    page = tablet()
    sign_in(page, JUDGE)
    page.goto(server.url + "/healthz")
    page.evaluate("name => indexedDB.deleteDatabase(name)", database())
    kept = {"sheet": f"{JUDGE}/{FIRST}", "seat": JUDGE, "presenter": FIRST, "act": "mark", "base": None}
    kept |= {"state": "waiting", "at": MORNING.isoformat()}
    page.evaluate(FIRST_VERSION, [database(), [kept | {"node": n, "value": m} for n, m in MARKS.items()]])
    page.goto(address(server))
    ready(page)
    total(page, "80")
    tap(page, "1.2", "6")
    total(page, "79")
    status(page, "saved")
    assert [each[:2] for each in entries(server)] == [*MARKS.items(), ("1.2", "6")]
    recorded(page, [FIRST, "draft", 11, "79", 0])


def test_a_mark_for_a_sheet_that_was_submitted_elsewhere_waits_for_the_chair(server, tablet, phone, sheet):
    here, there = sheet(tablet()), sheet(phone())
    for item, mark in MARKS.items():
        tap(there, item, mark)
    total(there, "80")
    status(there, "saved")
    submit(there)
    standing(there, "submitted")
    tap(here, "1.1", "0")
    status(here, "late")
    assert marks(server) == MARKS


def test_a_browser_that_keeps_nothing_is_left_the_plain_form(server, tablet, sign_in):
    page = tablet()
    page.add_init_script("indexedDB.open = () => { throw new DOMException('none', 'SecurityError'); }")
    sign_in(page, JUDGE)
    page.goto(address(server))
    status(page, "unkept")
    tap(page, "1.1", "8")
    page.wait_for_url("**#indicator-1.1")
    status(page, "unkept")  # the new page's scripts are in, so that none is cut off by the end of the test
    assert entries(server) == [("1.1", "8", "stored")]


def test_a_whole_sheet_is_scored_and_submitted_without_script(server, tablet, sign_in, no_violations):
    page = tablet(java_script_enabled=False)
    sign_in(page, JUDGE)
    page.locator(".slot-now a").tap()
    for item, mark in MARKS.items():
        tap(page, item, mark)
        expect(page.locator(f'.tap[data-item="{item}"][data-mark="{mark}"]')).to_have_attribute(
            "aria-pressed", "true"
        )
    total(page, "80")
    box(page, "1.1").fill("8.5")
    box(page, "1.1").press("Enter")
    total(page, "80.5")
    page.locator("[data-part='submit']").tap()
    page.locator(f'input[name="heard"][value="{FIRST}"]').tap()
    page.locator("main form button").first.tap()
    page.wait_for_url("**/sheets")
    assert marks(server) == MARKS | {"1.1": "8.5"}
    assert states(server) == ["submitted"]


def test_a_secretary_types_a_paper_sheet_with_the_keyboard(server, tablet, sign_in, no_violations):
    page = tablet()
    sign_in(page, "z1-secretary")
    page.goto(server.address("sheets.papers", zone="z1"))
    no_violations(page)
    page.goto(address(server, endpoint="sheets.paper"))
    expect(box(page, "1.1")).to_be_focused()
    no_violations(page)
    for mark in MARKS.values():
        page.keyboard.type(mark)
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # no total on the paper
    expect(page.locator(".read-aloud")).to_be_visible()
    no_violations(page)
    page.locator("input[name='read_back_by']").fill("กรรมการ")
    page.locator("input[name='confirmed']").tap()
    page.locator("main form button").first.tap()
    page.wait_for_url("**/paper")
    assert marks(server) == MARKS


def test_a_tablet_takes_marks_and_adds_them_up_as_the_server_does(server, tablet):
    page = tablet()
    page.goto(server.url + "/sign-in")
    taken = page.evaluate(
        """async ([files, vectors]) => {
          const { taken } = await import(`${files}/js/marks.js`);
          return vectors.map(({ text, max, step }) => taken(text, max, step));
        }""",
        [server.app.static_url_path, VECTORS["marks"]],
    )
    assert taken == [vector["mark"] for vector in VECTORS["marks"]]
    sums = page.evaluate(
        """async ([files, vectors]) => {
          const { sum } = await import(`${files}/js/totals.js`);
          return vectors.map(({ marks }) => sum(marks));
        }""",
        [server.app.static_url_path, VECTORS["sums"]],
    )
    assert sums == [vector["total"] for vector in VECTORS["sums"]]
