"""The first yardstick: a Flask route that does nothing, behind the same server."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)


@app.get("/healthz")
@app.post("/entries")
def nothing() -> tuple[str, int]:
    return "", 204
