"""The letterhead: the emblem's file, and a signatory's name block."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from panel.adapters.hub import off_the_hub
from panel.adapters.uploads import EMBLEM_BYTES, CheckedFile, Kind, check_emblem
from panel.domain.letterheads import MOST_LINES, Signatory, Signed
from panel.web.forms import Form, plain, tidy
from panel.web.language import language

_SHORT = Length(max=120, message=_("At most %(max)d characters."))
ACCEPT = ",".join((Kind.PNG, Kind.JPEG))


def _block(form: Form, field: Field) -> None:
    """A few short lines."""
    lines = (field.data or "").splitlines()
    if len(lines) > MOST_LINES or any(len(line) > 120 or not line.isprintable() for line in lines):
        raise ValidationError(_("At most three lines of 120 characters."))


def _lines(text: str | None) -> str:
    """Without blank lines, and without blanks around each."""
    return "\n".join(line.strip() for line in (text or "").splitlines() if line.strip())


class EmblemForm(Form):
    """A picture."""

    file = FileField(
        _("Picture of the emblem"),
        description=_("PNG or JPEG, at most 2 MB. It is drawn anew: only its pixels come onto papers."),
        validators=[FileRequired(_("Choose a file."))],
    )

    def read(self) -> CheckedFile:
        """The picture, checked and drawn anew; raises Invalid."""
        with self.file.data.stream as file:
            content, name = file.read(EMBLEM_BYTES + 1), self.file.data.filename or ""
        return off_the_hub(check_emblem, content, name.replace("\x00", "")[:200])


class SignatoryForm(Form):
    """A name block, and what it stands below."""

    name = StringField(
        _("Name"),
        description=_("With the title of the person, as it stands in brackets below the signature."),
        filters=[tidy],
        validators=[DataRequired(_("Name the person.")), _SHORT, plain],
    )
    position = TextAreaField(
        _("Position"), description=_("At most three lines."), filters=[_lines], validators=[_block]
    )
    name_en = StringField(_("Name in English"), filters=[tidy], validators=[_SHORT, plain])
    position_en = TextAreaField(_("Position in English"), filters=[_lines], validators=[_block])
    signs = SelectMultipleField(
        _("Signs"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def __init__(self, signatory: Signatory | None = None) -> None:
        super().__init__(obj=signatory)
        self.signs.choices = [(each.value, language().message(f"document.{each}")) for each in Signed]

    @property
    def signatory(self) -> Signatory:
        return Signatory(
            name=self.name.data or "",
            name_en=self.name_en.data or "",
            position=self.position.data or "",
            position_en=self.position_en.data or "",
            signs=frozenset(map(Signed, self.signs.data or ())),
        )
