"""A spreadsheet is taken whole or not at all, and never over what marks or others have settled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from panel.adapters.folder import read_folder
from panel.adapters.spreadsheet import Leaf, workbook
from panel.adapters.workbooks import read_sheet
from panel.db import db, writing
from panel.domain.days import Happened
from panel.domain.errors import Conflict, Invalid, NotFound
from panel.domain.imports.columns import Sort
from panel.domain.imports.listings import Listing
from panel.models import Edit, Event, Excuse, Import, Record, Seat, Slot
from panel.operations.days import note_happening
from panel.operations.edits import set_excuses, undo_edit
from panel.operations.imports import keep_import, take_import
from panel.operations.reloads import reload_event
from panel.operations.results import finalise_zone
from panel.operations.schedules import move_presenter, start_zone
from panel.queries.audit import broken
from panel.queries.events import find_event, find_presenter, find_seat, find_venue, find_zone
from panel.queries.imports import compare, find_import, present_folder
from panel.queries.schedules import find_slot, timed_slots
from tests.conftest import CODE, REFERENCE, SECRET, score, score_zone

P, Z, C = Sort.PRESENTERS, Sort.ZONES, Sort.COMMITTEE
AMPHOE = "รหัส,อำเภอ,กลุ่มโซน,ลำดับ\n"
SEATS = "กลุ่มโซน,บทบาท,ชื่อ\n"


@pytest.fixture
def keep(event: Event, by) -> Callable[..., Import]:
    """Upload a list as the organiser."""

    def upload(sort: Sort, content: str | bytes, *, remove: bool = False) -> Import:
        content = content.encode() if isinstance(content, str) else content
        with writing():
            author = by("organiser")
            sheet = read_sheet(sort, content)
            found = find_event(CODE)
            return keep_import(found, sheet, file="list.csv", remove=remove, of=author.person, at=author.at)

    return upload


@pytest.fixture
def take(keep, by) -> Callable[..., list[str]]:
    """Upload a list, look at it and take it; what was changed."""

    def act(sort: Sort, content: str | bytes, **how: bool) -> list[str]:
        found = keep(sort, content, **how)
        with writing():
            event = find_event(CODE)
            seen = compare(event, found).seen
            taken = take_import(event, found, seen=seen, by=by("organiser"), secret=SECRET)
            return [str(change) for change in taken.changes]

    return act


@pytest.fixture
def wrong(keep, event) -> Callable[..., list[tuple[int | None, str]]]:
    """Upload a list that has something wrong; in which row, and what."""

    def look(sort: Sort, content: str, **how: bool) -> list[tuple[int | None, str]]:
        return [(each.row, each.code) for each in compare(event, keep(sort, content, **how)).wrong]

    return look


def zone_of(code: str) -> list[str]:
    return [slot.presenter.code for slot in timed_slots(find_zone(find_event(CODE), code))]


def times(code: str) -> list[int | None]:
    return [slot.start for slot in timed_slots(find_zone(find_event(CODE), code))]


# --- What is taken ----------------------------------------------------------------------------------


def test_the_template_taken_back_changes_nothing(keep, event):
    for sort in Sort:
        listing = Listing(present_folder(event), sort, thai=True)
        sent = workbook([Leaf(sort, listing.heads, listing.rows)])
        comparison = compare(event, keep(sort, sent, remove=True))
        assert (comparison.changes, comparison.wrong, comparison.unlisted) == ((), (), ())


def test_an_amphoe_moves_and_only_the_zones_that_it_touches_are_laid_out(take, event, by):
    with writing():
        slot = find_slot(find_zone(event, "z4"), "3108")
        slot.start, slot.end = 500, 530  # by hand
    take(P, AMPHOE + "3103,กระสัง,z2,1\n")
    assert (zone_of("z1"), zone_of("z2")[:2]) == (["3101", "3116", "3115", "3121"], ["3103", "3111"])
    assert (times("z2")[:2], times("z4")[0]) == ([540, 570], 500)


def test_an_amphoe_comes_and_another_goes(take, event, by):
    rows = [(p.code, p.name) for p in event.presenters if not p.practice and p.code != "3103"]
    text = "".join(f"{code},{name},,\n" for code, name in rows)
    take(P, f"{AMPHOE}{text}9901,อำเภอใหม่,กลุ่มโซนที่ ๑,\n", remove=True)
    assert zone_of("z1") == ["3101", "3116", "3115", "3121", "9901"]
    assert find_presenter(find_event(CODE), "9901").name == "ใหม่"
    with pytest.raises(NotFound):
        find_presenter(find_event(CODE), "3103")


def test_an_excuse_goes_with_the_slot_that_it_is_about(take, event):
    with writing():
        set_excuses(event, [("z1-judge-1", "3103")])
    take(P, AMPHOE + "3103,กระสัง,z2,1\n")
    assert db.session.scalars(select(Excuse)).all() == []


def test_a_request_is_noted_on_the_slot(take, event):
    take(P, "อำเภอ,ไม่ก่อน,ต้องตามนี้\nกระสัง,๑๐.๐๐ น.,ใช่\n")
    slot = find_slot(find_zone(find_event(CODE), "z1"), "3103")
    assert (slot.not_before, slot.not_after, slot.firm, slot.start) == (600, None, True, 660)


def test_a_zone_gets_a_new_venue_a_booking_and_a_start(take, event):
    take(Z, "กลุ่มโซน,สถานที่,จอง,เริ่ม\nกลุ่มโซนที่ ๒,หอประชุม,08.30–12.00,๐๘.๓๐ น.\n")
    zone = find_zone(find_event(CODE), "z2")
    assert (zone.venue.name, [(b.start, b.end) for b in zone.venue.bookings]) == ("หอประชุม", [(510, 720)])
    assert times("z2")[0] == 510
    assert find_venue(find_event(CODE), "phutthaisong").name


def test_a_new_zone_waits_for_its_amphoe(take, event):
    take(Z, "รหัส,กลุ่มโซน,สถานที่,เริ่ม\nz5,กลุ่มโซนที่ ๕,หอประชุม,13.00\n")
    take(P, AMPHOE + "3103,กระสัง,กลุ่มโซนที่ ๕,\n")
    assert (zone_of("z5"), times("z5")) == (["3103"], [780])


def test_people_are_appointed_corrected_and_leave(take, event):
    rows = [
        f"{seat.code},{seat.zone.code if seat.zone else 'จังหวัด'},{seat.role.value},{seat.person.name}"
        for seat in db.session.scalars(select(Seat).where(Seat.code != "z1-judge-4"))
    ]
    text = "\n".join(["รหัสที่นั่ง,กลุ่มโซน,บทบาท,ชื่อ", *rows, ",z1,กรรมการ,กรรมการคนใหม่"])
    text = text.replace("กรรมการคนที่ ๑ กลุ่มโซนที่ ๑", "กรรมการคนแรก กลุ่มโซนที่ ๑")
    changes = take(C, text, remove=True)
    assert changes == [
        "~ person.z1-judge-1.name: กรรมการคนที่ ๑ กลุ่มโซนที่ ๑ → กรรมการคนแรก กลุ่มโซนที่ ๑",
        "+ person.z1-judge-5",
        "+ seat.z1-judge-5",
        "- seat.z1-judge-4",
    ]
    codes = db.session.scalars(select(Seat.code).where(Seat.zone_id == find_zone(event, "z1").id))
    assert sorted(codes) == [
        "z1-chair", "z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-5", "z1-secretary",
    ]  # fmt: skip


def test_what_is_taken_is_one_edit_one_record_and_can_be_taken_once(take, keep, event, by):
    take(Z, "กลุ่มโซน,เริ่ม\nกลุ่มโซนที่ ๒,08.30\n")
    edit = db.session.scalars(select(Edit)).one()
    assert (edit.act, edit.body) == ("import", {"sort": "zones", "file": "list.csv"})
    record = db.session.scalars(select(Record).order_by(Record.id.desc())).first()
    assert record is not None
    assert (record.act, record.person, record.body["changes"]) == (
        "import.taken", "organiser", ["zone.z2.start"],
    )  # fmt: skip
    assert broken(event, by("organiser").key) == ()
    key = db.session.scalars(select(Import.key)).one()
    with pytest.raises(NotFound):
        find_import(event, key, person="organiser", at=by("organiser").at)


def test_times_and_places_that_were_taken_are_undone_like_any_edit(take, event, by):
    take(Z, "กลุ่มโซน,เริ่ม\nกลุ่มโซนที่ ๒,08.30\n")
    with writing():
        undo_edit(find_event(CODE), by=by("organiser"))
    assert times("z2")[0] == 540


# --- What is not ------------------------------------------------------------------------------------


def test_one_mistake_and_nothing_is_taken(keep, event, by):
    found = keep(P, AMPHOE + "3103,กระสัง,z2,1\n3199,ใหม่,z9,\n")
    before = db.session.scalar(select(func.count(Record.id)))
    with pytest.raises(Invalid) as refusal, writing():
        event = find_event(CODE)
        take_import(event, found, seen=compare(event, found).seen, by=by("organiser"), secret=SECRET)
    assert refusal.value.code == "import.wrong"
    assert zone_of("z1")[-1] == "3103"
    assert db.session.scalar(select(func.count(Record.id))) == before


def test_what_was_changed_since_somebody_looked_is_looked_at_anew(keep, event, by):
    found = keep(P, AMPHOE + "3103,กระสัง,z2,1\n")
    seen = compare(event, found).seen
    with writing():
        zone = find_zone(event, "z2")
        move_presenter(find_slot(zone, "3109"), to=zone, position=1, by=by("organiser"))
    with pytest.raises(Conflict) as refusal, writing():
        take_import(find_event(CODE), found, seen=seen, by=by("organiser"), secret=SECRET)
    assert refusal.value.code == "import.changed_since"
    assert zone_of("z1")[-1] == "3103"


def test_a_change_elsewhere_disturbs_nobody(keep, event, by):
    found = keep(P, AMPHOE + "3103,กระสัง,z2,1\n")
    seen = compare(event, found).seen
    with writing():
        start_zone(find_zone(event, "z4"), at=510, by=by("organiser"))
    with writing():
        take_import(find_event(CODE), found, seen=seen, by=by("organiser"), secret=SECRET)
    assert zone_of("z2")[0] == "3103"


def test_a_list_that_changes_nothing_is_not_taken(keep, event, by):
    found = keep(P, AMPHOE + "3103,กระสัง,z1,\n")
    with pytest.raises(Invalid) as refusal, writing():
        event = find_event(CODE)
        take_import(event, found, seen=compare(event, found).seen, by=by("organiser"), secret=SECRET)
    assert refusal.value.code == "import.nothing"


def test_an_upload_is_its_persons_own_for_a_day(keep, event, by):
    found, author = keep(P, AMPHOE + "3103,กระสัง,z2,1\n"), by("organiser")
    assert find_import(event, found.key, person="organiser", at=author.at) is found
    for person, at in (("z1-chair", author.at), ("organiser", author.at + timedelta(days=1))):
        with pytest.raises(NotFound):
            find_import(event, found.key, person=person, at=at)


def test_uploads_that_are_over_a_day_old_are_dropped(keep, clock):
    keep(P, AMPHOE + "3103,กระสัง,z2,1\n")
    clock.forward(days=1)
    kept = keep(P, AMPHOE + "3103,กระสัง,z3,1\n")
    assert db.session.scalars(select(Import.key)).all() == [kept.key]


# --- What marks lock --------------------------------------------------------------------------------


def test_marks_lock_an_amphoe_in_its_zone(wrong, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3103", {"1.1": "8"}, submit=False)
    assert wrong(P, AMPHOE + "3101,เมืองบุรีรัมย์,z1,2\n3103,กระสัง,z2,1\n") == [(3, "reload.marks_lock")]


def test_an_amphoe_that_was_heard_stays_in_its_zone(wrong, event, zone, by):
    with writing():
        note_happening(find_slot(zone, "3103"), Happened.PRESENTING, by=by("z1-secretary"))
    assert wrong(P, AMPHOE + "3101,เมืองบุรีรัมย์,z1,2\n3103,กระสัง,z2,1\n") == [(3, "reload.marks_lock")]


def test_marks_lock_an_amphoe_that_is_not_listed(wrong, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3103", {"1.1": "8"}, submit=False)
    assert (None, "reload.marks_lock") in wrong(P, AMPHOE + "3101,เมืองบุรีรัมย์,z1,\n", remove=True)


def test_marks_lock_a_role(wrong, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "8"}, submit=False)
    row = "z1,ที่ปรึกษา,กรรมการคนที่ ๑ กลุ่มโซนที่ ๑\n"
    assert wrong(C, f"{SEATS}z1,กรรมการ,คนใหม่\n{row}") == [(3, "reload.marks_lock"), (3, "reload.marks_lock")]


def test_a_finalised_zone_stays_as_it_is(wrong, event, zone, by):
    score_zone(event, zone, by)
    with writing():
        finalise_zone(find_zone(event, "z1"), by=by("z1-chair"))
    assert wrong(Z, "กลุ่มโซน,เริ่ม\nกลุ่มโซนที่ ๒,08.30\nกลุ่มโซนที่ ๑,08.30\n") == [(3, "reload.finalised")]
    assert wrong(C, SEATS + "z1,กรรมการ,คนใหม่\n") == [(2, "reload.finalised")]


# --- The folder afterwards --------------------------------------------------------------------------


def test_the_folder_loaded_again_leaves_what_was_taken(take, event, by):
    take(P, AMPHOE + "3103,กระสัง,z2,1\n9901,ใหม่,z1,\n")
    with writing():
        assert reload_event(find_event(CODE), read_folder(REFERENCE), by=by("organiser"), secret=SECRET) == ()
    assert (zone_of("z1")[-1], zone_of("z2")[0]) == ("9901", "3103")


def test_a_province_of_amphoe_is_taken(take, event):
    rows = "".join(f"x{n},อำเภอที่ {n},z{n % 4 + 1},\n" for n in range(300))
    assert len(take(P, AMPHOE + rows)) == 304
    assert db.session.scalar(select(func.count(Slot.id))) == 23 + 4 + 300
    assert find_seat(find_event(CODE), "z1-chair")
