"""POST /entries: who is heard, what is read, and the receipt for each entry."""

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from panel.db import db, writing
from panel.domain.sheets import HeldFor
from panel.models import Deposit, Device, Entry, Mark, Person, Reminder, Seat
from panel.operations.accounts import close_event, open_event, revoke_device
from panel.operations.audit import Author
from panel.queries.events import find_event, find_seat
from panel.queries.schedules import find_slot
from panel.web.entries import CONTENT_TYPE
from tests.conftest import CODE, MARKS, MORNING
from tests.stages import Stage
from tests.statements import counted

JUDGE = "z1-judge-1"
FIRST = "3101"
PRACTICE = "practice-z1"


def entry(node="1.1", value="8", **changes):
    given = {
        "uuid": str(uuid4()),
        "seat": JUDGE,
        "presenter": FIRST,
        "act": "mark",
        "node": node,
        "value": value,
    }
    return given | {"base": None, "counter": 1, "at": "2025-08-08T09:10:00+07:00"} | changes


def post(client, entries, *, content_type=CONTENT_TYPE, origin="http://localhost", data=None, **body):
    batch = {"nonce": "n-1", "waiting": 0, "entries": entries} | body
    return client.post(
        "/entries",
        data=json.dumps(batch) if data is None else data,
        content_type=content_type,
        headers={"Origin": origin} if origin else {},
    )


def statuses(response):
    assert (response.status_code, response.content_type) == (200, CONTENT_TYPE)
    return [receipt["status"] for receipt in response.json["receipts"]]


def stored(app, what=Mark):
    """What the database holds: current marks by node, or the log."""
    with app.app_context():
        if what is Mark:
            return dict(db.session.execute(select(Mark.node, Mark.value)).all())
        return db.session.execute(select(Entry.uuid, Entry.status).order_by(Entry.id)).all()


@pytest.fixture
def judge(as_):
    return as_(JUDGE)


def test_a_batch_is_stored_in_its_order_and_receipted(app, judge):
    entries = [entry(node, value) for node, value in MARKS.items()]
    response = post(judge, entries)
    assert response.content_type == CONTENT_TYPE
    assert response.json["nonce"] == "n-1"
    assert response.json["now"] == MORNING.isoformat()
    assert response.json["epoch"]
    assert (response.json["others"], "signed_out" in response.json) == (0, False)
    assert response.json["receipts"] == [{"uuid": each["uuid"], "status": "stored"} for each in entries]
    assert stored(app) == MARKS
    assert [uuid for uuid, _ in stored(app, Entry)] == [each["uuid"] for each in entries]


def test_a_replay_is_one_entry(app, judge):
    batch = [entry()]
    assert [statuses(post(judge, batch)) for _ in range(3)] == [["stored"], ["duplicate"], ["duplicate"]]
    assert len(stored(app, Entry)) == 1


def test_a_batch_for_the_server_before_a_restore_is_not_looked_at(app, judge):
    batch = [entry()]
    known = post(judge, []).json["epoch"]
    answer = post(judge, batch, epoch="before the restore")
    assert (statuses(answer), answer.json["epoch"]) == ([], known)
    assert stored(app, Entry) == []
    assert statuses(post(judge, batch, epoch=known)) == ["stored"]


def test_the_same_uuid_twice_in_one_batch_is_one_entry(app, judge):
    once = entry()
    assert statuses(post(judge, [once, once])) == ["stored", "duplicate"]


def test_replays_at_the_same_time_are_one_entry_each(app, judge):
    batch = [entry(node, value) for node, value in MARKS.items()]

    def replay(_):
        client = app.test_client()
        client.set_cookie("panel_device", cookie_of(judge), path="/entries")
        return statuses(post(client, batch))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(replay, range(8)))
    assert sorted(answers) == [["duplicate"] * 11] * 7 + [["stored"] * 11]
    assert stored(app) == MARKS


def test_an_entry_that_another_device_overtook_is_kept_as_stale_and_changes_nothing(app, judge):
    post(judge, [entry(value="8")])
    overtaken = entry(value="5")
    assert statuses(post(judge, [overtaken])) == ["stale"]
    assert stored(app) == {"1.1": "8"}
    assert [status for _, status in stored(app, Entry)] == ["stored", "stale"]


