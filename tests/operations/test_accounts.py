"""Devices, links, passwords, PINs, and the count of tries: what is kept, refused and recorded."""

from __future__ import annotations

import pytest

from panel.adapters.secrets import derive_key, hash_password, link_token, token_digest, verify_password
from panel.db import db, writing
from panel.domain.errors import Conflict, Forbidden, Invalid
from panel.models import Attempt, Record
from panel.operations.accounts import (
    MOST_ATTEMPTS,
    MOST_DEVICES,
    MOST_ORGANISER_DEVICES,
    check_password_shape,
    check_pin_shape,
    close_event,
    count_attempt,
    forget_attempts,
    open_event,
    renew_link,
    reset_pin,
    revoke_device,
    set_password,
    set_pin,
    sign_in,
)
from panel.operations.audit import Author
from panel.queries.accounts import find_device, find_person, identity_of, person_by_link
from tests.conftest import CODE, SECRET


@pytest.fixture
def chair(event):
    return find_person(event, "z1-chair")


@pytest.fixture
def acts():
    """The acts recorded since the event was loaded, in order."""
    before = db.session.scalar(db.select(db.func.max(Record.id)))

    def listed():
        return db.session.scalars(db.select(Record.act).where(Record.id > before).order_by(Record.id)).all()

    return listed


def tries(account="organiser", address="10.0.0.1"):
    return db.select(Attempt).where(Attempt.account == account, Attempt.address == address)


def attempt(by, account="organiser", address="10.0.0.1"):
    with writing():
        count_attempt(account, address, by=by("organiser"))


def test_a_device_is_kept_without_its_secret(chair, by, acts):
    with writing():
        credential = sign_in(chair, by=by("z1-chair"), label="Chrome, Android")
    device = find_device(credential.key)
    assert (device.secret_digest, device.label) == (token_digest(credential.secret), "Chrome, Android")
    assert acts() == ["device.signed_in"]


@pytest.mark.parametrize(
    ("person", "most"), [("z1-chair", MOST_DEVICES), ("organiser", MOST_ORGANISER_DEVICES)]
)
def test_one_device_too_many_is_refused(event, by, person, most):
    with writing():
        for _ in range(most):
            sign_in(find_person(event, person), by=by(person), label="")
    with pytest.raises(Conflict, match=r"access\.too_many_devices"), writing():
        sign_in(find_person(event, person), by=by(person), label="")


def test_a_revoked_device_makes_room_and_stands_for_nobody(chair, by, acts):
    with writing():
        first, _second = (sign_in(chair, by=by("z1-chair"), label="") for _ in range(2))
        revoke_device(find_device(first.key), by=by("organiser"))
        sign_in(chair, by=by("z1-chair"), label="")
    assert identity_of(find_device(first.key)) is None
    assert acts() == [*["device.signed_in"] * 2, "device.revoked", "device.signed_in"]


def test_a_renewed_link_ends_the_earlier_one_and_its_devices(chair, by, acts):
    with writing():
        _lost, asking = (sign_in(chair, by=by("z1-chair"), label="") for _ in range(2))
        renew_link(chair, by=by("z1-chair"), secret=SECRET, keep=asking.key)
    found = [person_by_link(token_digest(link_token(SECRET, CODE, "z1-chair", each))) for each in (1, 2)]
    assert found == [None, chair]
    assert [device.key for device in chair.live_devices] == [asking.key]
    assert acts()[-1] == "link.renewed"


def test_links_differ_by_person_event_generation_and_secret():
    tokens = {
        link_token(SECRET, CODE, "z1-chair", 1),
        link_token(SECRET, CODE, "z1-chair", 2),
        link_token(SECRET, CODE, "z2-chair", 1),
        link_token(SECRET, "another", "z1-chair", 1),
        link_token("another", CODE, "z1-chair", 1),
    }
    assert [len(tokens), {len(token) for token in tokens}] == [5, {22}]


