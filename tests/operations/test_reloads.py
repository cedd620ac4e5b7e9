"""Loading a folder again: what it says anew is changed, what people changed stays.

What marks or final results rest on is locked, and one such fault leaves everything as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from panel.adapters.folder import read_folder
from panel.db import db, writing
from panel.domain.errors import Faults
from panel.domain.panels import Role
from panel.domain.schedules import Request
from panel.domain.sheets import Act, Actor, Channel
from panel.models import Chain, Edit, Entry, Event, Mark, Person, Record, Round, Seat, Sheet, Slot, Zone
from panel.operations.days import mark_no_show
from panel.operations.entries import NewEntry, store_entries
from panel.operations.invitations import uninvite
from panel.operations.panels import Appointment, appoint_seat, change_seat, replace_seat
from panel.operations.reloads import reload_event
from panel.operations.results import finalise_zone
from panel.operations.schedules import move_presenter
from panel.queries.accounts import find_person
from panel.queries.audit import broken
from panel.queries.events import find_event, find_presenter, find_round, find_seat, find_venue, find_zone
from panel.queries.instruments import instrument_of
from panel.queries.schedules import event_schedule, find_slot, timed_slots
from tests.conftest import CODE, REFERENCE, SECRET, score, score_zone

EVENT, INSTRUMENT, COMMITTEE = "event.toml", "instrument.toml", "committee.csv"
VENUE = '[[venues]]\ncode = "{}"\nname = "Another hall"\n'
PRESENTER = '[[presenters]]\ncode = "{}"\nname = "Another"\n'
ZONE = '[[zones]]\ncode = "{}"\nround = "zones"\nname = "Another"\nvenue = "buriram"\nstart = "13:00"\n'
FINAL = '[[rounds]]\ncode = "final"\nkind = "final"\nname = "Final"\n'
FINAL_ZONE = '[[zones]]\ncode = "f"\nround = "final"\nname = "Final"\nvenue = "buriram"\nstart = "14:00"\n'
JUDGE = "z1-judge-1,z1,judge,z1-judge-1,กรรมการคนที่ ๑ กลุ่มโซนที่ ๑,กรรมการ,,"
NEWCOMER = Appointment("Newcomer", "", None, Role.JUDGE, True)
Swap = tuple[str, str, str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The reference event's folder, to be changed."""
    return shutil.copytree(REFERENCE, tmp_path / CODE)


@pytest.fixture
def load(folder: Path, by, event: Event) -> Callable[..., list[str]]:
    """Load the folder again after some swaps of text in it; what was changed, as it is told."""

    def again(*swaps: Swap) -> list[str]:
        for name, old, new in swaps:
            text = (folder / name).read_text()
            assert old in text
            (folder / name).write_text(text.replace(old, new, 1))
        with writing():
            found = find_event(CODE)
            changes = reload_event(found, read_folder(folder), by=by("organiser"), secret=SECRET)
        return [str(change) for change in changes]

    return again


@pytest.fixture
def refused(load) -> Callable[..., list[tuple[str, str]]]:
    """Load the folder again after some swaps, which must be refused; where and why."""

    def again(*swaps: Swap) -> list[tuple[str, str]]:
        with pytest.raises(Faults) as refusal:
            load(*swaps)
        return [(fault.place, fault.code) for fault in refusal.value.faults]

    return again


def add(text: str, name: str = EVENT) -> Swap:
    """More at the file's end."""
    last = (REFERENCE / name).read_text()[-40:]
    return name, last, f"{last.rstrip()}\n{text}\n"


def swap(old: str, new: str, name: str = EVENT) -> Swap:
    return name, old, new


def order(zone: str) -> list[str]:
    return [slot.presenter.code for slot in timed_slots(find_zone(find_event(CODE), zone))]


def starts(zone: str) -> list[int]:
    return [slot.start or 0 for slot in timed_slots(find_zone(find_event(CODE), zone))]


def slot_of(event: Event, presenter: str) -> Slot:
    slot = find_slot(event.rounds[0], presenter)
    assert slot is not None
    return slot