def test_a_replayed_stale_entry_still_says_that_it_was_stale(judge):
    post(judge, [entry(value="8")])
    overtaken = entry(value="5")
    post(judge, [overtaken])
    [receipt] = post(judge, [overtaken]).json["receipts"]
    assert receipt == {"uuid": overtaken["uuid"], "status": "duplicate", "was": "stale"}


def test_two_devices_that_say_the_same_do_not_clash(app, judge):
    post(judge, [entry(value="8")])
    assert statuses(post(judge, [entry(value="8")])) == ["stored"]


def test_an_entry_based_on_the_current_one_replaces_it(app, judge):
    first = entry(value="8")
    second = entry(value="9", base=first["uuid"])
    assert statuses(post(judge, [first, second])) == ["stored", "stored"]
    assert stored(app) == {"1.1": "9"}


def test_a_mark_for_a_submitted_sheet_is_kept_as_late(app, judge):
    first = [entry(node, value) for node, value in MARKS.items()]
    post(judge, [*first, entry("", None, act="submit")])
    assert statuses(post(judge, [entry("1.1", "0", base=first[0]["uuid"])])) == ["late"]
    assert stored(app) == MARKS


def test_a_mark_from_a_seat_that_was_handed_over_is_kept_as_late(app, judge):
    with app.app_context(), writing():
        db.session.scalars(select(Seat).where(Seat.code == JUDGE)).one().closed_at = MORNING
    assert statuses(post(judge, [entry()])) == ["late"]
    assert stored(app) == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"value": "10.5"}, "mark.out_of_range"),
        ({"value": "7.3"}, "mark.wrong_step"),
        ({"value": "-1"}, "mark.not_a_number"),
        ({"value": "eight"}, "mark.not_a_number"),
        ({"value": 8}, "mark.not_a_number"),
        ({"value": ["8"]}, "mark.not_a_number"),
        ({"node": "9.9"}, "entry.unknown_item"),
        ({"node": ""}, "entry.unknown_item"),
        ({"node": "1"}, "entry.unknown_item"),
        ({"presenter": "nobody"}, "sheet.unknown"),
        ({"seat": "z1-judge-2"}, "sheet.not_yours"),
        ({"seat": "z2-judge-1"}, "sheet.not_yours"),
        ({"seat": "z1-secretary"}, "sheet.not_yours"),
        ({"act": "return"}, "entry.malformed"),
        ({"act": "confirm"}, "entry.malformed"),
        ({"act": "reopen"}, "entry.malformed"),
        ({"act": ["mark"]}, "entry.malformed"),
        ({"act": "submit", "node": ""}, "sheet.gaps"),
        ({"act": "withdraw", "node": ""}, "sheet.wrong_state"),
        ({"act": "recuse", "node": ""}, "sheet.reason_missing"),
        ({"act": "recuse", "node": "", "value": {"reason": "\x00 "}}, "sheet.reason_missing"),
        ({"act": "comment", "node": "1", "value": "x" * 4001}, "entry.comment_too_long"),
        ({"act": "comment", "node": "1", "value": 7}, "entry.malformed"),
        ({"act": "comment", "node": "1", "value": "\ud800"}, "entry.malformed"),
        ({"seat": "z1\x00"}, "entry.malformed"),
        ({"seat": None}, "entry.malformed"),
        ({"presenter": "3" * 81}, "entry.malformed"),
        ({"base": "no uuid"}, "entry.malformed"),
        ({"base": 1}, "entry.malformed"),
        ({"counter": -1}, "entry.malformed"),
        ({"counter": 2**31}, "entry.malformed"),
        ({"counter": True}, "entry.malformed"),
        ({"version": "1"}, "entry.malformed"),
        ({"version": -1}, "entry.malformed"),
        ({"act": "recuse", "node": "", "value": {"reason": "x" * 40_000}}, "entry.malformed"),
        ({"uuid": "no uuid"}, "entry.malformed"),
        ({"uuid": "{12345678-1234-5678-1234-567812345678}"}, "entry.malformed"),
        ({"uuid": None}, "entry.malformed"),
    ],
)
def test_an_entry_that_cannot_be_taken_is_refused_alone(app, judge, changes, code):
    bad, good = entry(**changes), entry("1.2", "7")
    receipts = post(judge, [bad, good]).json["receipts"]
    assert [receipt["status"] for receipt in receipts] == ["refused", "stored"]
    assert receipts[0]["reason"]["code"] == code
    assert stored(app) == {"1.2": "7"}