def test_a_closed_event_lets_organisers_in_only(event, chair, by, acts):
    with writing():
        inside = sign_in(chair, by=by("z1-chair"), label="")
        close_event(event, by=by("organiser"))
    assert identity_of(find_device(inside.key)) is None
    with pytest.raises(Forbidden, match=r"access\.event_closed"), writing():
        sign_in(chair, by=by("z1-chair"), label="")
    with writing():
        sign_in(find_person(event, "organiser"), by=by("organiser"), label="")
        open_event(event, by=by("organiser"))
    assert identity_of(find_device(inside.key)).person == "z1-chair"
    assert acts() == ["device.signed_in", "event.closed", "device.signed_in", "event.opened"]


def test_passwords_and_pins_are_kept_as_hashes(chair, by, acts):
    with writing():
        set_password(chair, hash_password("four words and more"), by=by("z1-chair"))
        set_pin(chair, hash_password("2468"), by=by("z1-chair"))
    checks = [
        verify_password("four words and more", chair.password_hash),
        verify_password("2468", chair.password_hash),
        verify_password("2468", chair.pin_hash),
    ]
    assert (checks, acts()) == ([True, False, True], ["password.set", "pin.set"])


def test_a_pin_is_forgotten(chair, by, acts):
    with writing():
        set_pin(chair, hash_password("2468"), by=by("z1-chair"))
        reset_pin(chair, by=by("organiser"))
    assert (chair.pin_hash, acts()) == (None, ["pin.set", "pin.reset"])


def test_nobodys_password_is_wrong():
    assert verify_password("", None) is False


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12 34", "๑๒๓๔", "-123", "1.23", "²³⁴⁵"])
def test_a_pin_is_four_to_eight_digits(pin):
    with pytest.raises(Invalid, match=r"access\.pin_shape"):
        check_pin_shape(pin)


@pytest.mark.parametrize("pin", ["1234", "00000000"])
def test_a_good_pin_passes(pin):
    check_pin_shape(pin)


def test_a_password_has_ten_characters():
    check_password_shape("x" * 10)
    with pytest.raises(Invalid, match=r"access\.password_short"):
        check_password_shape("x" * 9)


def test_too_many_tries_are_refused_and_not_counted_on(event, by):
    for _ in range(MOST_ATTEMPTS):
        attempt(by)
    with pytest.raises(Forbidden, match=r"access\.too_many_attempts"):
        attempt(by)
    assert len(db.session.scalars(tries()).all()) == MOST_ATTEMPTS


@pytest.mark.parametrize(("account", "address"), [("organiser", "10.0.0.2"), ("z1-chair", "10.0.0.1")])
def test_others_in_the_hall_are_not_shut_out(event, by, account, address):
    for _ in range(MOST_ATTEMPTS):
        attempt(by)
    attempt(by, account, address)
    assert len(db.session.scalars(tries(account, address)).all()) == 1


def test_tries_are_forgotten_after_ten_minutes(event, by, clock):
    for _ in range(MOST_ATTEMPTS):
        attempt(by)
    clock.forward(minutes=10)
    attempt(by)
    assert len(db.session.scalars(db.select(Attempt)).all()) == 1


def test_a_right_one_clears_the_count_of_its_own_account_only(event, by):
    attempt(by)
    attempt(by, "z1-chair")
    with writing():
        forget_attempts("organiser", "10.0.0.1")
    assert [each.account for each in db.session.scalars(db.select(Attempt))] == ["z1-chair"]


def test_the_records_key_is_not_the_links_key():
    assert derive_key(SECRET, "audit") != derive_key(SECRET, "link")


def test_an_author_may_be_nobody(event, clock):
    with writing():
        close_event(event, by=Author(None, clock(), derive_key(SECRET, "audit")))
    assert db.session.scalars(db.select(Record.person).order_by(Record.id.desc())).first() == ""
