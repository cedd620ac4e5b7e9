"""Signed copies of a zone's papers and of the province's: attached, shown and removed; on results.bp.

They show what papers show: who may not see the whole ranking by now sees none of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.adapters.uploads import COPY_BYTES, Kind, staged, upload_path
from panel.db import writing
from panel.domain import access as may
from panel.domain.errors import Forbidden, NotFound
from panel.models import Event, Zone
from panel.operations.signed_copies import attach_copy, remove_copy
from panel.queries.events import find_event, find_zone
from panel.queries.provinces import province_results
from panel.queries.results import zone_results
from panel.queries.sights import sees_all
from panel.queries.signed_copies import find_signed, signed_versions
from panel.web.access import allow, make_room, signed_in
from panel.web.actors import author, settings
from panel.web.certifications import CERTIFICATION
from panel.web.errors import told_on
from panel.web.forms.copies import SignedCopyForm
from panel.web.forms.results import ReasonForm
from panel.web.results import ZONE, bp

OF_ZONE, OF_PROVINCE = f"{ZONE}/signed", f"{CERTIFICATION}/signed"
COPY = "<int:version>/<digest>"
BESIDES = 2**19
"""Bytes of such a request that are not the file."""

Page = str | Response | tuple[str, int]


@bp.url_value_preprocessor
def _make_room(endpoint: str | None, codes: Mapping[str, str] | None) -> None:
    """Elsewhere, and from others, so much is refused."""
    if endpoint in {"results.attach_copy", "results.province_attach_copy"}:
        make_room(may.keeper, codes, COPY_BYTES + BESIDES)


@bp.get(OF_ZONE, endpoint="signed_copies")
@bp.get(OF_PROVINCE, endpoint="province_signed_copies")
@allow(may.keeper)
def signed_copies(event: str, zone: str | None = None) -> str:
    return _page(event, zone)


@bp.post(OF_ZONE, endpoint="attach_copy")
@bp.post(OF_PROVINCE, endpoint="province_attach_copy")
@allow(may.keeper)
def attach(event: str, zone: str | None = None) -> Page:
    form = SignedCopyForm(signed_versions(*_seen(event, zone)))
    if form.validate_on_submit():
        with told_on(form):
            file = form.read()
            with staged(settings(), file.content) as place, writing():
                version = find_signed(*_place(event, zone), form.version.data)
                attach_copy(version.snapshot, file, place, by=author())
    if form.errors:
        return _page(event, zone, form), 422
    flash(_("The signed copy is attached."), "success")
    return redirect(_url("signed_copies", event, zone))


@bp.get(f"{OF_ZONE}/{COPY}", endpoint="signed_copy")
@bp.get(f"{OF_PROVINCE}/{COPY}", endpoint="province_signed_copy")
@allow(may.keeper)
def signed_copy(event: str, version: int, digest: str, zone: str | None = None) -> Response:
    """The file itself. A picture is shown; whatever else is saved, and nothing in it runs here."""
    copy = find_signed(*_seen(event, zone), version).copy(digest)
    path, kind = upload_path(settings(), copy.digest), Kind(copy.media_type)
    if not path.is_file():
        raise NotFound("copy.unknown")
    name = f"{zone or 'province'}-v{version}-signed.{kind.suffix}"
    answer = send_file(path, mimetype=kind.value, as_attachment=not kind.picture, download_name=name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get(f"{OF_ZONE}/{COPY}/removal", endpoint="copy_removal")
@bp.get(f"{OF_PROVINCE}/{COPY}/removal", endpoint="province_copy_removal")
@allow(may.keeper)
def removal(event: str, version: int, digest: str, zone: str | None = None) -> str:
    return _removal_page(event, zone, version, digest, ReasonForm())


@bp.post(f"{OF_ZONE}/{COPY}/removal", endpoint="remove_copy")
@bp.post(f"{OF_PROVINCE}/{COPY}/removal", endpoint="province_remove_copy")
@allow(may.keeper)
def remove(event: str, version: int, digest: str, zone: str | None = None) -> Page:
    form = ReasonForm()
    _seen(event, zone)
    if form.validate_on_submit():
        with told_on(form), writing():
            copy = find_signed(*_place(event, zone), version).copy(digest)
            remove_copy(copy, reason=form.reason.data or "", by=author(), settings=settings())
    if form.errors:
        return _removal_page(event, zone, version, digest, form), 422
    flash(_("The signed copy is removed."), "success")
    return redirect(_url("signed_copies", event, zone))


def _url(page: str, event: str, zone: str | None, **codes: Any) -> str:
    if zone is None:
        return url_for(f"results.province_{page}", event=event, **codes)
    return url_for(f"results.{page}", event=event, zone=zone, **codes)


def _place(event: str, zone: str | None) -> tuple[Event, Zone | None]:
    found = find_event(event)
    return found, find_zone(found, zone) if zone else None


def _seen(event: str, zone: str | None) -> tuple[Event, Zone | None]:
    """The same for who sees all that stands on the papers; raises Forbidden."""
    found, of = _place(event, zone)
    views = (zone_results(of),) if of else province_results(found).zones
    if not sees_all(signed_in(), event, views):
        raise Forbidden("result.not_yet")
    return found, of


def _page(event: str, zone: str | None, form: SignedCopyForm | None = None) -> str:
    found, of = _seen(event, zone)
    versions = signed_versions(found, of)
    return render_template(
        "results/signed_copies.html",
        event=found,
        zone=of,
        versions=versions,
        form=form or SignedCopyForm(versions),
        url=partial(_url, event=event, zone=zone),
    )


def _removal_page(event: str, zone: str | None, version: int, digest: str, form: ReasonForm) -> str:
    found, of = _seen(event, zone)
    return render_template(
        "results/signed_copy_removal.html",
        event=found,
        zone=of,
        version=version,
        copy=find_signed(found, of, version).copy(digest),
        form=form,
        url=partial(_url, event=event, zone=zone),
    )
