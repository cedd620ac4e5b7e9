"""Forms: the shape of what people send. Rules are the operations' own."""

from __future__ import annotations

from unicodedata import category

from babel.support import NullTranslations
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import ValidationError

from panel.adapters.language import N_, catalogue
from panel.web.language import chosen

WTFORMS_WORDS = (
    N_("Not a valid choice."),
    N_("Not a valid integer value."),
    N_("Number must be between %(min)s and %(max)s."),
    N_("This field is required."),
)
"""What WTForms says by itself; it has no Thai of its own."""

_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}


class Form(FlaskForm):
    """A form whose every word stands in our catalogues."""

    class Meta:
        def get_translations(self, form: FlaskForm) -> NullTranslations:
            return catalogue(chosen())


def tidy(text: str | None) -> str:
    """Without the blanks around it."""
    return (text or "").strip()


def plain(form: FlaskForm, field: Field) -> None:
    """Refuses what is no character to be read: control characters, line ends, halves of characters."""
    if any(category(char) in _UNSEEN for char in field.data or ""):
        raise ValidationError(_("Write it in one line, without control characters."))
