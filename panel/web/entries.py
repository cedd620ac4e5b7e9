"""POST /entries: where tablets hand in what they kept (docs/entries.md is the protocol).

It knows its sender by the device's own credential, its content type and the Origin, and answers in its own
content type with the request's nonce: a guest network's page can't pass for a receipt.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from panel.adapters.secrets import same, token_digest
from panel.db import writing
from panel.domain import access as may
from panel.domain.sheets import Actor, Channel
from panel.models import Device
from panel.operations.entries import Receipt, store_entries
from panel.queries.accounts import find_device, identity_of
from panel.queries.events import epoch
from panel.web.access import DEVICE_COOKIE, allow
from panel.web.actors import author_as, now, settings
from panel.web.batches import Batch, Unreadable
from panel.web.language import language

bp = Blueprint("entries", __name__)

CONTENT_TYPE = "application/vnd.panel.entries+json"
MOST_BYTES = 512 * 1024


@bp.post("/entries")
@allow(may.anyone)
def store() -> Response:
    """Store a batch and say what became of each entry."""
    if request.headers.get("Content-Type") != CONTENT_TYPE:
        return _refusal(415, "content_type")
    if request.headers.get("Origin") not in _origins():
        return _refusal(403, "origin")
    if (request.content_length or 0) > MOST_BYTES:
        return _refusal(413, "too_large")
    try:
        batch = Batch.read(request.get_data(cache=False))
    except Unreadable as fault:
        return _refusal(fault.status, str(fault), fault.nonce)
    with writing():
        device = _device()
        if device is None:
            return _refusal(401, "signed_out", batch.nonce)
        receipts = _stored(batch, device)
    return _answer(200, {"nonce": batch.nonce, "receipts": [_told(receipt) for receipt in receipts]})


def _stored(batch: Batch, device: Device) -> list[Receipt]:
    """The receipts of a batch; with it goes what the device says of itself."""
    person = device.person
    device.seen_at = now()
    device.counter = max([device.counter, *batch.counters])
    device.waiting = batch.waiting
    return store_entries(
        person.event,
        batch.entries({seat.code for seat in person.seats}),
        by=author_as(person),
        actor=Actor.AUTHOR,
        channel=Channel.TABLET,
        device_id=device.id,
    )


def _device() -> Device | None:
    """The device whose credential came along, if it may still act."""
    key, _, secret = request.cookies.get(DEVICE_COOKIE, "").partition(".")
    device = find_device(key)
    if device is None or not same(token_digest(secret), device.secret_digest):
        return None
    return device if identity_of(device) else None


def _origins() -> set[str]:
    """Where our own pages come from: the base URL, and the host that was asked."""
    base = urlsplit(settings().base_url)
    return {f"{base.scheme}://{base.netloc}", request.host_url.rstrip("/")}


def _told(receipt: Receipt) -> dict[str, object]:
    told: dict[str, object] = {"uuid": receipt.uuid, "status": receipt.status}
    if receipt.was:
        told["was"] = receipt.was.value
    if receipt.reason:
        told["reason"] = {"code": receipt.reason.code, "text": language().error(receipt.reason)}
    return told


def _refusal(status: int, error: str, nonce: str | None = None) -> Response:
    return _answer(status, {"nonce": nonce, "error": error})


def _answer(status: int, body: dict[str, object]) -> Response:
    body |= {"now": now().isoformat()} | ({"epoch": epoch()} if status == 200 else {})
    return Response(json.dumps(body, ensure_ascii=False), status, content_type=CONTENT_TYPE)