@pytest.mark.parametrize("raw", [None, 1, "entry", [], {}])
def test_what_is_no_entry_at_all_is_refused_alone(app, judge, raw):
    assert statuses(post(judge, [raw, entry()])) == ["refused", "stored"]


def test_the_reason_is_told_in_the_language_of_the_device(judge):
    [receipt] = post(judge, [entry(value="11")]).json["receipts"]
    assert receipt["reason"]["text"] == "Expected a mark from 0 to 10."


def test_an_entry_based_on_a_refused_one_stands_on_what_that_one_stood_on(app, judge):
    refused = entry(value="11")
    mended = entry(value="10", base=refused["uuid"])
    assert statuses(post(judge, [refused, mended])) == ["refused", "stored"]
    assert stored(app) == {"1.1": "10"}


def test_refused_entries_that_lean_on_each_other_end(judge):
    one, two = entry(value="11"), entry(value="12")
    one["base"], two["base"] = two["uuid"], one["uuid"]
    assert statuses(post(judge, [one, two, entry(base=one["uuid"])])) == ["refused", "refused", "stored"]
    itself = entry(value="11")
    itself["base"] = itself["uuid"]
    assert statuses(post(judge, [itself, entry("1.2", base=itself["uuid"])])) == ["refused", "stored"]


def test_a_submission_that_saw_other_marks_is_refused(judge):
    entries = [entry(node, value) for node, value in MARKS.items()]
    submit = entry("", {"marks": MARKS | {"1.1": "9"}}, act="submit")
    [*_, receipt] = post(judge, [*entries, submit]).json["receipts"]
    assert receipt["reason"]["code"] == "sheet.marks_differ"


def test_a_submission_that_names_another_amphoe_is_refused(judge):
    entries = [entry(node, value) for node, value in MARKS.items()]
    [*_, receipt] = post(judge, [*entries, entry("", {"heard": "3116"}, act="submit")]).json["receipts"]
    assert receipt["reason"]["code"] == "sheet.wrong_presenter"


def test_a_whole_sheet_is_submitted_withdrawn_and_submitted_again_in_one_batch(judge):
    entries = [entry(node, value) for node, value in MARKS.items()]
    acts = [entry("", {"marks": MARKS, "heard": FIRST}, act="submit"), entry("", None, act="withdraw")]
    again = entry("", {"marks": MARKS}, act="submit")
    assert statuses(post(judge, [*entries, *acts, again])) == ["stored"] * (len(MARKS) + 3)


@pytest.mark.parametrize(
    ("request_", "status", "error"),
    [
        ({"content_type": "application/json"}, 415, "content_type"),
        ({"content_type": "text/plain"}, 415, "content_type"),
        ({"content_type": CONTENT_TYPE + "; charset=utf-8"}, 415, "content_type"),
        ({"content_type": None}, 415, "content_type"),
        ({"origin": "http://evil.example"}, 403, "origin"),
        ({"origin": "https://localhost"}, 403, "origin"),
        ({"origin": "null"}, 403, "origin"),
        ({"origin": None}, 403, "origin"),
        ({"data": b""}, 400, "json"),
        ({"data": b"\xff"}, 400, "json"),
        ({"data": b"[1, 2"}, 400, "json"),
        ({"data": b"[]"}, 400, "json"),
        ({"data": b'{"nonce": "n-1", "entries": [NaN]}'}, 400, "json"),
        ({"data": b"[" * 100_000}, 400, "json"),
        ({"data": b"{}"}, 400, "nonce"),
        ({"nonce": ""}, 400, "nonce"),
        ({"nonce": 5}, 400, "nonce"),
        ({"nonce": "n" * 81}, 400, "nonce"),
        ({"device": 5}, 400, "device"),
        ({"entries": None}, 400, "entries"),
        ({"entries": {}}, 400, "entries"),
        ({"entries": [1] * 201}, 413, "too_many"),
        ({"data": b" " * (512 * 1024 + 1)}, 413, "too_large"),
    ],
)
def test_a_request_of_which_nothing_can_be_taken(app, judge, request_, status, error):
    body = {"entries": [entry()]} | request_
    response = post(judge, body.pop("entries"), **body)
    assert (response.status_code, response.content_type) == (status, CONTENT_TYPE)
    assert response.json["error"] == error
    assert stored(app, Entry) == []


