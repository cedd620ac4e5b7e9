"""What passes between every browser and us: no address with a NUL in it comes in, and what goes out says
that no script or style but our own may run, in no frame, with no sniffing."""

from __future__ import annotations

from urllib.parse import unquote

from flask import Flask, Response, request

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
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
