"""Entries and what waits to be settled: replays change nothing, conflicts are kept, rulings are recorded."""

from contextlib import contextmanager
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from panel.db import db, writing
from panel.domain.errors import Conflict, Forbidden, Invalid, PanelError
from panel.domain.sheets import Act, Actor, Channel, EntryStatus, State
from panel.models import Entry, Mark, Record, Sheet
from panel.operations.entries import NewEntry, store_entries, store_entry
from panel.operations.papers import file_paper
from panel.operations.results import finalise_zone, reopen_zone
from panel.operations.sheets import settle_entry
from panel.queries.audit import broken
from panel.queries.events import find_event, find_zone
from tests.conftest import CODE, MARKS, entries_for, score, score_zone

JUDGE, CHAIR, FIRST = "z1-judge-1", "z1-chair", "3101"


def mark(node="1.1", value="8", base=None, seat=JUDGE, act=Act.MARK, presenter=FIRST):
    return NewEntry(str(uuid4()), seat, presenter, act, node, value, base)


@contextmanager
def refuses(kind, code):
    with pytest.raises(kind) as refusal:
        yield
    assert refusal.value.code == code


def send(event, by, *entries, actor=Actor.AUTHOR, channel=Channel.TABLET):
    with writing():
        receipts = store_entries(find_event(CODE), entries, by=by(JUDGE), actor=actor, channel=channel)
    return [receipt.status for receipt in receipts]


def rule(by, act, seat=JUDGE, reason="a reason", presenter=FIRST):
    """The chair acts on a sheet."""
    with writing():
        entry = NewEntry(str(uuid4()), seat, presenter, act, value={"reason": reason})
        store_entry(find_event(CODE), entry, by=by(CHAIR), actor=Actor.CHAIR, channel=Channel.CHAIR)


def settle(by, entry, *, take, reason=""):
    with writing():
        found = db.session.scalars(select(Entry).where(Entry.uuid == entry.uuid)).one()
        settle_entry(find_event(CODE), found, by=by(JUDGE), take=take, reason=reason)


def marks():
    return dict(db.session.execute(select(Mark.node, Mark.value).where(Mark.act == Act.MARK)).all())


def the_sheet(seat=JUDGE):
    db.session.rollback()
    return db.session.scalars(select(Sheet).join(Sheet.seat).where(Sheet.seat.has(code=seat))).one()


def chain(count, nodes=("1.1", "1.2", "3")):
    """Entries of one tablet that change a few fields again and again, each based on the one before."""
    heads, entries = {}, []
    for number in range(count):
        node = nodes[number % len(nodes)]
        entries.append(mark(node, str(number % 11), heads.get(node)))
        heads[node] = entries[-1].uuid
    return entries


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_replay_in_any_split_gives_the_same_marks(event, by, data):
    with writing():
        for table in (Mark, Entry, Sheet):
            db.session.execute(delete(table))
    entries = chain(data.draw(st.integers(1, 14)))
    sent = 0
    while sent < len(entries):
        start = data.draw(st.integers(0, sent))  # a lost receipt: some come again
        end = data.draw(st.integers(sent + 1, len(entries)))
        send(event, by, *entries[start:end])
        sent = end
    latest = {entry.node: entry.value for entry in entries}
    assert marks() == latest
    assert list(db.session.scalars(select(Entry.uuid).order_by(Entry.id))) == [each.uuid for each in entries]
    assert set(db.session.scalars(select(Entry.status))) == {EntryStatus.STORED}


def test_a_stale_entry_changes_nothing_until_its_author_takes_it(event, by):
    theirs, mine = mark(value="8"), mark(value="5")
    assert send(event, by, theirs, mine) == ["stored", "stale"]
    assert marks() == {"1.1": "8"}
    settle(by, mine, take=True)
    assert marks() == {"1.1": "5"}
    assert broken(find_event(CODE), by(JUDGE).key) == ()


