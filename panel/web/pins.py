"""Secrets that people type, and the count of their tries: PINs for chair acts, the organiser's password.

Tries are counted, and argon2 runs, outside the act that they guard: call this before `writing()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from panel.adapters.secrets import verify_password
from panel.db import writing
from panel.domain.errors import Forbidden
from panel.models import Person
from panel.operations.accounts import count_attempt, forget_attempts
from panel.queries.accounts import find_person
from panel.queries.events import find_event
from panel.web.access import signed_in
from panel.web.actors import author_as
from panel.web.errors import told_on
from panel.web.forms.results import FinalisationForm, ReopeningForm

ANYWHERE = ""
"""A PIN's tries are counted whatever their address: a tablet gets a new one by leaving the Wi-Fi."""


@contextmanager
def counted(account: str, address: str) -> Iterator[None]:
    """One try: refused after too many, counted before it is made, forgotten if it was right."""
    with writing():
        count_attempt(account, address, by=author_as(None))
    yield
    with writing():
        forget_attempts(account, address)


def has_pin() -> bool:
    """Whether the person who is signed in has set one."""
    me = signed_in()
    person = find_person(find_event(me.event), me.person)
    return person is not None and person.pin_hash is not None


def signed(form: FinalisationForm | ReopeningForm, act: Callable[[], object]) -> bool:
    """Whether what the PIN guards was done; if not the form says why."""
    if form.validate_on_submit():
        with told_on(form):
            check_pin(form.pin.data or "")
            with writing():
                act()
    return not form.errors


def check_pin(pin: str) -> None:
    """Refuse unless `pin` is that of the person who is signed in."""
    me = signed_in()
    check_pin_of(find_person(find_event(me.event), me.person), pin)


def check_pin_of(person: Person | None, pin: str) -> None:
    """Refuse unless `pin` is that person's."""
    if person is None or person.pin_hash is None:
        raise Forbidden("access.pin_missing")
    hashed = person.pin_hash
    with counted(f"{person.event.code}/{person.code}/pin", ANYWHERE):
        if not verify_password(pin, hashed):
            raise Forbidden("access.wrong_pin")
