"""What passes between every browser and us: no address with a NUL in it comes in, and what goes out says
that no script or style but our own may run, in no frame, with no sniffing, and how long it may be kept."""

from __future__ import annotations

from urllib.parse import unquote

from flask import Flask, Response, request, session

from panel.domain.errors import NotFound

_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_FOR_GOOD = "public, max-age=31536000, immutable"
"""A static file's address names its version; under another version's address there is nothing, lest a
browser keep what does not belong there."""


def init_app(app: Flask) -> None:
    app.before_request(_refuse_nul)
    app.after_request(_protect)


def _refuse_nul() -> None:
    """PostgreSQL can't look a NUL up, and nothing of ours is named by one."""
    if "\0" in unquote(request.full_path):
        raise NotFound("page.unknown")


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _CSP)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint == "static" and response.status_code < 400:
        _keep_for_good(response)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _keep_for_good(file: Response) -> None:
    """The same for everybody, and read at once: what is streamed Flask-Compress leaves open."""
    file.headers["Cache-Control"] = _FOR_GOOD
    session.accessed = False  # by Flask-Login, for no reason of the file's
    file.direct_passthrough = False
    file.get_data()
    file.close()