def test_a_stale_entry_that_is_set_aside_stays_in_the_log(event, by):
    mine = mark(value="5")
    send(event, by, mark(value="8"), mine)
    settle(by, mine, take=False)
    assert marks() == {"1.1": "8"}
    kept = db.session.scalars(select(Entry).where(Entry.uuid == mine.uuid)).one()
    assert (kept.settlement, kept.value) == ("set aside", "5")


def test_only_the_last_word_of_a_hand_is_asked_about(event, by):
    one, two = mark(value="5"), mark(value="6")
    send(event, by, mark(value="8"), one, two)
    settle(by, two, take=True)
    assert marks() == {"1.1": "6"}
    assert db.session.scalars(select(Entry.settlement).where(Entry.uuid == one.uuid)).one() == "set aside"


def test_nothing_is_settled_twice(event, by):
    mine = mark(value="5")
    send(event, by, mark(value="8"), mine)
    settle(by, mine, take=False)
    with refuses(Conflict, "entry.settled"):
        settle(by, mine, take=True)


def test_a_stale_entry_is_not_taken_into_a_submitted_sheet(event, by):
    mine = mark(value="5")
    score(event, by(JUDGE), JUDGE, FIRST, submit=False)
    assert send(event, by, mine, NewEntry(str(uuid4()), JUDGE, FIRST, Act.SUBMIT)) == ["stale", "stored"]
    with refuses(Conflict, "sheet.wrong_state"):
        settle(by, mine, take=True)


def test_a_late_entry_needs_a_reason_to_be_settled(event, by):
    score(event, by(JUDGE), JUDGE, FIRST)
    late = mark(value="5")
    assert send(event, by, late) == ["late"]
    with refuses(Invalid, "sheet.reason_missing"):
        settle(by, late, take=True)
    settle(by, late, take=True, reason="the tablet had no network")
    assert marks() == MARKS | {"1.1": "5"}


def test_a_field_is_cleared_by_an_empty_mark(event, by):
    first = mark()
    assert send(event, by, first, mark(value=None, base=first.uuid)) == ["stored", "stored"]
    assert marks() == {"1.1": None}


def test_the_chair_returns_a_sheet_with_a_reason(event, by):
    score(event, by(JUDGE), JUDGE, FIRST)
    rule(by, Act.RETURN, reason="item 3 is of another amphoe")
    assert (the_sheet().state, the_sheet().reason) == (State.RETURNED, "item 3 is of another amphoe")
    score(event, by(JUDGE), JUDGE, FIRST, {})
    assert (the_sheet().state, the_sheet().submissions) == (State.SUBMITTED, 2)


@pytest.mark.parametrize(("act", "state"), [(Act.ABSENT, State.ABSENT), (Act.RECUSE, State.RECUSED)])
def test_the_chair_sets_a_sheet_aside_and_restores_it(event, by, act, state):
    rule(by, act)
    assert the_sheet().state is state
    assert send(event, by, mark()) == ["late"]
    rule(by, Act.RESTORE)
    assert the_sheet().state is State.DRAFT


@pytest.mark.parametrize("act", [Act.RETURN, Act.ABSENT, Act.RECUSE, Act.RESTORE])
def test_a_ruling_needs_a_reason(event, by, act):
    with refuses(Invalid, "sheet.reason_missing"):
        rule(by, act, reason=" \x00 ")


@pytest.mark.parametrize("act", [Act.RETURN, Act.ABSENT, Act.RESTORE, Act.CONFIRM, Act.REOPEN])
def test_an_author_can_not_do_the_chairs_acts(event, by, act):
    with refuses(Forbidden, "sheet.not_yours"), writing():
        entry = NewEntry(str(uuid4()), JUDGE, FIRST, act, value={"reason": "mine"})
        store_entry(find_event(CODE), entry, by=by(JUDGE), actor=Actor.AUTHOR, channel=Channel.TABLET)