def move(event: Event, presenter: str, to: str, position: int, by) -> None:
    with writing():
        move_presenter(
            slot_of(event, presenter), to=find_zone(event, to), position=position, by=by("organiser")
        )


# --- The same folder --------------------------------------------------------------------------------


def test_an_unchanged_folder_changes_nothing_and_leaves_no_record(load, event):
    before = db.session.scalars(select(Record.digest)).all()
    assert load() == []
    assert db.session.scalars(select(Record.digest)).all() == before


def test_what_people_changed_survives_a_load_of_the_unchanged_folder(load, event, by):
    move(event, "3101", "z2", 1, by)
    with writing():
        change_seat(find_seat(event, "z1-judge-1"), NEWCOMER, by=by("organiser"))
    load()
    assert order("z2")[0] == "3101"
    assert find_seat(event, "z1-judge-1").person.name == "Newcomer"


# --- One property at a time -------------------------------------------------------------------------

PROPERTIES = [
    (swap('level = "ระดับกลุ่มโซนอำเภอ"', 'level = "ระดับจังหวัด"'),
     "~ event.level: ระดับกลุ่มโซนอำเภอ → ระดับจังหวัด", lambda event: event.text("level"), "ระดับจังหวัด"),
    (swap("date = 2025-08-08", "date = 2025-08-09"), "~ day.date: 2025-08-08 → 2025-08-09",
     lambda event: event.date.isoformat(), "2025-08-09"),
    (swap("gap = 0", 'gap = 0\nmaterials_until = "2025-08-07 16:30"'),
     "~ day.materials_until: - → 2025-08-07 16:30+07:00",
     lambda event: event.materials_until == datetime.fromisoformat("2025-08-07T16:30:00+07:00"), True),
    (swap("[rules]", "[rules]\nquorum = 4"), "~ rules.quorum: - → 4", lambda event: event.settings.quorum, 4),
    (swap("[rules]", '[rules]\npaper = "typed-twice"'), "~ rules.paper: - → typed-twice",
     lambda event: event.settings.paper, "typed-twice"),
    (swap('code = "buriram"\nname = "ห้อง', 'code = "buriram"\nname = "หอ'), None,
     lambda event: find_venue(event, "buriram").name[:2], "หอ"),
    (swap('["08:30", "11:30"]', '["08:30", "12:00"]'),
     "~ venue.phutthaisong.bookings: 08:30–11:30 → 08:30–12:00",
     lambda event: [(each.start, each.end) for each in find_venue(event, "phutthaisong").bookings],
     [(510, 720)]),
    (swap('name_en = "Krasang"', 'name_en = "Kra Sang"'), "~ presenter.3103.name_en: Krasang → Kra Sang",
     lambda event: find_presenter(event, "3103").name_en, "Kra Sang"),
    (swap('name = "ระดับกลุ่มโซนอำเภอ"', 'name = "รอบแรก"'),
     "~ round.zones.name: ระดับกลุ่มโซนอำเภอ → รอบแรก", lambda event: event.rounds[0].name, "รอบแรก"),
    (swap('name_en = "Zone 2"', 'name_en = "North"'), "~ zone.z2.name_en: Zone 2 → North",
     lambda event: find_zone(event, "z2").name_en, "North"),
    (swap('venue = "phutthaisong"', 'venue = "nang-rong"'), "~ zone.z2.venue: phutthaisong → nang-rong",
     lambda event: find_zone(event, "z2").venue.code, "nang-rong"),
    (swap(JUDGE, JUDGE.replace("กรรมการคนที่ ๑", "กรรมการคนแรก"), COMMITTEE), None,
     lambda event: find_seat(event, "z1-judge-1").person.name, "กรรมการคนแรก กลุ่มโซนที่ ๑"),
    (swap(JUDGE, JUDGE[:-1] + "3101,", COMMITTEE), "~ person.z1-judge-1.home: - → 3101",
     lambda event: find_seat(event, "z1-judge-1").person.home, "3101"),
    (swap(JUDGE, JUDGE.replace(",judge,", ",adviser,"), COMMITTEE), None,
     lambda event: (find_seat(event, "z1-judge-1").role, find_seat(event, "z1-judge-1").scores),
     (Role.ADVISER, False)),
    (swap(JUDGE, JUDGE.replace("z1-judge-1,z1,", "z1-judge-1,z2,"), COMMITTEE),
     "~ seat.z1-judge-1.zone: z1 → z2", lambda event: find_seat(event, "z1-judge-1").zone.code, "z2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told", "read", "wanted"), PROPERTIES, ids=[str(row[1] or row[3]) for row in PROPERTIES]
)
def test_a_property_that_the_folder_says_anew_is_changed_and_told(load, event, change, told, read, wanted):
    changes = load(change)
    assert told is None or changes == [told]
    assert read(find_event(CODE)) == wanted


