"""What a secretary types and hands in: a paper's code, its marks, that they were read back, its scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from panel.adapters.hub import off_the_hub
from panel.adapters.uploads import SCAN_BYTES, SCANS, CheckedFile, check_file
from panel.domain.numbers import decimal_text, parse_decimal
from panel.domain.sheets import WRITES, Act
from panel.models import Typing
from panel.operations.targets import checked_value
from panel.queries.sheets import SheetPage
from panel.web.forms import Form, plain, tidy
from panel.web.forms.sheets import SheetForm, form_of

SECOND = "second-"
"""Before the name of a field: what the second of two typists made of it."""


class PaperForm(SheetForm):
    """A paper sheet as it is typed: every mark, and to compare with it the total that stands on the paper."""

    total = StringField(_("Total on the paper"), filters=[tidy])

    @property
    def hidden(self) -> dict[str, str]:
        return super().hidden | {"total": self.total.data or ""}

    @property
    def typed(self) -> dict[str, Any]:
        """Marks and comments by the name of their field, as they would be stored; where that can't be, as
        they stand in the box."""
        return {name: self._typed(name) for name in self.hidden if name.partition("-")[0] in WRITES}

    def _typed(self, name: str) -> Any:
        act, node = name.split("-", 1)
        box = self[name]
        return box.data if box.errors else checked_value(self.page.instrument, Act(act), node, box.data)

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        return super().validate(extra_validators) and self._agrees()

    def _agrees(self) -> bool:
        """The sum of the marks, against what the judge added up."""
        given, written = self.read.view.outcome.value, self.total.data
        if not written or given is None or parse_decimal(written) == given:
            return True
        self.total.errors = [
            gettext(
                "The marks give %(given)s. Compare them with the paper, line by line. Did the judge add up"
                " wrongly? Then leave this box empty: the marks count.",
                given=decimal_text(given),
            )
        ]
        return False


def paper_form(page: SheetPage) -> PaperForm:
    return form_of(page, PaperForm, paper=True)


@dataclass(frozen=True)
class Difference:
    """A field that two typists read differently. `act` is "mark" or "comment"."""

    name: str
    act: str
    node: str
    first: str
    second: str


def differences(form: PaperForm, typing: Typing) -> tuple[Difference, ...]:
    """On what this typing differs from the first, in the order of the sheet."""
    return _differences(typing, form.typed)


def settled_differences(form: PaperForm, typing: Typing) -> tuple[Difference, ...] | None:
    """The differences that the page showed, now that each was decided upon; None if the first typing is
    another by now, or more was changed than was asked."""
    seconds = {name: request.form[SECOND + name] for name in form.typed if SECOND + name in request.form}
    others = {name: value for name, value in form.typed.items() if name not in seconds}
    if request.form.get("typing") != str(typing.id) or _differences(typing, others):
        return None
    return _differences(typing, seconds)


def _differences(typing: Typing, second: Mapping[str, Any]) -> tuple[Difference, ...]:
    return tuple(
        Difference(name, act, node, typing.fields.get(name) or "", value or "")
        for name, value in second.items()
        for act, node in [name.split("-", 1)]
        if (typing.fields.get(name) or "") != (value or "")
    )


class ScanForm(Form):
    """A photo or scan of a paper sheet."""

    scan = FileField(
        _("Photo or scan of the paper"),
        description=_("JPEG, PNG or PDF, at most 10 MB."),
        validators=[FileRequired(_("Choose a file."))],
    )

    def read(self) -> CheckedFile:
        """The file, checked; raises Invalid."""
        with self.scan.data.stream as file:
            content, name = file.read(SCAN_BYTES + 1), self.scan.data.filename or ""
        return off_the_hub(check_file, content, name, most=SCAN_BYTES, kinds=SCANS)


class ReadingForm(ScanForm):
    """A paper sheet was read back: by whom, and that it was; its scan, if it is at hand."""

    scan = FileField(_("Photo or scan of the paper"), description=_("JPEG, PNG or PDF, at most 10 MB."))
    read_back_by = StringField(
        _("Read back by"),
        filters=[tidy],
        validators=[
            InputRequired(_("Name who read the marks back.")),
            Length(max=100, message=_("At most %(max)d characters.")),
            plain,
        ],
    )
    confirmed = BooleanField(
        _("All marks were read aloud from the paper and agree with these."),
        validators=[InputRequired(_("Confirm that the sheet was read back."))],
    )
