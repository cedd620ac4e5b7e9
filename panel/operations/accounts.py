"""Getting in and out: links, devices, passwords, PINs, and the count of failed attempts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select

from panel.adapters.secrets import link_token, new_secret, token_digest
from panel.db import db
from panel.domain.errors import Conflict, Forbidden, Invalid
from panel.domain.events import EventState
from panel.models import Attempt, Device, Event, Person
from panel.operations.audit import Author, record

MOST_DEVICES = 2
MOST_ORGANISER_DEVICES = 6
MOST_ATTEMPTS = 8
ATTEMPTS_FORGOTTEN = timedelta(minutes=10)
LEAST_PASSWORD = 10


@dataclass(frozen=True)
class Credential:
    """What a device keeps: its key and its secret; the server keeps the secret's digest."""

    key: str
    secret: str

    def __str__(self) -> str:
        return f"{self.key}.{self.secret}"


def sign_in(person: Person, *, by: Author, label: str) -> Credential:
    """Bind a device to a person; at most two (six for an organiser) at a time."""
    if person.shut_out:
        raise Forbidden("access.event_closed")
    most = MOST_ORGANISER_DEVICES if person.organiser else MOST_DEVICES
    if len(person.live_devices) >= most:
        raise Conflict("access.too_many_devices", most=most)
    credential = Credential(new_secret()[:12], new_secret())
    device = Device(
        person=person,
        key=credential.key,
        secret_digest=token_digest(credential.secret),
        label=label[:200],
        signed_in_at=by.at,
        seen_at=by.at,
    )
    db.session.add(device)
    record("device.signed_in", event=person.event, by=by, device=device.key)
    return credential


def revoke_device(device: Device, *, by: Author) -> None:
    """Sign a device out, by itself or from afar."""
    device.revoked_at = by.at
    record("device.revoked", event=device.person.event, by=by, device=device.key, person=device.person.code)


def hand_over(device: Device, *, by: Author, before: str) -> None:
    """A tablet that several share goes to the person of `device`, from the person `before` ("": nobody)."""
    record("tablet.handed_over", event=device.person.event, by=by, device=device.key, before=before)


def renew_link(person: Person, *, by: Author, secret: str, keep: str = "") -> None:
    """Make the person's earlier links, and the slip that says one, invalid; sign out what came in by them.

    `keep` is the key of the device that asks: renewing one's own link must not lock oneself out.
    """
    person.generation += 1
    person.slip_at = None
    token = link_token(secret, person.event.code, person.code, person.generation)
    person.link_digest = token_digest(token)
    for device in person.live_devices:
        if device.key != keep:
            device.revoked_at = by.at
    record("link.renewed", event=person.event, by=by, person=person.code, generation=person.generation)


def note_slips(event: Event, printed: Mapping[str, int], *, by: Author) -> None:
    """Slips were printed: `printed` says of which generation each person's link was. A link that was renewed
    meanwhile is on none."""
    persons = select(Person).where(Person.event_id == event.id, Person.code.in_(printed))
    for person in db.session.scalars(persons):
        if person.generation == printed[person.code]:
            person.slip_at = by.at
    record("slips.printed", event=event, by=by, persons=sorted(printed))


def set_password(person: Person, hashed: str, *, by: Author) -> None:
    """`hashed` comes from `adapters.secrets.hash_password`: hashing is slow and stays out of the write."""
    person.password_hash = hashed
    record("password.set", event=person.event, by=by, person=person.code)


def set_pin(person: Person, hashed: str, *, by: Author) -> None:
    person.pin_hash = hashed
    record("pin.set", event=person.event, by=by, person=person.code)


def reset_pin(person: Person, *, by: Author) -> None:
    """Forget a PIN, so that its owner sets a new one."""
    person.pin_hash = None
    record("pin.reset", event=person.event, by=by, person=person.code)


def close_event(event: Event, *, by: Author) -> None:
    """End the event: links stop working, but for the organiser's."""
    event.state = EventState.CLOSED
    record("event.closed", event=event, by=by)


def open_event(event: Event, *, by: Author) -> None:
    event.state = EventState.OPEN
    record("event.opened", event=event, by=by)


def check_password_shape(password: str) -> None:
    if len(password) < LEAST_PASSWORD:
        raise Invalid("access.password_short", least=LEAST_PASSWORD)


def check_pin_shape(pin: str) -> None:
    if not (pin.isascii() and pin.isdecimal() and 4 <= len(pin) <= 8):
        raise Invalid("access.pin_shape")


def count_attempt(account: str, address: str, *, by: Author, most: int = MOST_ATTEMPTS) -> None:
    """Count a try before its secret is looked at; refuse it after too many of one account from one address.

    Counted afterwards, many at once would all be let through. By address alone would lock out a whole
    hall, which sits behind one.
    """
    db.session.execute(delete(Attempt).where(Attempt.at <= by.at - ATTEMPTS_FORGOTTEN))
    tries = db.session.scalar(
        select(func.count(Attempt.id)).where(Attempt.account == account, Attempt.address == address)
    )
    if (tries or 0) >= most:
        raise Forbidden("access.too_many_attempts", minutes=int(ATTEMPTS_FORGOTTEN.total_seconds() // 60))
    db.session.add(Attempt(account=account, address=address, at=by.at))


def forget_attempts(account: str, address: str) -> None:
    """A right one clears the count."""
    db.session.execute(delete(Attempt).where(Attempt.account == account, Attempt.address == address))
