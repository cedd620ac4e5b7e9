"""A secretary's pages where the event wants its papers typed twice: the first typing is kept, the second by
somebody else is compared with it, and only what differs is looked at again."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.db import writing
from panel.domain import access as may
from panel.domain.errors import Conflict, NotFound
from panel.domain.sheets import Act
from panel.models import Typing
from panel.operations.papers import drop_typing, file_typed_twice, keep_typing
from panel.queries.events import find_event
from panel.queries.sheets import SheetPage, sheet_page
from panel.queries.typings import find_typing
from panel.web.access import allow
from panel.web.actors import author
from panel.web.errors import told_on
from panel.web.forms.papers import Difference, PaperForm, differences, settled_differences
from panel.web.papers import PAPER, filed, open_form, typing_page
from panel.web.sheets import Page, bp

TYPING = f"{PAPER}/typing"


@bp.get(TYPING)
@allow(may.secretary)
def typing(event: str, zone: str, seat: str, presenter: str) -> str:
    """What was typed once: by whom and when, and whether to drop it."""
    page = sheet_page(find_event(event), zone, seat, presenter)
    return render_template("sheets/typing.html", event=page.event, page=page, typing=_typed_once(page))


@bp.post(f"{TYPING}/removal")
@allow(may.secretary)
def typing_removal(event: str, zone: str, seat: str, presenter: str) -> Response:
    with writing():
        drop_typing(_typed_once(sheet_page(find_event(event), zone, seat, presenter)), by=author())
    flash(_("Dropped: what was typed once is gone."), "success")
    return redirect(url_for("sheets.papers", event=event, zone=zone))


@bp.post(TYPING)
@allow(may.secretary)
def type_paper(event: str, zone: str, seat: str, presenter: str) -> Page:
    """Kept if it is the first typing; filed if it is the second and agrees, else compared."""
    form, found = open_form(event, zone, seat, presenter), None
    if form.validate_on_submit():
        with told_on(form), writing():
            again = open_form(event, zone, seat, presenter)
            found = _take(again, find_typing(again.page))
    if form.errors:
        return typing_page(form), 422
    if found:
        return _comparison_page(form, found)
    words = _("Kept. Another person types this sheet once more.") if found is None else ""
    return filed(event, zone, words)


def _take(form: PaperForm, first: Typing | None) -> Sequence[Difference] | None:
    """None: it was the first typing. No differences: it was filed."""
    if first is None:
        keep_typing(form.page, form.typed, by=author())
        return None
    found = differences(form, first)
    if not found:
        file_typed_twice(first, form.entries(), form.submission(), by=author(), settled=())
    return found


@bp.post(f"{PAPER}/comparison")
@allow(may.secretary)
def comparison(event: str, zone: str, seat: str, presenter: str) -> Page:
    """What differed was looked up on the paper and typed once more."""
    form = open_form(event, zone, seat, presenter)
    if not form.validate_on_submit():
        return _comparison_page(form, _settled(form)), 422
    with told_on(form), writing():
        again = open_form(event, zone, seat, presenter)
        settled = [each.name for each in _settled(again)]
        first = _typed_once(again.page)
        file_typed_twice(first, again.entries(), again.submission(), by=author(), settled=settled)
    return (typing_page(form), 422) if form.errors else filed(event, zone)


def _settled(form: PaperForm) -> Sequence[Difference]:
    found = settled_differences(form, _typed_once(form.page))
    if found is None:
        raise Conflict("paper.typing_gone")
    return found


def _typed_once(page: SheetPage) -> Typing:
    found = find_typing(page)
    if found is None:
        raise NotFound("paper.typing_gone")
    return found


def _comparison_page(form: PaperForm, found: Sequence[Difference]) -> str:
    """Marks are typed anew; of two texts the second is there to be corrected."""
    if not form.errors:
        for each in found:
            form[each.name].data = "" if each.act == Act.MARK else each.second
    names = {each.name for each in found}
    return render_template(
        "sheets/comparison.html",
        event=form.page.event,
        page=form.page,
        form=form,
        found=found,
        typing=_typed_once(form.page),
        hidden={name: text for name, text in form.hidden.items() if name not in names | {"total"}},
    )