def test_only_the_changed_property_wins_over_what_people_changed(load, event, by):
    with writing():
        change_seat(find_seat(event, "z1-judge-1"), NEWCOMER, by=by("organiser"))
    load(swap(JUDGE, JUDGE.replace(",กรรมการ,,", ",ผู้แทน,,"), COMMITTEE))
    person = find_seat(event, "z1-judge-1").person
    assert (person.name, person.position) == ("Newcomer", "ผู้แทน")


def test_a_zone_that_gets_a_new_name_keeps_the_order_that_people_gave_it(load, event, by):
    move(event, "3103", "z1", 1, by)
    load(swap('name_en = "Zone 1"', 'name_en = "Centre"'))
    assert order("z1") == ["3103", "3101", "3116", "3115", "3121"]


def test_a_zone_that_starts_earlier_keeps_the_order_that_people_gave_it(load, event, by):
    move(event, "3109", "z2", 1, by)
    load(swap('venue = "phutthaisong"\nstart = "09:00"', 'venue = "phutthaisong"\nstart = "08:30"'))
    assert order("z2") == ["3109", "3111", "3113", "3119", "3122", "3102"]
    assert starts("z2") == [510, 540, 570, 600, 630, 660]


def test_a_list_in_another_order_lays_the_zone_out_anew(load):
    load(swap('"3101", # เมืองบุรีรัมย์\n    "3116", # ห้วยราช', '"3116",\n    "3101",'))
    assert order("z1") == ["3116", "3101", "3115", "3121", "3103"]
    assert starts("z1") == [540, 570, 600, 630, 660]


def test_whom_people_moved_into_a_zone_comes_last_when_its_list_is_changed(load, event, by):
    move(event, "3111", "z1", 1, by)
    load(swap('"3101", # เมืองบุรีรัมย์\n    "3116", # ห้วยราช', '"3116",\n    "3101",'))
    assert order("z1") == ["3116", "3101", "3115", "3121", "3103", "3111"]
    assert starts("z1")[-1] == 690


def test_a_list_that_is_changed_brings_back_whom_people_had_moved_away(load, event, by):
    move(event, "3103", "z2", 1, by)
    load(swap('"3101", # เมืองบุรีรัมย์\n    "3116", # ห้วยราช', '"3116",\n    "3101",'))
    assert order("z1") == ["3116", "3101", "3115", "3121", "3103"]
    assert (order("z2")[0], starts("z2")[0]) == ("3111", 540)


def test_longer_slots_and_a_break_lay_every_zone_out_anew(load):
    lunch = '[[breaks]]\nname = "Lunch"\nstart = "11:00"\nend = "12:00"\n'
    assert load(swap("questions = 15", "questions = 30"), add(lunch)) == [
        "~ day.questions: 15 → 30",
        "~ day.breaks: - → Lunch 11:00–12:00",
    ]
    assert starts("z1") == [540, 585, 720, 765, 810]
    assert starts("z4") == [540, 585, 720, 765, 810, 855]


# --- More and fewer ---------------------------------------------------------------------------------


