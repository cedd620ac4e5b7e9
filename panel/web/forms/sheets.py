"""What a score sheet's page sends: a box for each indicator, comments, and the entries made of them.

The fields follow the instrument, so that a form is made for one sheet. Only what was changed becomes an
entry, based on the entry that the page was showing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID, uuid4, uuid5

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from panel.domain.errors import Invalid, PanelError
from panel.domain.instruments import Instrument, Refused, evaluate
from panel.domain.sheets import Act
from panel.models import Presenter
from panel.operations.entries import NewEntry
from panel.operations.targets import checked_value
from panel.queries.entries import entry_values
from panel.queries.sheets import SheetPage
from panel.web.forms import Form
from panel.web.language import language

FieldKey = tuple[Act, str]


def commented(instrument: Instrument) -> list[str]:
    """What has room for a comment: each criterion of the top level, and the whole sheet ("")."""
    return [node.number for node in instrument.root.children] + [""]


class SheetForm(Form):
    """Marks and comments as typed. `tap` is "1.1=8": a tapped mark goes before the box beside it."""

    key = HiddenField()
    tap = HiddenField()

    page: SheetPage

    def __init__(self) -> None:
        super().__init__(key=str(uuid4()))
        node, found, mark = (self.tap.data or "").partition("=")
        if found and f"mark-{node}" in self:
            self[f"mark-{node}"].raw_data = [mark]
            self[f"mark-{node}"].data = mark

    @property
    def bases(self) -> list[str]:
        """The hidden fields that say what the page was showing."""
        return [f"base-{_name(*key)}" for key in _keys(self.page.instrument)]

    @property
    def hidden(self) -> dict[str, str]:
        """All that was typed, for a page that only asks about it."""
        names = ["key", *self.bases, *(_name(*key) for key in _keys(self.page.instrument))]
        return {name: self[name].data or "" for name in names}

    @property
    def tapped(self) -> str:
        """The indicator whose mark was tapped."""
        return (self.tap.data or "").partition("=")[0]

    @property
    def values(self) -> dict[FieldKey, Any]:
        """Every field as it would be stored; None where it is empty."""
        return {
            (act, node): checked_value(self.page.instrument, act, node, self[_name(act, node)].data)
            for act, node in _keys(self.page.instrument)
        }

    @property
    def read(self) -> SheetPage:
        """The sheet as it would be with what was typed."""
        values = self.values
        marks = {node: value for (act, node), value in values.items() if act is Act.MARK}
        comments = {node: value for (act, node), value in values.items() if act is Act.COMMENT and value}
        outcome = evaluate(self.page.instrument, marks)
        return replace(
            self.page, view=replace(self.page.view, marks=marks, comments=comments, outcome=outcome)
        )

    def entries(self) -> list[NewEntry]:
        """An entry for each field that was changed; the same form sent twice makes the same entries."""
        before = self._before()
        return [
            self._entry(act, node, value, self._base(act, node))
            for (act, node), value in self.values.items()
            if value != before[act, node]
        ]

    def submission(self) -> NewEntry:
        """The sheet is submitted with just these marks."""
        return self._entry(Act.SUBMIT, "", {"marks": given(self.read)})

    def _entry(self, act: Act, node: str, value: Any, base: str | None = None) -> NewEntry:
        return NewEntry(
            uuid=entry_uuid(self.key.data, act, node, value),
            seat=self.page.seat.code,
            presenter=self.page.slot.presenter.code,
            act=act,
            node=node,
            value=value,
            base=base,
        )

    def _base(self, act: Act, node: str) -> str | None:
        return self[f"base-{_name(act, node)}"].data or None

    def _before(self) -> dict[FieldKey, Any]:
        """What the page was showing, field by field."""
        bases = {key: self._base(*key) for key in _keys(self.page.instrument)}
        said = entry_values(self.page.slot, self.page.seat, [base for base in bases.values() if base])
        return {key: said.get(base) if base else None for key, base in bases.items()}


OfSheet = TypeVar("OfSheet", bound=SheetForm)


def sheet_form(page: SheetPage) -> SheetForm:
    """The form of one sheet, as its author fills it in."""
    return form_of(page, SheetForm)


def form_of(page: SheetPage, form_kind: type[OfSheet], *, paper: bool = False) -> OfSheet:
    """A form of one sheet. For paper it starts empty and wants every mark: only the paper counts."""
    fields: dict[str, Any] = {"page": page}
    for act, node in _keys(page.instrument):
        held = (page.view.comments if act is Act.COMMENT else page.view.marks).get(node)
        kind = TextAreaField if act is Act.COMMENT else StringField
        wanted = [InputRequired(_("Type the mark."))] if paper and act is Act.MARK else []
        fields[_name(act, node)] = kind(
            node,
            default=held if isinstance(held, str) and not paper else "",
            validators=[*wanted, _takes(page, act, node)],
        )
        fields[f"base-{_name(act, node)}"] = HiddenField(default=page.bases.get((act, node), ""))
    form: OfSheet = type(form_kind.__name__, (form_kind,), fields)()
    return form


def _keys(instrument: Instrument) -> list[FieldKey]:
    marks = [(Act.MARK, indicator.number) for indicator in instrument.indicators]
    return marks + [(Act.COMMENT, node) for node in commented(instrument)]


def _name(act: Act, node: str) -> str:
    return f"{act}-{node}"


def _takes(page: SheetPage, act: Act, node: str) -> Callable[[Form, Field], None]:
    """A validator that asks the instrument."""

    def check(form: Form, field: Field) -> None:
        try:
            checked_value(page.instrument, act, node, field.data)
        except (Refused, PanelError) as refusal:
            raise ValidationError(language().message(refusal.code, **refusal.params)) from None

    return check


def entry_uuid(key: str | None, act: Act, node: str = "", value: Any = None) -> str:
    """The UUID of an entry that a form makes: one for a key, a field and a value."""
    try:
        return str(uuid5(UUID(key or ""), json.dumps([act, node, value])))
    except ValueError:
        raise Invalid("entry.malformed", expected="key") from None


class SubmissionForm(Form):
    """Which amphoe was heard, asked once more; and the marks that were shown, as JSON."""

    key = HiddenField()
    marks = HiddenField()
    heard = RadioField(
        _("Which amphoe did you just hear?"), validators=[InputRequired(_("Choose the amphoe."))]
    )

    def __init__(self, page: SheetPage, presenters: Sequence[Presenter]) -> None:
        super().__init__(key=str(uuid4()), marks=json.dumps(given(page)))
        self.heard.choices = [(each.code, language().name(each)) for each in presenters]

    @property
    def said(self) -> dict[str, object]:
        """What a submission says beside its act."""
        try:
            return {"heard": self.heard.data, "marks": json.loads(self.marks.data or "")}
        except ValueError:
            raise Invalid("entry.malformed", expected="marks") from None


def given(page: SheetPage) -> dict[str, Any]:
    """The marks that a sheet has."""
    return {node: mark for node, mark in page.view.marks.items() if mark is not None}
