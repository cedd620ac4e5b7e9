"""Sessions are for pages: a batch of entries comes with the cookie, and neither opens nor renews it."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

WITHOUT = "/entries"


class PageSessions(SecureCookieSessionInterface):
    """Flask's signed cookies, but for the one route that is asked for each mark."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return None if request.path == WITHOUT else self.read(app, request)

    def read(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie says, on any route."""
        return super().open_session(app, request)


sessions = PageSessions()


def init_app(app: Flask) -> None:
    app.session_interface = sessions