def test_a_presenter_is_moved_to_another_zone(load):
    load(swap('    "3103", # กระสัง\n', ""), swap('"3109", # พุทไธสง', '"3109",\n    "3103",'))
    assert (order("z1"), order("z2")[-1]) == (["3101", "3116", "3115", "3121"], "3103")
    assert starts("z2")[-1] == 720


def test_a_new_presenter_gets_a_slot(load, event):
    assert load(add(PRESENTER.format("3199")), swap('"3103", # กระสัง', '"3103", "3199",')) == [
        "+ presenter.3199",
        "~ zone.z1.presenters: 3101, 3116, 3115, 3121, 3103 → 3101, 3116, 3115, 3121, 3103, 3199",
    ]
    assert order("z1")[-1] == "3199"
    assert slot_of(event, "3199").start == 690


def test_a_presenter_who_is_taken_out_goes_with_slot_and_no_show(load, event, folder, by):
    with writing():
        mark_no_show(slot_of(event, "3103"), by=by("z1-chair"), reason="Flood")
    one = (REFERENCE / EVENT).read_text().split("[[presenters]]")[3]
    assert 'code = "3103"' in one
    changes = load(swap("[[presenters]]" + one, ""), swap('    "3103", # กระสัง\n', ""))
    assert changes[-1] == "- presenter.3103"
    assert order("z1") == ["3101", "3116", "3115", "3121"]


def test_a_new_venue_and_a_new_zone_with_somebody_of_another(load, event):
    load(
        add(
            VENUE.format("new-hall")
            + ZONE.format("z5").replace("buriram", "new-hall")
            + 'presenters = ["3103"]'
        ),
        swap('    "3103", # กระสัง\n', ""),
        add("z5-judge,z5,judge,z5-judge,Judge,,,", COMMITTEE),
    )
    assert (order("z5"), starts("z5"), order("z1")[-1]) == (["3103"], [780], "3121")
    zone = find_zone(find_event(CODE), "z5")
    assert (zone.position, zone.venue.code, [seat.code for seat in zone.seats]) == (
        5,
        "new-hall",
        ["z5-judge"],
    )
    assert [slot.presenter.code for slot in zone.slots if slot.start is None] == ["practice-z5"]


def test_a_final_round_is_added_filled_and_thinned_out(load, event):
    final = FINAL + FINAL_ZONE
    load(add(final), add("f-judge,f,judge,z1-judge-1,กรรมการคนที่ ๑ กลุ่มโซนที่ ๑,กรรมการ,,", COMMITTEE))
    assert order("f") == []
    load(swap(FINAL_ZONE, FINAL_ZONE + 'presenters = ["3101", "3111"]\n'))
    assert (order("f"), order("z1")[0]) == (["3101", "3111"], "3101")
    load(swap('presenters = ["3101", "3111"]', 'presenters = ["3111"]'))
    assert (order("f"), starts("f"), order("z1")[0]) == (["3111"], [840], "3101")


JUDGE_OF_FINAL = add("f-judge,f,judge,z1-judge-1,กรรมการคนที่ ๑ กลุ่มโซนที่ ๑,กรรมการ,,", COMMITTEE)
OWN = 'kind = "final"\ninstrument = "final.toml"'


@pytest.fixture
def final(load, folder) -> Round:
    """A final in which one of zone 1 stands, and the file of an instrument that it could have."""
    load(add(FINAL + FINAL_ZONE + 'presenters = ["3101"]'), JUDGE_OF_FINAL)
    text = (folder / INSTRUMENT).read_text()
    (folder / "final.toml").write_text(text.replace('"growth-team"', '"final"', 1))
    return find_round(find_event(CODE), "final")


def test_who_comes_into_a_final_and_what_is_carried_over_are_said_anew(load, final):
    assert (final.top, final.carry) == (2, 0)
    assert load(swap('kind = "final"', 'kind = "final"\ntop = 3\ncarry = 40')) == [
        "~ round.final.top: 2 → 3",
        "~ round.final.carry: 0 → 40",
    ]
    assert (final.top, final.carry) == (3, 40)