def test_a_stranger_is_signed_out_and_gets_the_nonce_back(app):
    response = post(app.test_client(), [entry()])
    assert (response.status_code, response.json["error"]) == (401, "signed_out")
    assert response.json["nonce"] == "n-1"


def cookie_of(client):
    return client.get_cookie("panel_device", path="/entries").value


@pytest.mark.parametrize(
    "forge",
    [
        lambda key, secret: f"{key}.",
        lambda key, secret: f"{key}.{secret}x",
        lambda key, secret: key,
        lambda key, secret: f"x.{secret}",
        lambda *_: "ก.ข",
    ],
)
def test_a_credential_that_is_not_whole_opens_nothing(app, judge, forge):
    client = app.test_client()
    client.set_cookie("panel_device", forge(*cookie_of(judge).split(".")), path="/entries")
    assert post(client, [entry()]).status_code == 401


def test_a_page_session_alone_stores_nothing(app, judge):
    judge.delete_cookie("panel_device", path="/entries")
    assert post(judge, [entry()]).status_code == 401


def test_the_device_is_told_apart_from_the_session(app, judge, as_):
    """Whose page it is does not matter: the entry is the device's person's."""
    other = as_("z1-judge-2")
    other.set_cookie("panel_device", cookie_of(judge), path="/entries")
    assert statuses(post(other, [entry(), entry(seat="z1-judge-2")])) == ["stored", "refused"]


def author(person=None):
    return Author(person, MORNING, b"key")


def test_a_revoked_device_is_signed_out(app, judge):
    revoke(app)
    answer = post(judge, [entry()])
    assert (statuses(answer), answer.json["signed_out"]) == (["late"], True)


def revoke(app):
    with app.app_context(), writing():
        revoke_device(db.session.scalars(select(Device)).first(), by=author())


def close(app):
    with app.app_context(), writing():
        close_event(find_event(CODE), by=author())


def reopen(app):
    with app.app_context(), writing():
        open_event(find_event(CODE), by=author())


@pytest.mark.parametrize("shut", [revoke, close])
def test_what_a_device_sends_that_was_signed_out_is_held_for_the_chair(app, judge, shut):
    """Also a withdrawal, an amphoe of another zone, a value that no sheet takes: all is kept as it came."""
    shut(app)
    entries = [
        entry(counter=1),
        entry("1.2", "99", counter=2),
        entry("", {"marks": MARKS}, act="submit", counter=3),
        entry("", None, act="withdraw", counter=4),
        entry(presenter="3111", counter=5),
    ]
    assert [statuses(post(judge, entries)) for _ in range(2)] == [["late"] * 5, ["duplicate"] * 5]
    with app.app_context():
        held = db.session.scalars(select(Deposit).order_by(Deposit.id)).all()
        assert [(each.uuid, each.held_for) for each in held] == [
            (each["uuid"], HeldFor.SIGNED_OUT) for each in entries
        ]
        assert (held[1].value, held[2].value, held[0].seat.code) == ("99", {"marks": MARKS}, JUDGE)
        assert (held[0].counter, held[0].device_at.isoformat()) == (1, "2025-08-08T02:10:00+00:00")
    assert (stored(app), stored(app, Entry)) == ({}, [])


