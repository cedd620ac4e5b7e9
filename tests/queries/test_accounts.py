"""Who somebody is: identities by device, persons by link, everybody of an event in order."""

from __future__ import annotations

import pytest
from sqlalchemy import event as sql_event

from panel.adapters.secrets import link_token, token_digest
from panel.db import db, writing
from panel.domain.access import Identity, SeatRight
from panel.domain.panels import Role
from panel.operations.accounts import close_event, revoke_device, sign_in
from panel.operations.panels import close_seat
from panel.queries.accounts import find_device, find_person, identity_of, person_by_link, persons_of
from panel.queries.events import find_event, find_seat
from tests.conftest import CODE, SECRET


@pytest.fixture
def device(event, by):
    """device("z1-chair"): the key of a device on which that person has just signed in."""

    def signed_in(code: str) -> str:
        with writing():
            person = find_person(find_event(CODE), code)
            assert person is not None
            return sign_in(person, by=by(code), label="tablet").key

    return signed_in


def identity(key: str) -> Identity | None:
    found = find_device(key)
    assert found is not None
    return identity_of(found)


def test_a_device_stands_for_its_person_and_open_seats(device):
    key = device("z1-chair")
    assert identity(key) == Identity(
        event=CODE,
        person="z1-chair",
        name="ประธานกรรมการ กลุ่มโซนที่ ๑",
        organiser=False,
        seats=(SeatRight("z1-chair", "z1", Role.CHAIR, True),),
        device=key,
    )


def test_a_seat_at_province_level_has_no_zone(device):
    found = identity(device("province-chair"))
    assert found is not None
    assert found.seats == (SeatRight("province-chair", None, Role.CHAIR, False),)


def test_a_closed_seat_gives_no_right(device, event, by):
    key = device("z1-judge-1")
    with writing():
        close_seat(find_seat(find_event(CODE), "z1-judge-1"), by=by("organiser"))
    found = identity(key)
    assert found is not None
    assert found.seats == ()


def test_a_revoked_device_stands_for_nobody(device, by):
    key = device("z1-chair")
    with writing():
        found = find_device(key)
        assert found is not None
        revoke_device(found, by=by("organiser"))
    assert identity(key) is None


def test_when_the_event_is_closed_only_its_organiser_is_left(device, by):
    chair, organiser = device("z1-chair"), device("organiser")
    with writing():
        close_event(find_event(CODE), by=by("organiser"))
    assert identity(chair) is None
    left = identity(organiser)
    assert left is not None
    assert left.organiser


def test_nobody_has_an_unknown_device(context):
    assert find_device("unknown") is None


def test_a_link_leads_to_its_person_by_its_digest(event):
    token = link_token(SECRET, CODE, "z1-chair", 1)
    found = person_by_link(token_digest(token))
    assert found is not None
    assert found.code == "z1-chair"
    assert person_by_link(token) is None
    assert person_by_link(token_digest(link_token(SECRET, CODE, "z1-chair", 2))) is None


def test_everybody_comes_organiser_first(event):
    assert [person.code for person in persons_of(event)][:3] == ["organiser", "province-chair", "z1-chair"]
    assert len(persons_of(event)) == 49  # 23 amphoe too


def test_a_zones_persons_are_its_panel(event):
    assert [person.code for person in persons_of(event, "z2")] == [
        "z2-chair",
        *(f"z2-judge-{number}" for number in (1, 2, 3, 4)),
        "z2-secretary",
    ]


def test_everybody_with_seats_and_devices_takes_the_same_few_queries(event, device):
    device("z1-chair")
    sent: list[str] = []
    found = find_event(CODE)
    sql_event.listen(db.engine, "before_cursor_execute", lambda *call: sent.append(call[2]))
    told = [
        (person.code, [seat.zone.code for seat in person.seats if seat.zone], len(person.live_devices))
        for person in persons_of(found)
    ]
    assert told[2] == ("z1-chair", ["z1"], 1)
    assert len(sent) <= 4