def test_a_final_gets_an_instrument_of_its_own_and_loses_it_again(load, final, event):
    main = event.rounds[0].instrument
    assert load(swap('kind = "final"', OWN)) == ["+ instrument.final"]
    assert (final.instrument.code, final.instrument.version) == ("final", 1)
    assert {slot.instrument.code for slot in final.zones[0].slots} == {"final"}
    assert load(swap('step = "0.5"', 'step = "1"', "final.toml")) != []
    assert (final.instrument.version, main is event.rounds[0].instrument) == (2, True)
    assert load(swap(OWN, 'kind = "final"')) == ["- instrument.final"]
    assert final.instrument is main


def test_a_new_instrument_of_the_zones_leaves_the_finals_own(load, final, event):
    load(swap('kind = "final"', OWN))
    load(swap('step = "0.5"', 'step = "1"', INSTRUMENT))
    assert (event.rounds[0].instrument.version, final.instrument.code) == (2, "final")


def test_marks_in_the_final_lock_what_it_rests_on(refused, final, event, by):
    score(event, by("z1-judge-1"), "f-judge", "3101", {"1.1": "8"}, submit=False)
    assert refused(swap('kind = "final"', f"{OWN}\ntop = 3\ncarry = 40")) == [
        ("round.final.top", "reload.marks_lock"),
        ("round.final.carry", "reload.marks_lock"),
        ("instrument.final", "reload.marks_lock"),
    ]


def test_marks_in_the_zones_leave_the_final_open(load, final, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "8"}, submit=False)
    assert load(swap('kind = "final"', f"{OWN}\ntop = 3")) == [
        "~ round.final.top: 2 → 3",
        "+ instrument.final",
    ]


def test_a_venue_that_nobody_needs_is_taken_out(load, event):
    load(add(VENUE.format("new-hall")))
    assert load(swap(VENUE.format("new-hall").strip(), "")) == ["- venue.new-hall"]
    assert "new-hall" not in [venue.code for venue in find_event(CODE).venues]


def test_a_seat_is_taken_out_and_comes_back_with_its_person(load, event):
    assert load(swap(JUDGE + "\n", "", COMMITTEE)) == ["- person.z1-judge-1", "- seat.z1-judge-1"]
    assert db.session.scalar(select(Seat).where(Seat.code == "z1-judge-1")) is None
    assert find_person(event, "z1-judge-1") is not None
    load(add(JUDGE.replace("กรรมการคนที่ ๑", "กรรมการคนแรก"), COMMITTEE))
    assert find_seat(event, "z1-judge-1").person.name == "กรรมการคนแรก กลุ่มโซนที่ ๑"


def test_another_person_takes_a_seat(load, event):
    load(swap(JUDGE, "z1-judge-1,z1,judge,deputy,Deputy,,,", COMMITTEE))
    assert find_seat(event, "z1-judge-1").person.code == "deputy"


# --- Given ways and requests ------------------------------------------------------------------------


def test_given_travel_times_come_change_and_go(load):
    way = '[[travel]]\nfrom = "buriram"\nto = "nang-rong"\nminutes = 60\n'
    assert load(swap("[rules]", f"{way}[rules]")) == ["+ travel"]
    assert find_event(CODE).travel == [{"from": "buriram", "to": "nang-rong", "minutes": 60}]
    assert load(swap("minutes = 60", "minutes = 75")) == ["~ travel.buriram–nang-rong: 60 → 75"]
    assert event_schedule(find_event(CODE)).travel == {("buriram", "nang-rong"): 75}
    load(swap(way.replace("60", "75"), ""))
    assert find_event(CODE).travel == []


