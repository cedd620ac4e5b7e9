"""Errors on the web: the only place where a domain error becomes a status and a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from panel.domain.errors import Conflict, Forbidden, Invalid, NotFound, PanelError
from panel.web.language import language

_STATUS: dict[type[PanelError], int] = {Invalid: 400, Forbidden: 403, NotFound: 404, Conflict: 409}


def init_app(app: Flask) -> None:
    app.register_error_handler(PanelError, _panel_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _http_error)


def status_of(error: PanelError) -> int:
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)


@contextmanager
def told_on(form: FlaskForm) -> Iterator[None]:
    """Tell a refusal on the form itself, so that what was typed is still there. The act was undone."""
    try:
        yield
    except PanelError as error:
        form.form_errors.append(language().error(error))


def _panel_error(error: PanelError) -> tuple[str, int]:
    return render_template("errors/error.html", message=language().error(error)), status_of(error)


def _csrf_error(error: CSRFError) -> tuple[str, int]:
    message = _("This page was open for too long, or in another sign-in. Go back, reload it and try again.")
    return render_template("errors/error.html", message=message), 400


def _most() -> int:
    return (request.max_content_length or 0) // 2**20


def _http_error(error: HTTPException) -> tuple[str, int]:
    messages = {
        404: _("There is no such page."),
        405: _("This can't be done here."),
        413: _("That is too large: at most %(most)s MB can be sent. Nothing was changed.", most=_most()),
        429: _("Too much was asked from here at once. Wait a minute and try again."),
    }
    status = error.code or 500
    message = messages.get(status, _("Something went wrong on the server. Nothing was changed."))
    return render_template("errors/error.html", message=message), status
