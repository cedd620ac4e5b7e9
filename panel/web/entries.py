"""POST /entries: where tablets hand in what they kept (docs/entries.md is the protocol).

It knows its sender by the device's own credential, its content type and the Origin, and answers in its own
content type with the request's nonce: a guest network's page can't pass for a receipt.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request
from sqlalchemy import Connection
from werkzeug.exceptions import InternalServerError

from panel.adapters.language import Language
from panel.adapters.secrets import derive_key, same, token_digest
from panel.db import writing
from panel.domain import access as may
from panel.domain.sheets import Actor, Channel
from panel.operations.batches import Hand, Receipt
from panel.operations.entries import note_device, take_batch
from panel.queries.asks import Ask, asks_of
from panel.queries.credentials import Sender, find_sender
from panel.queries.events import epoch
from panel.web.access import DEVICE_COOKIE, allow
from panel.web.actors import now, settings
from panel.web.batches import Batch, Unreadable
from panel.web.language import said_in
from panel.web.sessions import sessions

bp = Blueprint("entries", __name__)

CONTENT_TYPE = "application/vnd.panel.entries+json"
MOST_BYTES = 512 * 1024


@bp.post("/entries")
@allow(may.anyone)
def store() -> Response:
    """Store a batch and say what became of each entry."""
    if request.headers.get("Content-Type") != CONTENT_TYPE:
        return _refusal(415, "content_type")
    if not _is_ours(request.headers.get("Origin")):
        return _refusal(403, "origin")
    if (request.content_length or 0) > MOST_BYTES:
        return _refusal(413, "too_large")
    try:
        batch = Batch.read(request.get_data(cache=False))
    except Unreadable as fault:
        return _refusal(fault.status, str(fault), fault.nonce)
    at = now()
    with writing() as connection:
        sender = _sender(connection, batch.device, at)
        if sender is None:
            return _refusal(401, "signed_out", batch.nonce)
        receipts = _stored(connection, batch, sender, at)
        asks = asks_of(connection, sender.person_id) if batch.is_greeting else None
    return _receipt(batch, sender, receipts, asks)


def _stored(connection: Connection, batch: Batch, sender: Sender, at: datetime) -> list[Receipt]:
    """The receipts of a batch; with it goes what the device says of itself."""
    hand = Hand(
        event_id=sender.event_id,
        person_id=sender.person_id,
        at=at,
        key=derive_key(settings().secret_key, "audit"),
        actor=Actor.AUTHOR,
        channel=Channel.TABLET,
        device_id=sender.device_id,
        signed_out=sender.signed_out,
    )
    if batch.epoch not in {None, _epoch()}:
        return []  # what it stands on may not be here: the tablet sends all that it has, in its order
    receipts = take_batch(connection, hand, batch.entries(sender.seats), sender.seats)
    note_device(
        connection, sender.device_id, at=at, counter=batch.highest, waiting=batch.waiting, kept=batch.kept
    )
    return receipts


def _sender(connection: Connection, device: str | None, at: datetime) -> Sender | None:
    """Who sends: the device that the batch names, or else the cookie's first, if its secret came along."""
    credentials = [each.partition(".") for each in request.cookies.get(DEVICE_COOKIE, "").split("~")]
    key, _, secret = next((each for each in credentials if device in {None, each[0]}), ("", "", ""))
    sender = find_sender(connection, key, at=at)
    return sender if sender and same(token_digest(secret), sender.secret_digest) else None


def _is_ours(origin: str | None) -> bool:
    """Whether a page of ours asks: one at the base URL, or at the host that was asked."""
    base = urlsplit(settings().base_url)
    return origin in {f"{base.scheme}://{base.netloc}", request.host_url.rstrip("/")}


@bp.errorhandler(500)
def _unexpected(_error: InternalServerError) -> Response:
    """Whatever went wrong, nothing was stored and the tablet keeps all: it needs no page about it."""
    return _refusal(500, "server")


def _receipt(batch: Batch, sender: Sender, receipts: list[Receipt], asks: Sequence[Ask] | None) -> Response:
    told: dict[str, object] = {"nonce": batch.nonce, "receipts": [_told(receipt) for receipt in receipts]}
    told |= {"others": sender.others, "epoch": _epoch()}
    if asks is not None:
        told["asks"] = [{"sheet": each.sheet, "ask": each.ask, "at": each.at.isoformat()} for each in asks]
    if sender.signed_out:
        told["signed_out"] = True
    return _answer(200, told)


def _told(receipt: Receipt) -> dict[str, object]:
    told: dict[str, object] = {"uuid": receipt.uuid, "status": receipt.status}
    if receipt.was:
        told["was"] = receipt.was.value
    if receipt.reason:
        told["reason"] = {"code": receipt.reason.code, "text": _language().error(receipt.reason)}
    return told


def _language() -> Language:
    """That of the tablet's pages. Their session is read only where there is something to put in words."""
    return Language(said_in(sessions.read(current_app, request)))


def _epoch() -> str:
    """Which server this is. Read once a process: a restore, which changes it, refuses while one serves."""
    kept = current_app.extensions
    if "panel_epoch" not in kept:
        kept["panel_epoch"] = epoch()
    found: str = kept["panel_epoch"]
    return found


def _refusal(status: int, error: str, nonce: str | None = None) -> Response:
    return _answer(status, {"nonce": nonce, "error": error})


def _answer(status: int, body: dict[str, object]) -> Response:
    body["now"] = now().isoformat()
    return Response(json.dumps(body, ensure_ascii=False), status, content_type=CONTENT_TYPE)
