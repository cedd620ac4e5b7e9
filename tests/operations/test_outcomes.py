"""What becomes of what a tablet kept, by what happened while it was off (the table in docs/entries.md)."""

from collections import namedtuple
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from panel.db import db, writing
from panel.domain.panels import Role
from panel.domain.sheets import Act, Actor, Channel, HeldFor
from panel.models import Chain, Deposit, Entry, InstrumentVersion, Mark, Sheet, Slot
from panel.operations.entries import NewEntry, store_entries, store_entry
from panel.operations.panels import Appointment, change_seat, close_seat, replace_seat
from panel.operations.papers import file_paper
from panel.operations.results import finalise_zone
from panel.operations.schedules import move_presenter, start_zone
from panel.queries.audit import broken
from panel.queries.events import find_event, find_seat, find_zone
from panel.queries.schedules import find_slot
from tests.conftest import CODE, MARKS, SECRET, entries_for, score

JUDGE, CHAIR, FIRST = "z1-judge-1", "z1-chair", "3101"
KEPT = MARKS | {"1.1": "5"}
"""The marks that the tablet shows: it had 8 in item 1.1 stored, and was off when the judge made it 5."""
WHO = Appointment("ผู้มาแทน", "กรรมการ", None, Role.JUDGE, True)
REASON = {"reason": "a reason"}


def line(act, value=None, node="", base=None, seat=JUDGE, presenter=FIRST, **more):
    return NewEntry(str(uuid4()), seat, presenter, act, node, value, base, **more)


def store(by, entries, code=JUDGE, **how):
    how = {"actor": Actor.AUTHOR, "channel": Channel.TABLET} | how
    with writing():
        return store_entries(find_event(CODE), entries, by=by(code), **how)


# --- What happened meanwhile ------------------------------------------------------------------------


def nothing(by):
    pass


def moved_in_time(by):
    with writing():
        start_zone(find_zone(find_event(CODE), "z1"), at=540, by=by("organiser"))


def moved_away(by):
    with writing():
        slot = find_slot(find_zone(find_event(CODE), "z1"), FIRST)
        move_presenter(slot, to=find_zone(find_event(CODE), "z2"), position=1, by=by("organiser"))


def versioned(by):
    with writing():
        slot = find_slot(find_zone(find_event(CODE), "z1"), FIRST)
        old = slot.instrument
        later = InstrumentVersion(
            event_id=old.event_id, code=old.code, version=2, body=old.body, digest=old.digest
        )
        db.session.add(later)
        db.session.flush()
        db.session.execute(update(Slot).values(instrument_id=later.id))
        db.session.execute(update(Sheet).values(instrument_id=later.id))


def replaced(by):
    with writing():
        replace_seat(find_seat(find_event(CODE), JUDGE), WHO, by=by("organiser"), secret=SECRET)


def closed(by):
    with writing():
        close_seat(find_seat(find_event(CODE), JUDGE), by=by("organiser"))


def ruled(by, act):
    with writing():
        entry = line(act, REASON)
        store_entry(find_event(CODE), entry, by=by(CHAIR), actor=Actor.CHAIR, channel=Channel.CHAIR)


def unseated(by):
    """The judge stays on the panel, but fills no sheets."""
    with writing():
        seat = find_seat(find_event(CODE), JUDGE)
        change_seat(seat, replace(WHO, scores=False), by=by("organiser"))


def recused(by):
    ruled(by, Act.RECUSE)


def absent(by):
    ruled(by, Act.ABSENT)


def submitted(by):
    """By another tablet of the same judge."""
    store(by, [line(Act.SUBMIT, {"marks": MARKS})])


def returned(by):
    submitted(by)
    ruled(by, Act.RETURN)


def typed(by):
    """From paper, with the marks that the server had."""
    given = line(Act.SUBMIT, {"marks": MARKS})
    bases = dict(db.session.execute(select(Mark.node, Mark.entry)).all())
    entries = [replace(each, base=bases.get(each.node)) for each in entries_for(JUDGE, FIRST)]
    with writing():
        file_paper(find_event(CODE), entries, given, by=by("z1-secretary"), read_back_by="the judge")


def overtaken(by):
    """By another tablet of the same judge."""
    base = db.session.scalars(select(Mark.entry).where(Mark.node == "1.1")).one()
    store(by, [line(Act.MARK, "9", "1.1", base)])


