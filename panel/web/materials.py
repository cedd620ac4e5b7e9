"""What presenters bring: handed in on their own page, opened by their judges; on schedules.bp."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.adapters.uploads import Kind, staged, upload_path
from panel.db import writing
from panel.domain import access as may
from panel.domain.errors import NotFound
from panel.domain.materials import MOST_BYTES, MaterialKind
from panel.models import Event, Material, Presenter
from panel.operations.accounts import count_attempt
from panel.operations.materials import bring_file, bring_link, remove_material
from panel.queries.events import find_event, find_zone
from panel.queries.materials import find_bringing, find_material, materials_by_presenter
from panel.queries.schedules import find_slot, timed_slots
from panel.web.access import allow, make_room, signed_in
from panel.web.actors import author, settings
from panel.web.errors import told_on
from panel.web.forms.materials import FileForm, LinkForm
from panel.web.schedules import EVENT, bp
from panel.web.sheets import ZONE

PRESENTING = f"{EVENT}/presenting/<presenter>"
MATERIAL = f"{PRESENTING}/materials/<kind>"
REMOVAL = f"{PRESENTING}/removals/<code>"
BESIDES = 2**19
"""Bytes of such a request that are not the file."""
MOST_TRIES = 40
"""Of one presenter, in as long as tries are counted: a file takes its time to look through."""

Page = str | Response | tuple[str, int]


@bp.url_value_preprocessor
def _make_room(endpoint: str | None, codes: Mapping[str, str] | None) -> None:
    """Elsewhere, and from others, so much is refused."""
    if endpoint == "schedules.save_material":
        make_room(may.bringer, codes, MOST_BYTES + BESIDES)


@bp.get(MATERIAL)
@allow(may.bringer)
def new_material(event: str, presenter: str, kind: str) -> str:
    found, sort = find_event(event), _kind(kind)
    return _form_page(found, find_bringing(found, presenter), sort, _form(sort))


@bp.post(MATERIAL)
@allow(may.bringer)
def save_material(event: str, presenter: str, kind: str) -> Page:
    sort = _kind(kind)
    form = _form(sort)
    if form.validate_on_submit():
        with told_on(form):
            _bring(event, presenter, form)
    if form.errors:
        found = find_event(event)
        return _form_page(found, find_bringing(found, presenter), sort, form), 422
    flash(_("Handed in: the judges can open it."), "success")
    return redirect(url_for("schedules.presenting_of", event=event, presenter=presenter))


def _bring(event: str, presenter: str, form: FileForm | LinkForm) -> None:
    if isinstance(form, LinkForm):
        with writing():
            found = find_bringing(find_event(event), presenter)
            link = {"url": form.url.data or "", "title": form.title.data or ""}
            bring_link(found, **link, by=author(), settings=settings())
        return
    _count_try(event)
    file = form.read()
    with staged(settings(), file.content) as place, writing():
        found = find_bringing(find_event(event), presenter)
        bring_file(
            found, form.kind, file, place, title=form.title.data or "", by=author(), settings=settings()
        )


def _count_try(event: str) -> None:
    if not signed_in().organiser:
        with writing():
            account = f"{event}/{signed_in().person}/materials"
            count_attempt(account, "", by=author(), most=MOST_TRIES)


@bp.get(REMOVAL)
@allow(may.bringer)
def material_removal(event: str, presenter: str, code: str) -> str:
    found = find_event(event)
    material = find_material(find_bringing(found, presenter), code)
    return render_template("schedules/material_removal.html", event=found, material=material)


@bp.post(REMOVAL)
@allow(may.bringer)
def take_away(event: str, presenter: str, code: str) -> Response:
    with writing():
        material = find_material(find_bringing(find_event(event), presenter), code)
        remove_material(material, by=author(), settings=settings())
    flash(_("Taken away."), "success")
    return redirect(url_for("schedules.presenting_of", event=event, presenter=presenter))


@bp.get(f"{PRESENTING}/files/<digest>")
@allow(may.bringer)
def own_material(event: str, presenter: str, digest: str) -> Response:
    return _file(find_material(find_bringing(find_event(event), presenter), digest))


@bp.get(f"{ZONE}/materials")
@allow(may.follower)
def materials(event: str, zone: str) -> str:
    found = find_event(event)
    place = find_zone(found, zone)
    return render_template(
        "schedules/materials.html",
        event=found,
        zone=place,
        slots=timed_slots(place),
        materials=materials_by_presenter(found, place),
    )


@bp.get(f"{ZONE}/presenters/<presenter>/files/<digest>")
@allow(may.follower)
def material(event: str, zone: str, presenter: str, digest: str) -> Response:
    """For the panel before which they present, and nobody else's."""
    slot = find_slot(find_zone(find_event(event), zone), presenter)
    return _file(find_material(slot.presenter, digest))


def _file(found: Material) -> Response:
    """The file itself, shown by the browser; nothing in it runs here. It is asked for anew each time, and
    sent once: its tag is that of its bytes."""
    path = upload_path(settings(), found.digest)
    if not found.digest or not path.is_file():
        raise NotFound("material.unknown")
    kind = Kind(found.media_type)
    name = f"{found.presenter.code}-{found.kind}.{kind.suffix}"
    answer = send_file(path, mimetype=kind.value, download_name=name, etag=found.digest, last_modified=None)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-cache"
    me = signed_in()
    answer.headers["Panel-Person"] = f"{me.event}/{me.person}"  # whose tablet may keep it
    return answer


def _kind(kind: str) -> MaterialKind:
    if kind not in set(MaterialKind):
        raise NotFound("page.unknown")
    return MaterialKind(kind)


def _form(kind: MaterialKind) -> FileForm | LinkForm:
    return LinkForm() if kind.link else FileForm(kind)


def _form_page(event: Event, presenter: Presenter, kind: MaterialKind, form: FileForm | LinkForm) -> str:
    return render_template("schedules/material.html", event=event, presenter=presenter, kind=kind, form=form)
