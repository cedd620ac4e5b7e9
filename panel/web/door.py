"""The page of the side door, by plain HTTP and without Flask: how a tablet comes to trust the server, in both
languages, with the certificate to take in. It knows no person and no event, and nothing else is served there.

gunicorn serves `panel.web.door:opened()`; bin/run --lan starts it beside the server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.wrappers import Request, Response

from panel.adapters.door import FILE, Door, door_of
from panel.adapters.language import LANGUAGES, Language
from panel.config import ROOT, BadSetting, Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_STYLES = ("tokens", "base", "layout", "components", "forms")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def opened() -> WSGIApplication:
    """The door by the environment's settings."""
    door = door_of(Settings.from_environment())
    if door is None:
        raise BadSetting("PANEL_BASE_URL: expected https://HOST:PORT, as bin/run --lan sets it")
    return side_door(door)


def side_door(door: Door) -> WSGIApplication:
    """Three answers, made once."""
    answers = {
        "/": (_page(door), "text/html"),
        f"/{FILE}": (door.certificate, "application/x-x509-ca-cert"),
        "/door.css": (_style(), "text/css"),
    }

    @Request.application
    def answer(request: Request) -> Response:
        if request.method != "GET":
            raise MethodNotAllowed(["GET"])
        if request.path not in answers:
            raise NotFound
        body, mimetype = answers[request.path]
        return Response(body, mimetype=mimetype, headers=_HEADERS)

    return answer


def _page(door: Door) -> str:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, undefined=StrictUndefined
    )
    languages = [(lang, Language(lang).text) for lang in LANGUAGES]
    return environment.get_template("events/door.html").render(door=door, file=FILE, languages=languages)


def _style() -> str:
    return "\n".join((ROOT / "static" / "css" / f"{name}.css").read_text() for name in _STYLES)