def test_a_replayed_deposit_still_says_that_it_was_late(app, judge):
    revoke(app)
    batch = [entry()]
    post(judge, batch)
    [receipt] = post(judge, batch).json["receipts"]
    assert receipt == {"uuid": batch[0]["uuid"], "status": "duplicate", "was": "late"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"seat": "z1-judge-2"}, "sheet.not_yours"),
        ({"act": "return"}, "entry.malformed"),
        ({"presenter": "nobody"}, "sheet.unknown"),
    ],
)
def test_a_device_that_was_signed_out_deposits_nothing_that_was_never_its_own(app, judge, changes, code):
    revoke(app)
    [receipt] = post(judge, [entry(**changes)]).json["receipts"]
    assert receipt["reason"]["code"] == code


def test_an_event_that_opens_again_takes_marks_again(app, judge):
    close(app)
    post(judge, [entry()])
    reopen(app)
    answer = post(judge, [entry("1.2", "7")])
    assert (statuses(answer), "signed_out" in answer.json) == (["stored"], False)


def test_a_closed_event_still_hears_its_organisers_devices(app, as_):
    organiser = as_("organiser")
    close(app)
    answer = post(organiser, [entry()])
    assert (statuses(answer), "signed_out" in answer.json) == (["refused"], False)


# --- Several devices, several persons ---------------------------------------------------------------


def test_the_other_devices_of_the_same_person_are_counted_if_they_were_seen_lately(judge, as_, clock):
    others = [as_(JUDGE), as_("z1-judge-2")]
    assert [post(client, []).json["others"] for client in (judge, *others)] == [1, 1, 0]
    clock.forward(minutes=10)
    assert [post(client, []).json["others"] for client in (judge, others[0])] == [0, 1]


def test_a_device_that_was_signed_out_is_no_other_device(app, judge, as_):
    second = as_(JUDGE)
    revoke(app)
    assert post(second, []).json["others"] == 0


@pytest.fixture
def shared(as_, judge):
    """A tablet on which the second judge signed in after the first; and the keys of both."""
    other = as_("z1-judge-2")
    cookies = [cookie_of(other), cookie_of(judge)]
    other.set_cookie("panel_device", "~".join(cookies), path="/entries")
    return other, [cookie.split(".")[0] for cookie in cookies]


def test_a_tablet_that_two_share_sends_for_the_one_who_signed_in_last_unless_it_says_for_whom(shared):
    client, [second, first] = shared
    mine, theirs = [entry()], [entry(seat="z1-judge-2")]
    assert statuses(post(client, theirs)) == ["stored"]
    assert statuses(post(client, mine, device=first)) == ["stored"]
    assert statuses(post(client, [entry("1.2")], device=second)) == ["refused"]


@pytest.mark.parametrize("device", ["", "x", "~", "ก"])
def test_a_device_that_the_cookie_does_not_name_is_signed_out(shared, device):
    client, _ = shared
    assert post(client, [entry()], device=device).status_code == 401


def test_each_of_two_who_share_a_tablet_needs_its_own_secret(shared, app):
    client, [second, first] = shared
    secret = cookie_of(client).split("~")[0].split(".")[1]
    client.set_cookie("panel_device", f"{second}.{secret}~{first}.{secret}", path="/entries")
    assert post(client, [entry()], device=first).status_code == 401


def test_the_device_says_how_far_it_is(app, judge, clock):
    clock.forward(minutes=5)
    post(judge, [entry(counter=41), entry("1.2", counter=42)], waiting=7)
    post(judge, [entry("2.1.1", "1", counter=3)], waiting=6)
    with app.app_context():
        device = db.session.scalars(select(Device)).one()
        assert (device.counter, device.waiting, device.seen_at) == (42, 6, clock())


@pytest.mark.parametrize(
    ("told", "kept"), [([7], 7), ([7, None], 7), ([7, 5], 5), ([7, "six"], 7), ([-1], 0), ([True], 0)]
)
def test_the_device_says_how_many_sheets_it_keeps(app, judge, told, kept):
    for number in told:
        assert statuses(post(judge, [entry()], kept=number)) == ["stored"]
    with app.app_context():
        assert db.session.scalars(select(Device.kept)).one() == kept


@pytest.fixture
def reminded(app, clock):
    stage = Stage(app, clock)

    def remind(event):
        slot, seat = find_slot(stage.zone(), FIRST), find_seat(event, JUDGE)
        db.session.add(Reminder(slot=slot, seat=seat, person_id=stage.by("z1-chair").person.id, at=clock()))

    stage.run(remind, write=True)