def finalised(by, *, before=submitted):
    before(by)
    zone = find_zone(find_event(CODE), "z1")
    for seat in (seat.code for seat in zone.seats if seat.scores):
        for slot in zone.slots:
            if not slot.presenter.practice and (seat, slot.presenter.code) != (JUDGE, FIRST):
                score(find_event(CODE), by(seat), seat, slot.presenter.code)
    with writing():
        finalise_zone(find_zone(find_event(CODE), "z1"), by=by(CHAIR))


def finalised_without(by):
    finalised(by, before=absent)


# --- What becomes of a mark and of the submission after it -------------------------------------------

Outcome = namedtuple("Outcome", "receipts reasons log held mark state")
TAKEN = Outcome(["stored", "stored"], [], ["stored", "stored"], [], "5", "submitted")
TAKES_NONE = Outcome(["late", "late"], [], ["late"], [("submit", "closed")], "8", None)


def at_the_door(held_for):
    return Outcome(["late", "late"], [], [], [("mark", held_for), ("submit", held_for)], None, None)


def refused(reason, mark, status, state):
    return Outcome([status, "refused"], [reason], [status], [], mark, state)


@pytest.mark.parametrize(
    ("happened", "outcome"),
    [
        (nothing, TAKEN),
        (moved_in_time, TAKEN),
        (returned, TAKEN),
        (replaced, TAKES_NONE._replace(state="draft")),
        (closed, TAKES_NONE._replace(state="draft")),
        (recused, TAKES_NONE._replace(state="recused")),
        (absent, TAKES_NONE._replace(state="absent")),
        (finalised_without, TAKES_NONE._replace(state="absent")),
        (finalised, refused("result.zone_finalised", "8", "late", "confirmed")),
        (typed, refused("sheet.wrong_state", "8", "late", "submitted")),
        (submitted, refused("sheet.wrong_state", "8", "late", "submitted")),
        (overtaken, refused("sheet.marks_differ", "9", "stale", "draft")),
    ],
)
def test_a_tablet_that_wakes_up_after(event, by, happened, outcome):
    score(event, by(JUDGE), JUDGE, FIRST, submit=False)
    base = db.session.scalars(select(Mark.entry).where(Mark.node == "1.1")).one()
    assert woken(by, happened, base) == outcome


@pytest.mark.parametrize(
    ("happened", "held_for"), [(moved_away, "moved"), (versioned, "version"), (unseated, "closed")]
)
def test_a_tablet_with_the_first_marks_of_a_sheet_that_wakes_up_after(event, by, happened, held_for):
    """Once a mark is stored, a presenter keeps zone and version, and a seat that it scores."""
    assert woken(by, happened, None) == at_the_door(held_for)


def woken(by, happened, base):
    """What becomes of the mark and the submission. Replayed they are known, and nothing more is done."""
    entries = [
        line(Act.MARK, "5", "1.1", base, version=1),
        line(Act.SUBMIT, {"marks": KEPT}, version=1),
    ]
    happened(by)
    receipts = store(by, entries)
    outcome = found(receipts, entries)
    again = [(each.status, each.was) for each in store(by, entries)]
    assert again == [("refused", None) if each.reason else ("duplicate", each.status) for each in receipts]
    assert found(receipts, entries) == outcome
    return outcome


def found(receipts, entries):
    db.session.rollback()
    uuids = [entry.uuid for entry in entries]
    log = select(Entry.status).where(Entry.uuid.in_(uuids)).order_by(Entry.id)
    deposits = db.session.scalars(select(Deposit).order_by(Deposit.id))
    own = select(Sheet).join(Sheet.seat).join(Slot, Slot.id == Sheet.slot_id)
    sheet = db.session.scalars(
        own.where(Sheet.seat.has(code=JUDGE), Slot.presenter.has(code=FIRST))
    ).one_or_none()
    given = {mark.node: mark.value for mark in sheet.marks} if sheet else {}
    return Outcome(
        receipts=[each.status for each in receipts],
        reasons=[each.reason.code for each in receipts if each.reason],
        log=[status.value for status in db.session.scalars(log)],
        held=[(each.act.value, each.held_for.value) for each in deposits],
        mark=given.get("1.1"),
        state=sheet.state.value if sheet else None,
    )