@pytest.mark.parametrize(("act", "actor"), [(Act.WITHDRAW, Actor.AUTHOR), (Act.RETURN, Actor.CHAIR)])
def test_a_chair_who_could_see_the_others_marks_does_not_score_again(event, by, act, actor):
    score(event, by(CHAIR), CHAIR, FIRST)
    score(event, by(JUDGE), JUDGE, FIRST)
    entry = NewEntry(str(uuid4()), CHAIR, FIRST, act, value={"reason": "a slip"})
    with refuses(Conflict, "sheet.seen_others"), writing():
        store_entry(find_event(CODE), entry, by=by(CHAIR), actor=actor, channel=Channel.CHAIR)


def test_a_home_judge_is_recused_by_the_system(event, by):
    with writing():
        by(JUDGE).person.home = FIRST
    assert send(event, by, mark()) == ["late"]
    with refuses(Conflict, "sheet.home"):
        rule(by, Act.RESTORE)


def test_a_finalised_zone_takes_nothing_until_it_is_reopened(event, zone, by):
    score_zone(event, zone, by)
    with writing():
        finalise_zone(find_zone(find_event(CODE), "z1"), by=by(CHAIR))
    assert send(event, by, mark(value="5")) == ["late"]
    with refuses(Conflict, "result.zone_finalised"):
        rule(by, Act.RETURN)
    with writing():
        reopen_zone(find_zone(find_event(CODE), "z1"), by=by(CHAIR), reason="a wrong mark")
    rule(by, Act.RETURN)


def test_an_act_is_recorded_without_marks(event, by):
    score(event, by(JUDGE), JUDGE, FIRST)
    [body] = db.session.scalars(select(Record.body).where(Record.act == "sheet.submit"))
    assert set(body) == {"seat", "presenter", "submission", "digest"}
    assert (body["seat"], body["presenter"], body["submission"]) == (JUDGE, FIRST, 1)


def file(by, entries, read_back_by="the judge", given=MARKS):
    submission = NewEntry(str(uuid4()), JUDGE, FIRST, Act.SUBMIT, value={"marks": given})
    with writing():
        file_paper(find_event(CODE), entries, submission, by=by("z1-secretary"), read_back_by=read_back_by)


def test_a_paper_sheet_is_filed_under_both_names(event, by):
    file(by, entries_for(JUDGE, FIRST))
    sheet = the_sheet()
    typist = by("z1-secretary").person.name
    assert (sheet.state, sheet.channel, sheet.typed_by) == (
        State.SUBMITTED,
        Channel.PAPER,
        f"{typist} / the judge",
    )


@pytest.mark.parametrize(
    ("entries", "given", "code"),
    [
        (MARKS | {"1.1": "11"}, MARKS, "mark.out_of_range"),
        ({"1.1": "8"}, {"1.1": "8"}, "sheet.gaps"),
        (MARKS, MARKS | {"1.1": "9"}, "sheet.marks_differ"),
    ],
)
def test_a_paper_sheet_is_filed_whole_or_not_at_all(event, by, entries, given, code):
    with refuses(PanelError, code):
        file(by, entries_for(JUDGE, FIRST, entries), given=given)
    assert marks() == {}


def test_a_paper_sheet_does_not_overrun_a_tablet_that_was_quicker(event, by):
    send(event, by, mark(value="5"))
    with refuses(Conflict, "sheet.marks_differ"):
        file(by, entries_for(JUDGE, FIRST))
    assert marks() == {"1.1": "5"}


def test_nothing_reaches_a_seat_that_does_not_score(event, by):
    sent = [mark(seat="z1-secretary"), mark(seat="province-chair")]
    assert send(event, by, *sent) == ["late", "refused"]
    assert send(event, by, *sent, channel=Channel.FORM) == ["refused"] * 2
    assert marks() == {}


def test_an_amphoe_of_another_zone_has_no_sheet_here(event, by):
    assert send(event, by, mark(presenter="3111"), channel=Channel.FORM) == ["refused"]
