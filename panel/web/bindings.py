"""Who is signed in on this tablet, and signing in on it: alone, or beside others who share it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, request
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.errors import Conflict, Forbidden, NotFound, PanelError
from panel.models import Device, Person
from panel.operations import accounts as operations
from panel.queries.accounts import find_device, identity_of, person_by_link, seat_rights
from panel.web.access import MOST_ON_A_TABLET, begin, me, tablet
from panel.web.actors import author_as
from panel.web.devices import device_label


def on_tablet() -> list[Device]:
    """The devices that are signed in here. One that was revoked is none any more."""
    found = [find_device(key) for key in tablet()]
    return [device for device in found if device and identity_of(device)]


def by_link(digest: str) -> Person:
    person = person_by_link(digest)
    if person is None:
        raise NotFound("access.link_invalid")
    return person


def bind(digest: str, target: str, *, share: bool = False) -> Response:
    """Sign this browser in as the person whose link has that digest. Whoever else is signed in here goes on
    sharing the tablet, or is signed out. Who shares it already only takes it over."""
    with writing():
        person = by_link(digest)
        here = on_tablet()
        if any(device.person is person for device in here):
            return take(person, here, target)
        others = [device.person for device in here]
        if share and others and (why_not := unshared([person, *others])):
            raise why_not
        for device in [] if share else here:
            operations.revoke_device(device, by=author_as(person))
        label = device_label(request.user_agent.string)
        credential = operations.sign_in(person, by=author_as(person), label=label)
        new = find_device(credential.key)
        identity = identity_of(new) if new else None
        beside = [device.key for device in here] if share else []
    if identity is None:
        raise Forbidden("access.event_closed")
    return begin(identity, redirect(target), beside=beside, new=credential)


def take(person: Person, here: Sequence[Device], target: str) -> Response:
    """Give the tablet to one of those who share it. To be called inside `writing()`."""
    device = next(each for each in here if each.person is person)
    identity, before = identity_of(device), me()
    if identity is None or (before and before.device == device.key):
        return redirect(target)
    operations.hand_over(device, by=author_as(person), before=before.person if before else "")
    return begin(identity, redirect(target), beside=[each.key for each in here if each is not device])


def unshared(persons: Sequence[Person]) -> PanelError | None:
    """Why these can't share one tablet."""
    if len(persons) > MOST_ON_A_TABLET:
        return Conflict("tablet.full", most=MOST_ON_A_TABLET)
    for person in persons:
        guarded = person.pin_hash is not None
        if not may.shares(seat_rights(person), organiser=person.organiser, guarded=guarded):
            return Forbidden("tablet.not_shared", name=person.name)
    return Conflict("tablet.other_event") if len({person.event_id for person in persons}) > 1 else None
