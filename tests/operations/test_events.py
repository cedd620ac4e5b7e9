"""A folder laid down: everything it says is there, with an organiser, practice and links for everybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from panel.adapters.folder import read_folder
from panel.adapters.secrets import link_token, token_digest
from panel.db import db, writing
from panel.domain.events import Break, Window
from panel.domain.panels import Role
from panel.models import (
    Booking,
    Event,
    InstrumentVersion,
    Person,
    Presenter,
    Record,
    Round,
    Seat,
    Server,
    Slot,
    Venue,
    Zone,
)
from panel.operations.events import create_event
from panel.queries.accounts import find_person
from panel.queries.events import epoch, find_event, find_seat, find_zone
from panel.queries.instruments import instrument_of
from panel.queries.schedules import timed_slots
from tests.conftest import CODE, REFERENCE, SECRET

COUNTS = {
    Event: 1,
    Round: 1,
    Zone: 4,
    Venue: 4,
    Booking: 3,
    Presenter: 27,
    Slot: 27,
    InstrumentVersion: 1,
    Person: 49,
    Seat: 25,
    Server: 1,
}


@pytest.mark.parametrize(("table", "count"), COUNTS.items(), ids=[table.__name__ for table in COUNTS])
def test_the_reference_event_is_all_there(context, table, count):
    assert db.session.scalar(select(func.count()).select_from(table)) == count


def test_words_day_and_rules_are_as_the_folder_says(event):
    folder = read_folder(REFERENCE)
    assert (event.texts, event.day, event.settings) == (folder.texts, folder.day, folder.rules)
    assert instrument_of(event.rounds[0].instrument) == folder.instrument


def test_a_zone_is_laid_out_in_the_letters_order(zone):
    assert [(slot.position, slot.presenter.code, slot.start, slot.end) for slot in timed_slots(zone)] == [
        (1, "3101", 540, 570),
        (2, "3116", 570, 600),
        (3, "3115", 600, 630),
        (4, "3121", 630, 660),
        (5, "3103", 660, 690),
    ]


def test_each_zone_has_a_practice_presenter_without_a_time(event):
    practice = [slot for zone in event.zones for slot in zone.slots if slot.presenter.practice]
    assert [(slot.presenter.code, slot.start, slot.end) for slot in practice] == [
        (f"practice-z{number}", None, None) for number in (1, 2, 3, 4)
    ]


def test_a_panel_sits_as_the_committee_file_says(event):
    chair, province = find_seat(event, "z1-chair"), find_seat(event, "province-chair")
    assert (chair.zone.code, chair.role, chair.scores) == ("z1", Role.CHAIR, True)
    assert (province.zone, province.role, province.scores) == (None, Role.CHAIR, False)
    assert [seat.code for seat in find_zone(event, "z1").seats] == [
        "z1-chair",
        *(f"z1-judge-{number}" for number in (1, 2, 3, 4)),
        "z1-secretary",
    ]


def test_the_organiser_is_named_by_the_office(event):
    organiser = find_person(event, "organiser")
    assert organiser is not None
    assert (organiser.organiser, organiser.name) == (True, "กลุ่มงานยุทธศาสตร์การพัฒนาชุมชน")
    assert [each.code for each in db.session.scalars(select(Person).where(Person.organiser))] == ["organiser"]


def test_everybody_has_a_link_of_which_a_digest_is_kept(event):
    for person in db.session.scalars(select(Person)):
        assert person.link_digest == token_digest(link_token(SECRET, CODE, person.code, 1))


def test_a_second_event_stands_beside_the_first(event, by):
    before = epoch()
    folder = replace(read_folder(REFERENCE), code="another")
    with writing():
        create_event(folder, by=by("organiser"), secret=SECRET)
    assert [each.code for each in db.session.scalars(select(Event).order_by(Event.id))] == [CODE, "another"]
    assert [len(find_event(code).zones) for code in (CODE, "another")] == [4, 4]
    assert epoch() == before


def test_breaks_push_slots_and_stay_with_their_zone(event, by):
    folder = read_folder(REFERENCE)
    breaks = (Break("Tea", Window(600, 615)), Break("Prayer", Window(660, 690), zone="z1"))
    folder = replace(folder, code="another", day=replace(folder.day, breaks=breaks))
    with writing():
        create_event(folder, by=by("organiser"), secret=SECRET)
    found = find_event("another")
    assert found.day == folder.day
    starts = {code: [slot.start for slot in timed_slots(find_zone(found, code))] for code in ("z1", "z2")}
    assert starts == {"z1": [540, 570, 615, 690, 720], "z2": [540, 570, 615, 645, 675, 705]}


def test_loading_is_recorded(context):
    record = db.session.scalars(select(Record)).one()
    assert (record.act, record.person, record.body) == ("event.loaded", "", {"code": CODE})
