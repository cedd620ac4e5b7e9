"""Changes of the rest of a zone's day: looked at first, then made, then told in the chat group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from panel.adapters.language import Language
from panel.db import writing
from panel.domain import access as may
from panel.domain.announcements import announce, news
from panel.domain.schedules import describe
from panel.domain.shifts import Course, misfits, moves, outcome, passed
from panel.models import Edit, Event, Zone
from panel.operations.days import change_course, reverse_change
from panel.queries.days import course_of, find_edit, new_clashes
from panel.queries.edits import plan_revision
from panel.queries.events import find_event, find_zone
from panel.queries.schedules import display_names
from panel.web.access import allow, signed_in
from panel.web.actors import author
from panel.web.days import DAY
from panel.web.errors import told_on
from panel.web.forms.days import CHANGES, ChangeForm, Names
from panel.web.language import language
from panel.web.schedules import bp

CHANGE = f"{DAY}/changes/<any(shift, follow, postpone, swap, break, shorten, booking):change>"
EDIT = f"{DAY}/edits/<int(max=2147483647):edit>"


@dataclass(frozen=True)
class Row:
    """A slot of the rest as it is and as it would be; `minutes` later, or earlier below 0."""

    name: str
    was: str
    now: str
    minutes: int
    pinned: bool


@dataclass(frozen=True)
class Preview:
    """What a change would do, in words; `outcome` and `revision` are what is agreed to."""

    rows: tuple[Row, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    changes: bool
    outcome: str
    revision: int


@bp.get(CHANGE)
@allow(may.steward)
def change(event: str, zone: str, change: str) -> str:
    place = find_zone(find_event(event), zone)
    course, names = course_of(place), display_names(place.event, language().name)
    form = CHANGES[change](course, names, request.args or None)
    asked = bool(request.args) and form.validate()
    return _page(place, change, form, course, names, asked=asked)


@bp.post(CHANGE)
@allow(may.steward)
def save_change(event: str, zone: str, change: str) -> Response | tuple[str, int]:
    place = find_zone(find_event(event), zone)
    course, names = course_of(place), display_names(place.event, language().name)
    form = CHANGES[change](course, names)
    asked = form.validate_on_submit()
    if asked:
        with told_on(form), writing():
            place = find_zone(find_event(event), zone)
            expected = form.outcome.data or ""
            edit = change_course(
                place, form.apply, act=change, by=author(), seen=form.seen, expected=expected, **form.told
            ).id
        if not form.errors:
            flash(_("The plan was changed. Tell the people of the zone."), "success")
            return redirect(url_for("schedules.told", event=event, zone=zone, edit=edit))
    place = find_zone(find_event(event), zone)
    return _page(place, change, form, course_of(place), names, asked=asked), 422


@bp.post(f"{EDIT}/reversal")
@allow(may.steward)
def reversal(event: str, zone: str, edit: int) -> Response:
    with writing():
        place = find_zone(find_event(event), zone)
        taken = reverse_change(place, find_edit(place, edit), by=author()).id
    flash(_("The change was taken back. Tell the people of the zone."), "success")
    return redirect(url_for("schedules.told", event=event, zone=zone, edit=taken))


@bp.get(EDIT)
@allow(may.steward)
def told(event: str, zone: str, edit: int) -> str:
    place = find_zone(find_event(event), zone)
    found = find_edit(place, edit)
    return render_template(
        "schedules/day_told.html",
        event=place.event,
        zone=place,
        edit=found,
        news=news(found.before, found.after, place.code),
        names=display_names(place.event, language().name),
        reversible=_reversible(place.event, found),
        texts=[(lang, chat_text(place, found, lang)) for lang in dict.fromkeys(["th", language().code])],
    )


def _reversible(event: Event, edit: Edit) -> bool:
    """Whether it is the reader's own, and nothing was done to the plan since."""
    own = edit.person is not None and edit.person.code == signed_in().person
    return own and edit.act not in {"undo", "redo"} and edit.id == plan_revision(event)


def chat_text(zone: Zone, edit: Edit, lang: str) -> str:
    """An edit in a few lines for the chat group; Thai has its numerals."""
    words = Language(lang, thai_numerals=True)
    names = display_names(zone.event, words.name)

    def written(code: str, params: Mapping[str, object]) -> str:
        return words.message(code, **{key: _written(words, names, key, params[key]) for key in params})

    return announce(edit.before, edit.after, zone=zone.code, venue=zone.venue.code, words=written)


def _written(words: Language, names: Names, key: str, value: object) -> object:
    if key in {"zone", "venue", "presenter"}:
        return names.get(str(value), str(value))
    return words.number(value) if isinstance(value, int) and not key.endswith("_time") else value


def _page(zone: Zone, change: str, form: ChangeForm, course: Course, names: Names, *, asked: bool) -> str:
    preview = None
    if asked:
        with told_on(form):
            preview = _preview(zone, course, form.apply(course), names)
    return render_template(
        "schedules/day_change.html", event=zone.event, zone=zone, change=change, form=form, preview=preview
    )


def _preview(zone: Zone, before: Course, after: Course, names: Names) -> Preview:
    were = {slot.presenter: slot for slot in before.slots}
    rows = tuple(
        Row(
            names[slot.presenter],
            _span(were[slot.presenter].start, were[slot.presenter].end),
            _span(slot.start, slot.end),
            slot.start - were[slot.presenter].start,
            slot.pinned,
        )
        for slot in after.rest
    )
    return Preview(
        rows=rows,
        warnings=_warnings(zone, after, names),
        notes=_notes(before, after, names),
        changes=bool(moves(before, after)) or after != before,
        outcome=outcome(before, after),
        revision=plan_revision(zone.event),
    )


def _warnings(zone: Zone, after: Course, names: Names) -> tuple[str, ...]:
    """What does not fit, by name, and who would be needed elsewhere."""
    write = language().message
    room = [
        write(f"misfit.{each.limit}", presenter=names[each.presenter], at_time=each.at, minutes=each.minutes)
        for each in misfits(after)
    ]
    told = [describe(clash, names) for clash in new_clashes(zone.event, after)]
    return (*room, *(write(code, **params) for code, params in told))


def _notes(before: Course, after: Course, names: Names) -> tuple[str, ...]:
    """Who is put behind a break, and who stays since pinned."""
    behind = [
        _(
            "%(presenter)s comes after the break of %(span)s.",
            presenter=names[presenter],
            span=_span(window.start, window.end),
        )
        for presenter, window in passed(before, after)
    ]
    pinned = [
        _("%(presenter)s is pinned and stays.", presenter=names[slot.presenter])
        for slot in after.rest
        if slot.pinned
    ]
    return (*behind, *pinned)


def _span(start: int, end: int) -> str:
    return f"{language().minutes(start)}–{language().minutes(end)}"
