"""The app as a tablet installs it: manifest, service worker, and which pages and files that one keeps; on
sheets.bp.

The pages themselves are made elsewhere; here they are marked with the person whose they are, so that no
other page can take the place of a kept one (docs/offline.md).
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app, request, session, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from panel.adapters.statics import modules_of
from panel.domain import access as may
from panel.web.access import allow, me
from panel.web.actors import now
from panel.web.live import wanted_language
from panel.web.sheets import bp

KEPT = {"sheets.index", "sheets.sheet", "sheets.overview"}
"""The pages that a tablet keeps. The worker knows them by their addresses."""
BEHAVIOURS = ("keep", "leaving", "list", "live", "offline", "order", "overview", "sheet")
"""The scripts that those pages name; what they import comes along."""
STYLES = (
    "tokens",
    "base",
    "layout",
    "components",
    "forms",
    "tables",
    "sheet",
    "board",
    "day",
    "planning",
    "print",
)
BAR = "#0a4a3c"
"""The colour of the top bar, for the system's own bars around an installed app."""
PAPER = "#f5f7f4"
ICONS = (("192", "any"), ("512", "any"), ("512", "maskable"))
A_DAY = 86_400
_FRESH = re.compile(rb'(?:name="(?:csrf_token|key)"[^>]*? value|data-rendered|data-as-of)="[^"]*"')
"""What is new in a page each time it is made, though it reads the same."""


def init_app(app: Flask) -> None:
    app.context_processor(_around)
    app.after_request(_mark)


def _around() -> dict[str, object]:
    identity = me()
    return {
        "styles": STYLES,
        "bar_colour": BAR,
        "kept_as_of": now() if request.endpoint in KEPT else None,
        "scores": identity is not None and any(seat.scores for seat in identity.seats),
    }


def _mark(response: Response) -> Response:
    """Every answer of ours says so. Only one that names its person is kept: an error or a sign-in does not.

    Its tag is that of what is read: with it a tablet asks whether the page that it has is still the same.
    """
    response.headers["Panel-Version"] = _version()
    identity = me() if request.endpoint in KEPT and response.status_code == 200 else None
    if identity:
        response.headers["Panel-Person"] = f"{identity.event}/{identity.person}"
        read = _FRESH.sub(b"", response.get_data()) + str(session.get("csrf_token")).encode()
        response.set_etag(sha256(read).hexdigest()[:24])
    return response


@bp.get("/service-worker.js")
@allow(may.anyone)
def service_worker() -> Response:
    """The worker's script. Any change of a static file changes its first line, which makes it take over."""
    script = (_static() / "js" / "service-worker.js").read_text(encoding="utf-8")
    head = f"const VERSION = {json.dumps(_version())};\nconst FILES = {json.dumps(files())};\n"
    response = Response(head + script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response


@bp.get("/manifest.webmanifest")
@allow(may.anyone)
def manifest() -> Response:
    """What the tablet's home screen shows, in the language of the page that asked."""
    lang = wanted_language()
    with force_locale(lang):
        told = {
            "name": _("Panel: score sheets"),
            "short_name": "Panel",
            "lang": lang,
            "id": "/",
            "start_url": url_for("accounts.home"),
            "scope": "/",
            "display": "standalone",
            "theme_color": BAR,
            "background_color": PAPER,
            "icons": [_icon(size, purpose) for size, purpose in ICONS],
        }
    response = Response(json.dumps(told, ensure_ascii=False), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


def _icon(size: str, purpose: str) -> dict[str, str]:
    name = f"icons/panel-{'maskable-' if purpose == 'maskable' else ''}{size}.png"
    source = url_for("static", filename=name)
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def files() -> list[str]:
    """The addresses of all that the kept pages use."""
    modules = modules_of(_static() / "js", "app", *BEHAVIOURS)
    names = [f"css/{style}.css" for style in (*STYLES, "levels")]
    names += [f"js/{module}.js" for module in modules]
    names += ["icons/icons.svg", "icons/panel.svg"]
    return [url_for("static", filename=name) for name in names]


def _static() -> Path:
    return Path(current_app.static_folder or "")


def _version() -> str:
    return (current_app.static_url_path or "").rpartition("/")[2]