@pytest.mark.usefixtures("reminded")
def test_a_sign_of_life_is_told_what_the_chair_asks_for(as_, judge):
    asked = [{"sheet": f"{JUDGE}/{FIRST}", "ask": "remind", "at": "2025-08-08T02:10:00+00:00"}]
    assert post(judge, []).json["asks"] == asked
    assert post(as_("z1-judge-2"), []).json["asks"] == []


@pytest.mark.usefixtures("reminded")
def test_marks_are_not_kept_waiting_for_what_is_asked(judge):
    with counted() as statements:
        answer = post(judge, [entry()])
    assert "asks" not in answer.json
    assert [each for each in statements if "reminder" in each] == []


def test_entries_keep_who_what_when_and_on_which_device(app, judge):
    given = entry(counter=5, at="2025-08-08T09:09:30+07:00")
    post(judge, [given])
    with app.app_context():
        kept = db.session.scalars(select(Entry)).one()
        person = db.session.get(Person, kept.person_id)
        device = db.session.scalars(select(Device)).one()
        assert (person.code, kept.device_id, kept.counter) == (JUDGE, device.id, 5)
        assert (kept.channel, kept.node, kept.value) == ("tablet", "1.1", "8")
        assert kept.device_at.isoformat() == "2025-08-08T02:09:30+00:00"


@pytest.mark.parametrize("at", [None, "", "yesterday", 5, "2025-08-08T09:10:00", "0001-01-01T00:00:00+07:00"])
def test_a_broken_device_clock_costs_no_entry(judge, at):
    assert statuses(post(judge, [entry(at=at)])) == ["stored"]


def test_practice_takes_marks_like_any_sheet(judge):
    assert statuses(post(judge, [entry(presenter=PRACTICE)])) == ["stored"]


def test_entries_are_taken_by_their_counters(judge):
    """However they stand in the batch: a submission comes after the marks that it was made of."""
    entries = [entry(node, value, counter=place) for place, (node, value) in enumerate(MARKS.items(), 1)]
    submit = entry("", {"marks": MARKS}, act="submit", counter=12)
    assert statuses(post(judge, [submit, *reversed(entries)])) == ["stored"] * 12


@pytest.mark.parametrize(("version", "status"), [(None, "stored"), (1, "stored"), (2, "late")])
def test_a_mark_of_another_version_of_the_instrument_is_held(judge, version, status):
    assert statuses(post(judge, [entry(version=version)])) == [status]


@pytest.mark.parametrize("shut", [None, revoke])
def test_overlapping_batches_at_the_same_time_are_one_entry_each(app, judge, shut):
    """What a tablet sends that lost its receipts: each batch begins where an earlier one was not yet told."""
    if shut:
        shut(app)
    entries = [entry(node, value, counter=place) for place, (node, value) in enumerate(MARKS.items(), 1)]
    cookie = cookie_of(judge)

    def replay(start):
        client = app.test_client()
        client.set_cookie("panel_device", cookie, path="/entries")
        return statuses(post(client, entries[start : start + 5]))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(replay, [0, 2, 4, 6, 0, 2, 4, 6]))
    told = [status for answer in answers for status in answer]
    assert (told.count("late" if shut else "stored"), told.count("duplicate")) == (11, 29)
    with app.app_context():
        kept = db.session.scalars(select((Deposit if shut else Entry).uuid)).all()
    assert sorted(kept) == sorted(each["uuid"] for each in entries)
    assert stored(app) == ({} if shut else MARKS)


def test_what_nobody_expected_is_answered_in_the_entries_own_words(app, judge):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context(), writing():
        db.session.execute(text("DROP TABLE mark"))
    answer = post(judge, [entry()])
    assert (answer.status_code, answer.content_type) == (500, CONTENT_TYPE)
    assert (answer.json["nonce"], answer.json["error"]) == (None, "server")


def test_no_entries_are_a_sign_of_life(app, judge):
    assert statuses(post(judge, [], waiting=3)) == []
