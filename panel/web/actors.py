"""What a view hands to operations: who acts, when, with which keys."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, request
from flask_login import current_user

from panel.adapters.clock import Clock
from panel.adapters.secrets import derive_key
from panel.config import Settings
from panel.models import Person
from panel.operations.audit import Author
from panel.queries.accounts import find_person
from panel.queries.events import find_event


def settings() -> Settings:
    found: Settings = current_app.extensions["panel_settings"]
    return found


def now() -> datetime:
    clock: Clock = current_app.extensions["panel_clock"]
    return clock()


def author() -> Author:
    """The person who is signed in, as the author of an act. To be asked for inside `writing()`."""
    identity = current_user.identity
    return author_as(find_person(find_event(identity.event), identity.person))


def author_as(person: Person | None) -> Author:
    """Somebody who is only just being let in, or nobody."""
    return Author(person=person, at=now(), key=derive_key(settings().secret_key, "audit"))


def address() -> str:
    return request.remote_addr or "?"
