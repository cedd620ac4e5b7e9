"""Whom a credential stands for: read afresh each time, so that what was taken away is gone at once."""

import pytest
from sqlalchemy import select

from panel.adapters.secrets import token_digest
from panel.db import db, writing
from panel.domain.panels import Role
from panel.models import Device
from panel.operations.accounts import close_event, revoke_device, sign_in
from panel.operations.panels import Appointment, replace_seat
from panel.queries.accounts import find_device
from panel.queries.credentials import SeatPlace, find_sender
from panel.queries.events import find_event, find_seat
from tests.conftest import CODE, SECRET

JUDGE = "z1-judge-1"


@pytest.fixture
def bind(event, by):
    def bound(code):
        with writing():
            return sign_in(by(code).person, by=by(code), label="Chrome, Android")

    return bound


@pytest.fixture
def ask(event, clock):
    def asked(credential):
        with writing() as connection:
            return find_sender(connection, credential.key, at=clock())

    return asked


def test_a_credential_stands_for_its_device_its_person_and_the_seats(bind, ask, by):
    credential = bind(JUDGE)
    sender = ask(credential)
    seat = find_seat(find_event(CODE), JUDGE)
    assert sender.device_id == db.session.scalars(select(Device.id)).one()
    assert (sender.person_id, sender.event_id) == (by(JUDGE).person.id, seat.event_id)
    assert sender.secret_digest == token_digest(credential.secret)
    assert sender.seats == {JUDGE: SeatPlace(seat.id, "z1")}
    assert (sender.signed_out, sender.others) == (False, 0)


def test_a_seat_at_province_level_has_no_sheets_to_send_for(bind, ask):
    assert ask(bind("province-chair")).seats == {}


def test_an_organiser_without_a_seat_sends_for_none(bind, ask):
    assert ask(bind("organiser")).seats == {}


def test_an_unknown_key_stands_for_nobody(event, clock):
    with writing() as connection:
        assert find_sender(connection, "unknown", at=clock()) is None


def test_a_seat_that_was_handed_over_still_sends_what_it_kept(bind, ask, by):
    credential = bind(JUDGE)
    with writing():
        seat = find_seat(find_event(CODE), JUDGE)
        who = Appointment("ผู้มาแทน", "กรรมการ", None, Role.JUDGE, True)
        replace_seat(seat, who, by=by("organiser"), secret=SECRET)
    assert list(ask(credential).seats) == [JUDGE]


def test_what_is_revoked_or_closed_is_signed_out_from_the_next_batch_on(bind, ask, by):
    first, second, organiser = bind(JUDGE), bind(JUDGE), bind("organiser")
    assert ask(first).signed_out is False
    with writing():
        revoke_device(find_device(first.key), by=by("organiser"))
    assert [ask(each).signed_out for each in (first, second, organiser)] == [True, False, False]
    with writing():
        close_event(find_event(CODE), by=by("organiser"))
    assert [ask(each).signed_out for each in (first, second, organiser)] == [True, True, False]


def test_other_devices_count_while_they_are_live_and_were_seen_lately(bind, ask, by, clock):
    first, second = bind(JUDGE), bind(JUDGE)
    bind("z1-judge-2")
    assert ask(first).others == 1
    with writing():
        revoke_device(find_device(second.key), by=by("organiser"))
    assert (ask(first).others, ask(second).others) == (0, 1)
    clock.forward(minutes=11)
    assert ask(second).others == 0