# --- What a closed sheet says already -----------------------------------------------------------------


@pytest.mark.parametrize("happened", [submitted, typed, recused, replaced, finalised])
def test_a_mark_that_a_closed_sheet_holds_already_waits_for_nobody(event, by, happened):
    score(event, by(JUDGE), JUDGE, FIRST, submit=False)
    happened(by)
    before = sheet_of(FIRST)
    [receipt] = store(by, [again := line(Act.MARK, MARKS["1.1"], "1.1", str(uuid4()))])
    assert receipt.status == "stored"
    assert sheet_of(FIRST) == before
    assert db.session.scalars(select(Mark.value).where(Mark.entry == again.uuid)).all() == [MARKS["1.1"]]
    assert broken(find_event(CODE), by(JUDGE).key) == ()


def sheet_of(presenter):
    """How the judge's sheet stands and came, and its marks."""
    db.session.rollback()
    [sheet] = db.session.scalars(
        select(Sheet).where(Sheet.seat.has(code=JUDGE), Sheet.slot.has(Slot.presenter.has(code=presenter)))
    )
    return sheet.state, sheet.channel, {mark.node: mark.value for mark in sheet.marks}


def test_where_another_word_waits_for_the_chair_so_does_the_one_that_takes_it_back(event, by):
    score(event, by(JUDGE), JUDGE, FIRST, submit=False)
    submitted(by)
    other = line(Act.MARK, "5", "1.1")
    receipts = store(by, [other, line(Act.MARK, MARKS["1.1"], "1.1", other.uuid)])
    assert [each.status for each in receipts] == ["late", "late"]


# --- The other acts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "happened", "status"),
    [
        (Act.RECUSE, nothing, "stored"),
        (Act.RECUSE, returned, "stored"),
        (Act.RECUSE, overtaken, "stored"),
        (Act.RECUSE, submitted, "late"),
        (Act.RECUSE, typed, "late"),
        (Act.RECUSE, absent, "late"),
        (Act.RECUSE, replaced, "late"),
        (Act.RECUSE, closed, "late"),
        (Act.RECUSE, finalised, "late"),
        (Act.RECUSE, unseated, "late"),
        (Act.RECUSE, moved_away, "late"),
        (Act.RECUSE, versioned, "stored"),
        (Act.RECUSE, recused, "refused"),
        (Act.WITHDRAW, submitted, "stored"),
        (Act.WITHDRAW, finalised, "late"),
        (Act.WITHDRAW, nothing, "refused"),
        (Act.WITHDRAW, returned, "refused"),
        (Act.WITHDRAW, recused, "refused"),
    ],
)
def test_a_recusal_or_withdrawal_is_refused_only_where_it_changes_nothing(event, by, act, happened, status):
    if happened not in {moved_away, versioned, unseated}:
        score(event, by(JUDGE), JUDGE, FIRST, submit=False)
    happened(by)
    value = REASON if act is Act.RECUSE else None
    [receipt] = store(by, [line(act, value, version=1)])
    assert receipt.status == status
    held = [(each.act, each.held_for) for each in db.session.scalars(select(Deposit))]
    where = HeldFor.MOVED if happened is moved_away else HeldFor.CLOSED
    assert held == ([(act, where)] if status == "late" else [])


def test_a_home_judge_is_recused_already(event, by):
    with writing():
        by(JUDGE).person.home = FIRST
    mark, recuse = line(Act.MARK, "5", "1.1"), line(Act.RECUSE, REASON)
    *held, refused = store(by, [mark, line(Act.SUBMIT, {}), recuse])
    assert ([each.status for each in held], refused.reason.code) == (["late", "late"], "sheet.home")
    assert [entry.status for entry in db.session.scalars(select(Entry))] == ["late"]
    assert [each.held_for for each in db.session.scalars(select(Deposit))] == [HeldFor.CLOSED]


def test_what_a_successor_sends_where_its_predecessor_has_judged_is_held(event, by):
    score(event, by(JUDGE), JUDGE, FIRST)
    replaced(by)
    successor = f"{JUDGE}.2"
    acts = [(Act.MARK, "5", "1.1"), (Act.SUBMIT, {}), (Act.RECUSE, REASON)]
    receipts = store(by, [line(*act, seat=successor) for act in acts], successor)
    assert [each.status for each in receipts] == ["late"] * 3
    assert {each.held_for for each in db.session.scalars(select(Deposit))} == {HeldFor.CLOSED}
    [receipt] = store(by, [line(Act.MARK, "5", "1.1", seat=successor)], successor, channel=Channel.FORM)
    assert receipt.reason.code == "sheet.judged_before"


