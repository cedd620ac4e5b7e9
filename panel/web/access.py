"""Who is asking: sign-in by device, and the one decorator that every route carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Flask, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from panel.db import db
from panel.domain.access import Identity, Place, anyone
from panel.domain.errors import Forbidden
from panel.operations.accounts import Credential
from panel.queries.accounts import find_device, identity_of
from panel.web.actors import settings

Predicate = Callable[[Identity | None, Place], bool]
DEVICE_COOKIE = "panel_device"
KEPT = timedelta(days=60)
MOST_ON_A_TABLET = 4
"""Persons who share one tablet, and credentials that it keeps."""

login = LoginManager()


class User:
    """Flask-Login's view of an identity. Its id is the device's key: revoking the device ends it at once."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, identity: Identity) -> None:
        self.identity = identity

    def get_id(self) -> str:
        return self.identity.device


def init_app(app: Flask) -> None:
    login.init_app(app)
    app.config.update(PERMANENT_SESSION_LIFETIME=KEPT)


def _load(key: str) -> User | None:
    device = find_device(key)
    identity = identity_of(device) if device else None
    db.session.rollback()  # a read must not hold its transaction open under the view's write
    return User(identity) if identity else None


login.user_loader(_load)


def me() -> Identity | None:
    """The identity that asks, or None."""
    return current_user.identity if current_user.is_authenticated else None


def signed_in() -> Identity:
    """The identity that asks, in a view that only somebody signed in can reach."""
    identity = me()
    if identity is None:
        raise Forbidden("access.sign_in")
    return identity


def allow(predicate: Predicate) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a view run only for whom `predicate` allows at the place that its URL names."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(**codes: str) -> Any:
            if predicate is anyone:  # who asks does not matter, and finding it out costs a look-up
                return view(**codes)
            identity = me()
            if predicate(identity, _place_named(codes)):
                return view(**codes)
            if identity is None and request.method == "GET":
                return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
            raise Forbidden("access.forbidden" if identity else "access.sign_in")

        guarded.access = predicate  # type: ignore[attr-defined]
        return guarded

    return decorate


def _place_named(codes: Mapping[str, str]) -> Place:
    """By the codes of a URL."""
    return Place(codes.get("event"), codes.get("zone"), codes.get("seat"), codes.get("presenter"))


def make_room(predicate: Predicate, codes: Mapping[str, str] | None, most: int) -> None:
    """Let this request be of up to `most` bytes, for whom `predicate` allows: call it before any is read."""
    if predicate(me(), _place_named(codes or {})):
        request.max_content_length = most


def tablet() -> list[str]:
    """Keys of the devices that are signed in on this tablet; the login says which one is at work."""
    here = me()
    kept: list[str] = session.get("tablet", [])
    return kept or ([here.device] if here else [])


def begin(
    identity: Identity, response: Response, *, beside: Sequence[str] = (), new: Credential | None = None
) -> Response:
    """Give this browser to somebody: a session for pages, and the credentials of all who were here, for
    their entries. `beside`: the keys of others who stay signed in."""
    _restart([identity.device, *beside], new)
    login_user(User(identity))
    return _with_credentials(response)


def end(response: Response, *, beside: Sequence[str] = ()) -> Response:
    """Take this browser from whoever is at work; who is `beside` stays signed in. What the tablet still
    keeps of somebody signed out it may hand in: the credential is kept."""
    logout_user()
    _restart(beside)
    return _with_credentials(response)


def _restart(keys: Sequence[str], new: Credential | None = None) -> None:
    """A session of which nothing is left but the language and who is, or was, signed in here."""
    lang, known = session.get("lang"), session.get("credentials", [])
    credentials = [*([str(new)] if new else []), *known]
    session.clear()
    if lang:
        session["lang"] = lang
    session["tablet"] = list(keys)
    session["credentials"] = sorted(credentials, key=lambda each: _place(keys, each))[:MOST_ON_A_TABLET]
    session.permanent = True


def _place(keys: Sequence[str], credential: str) -> int:
    """Who is at work first, then who else is signed in, then the others, the latest first."""
    key = credential.partition(".")[0]
    return keys.index(key) if key in keys else len(keys)


def _with_credentials(response: Response) -> Response:
    response.set_cookie(
        DEVICE_COOKIE,
        "~".join(session["credentials"]),
        max_age=KEPT,
        path="/entries",
        secure=settings().secure,
        httponly=True,
        samesite="Strict",
    )
    return response