def test_a_request_comes_changes_and_goes(load, event):
    request = '[[requests]]\npresenter = "3103"\nnot_before = "10:00"\n'
    assert load(swap("[rules]", f"{request}[rules]")) == ["+ request.zones/3103"]
    assert slot_of(event, "3103").request == Request("3103", "zones", not_before=600)
    assert load(swap('"10:00"\n', '"10:30"\nfirm = true\n')) == [
        "~ request.zones/3103.not_before: 10:00 → 10:30",
        "~ request.zones/3103.firm: False → True",
    ]
    assert slot_of(event, "3103").request == Request("3103", "zones", not_before=630, firm=True)
    load(swap(request.replace("10:00", "10:30") + "firm = true\n", ""))
    assert slot_of(event, "3103").request is None


def test_a_reload_of_the_plan_is_one_edit_of_it(load, event):
    load(swap('venue = "phutthaisong"\nstart = "09:00"', 'venue = "phutthaisong"\nstart = "08:30"'))
    edit = db.session.scalars(select(Edit)).one()
    assert (edit.act, edit.after["zone:z2"]["start"]) == ("reload", 510)


def test_a_zone_that_nothing_touches_keeps_the_times_that_people_gave_it(load, event):
    with writing():
        slot = slot_of(event, "3108")
        slot.start, slot.end = 500, 530
    load(swap('venue = "phutthaisong"\nstart = "09:00"', 'venue = "phutthaisong"\nstart = "08:30"'))
    assert (starts("z2")[0], starts("z4")[0]) == (510, 500)


def test_what_people_took_out_can_go_but_not_change(load, refused, event):
    with writing():
        slot = slot_of(event, "3103")
        presenter = slot.presenter
        db.session.delete(slot)
        db.session.flush()
        uninvite(presenter)
        event.presenters.remove(presenter)
        db.session.delete(presenter)
    assert refused(swap('name_en = "Krasang"', 'name_en = "Kra Sang"')) == [
        ("presenter.3103.name_en", "reload.gone")
    ]


def test_a_venue_in_which_people_put_a_zone_stays(refused, event):
    with writing():
        find_zone(event, "z2").venue = find_venue(event, "nang-rong")
    text = (REFERENCE / EVENT).read_text()
    hall = "[[venues]]" + text.split("[[venues]]")[3]
    assert refused(swap(hall, ""), swap('venue = "nang-rong"', 'venue = "buriram"')) == [
        ("venue.nang-rong", "reload.in_use")
    ]


# --- Before the first mark --------------------------------------------------------------------------


def test_a_new_instrument_is_a_new_version_for_every_slot_and_open_sheet(load, event, by):
    reason = NewEntry("u", "z1-judge-1", "3101", Act.RECUSE, value={"reason": "Relative"})
    with writing():
        store_entries(event, [reason], by=by("z1-judge-1"), actor=Actor.AUTHOR, channel=Channel.FORM)
    load(swap('step = "0.5"', 'step = "1"', INSTRUMENT))
    versions = [slot.instrument.version for slot in db.session.scalars(select(Slot))]
    assert versions == [2] * 27
    assert db.session.scalars(select(Sheet)).one().instrument.version == 2
    [step] = {each.kind.step for each in instrument_of(slot_of(event, "3101").instrument).indicators[:1]}
    assert step == 1


def test_practice_locks_nothing_and_keeps_its_sheets(load, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "practice-z1")
    load(swap('step = "0.5"', 'step = "1"', INSTRUMENT), swap("[rules]", "[rules]\nquorum = 4"))
    assert db.session.scalars(select(Sheet)).one().instrument.version == 1
    assert find_event(CODE).settings.quorum == 4


def test_a_seat_that_only_practised_is_taken_out_and_the_log_stays_whole(load, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "practice-z1")
    load(swap(JUDGE + "\n", "", COMMITTEE))
    assert [db.session.scalars(select(table)).all() for table in (Sheet, Mark, Entry)] == [[], [], []]
    assert broken(event, by("organiser").key) == ()


# --- What marks lock --------------------------------------------------------------------------------