@pytest.mark.parametrize("act", [Act.SUBMIT, Act.MARK])
@pytest.mark.parametrize("happened", [recused, moved_away, replaced, unseated])
def test_a_form_is_refused_where_a_tablet_is_held_for_its_author_is_there_to_be_asked(
    event, by, happened, act
):
    happened(by)
    entry = line(Act.SUBMIT) if act is Act.SUBMIT else line(act, "5", "1.1")
    [receipt] = store(by, [entry], channel=Channel.FORM)
    late = act is Act.MARK and happened not in {moved_away, unseated}  # in the sheet's own log
    assert receipt.status == ("late" if late else "refused")
    assert db.session.scalars(select(Deposit)).all() == []


def test_no_amphoe_of_that_code_is_refused(event, by):
    [receipt] = store(by, [line(Act.MARK, "5", "1.1", presenter="nobody")])
    assert receipt.reason.code == "sheet.unknown"


# --- The chair takes in what was held ------------------------------------------------------------------


def test_what_the_chair_takes_in_is_no_duplicate_of_itself(event, by):
    score(event, by(JUDGE), JUDGE, FIRST, submit=False)
    recused(by)
    submit = line(Act.SUBMIT, {"marks": MARKS})
    assert [each.status for each in store(by, [submit])] == ["late"]
    [still] = store(by, [submit], from_door=True)
    assert (still.status, still.reason.code) == ("refused", "sheet.wrong_state")
    ruled(by, Act.RESTORE)
    assert [each.status for each in store(by, [submit], from_door=True)] == ["stored"]
    assert [each.status for each in store(by, [submit], from_door=True)] == ["duplicate"]


def test_a_presenter_that_is_still_elsewhere_is_not_taken_in(event, by):
    moved_away(by)
    mark = line(Act.MARK, "5", "1.1")
    store(by, [mark])
    [receipt] = store(by, [mark], from_door=True)
    assert receipt.reason.code == "sheet.unknown"


def test_a_seat_that_fills_no_sheets_any_more_has_none_to_take_it_into(event, by):
    unseated(by)
    mark = line(Act.MARK, "5", "1.1")
    store(by, [mark])
    [receipt] = store(by, [mark], from_door=True)
    assert receipt.reason.code == "sheet.seat_fills_none"


# --- Batches -----------------------------------------------------------------------------------------


def test_every_batch_moves_its_zones_revision_on_also_what_is_only_held(event, by):
    def revision():
        return db.session.scalar(select(Chain.revision).where(Chain.name == "z1")) or 0

    before = revision()
    store(by, [line(Act.MARK, "5", "1.1")])
    assert revision() == before + 1
    store(by, [line(Act.MARK, "5", "1.1", presenter="3111")])
    assert revision() == before + 2


def test_one_bad_entry_of_a_batch_is_refused_alone_whatever_becomes_of_the_rest(event, by):
    marks = [line(Act.MARK, value, node) for node, value in (("1.1", "8"), ("1.2", "99"), ("3", "7"))]
    elsewhere = line(Act.MARK, "5", "1.1", presenter="3111")
    receipts = store(by, [*marks, elsewhere, line(Act.SUBMIT)])
    assert [each.status for each in receipts] == ["stored", "refused", "stored", "late", "refused"]
    assert dict(db.session.execute(select(Mark.node, Mark.value)).all()) == {"1.1": "8", "3": "7"}


def test_a_field_that_is_set_twice_in_a_batch_has_its_last_value(event, by):
    first = line(Act.MARK, "8", "1.1")
    store(by, [first, second := line(Act.MARK, "7", "1.1", first.uuid)])
    third = line(Act.MARK, "6", "1.1", second.uuid)
    store(by, [third, line(Act.MARK, "5", "1.1", third.uuid)])
    assert db.session.execute(select(Mark.value, Mark.entry)).one().value == "5"
    assert len(db.session.scalars(select(Entry)).all()) == 4
