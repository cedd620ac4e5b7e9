"""The second yardstick: the statements that POST /entries executes, from plain WSGI and the plain driver.

It checks the device's secret, reads and writes JSON and runs the recorded transactions (see
`bench.recording`) on a connection that `panel.db` has prepared: no Flask, no ORM, and none of the rules.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine

import panel.db  # noqa: F401 - prepares SQLite's connections
from bench.drivers import Statement
from bench.recording import instant, spoken
from bench.tablets import CONTENT_TYPE, Batch

_kept = json.loads(Path(os.environ["BENCH_RECORDINGS"]).read_text())
_recordings: dict[str, list[Statement]] = _kept["recordings"]
_secrets: dict[str, str] = _kept["secrets"]
_epoch: str = _kept["epoch"]
_engine = create_engine(
    os.environ["PANEL_DATABASE_URL"], isolation_level="AUTOCOMMIT", pool_reset_on_return=None
)


def app(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/healthz":
        start_response("200 OK", [("Content-Length", "0")])
        return []
    device = _known(environ["HTTP_COOKIE"])
    if device is None:
        start_response("401 Unauthorized", [("Content-Length", "0")])
        return []
    body = _store(device, json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))))
    start_response("200 OK", [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(body)))])
    return [body]


def _known(cookie: str) -> str | None:
    """The device's key."""
    key, _, secret = SimpleCookie(cookie)["panel_device"].value.partition(".")
    return key if hmac.compare_digest(sha256(secret.encode()).hexdigest(), _secrets[key]) else None


def _store(device: str, batch: Batch) -> bytes:
    entries = batch["entries"]
    now = datetime.now(UTC)
    given = [spoken(entry) for entry in entries]
    given[0]["now"] = instant(now)
    connection = _engine.raw_connection()
    cursor = connection.cursor()
    for sql, parameters in _recordings[f"{device}/{entries[0]['presenter']}"]:
        filled = [[given[p[1]][p[0]] if isinstance(p, list) else p for p in each] for each in parameters]
        if len(filled) > 1:
            cursor.executemany(sql, filled)
        else:
            cursor.execute(sql, filled[0])
            if cursor.description:
                cursor.fetchall()
    connection.close()
    receipts = [{"uuid": entry["uuid"], "status": "stored"} for entry in entries]
    answer = {"nonce": batch["nonce"], "receipts": receipts, "now": now.isoformat(), "epoch": _epoch}
    return json.dumps(answer, ensure_ascii=False).encode()