LOCKED = [
    ("rules", swap("[rules]", "[rules]\nquorum = 4"), ["rules.quorum"]),
    ("rules", swap("[rules]", '[rules]\npaper = "typed-twice"'), ["rules.paper"]),
    ("instrument", swap('step = "0.5"', 'step = "1"', INSTRUMENT), ["instrument.digest"]),
    ("role", swap(JUDGE, JUDGE.replace(",judge,", ",chair,"), COMMITTEE), ["seat.z1-judge-1.role"]),
    ("scores", swap(JUDGE, JUDGE + "no", COMMITTEE), ["seat.z1-judge-1.scores"]),
    ("zone", swap(JUDGE, JUDGE.replace(",z1,", ",z2,"), COMMITTEE), ["seat.z1-judge-1.zone"]),
    ("person", swap(JUDGE, "z1-judge-1,z1,judge,deputy,Deputy,,,", COMMITTEE), ["seat.z1-judge-1.person"]),
    ("seat", swap(JUDGE + "\n", "", COMMITTEE), ["seat.z1-judge-1"]),
    ("home", swap(JUDGE, JUDGE[:-1] + "3101,", COMMITTEE), ["person.z1-judge-1.home"]),
]


@pytest.mark.parametrize(("change", "places"), [row[1:] for row in LOCKED], ids=[row[0] for row in LOCKED])
def test_marks_lock(refused, event, by, change, places):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "8"}, submit=False)
    assert refused(change) == [(place, "reload.marks_lock") for place in places]


