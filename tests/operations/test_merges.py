"""What a hall brings beside its marks: its panel, its scans; and what has no place here, by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from panel.adapters.bundles import Bundle
from panel.adapters.secrets import link_token, token_digest
from panel.adapters.uploads import CheckedFile, Kind, staged, upload_path
from panel.db import db, writing
from panel.domain.errors import Conflict
from panel.domain.panels import Role
from panel.domain.sheets import Channel
from panel.models import (
    InstrumentVersion,
    Mark,
    Seat,
    Sheet,
    SignedCopy,
    Snapshot,
    Typing,
    Upload,
)
from panel.operations.bundles import export_zone, import_zone
from panel.operations.days import mark_no_show
from panel.operations.panels import Appointment, change_seat, replace_seat
from panel.operations.signed_copies import attach_copy, remove_copy
from panel.operations.uploads import attach_scan, remove_scan
from panel.queries.accounts import find_person
from panel.queries.bundles import CARRIED
from panel.queries.events import find_event, find_seat, find_zone
from panel.queries.schedules import find_slot, timed_slots
from tests.conftest import CODE, MARKS, MORNING, SECRET
from tests.files import picture
from tests.halls import Hall, counts, here, told

JUDGE, OTHER, CHAIR, SECRETARY = "z1-judge-1", "z1-judge-2", "z1-chair", "z1-secretary"
FIRST, SECOND = "3101", "3116"
WHO = Appointment("กรรมการสำรอง", "นักวิชาการ", SECOND, Role.JUDGE, True)
SCAN = CheckedFile(picture(), Kind.PNG, "front.png")


# --- The panel --------------------------------------------------------------------------------------------


def replace_judge(hall: Hall) -> str:
    def replaced(event) -> str:
        seat = replace_seat(find_seat(event, JUDGE), WHO, by=hall.by(CHAIR), secret=SECRET)
        return seat.code

    return hall.run(replaced, write=True)


def test_a_judge_who_was_replaced_in_the_hall_is_replaced_here(hall, arrive, event):
    hall.score(JUDGE)
    code = replace_judge(hall)
    hall.score(code, "3105")
    bundle = hall.bundle()
    arrive(bundle)
    seat = find_seat(find_event(CODE), code)
    assert (seat.replaces.code, seat.person.name, seat.person.home) == (JUDGE, "กรรมการสำรอง", SECOND)
    assert seat.replaces.closed_at == MORNING
    assert here() == told(bundle.facts)


def test_the_link_of_who_came_in_the_hall_works_here(hall, arrive, event):
    code = replace_judge(hall)
    arrive(hall.bundle())
    person = find_person(find_event(CODE), code)
    assert person.link_digest == token_digest(link_token(SECRET, CODE, code, 1))


def test_a_seat_that_was_corrected_in_the_hall_is_corrected_here(hall, arrive, event):
    who = Appointment("ชื่อใหม่", "ตำแหน่งใหม่", SECOND, Role.ADVISER, False)
    hall.run(lambda event: change_seat(find_seat(event, JUDGE), who, by=hall.by(CHAIR)), write=True)
    arrive(hall.bundle())
    seat = find_seat(find_event(CODE), JUDGE)
    assert (
        Appointment(seat.person.name, seat.person.position, seat.person.home, seat.role, seat.scores) == who
    )


def test_a_hall_that_was_loaded_from_the_folder_is_brought_up_to_date_by_the_provinces_bundle(
    hall, arrive, event, by
):
    with writing():
        seat = replace_seat(find_seat(find_event(CODE), JUDGE), WHO, by=by("organiser"), secret=SECRET)
    with writing():
        facts = export_zone(find_zone(find_event(CODE), "z1"), by=by("organiser"))
    province = Bundle(Path("z1.zip"), facts, "")
    hall.run(
        lambda _: import_zone(hall.zone(), province, by=hall.by("organiser"), settings=hall.settings),
        write=True,
    )
    hall.score(seat.code)
    assert arrive(hall.bundle()).entries == 12


# --- What has no place here -------------------------------------------------------------------------------


def presenter_left(zone) -> None:
    find_slot(zone, SECOND).zone = find_zone(zone.event, "z2")


def seat_came(zone) -> None:
    person = find_person(zone.event, "organiser")
    db.session.add(
        Seat(
            event_id=zone.event_id,
            zone=zone,
            person=person,
            code="z1-x",
            role=Role.JUDGE,
            scores=True,
            position=99,
        )
    )


def home_changed(zone) -> None:
    find_seat(zone.event, JUDGE).person.home = FIRST


def other_version(zone) -> None:
    version = db.session.scalars(select(InstrumentVersion)).one()
    version.digest = "0" * 64


MISFITS = [
    (presenter_left, ["bundle.presenter_not_here"]),
    (seat_came, ["bundle.seat_only_here"]),
    (home_changed, ["bundle.seat_differs"]),
    (other_version, ["bundle.instrument"]),
]


@pytest.mark.parametrize(("change", "codes"), MISFITS, ids=[row[0].__name__ for row in MISFITS])
def test_what_was_edited_apart_is_named(hall, refusal, event, change, codes):
    with writing():
        change(find_zone(find_event(CODE), "z1"))
    hall.score(OTHER)
    assert refusal(hall.bundle()) == codes


def test_who_acted_in_the_hall_must_be_known_here(hall, refusal, event):
    def rename(event) -> None:
        find_person(event, "organiser").code = "organiser-2"

    def no_show(_) -> None:
        mark_no_show(find_slot(hall.zone(), SECOND), by=hall.by("organiser-2"), reason="fell ill")

    hall.run(rename, write=True)
    hall.run(no_show, write=True)
    assert refusal(hall.bundle()) == ["bundle.person_unknown"]


def test_a_hall_whose_log_does_not_hold_hands_nothing_over(hall, event):
    def forged(_) -> None:
        db.session.scalars(select(Mark)).first().value = "1"

    hall.score(JUDGE)
    hall.run(forged, write=True)
    with pytest.raises(Conflict) as refused:
        hall.run(lambda _: export_zone(hall.zone(), by=hall.by("organiser")), write=True)
    assert refused.value.code == "bundle.unsound"


def test_a_final_result_that_these_rules_would_not_give_is_refused(hall, arrive, event):
    with writing():
        changed = find_event(CODE)
        changed.rules = changed.rules | {"drop_extremes": True}
    for slot in timed_slots(find_zone(find_event(CODE), "z1")):
        for seat in [CHAIR, JUDGE, OTHER, "z1-judge-3", "z1-judge-4"]:
            hall.score(seat, slot.presenter.code, MARKS | {"1.1": "0" if seat == JUDGE else "8"})
    hall.finalise()
    with pytest.raises(Conflict) as refused:
        arrive(hall.bundle())
    assert (refused.value.code, counts()[0]) == ("result.altered", 0)


# --- Scans ------------------------------------------------------------------------------------------------


@pytest.fixture
def scanned(hall) -> Hall:
    def scan(_) -> None:
        [sheet] = db.session.scalars(select(Sheet))
        sheet.channel = Channel.PAPER
        attach_scan(sheet, SCAN, by=hall.by(SECRETARY), settings=hall.settings)

    hall.score(JUDGE)
    hall.run(scan, write=True)
    return hall


def test_scans_come_along(scanned, arrive, app, event):
    arrive(scanned.bundle())
    [upload] = db.session.scalars(select(Upload))
    assert (upload.sheet.seat.code, upload.person.code, upload.name) == (JUDGE, SECRETARY, "front.png")
    assert upload_path(app.extensions["panel_settings"], upload.digest).read_bytes() == SCAN.content


def test_a_scan_that_was_taken_away_in_the_hall_is_taken_away_here(scanned, arrive, app, event):
    def remove(_) -> None:
        [upload] = db.session.scalars(select(Upload))
        remove_scan(upload, reason="another sheet's", by=scanned.by(SECRETARY), settings=scanned.settings)

    first = scanned.bundle("first.zip")
    arrive(first)
    scanned.run(remove, write=True)
    arrive(scanned.bundle("later.zip"))
    path = upload_path(app.extensions["panel_settings"], first.facts["uploads"][0]["digest"])
    assert (db.session.scalars(select(Upload)).all(), path.exists()) == ([], False)


@pytest.fixture
def signed(hall) -> Hall:
    def attach(_) -> None:
        [snapshot] = db.session.scalars(select(Snapshot))
        with staged(hall.settings, SCAN.content) as place:
            attach_copy(snapshot, SCAN, place, by=hall.by(SECRETARY))

    hall.score_zone()
    hall.finalise()
    hall.run(attach, write=True)
    return hall


def test_signed_copies_come_along_and_go_as_in_the_hall(signed, arrive, app, event):
    def remove(_) -> None:
        [copy] = db.session.scalars(select(SignedCopy))
        remove_copy(copy, reason="blurred", by=signed.by(SECRETARY), settings=signed.settings)

    arrive(signed.bundle())
    [copy] = db.session.scalars(select(SignedCopy))
    path = upload_path(app.extensions["panel_settings"], copy.digest)
    assert (copy.snapshot.version, copy.person.code, copy.name) == (1, SECRETARY, "front.png")
    assert path.read_bytes() == SCAN.content
    signed.run(remove, write=True)
    arrive(signed.bundle("later.zip"))
    assert (db.session.scalars(select(SignedCopy)).all(), path.exists()) == ([], False)


# --- What else is carried -------------------------------------------------------------------------------


def test_what_was_typed_once_waits_here_for_the_second_typist(hall, arrive, event):
    def typed(_) -> None:
        slot, seat = find_slot(hall.zone(), FIRST), find_seat(find_event(CODE), JUDGE)
        person = find_person(find_event(CODE), SECRETARY)
        db.session.add(Typing(slot=slot, seat=seat, person=person, at=MORNING, fields={"mark-3": "8"}))

    hall.run(typed, write=True)
    hall.score(OTHER)
    arrive(hall.bundle())
    [typing] = db.session.scalars(select(Typing))
    assert (typing.seat.code, typing.person.code, typing.fields) == (JUDGE, SECRETARY, {"mark-3": "8"})


CODED = {"id", "event_id", "zone_id", "slot_id", "seat_id", "person_id", "device_id", "sheet_id", "chain_id"}
CODED |= {"replaces_id", "instrument_id", "finalised_by_id", "round_id", "presenter_id", "snapshot_id"}
KEPT_APART = {
    "person": {"code", "organiser", "link_digest", "password_hash", "pin_hash", "slip_at", "presents_id"},
    "device": {"secret_digest", "revoked_at", "counter", "waiting", "kept"},
    "record": {"said"},
}
"""Secrets, and what each server knows for itself."""


@pytest.mark.parametrize("model", CARRIED, ids=lambda model: model.__tablename__)
def test_no_column_is_left_behind_unseen(model):
    table = model.__table__
    apart = KEPT_APART.get(table.name, set())
    assert {column.name for column in table.columns} == {*CARRIED[model]} | apart | (
        CODED & {column.name for column in table.columns}
    )
