"""Panel: runs the day on which a Thai province evaluates its districts.

`create_app` is the only wiring: settings, database, languages, sign-in, routes.
"""

from __future__ import annotations

from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from panel.adapters.clock import Clock, clock_from
from panel.adapters.statics import static_version
from panel.config import ROOT, Settings
from panel.db import db

MOST_BYTES = 2 * 1024 * 1024


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The application under its settings (from the environment unless given)."""
    from panel.web import register

    settings = settings or Settings.from_environment()
    app = Flask(
        "panel",
        root_path=str(ROOT / "panel"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        static_url_path=f"/static/{static_version(ROOT / 'static')}",
        instance_path=str(settings.instance),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": 20,
            "max_overflow": 20,
            "pool_use_lifo": True,  # what a connection has prepared is used again
        },
        MAX_CONTENT_LENGTH=MOST_BYTES,
        SESSION_COOKIE_NAME="panel_session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_MIN_SIZE=400,
    )
    app.extensions["panel_settings"] = settings
    app.extensions["panel_clock"] = clock or clock_from(settings.clock)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies
        )
    Compress(app)  # pages, scripts and styles; not its business are entries and event streams, by their types
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "panel" / "migrations"), render_as_batch=True)
    register(app)
    return app