def test_marks_lock_a_presenter_in_the_zone(refused, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3103", {"1.1": "8"}, submit=False)
    assert refused(swap('    "3103", # กระสัง\n', ""), swap('"3109", # พุทไธสง', '"3109",\n    "3103",')) == [
        ("zone.z2.presenters", "reload.marks_lock")
    ]


def test_marks_lock_a_presenter_in_the_event(refused, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3103", {"1.1": "8"}, submit=False)
    one = (REFERENCE / EVENT).read_text().split("[[presenters]]")[3]
    faults = refused(swap("[[presenters]]" + one, ""), swap('    "3103", # กระสัง\n', ""))
    assert set(faults) == {
        ("zone.z1.presenters", "reload.marks_lock"),
        ("presenter.3103", "reload.marks_lock"),
    }


def test_a_mark_that_was_cleared_again_locks_too(refused, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "8"}, submit=False)
    db.session.execute(select(Mark))
    with writing():
        for mark in db.session.scalars(select(Mark)):
            db.session.delete(mark)
    assert refused(swap(JUDGE + "\n", "", COMMITTEE)) == [("seat.z1-judge-1", "reload.marks_lock")]


def test_names_order_and_times_may_change_while_marks_come_in(load, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101")
    load(
        swap('"3101", # เมืองบุรีรัมย์\n    "3116", # ห้วยราช', '"3116",\n    "3101",'),
        swap(JUDGE, JUDGE.replace("กรรมการคนที่ ๑", "กรรมการคนแรก"), COMMITTEE),
        swap("gap = 0", "gap = 5"),
    )
    assert (order("z1")[:2], starts("z1")[:2]) == (["3116", "3101"], [540, 575])
    assert find_seat(event, "z1-judge-1").person.name == "กรรมการคนแรก กลุ่มโซนที่ ๑"


FINALISED = [
    ("day.gap", swap("gap = 0", "gap = 5")),
    ("zone.z1.start", swap('start = "09:00"', 'start = "08:30"')),
    ("zone.z1.venue", swap('venue = "buriram"', 'venue = "nang-rong"')),
    ("zone.z1.presenters", swap('"3101", # เมืองบุรีรัมย์\n    "3116",', '"3116",\n    "3101",')),
    ("seat.z1-secretary.zone", swap("z1-secretary,z1,", "z1-secretary,z2,", COMMITTEE)),
    ("seat.z1-extra", add("z1-extra,z1,judge,z1-extra,Extra,,,", COMMITTEE)),
]


@pytest.fixture
def finalised(event, zone, by) -> None:
    """กลุ่มโซนที่ ๑ is finalised."""
    score_zone(event, zone, by)
    with writing():
        finalise_zone(find_zone(event, "z1"), by=by("z1-chair"))


@pytest.mark.usefixtures("finalised")
def test_a_finalised_zone_locks(refused):
    faults = refused(*(change for _, change in FINALISED))
    assert sorted(faults) == sorted((place, "reload.finalised") for place, _ in FINALISED)


@pytest.mark.usefixtures("finalised")
def test_another_zone_may_change_when_one_is_finalised(load):
    load(swap('venue = "phutthaisong"\nstart = "09:00"', 'venue = "phutthaisong"\nstart = "08:30"'))
    assert (starts("z1")[0], starts("z2")[0]) == (540, 510)


# --- What is never changed here ---------------------------------------------------------------------


def test_a_seat_that_was_handed_over_is_settled(refused, event, by):
    with writing():
        replace_seat(find_seat(event, "z1-judge-1"), NEWCOMER, by=by("organiser"), secret=SECRET)
    assert refused(swap(JUDGE + "\n", "", COMMITTEE)) == [("seat.z1-judge-1", "seat.closed")]


def test_a_code_that_people_gave_on_the_web_is_refused(refused, event, by):
    with writing():
        appoint_seat(event, find_zone(event, "z1"), NEWCOMER, by=by("organiser"), secret=SECRET)
    assert refused(add("z1-judge-5,z1,judge,z1-judge-5,Fifth,,,", COMMITTEE)) == [
        ("person.z1-judge-5", "reload.taken"),
        ("seat.z1-judge-5", "reload.taken"),
    ]


def test_a_zone_or_round_is_not_taken_out(refused, folder, event):
    text = (folder / EVENT).read_text()
    zone = "[[zones]]" + text.split("[[zones]]")[4].split("# The 23 amphoe")[0]
    committee = (folder / COMMITTEE).read_text()
    (folder / COMMITTEE).write_text("".join(line for line in committee.splitlines(True) if "z4" not in line))
    faults = refused(
        swap(zone, ""), swap('"3103", # กระสัง', '"3103", "3108", "3120", "3106", "3112", "3123", "3107",')
    )
    assert ("zone.z4", "reload.not_here") in faults


def test_the_kind_of_a_round_stays(refused):
    assert refused(swap('kind = "zone"', 'kind = "final"')) == [
        ("event.toml: rounds[1].kind", "round.zones_first")
    ]


def test_one_refusal_and_nothing_of_the_folder_is_applied(refused, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "8"}, submit=False)
    before = db.session.scalars(select(Record.digest)).all(), find_event(CODE).folder
    refused(swap('name_en = "Zone 2"', 'name_en = "North"'), swap("[rules]", "[rules]\nquorum = 4"))
    assert find_zone(event, "z2").name_en == "Zone 2"
    assert (db.session.scalars(select(Record.digest)).all(), find_event(CODE).folder) == before


# --- The record of it -------------------------------------------------------------------------------


def test_a_reload_is_recorded_and_every_zone_looks_again(load, event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "8"}, submit=False)
    before = dict(db.session.execute(select(Chain.name, Chain.revision)).all())
    load(swap('name_en = "Zone 2"', 'name_en = "North"'))
    after = dict(db.session.execute(select(Chain.name, Chain.revision)).all())
    assert all(after[zone.code] == before.get(zone.code, 0) + 1 for zone in find_event(CODE).zones)
    record = db.session.scalars(select(Record).order_by(Record.id.desc())).first()
    assert record is not None
    assert (record.act, record.person, record.body) == (
        "event.reloaded",
        "organiser",
        {"changes": ["zone.z2.name_en"]},
    )
    assert broken(event, by("organiser").key) == ()


def test_persons_and_zones_of_the_reference_are_all_there_after_many_loads(load, event):
    load(swap('name_en = "Zone 2"', 'name_en = "North"'))
    load(swap('name_en = "North"', 'name_en = "Zone 2"'))
    assert load() == []
    assert [len(db.session.scalars(select(table)).all()) for table in (Person, Seat, Zone, Slot)] == [
        49,
        25,
        4,
        27,
    ]
