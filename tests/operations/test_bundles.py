"""A zone that was judged on a hall's own server is taken in by the province's: whole, once, or refused."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import func, select

from panel.adapters.uploads import CheckedFile, Kind
from panel.db import db, writing
from panel.domain.days import Happened
from panel.domain.sheets import Act, Actor, Channel, EntryStatus
from panel.models import (
    Chain,
    Edit,
    Entry,
    Record,
    Sheet,
)
from panel.operations.accounts import sign_in
from panel.operations.days import note_happening
from panel.operations.entries import NewEntry, store_entries
from panel.operations.results import reopen_zone
from panel.operations.sheets import settle_entry
from panel.queries.accounts import find_person
from panel.queries.audit import broken
from panel.queries.events import find_event, find_zone
from panel.queries.exports import event_export
from panel.queries.schedules import find_slot
from panel.queries.snapshots import current_snapshot
from panel.queries.verification import sealed_sheet, verdict
from tests.conftest import CODE, entries_for, score
from tests.files import picture
from tests.halls import KEY, Hall, counts, here, told

JUDGE, OTHER, CHAIR, SECRETARY = "z1-judge-1", "z1-judge-2", "z1-chair", "z1-secretary"
FIRST, SECOND = "3101", "3116"
SCAN = CheckedFile(picture(), Kind.PNG, "front.png")


def entry(presenter: str, act: Act, seat: str = JUDGE, **parts) -> NewEntry:
    return NewEntry(str(uuid4()), seat, presenter, act, **parts)


def tablet(hall: Hall, entries: list[NewEntry], seat: str = JUDGE) -> None:
    """Entries as they come from a tablet that signed in in the hall."""

    def send(event) -> None:
        by = hall.by(seat)
        device = db.session.scalar(select(func.max(db.metadata.tables["device"].c.id)))
        if device is None:
            sign_in(by.person, by=by, label="a tablet of the hall")
            db.session.flush()
            device = by.person.devices[-1].id
        store_entries(event, entries, by=by, actor=Actor.AUTHOR, channel=Channel.TABLET, device_id=device)

    hall.run(send, write=True)


def a_day(hall: Hall) -> list[NewEntry]:
    """All that can happen on a sheet, short of the end: the entries that a tablet sent."""
    sent = [
        *entries_for(JUDGE, FIRST),
        entry(FIRST, Act.COMMENT, node="3", value="ชัดเจน"),
        entry(FIRST, Act.SUBMIT),
    ]
    late = [entry(FIRST, Act.MARK, node="3", value="9")]
    stale = [entry(SECOND, Act.MARK, node="3", value="7"), entry(SECOND, Act.MARK, node="3", value="5")]
    tablet(hall, [*sent, *late, *stale])
    hall.act(CHAIR, JUDGE, Act.RETURN, FIRST, value={"reason": "look at 3 again"})
    hall.act(CHAIR, OTHER, Act.RECUSE, SECOND, value={"reason": "a cousin"})
    hall.hold(JUDGE, entry("3105", Act.MARK, node="3", value="6"))
    hall.run(
        lambda event: note_happening(find_slot(hall.zone(), FIRST), Happened.CALLED, by=hall.by(CHAIR)),
        write=True,
    )
    return [*sent, *late, *stale]


# --- Whole ------------------------------------------------------------------------------------------------


def test_a_zone_arrives_as_it_was_judged(hall, arrive, event):
    a_day(hall)
    bundle = hall.bundle()
    arrival = arrive(bundle)
    assert (arrival.records, arrival.entries, arrival.held) == (4, 18, 0)
    assert here() == told(bundle.facts)
    assert broken(find_event(CODE), KEY) == ()


def test_a_final_zone_arrives_final_and_its_papers_can_be_checked_here(hall, arrive, event):
    hall.score_zone()
    hall.finalise()
    bundle = hall.bundle()
    arrive(bundle)
    assert here() == told(bundle.facts)
    assert event_export(find_event(CODE)) == hall.run(event_export)
    snapshot = current_snapshot(find_zone(find_event(CODE), "z1"))
    ranking, sheet = (
        verdict(snapshot.digest),
        verdict(sealed_sheet(db.session.scalars(select(Sheet)).first())),
    )
    assert (ranking.kind, ranking.current, ranking.altered) == ("ranking", True, False)
    assert (sheet.kind, sheet.current, sheet.altered) == ("sheets", True, False)
    assert broken(find_event(CODE), KEY) == ()


def test_live_pages_and_the_log_hear_of_it(hall, arrive, event):
    hall.score(JUDGE)
    bundle = hall.bundle()
    before = db.session.scalar(select(Chain.revision).where(Chain.name == "z1")) or 0
    arrive(bundle)
    assert db.session.scalars(select(Chain.revision).where(Chain.name == "z1")).one() > before
    record = db.session.scalars(select(Record).order_by(Record.id.desc())).first()
    said = {key: record.body[key] for key in ("of", "bundle", "epoch", "held")}
    assert (record.act, record.person) == ("zone.imported", "")
    assert said == {"of": "z1", "bundle": bundle.digest, "epoch": bundle.facts["epoch"], "held": []}


def test_the_other_zones_are_left_alone(hall, arrive, event, by):
    def others() -> list:
        presenters = event_export(find_event(CODE))["rounds"][0]["presenters"]
        return [each for each in presenters if each["zone"] != "z1"]

    score(event, by("z2-judge-1"), "z2-judge-1", find_zone(event, "z2").slots[-1].presenter.code)
    before = others()
    hall.score(JUDGE)
    arrive(hall.bundle())
    assert others() == before


def test_the_course_of_the_halls_day_is_one_edit_of_the_plan(hall, arrive, event):
    def later(_) -> None:
        find_slot(hall.zone(), FIRST).start += 5
        find_slot(hall.zone(), FIRST).end += 5

    hall.run(later, write=True)
    start = find_slot(find_zone(event, "z1"), FIRST).start
    hall.score(JUDGE)
    arrive(hall.bundle())
    [edit] = db.session.scalars(select(Edit))
    assert (edit.act, list(edit.after)) == ("bundle", ["slot:zones/3101"])
    assert find_slot(find_zone(find_event(CODE), "z1"), FIRST).start == start + 5


# --- Once -------------------------------------------------------------------------------------------------


def test_taken_in_twice_it_changes_nothing(hall, arrive, event):
    a_day(hall)
    bundle = hall.bundle()
    arrive(bundle)
    before = counts(), here()
    assert arrive(bundle) is None
    assert (counts(), here()) == before


def test_an_older_bundle_has_nothing_that_is_not_here(hall, arrive, event):
    hall.score(JUDGE)
    older = hall.bundle("older.zip")
    hall.score(OTHER)
    arrive(hall.bundle("newer.zip"))
    before = counts(), here()
    assert arrive(older) is None
    assert (counts(), here()) == before


def test_of_a_later_bundle_only_the_new_is_added(hall, arrive, event):
    a_day(hall)
    arrive(hall.bundle("first.zip"))
    kept = db.session.scalars(select(Entry.id).order_by(Entry.id)).all()
    hall.act(JUDGE, JUDGE, Act.SUBMIT, FIRST)
    hall.run(_settle_late(hall), write=True)
    later = hall.bundle("later.zip")
    arrival = arrive(later)
    assert (arrival.records, arrival.entries) == (2, 1)
    assert db.session.scalars(select(Entry.id).order_by(Entry.id)).all()[:-1] == kept
    assert here() == told(later.facts)


def _settle_late(hall: Hall):
    def settle(event) -> None:
        late = db.session.scalars(select(Entry).where(Entry.status == EntryStatus.LATE)).one()
        settle_entry(event, late, by=hall.by(CHAIR), take=True, reason="it came before the end")

    return settle


def test_a_zone_reopened_in_the_hall_is_reopened_here(hall, arrive, event):
    hall.score_zone()
    hall.finalise()
    arrive(hall.bundle("final.zip"))
    hall.run(lambda _: reopen_zone(hall.zone(), by=hall.by(CHAIR), reason="a mark was mistyped"), write=True)
    later = hall.bundle("reopened.zip")
    arrive(later)
    assert here() == told(later.facts)
    assert current_snapshot(find_zone(find_event(CODE), "z1")) is None


def test_after_the_hand_over_work_goes_on_here(hall, arrive, event, by):
    hall.score(JUDGE)
    bundle = hall.bundle()
    arrive(bundle)
    score(find_event(CODE), by(OTHER), OTHER, FIRST)
    assert arrive(bundle) is None
    assert broken(find_event(CODE), KEY) == ()


def test_what_the_halls_tablets_send_here_afterwards_is_known(hall, arrive, event, by):
    sent = a_day(hall)
    arrive(hall.bundle())
    with writing():
        receipts = store_entries(
            find_event(CODE), sent, by=by(JUDGE), actor=Actor.AUTHOR, channel=Channel.TABLET
        )
    assert {receipt.status for receipt in receipts} == {"duplicate"}
    assert [receipt.was for receipt in receipts[-3:]] == ["late", "stored", "stale"]


def test_what_a_tablet_sent_to_both_servers_is_one(hall, arrive, event, by):
    sent = entries_for(JUDGE, FIRST)
    with writing():
        store_entries(event, sent[:4], by=by(JUDGE), actor=Actor.AUTHOR, channel=Channel.TABLET)
    tablet(hall, sent)
    bundle = hall.bundle()
    assert arrive(bundle).entries == len(sent) - 4
    assert [each["value"] for each in here()["marks"]] == [each["value"] for each in bundle.facts["marks"]]


def test_a_tablet_of_the_hall_signs_in_here_anew(hall, arrive, event, by):
    tablet(hall, entries_for(JUDGE, FIRST))
    bundle = hall.bundle()
    arrive(bundle)
    judge = find_person(find_event(CODE), JUDGE)
    [device] = judge.devices
    assert (device.label, device.secret_digest, judge.live_devices) == ("a tablet of the hall", "", [])
    assert "secret_digest" not in str(bundle.facts)


# --- What only this server has ----------------------------------------------------------------------------


def test_marks_that_were_given_only_here_are_named_with_the_way_out(hall, arrive, refusal, event, by):
    score(event, by(JUDGE), JUDGE, FIRST, {"1.1": "3", "3": "4"}, submit=False)
    hall.score(JUDGE)
    assert refusal(hall.bundle()) == ["bundle.own_entries", "bundle.way_out"]


def test_marks_that_were_given_only_here_can_be_held_for_the_chair(hall, arrive, event, by):
    score(event, by(JUDGE), JUDGE, FIRST, {"1.1": "3"}, submit=False)
    score(event, by(OTHER), OTHER, SECOND, {"3": "4"}, submit=False)
    hall.score(JUDGE)
    bundle = hall.bundle()
    assert arrive(bundle, hold=True).held == 2
    held = db.session.scalars(select(Entry).where(Entry.status == EntryStatus.LATE)).all()
    assert [(each.value, each.settled_at) for each in held] == [("3", None), ("4", None)]
    assert here()["marks"] == bundle.facts["marks"]
    assert arrive(bundle) is None


def test_what_is_held_stands_in_no_later_bundles_way(hall, arrive, event, by):
    score(event, by(JUDGE), JUDGE, FIRST, {"1.1": "3"}, submit=False)
    hall.score(JUDGE)
    arrive(hall.bundle("first.zip"), hold=True)
    hall.score(OTHER)
    assert arrive(hall.bundle("later.zip")).held == 0
    assert broken(find_event(CODE), KEY) == ()


def test_acts_on_both_servers_cant_be_joined(hall, refusal, event, by):
    score(event, by(OTHER), OTHER, SECOND)
    hall.score(JUDGE)
    bundle = hall.bundle()
    expected = ["bundle.own_acts", "bundle.own_entries", "bundle.no_way_out"]
    assert refusal(bundle) == refusal(bundle, hold=True) == expected
