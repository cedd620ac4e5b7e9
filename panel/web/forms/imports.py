"""A spreadsheet to be looked at, and the press that takes it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired

from panel.domain.imports.columns import Sort
from panel.web.forms import Form

SORTS = {
    Sort.PRESENTERS: _("Amphoe, their zones and order"),
    Sort.ZONES: _("Zones, venues and bookings"),
    Sort.COMMITTEE: _("Committee"),
}


class UploadForm(Form):
    """Which list, and the file."""

    sort = RadioField(_("What the file lists"), validators=[InputRequired(_("Choose what the file lists."))])
    file = FileField(
        _("File"),
        description=_("Excel (.xlsx) or CSV, at most 2 MB."),
        validators=[FileRequired(_("Choose a file."))],
    )
    remove = BooleanField(
        _("Take out who is not in the file"),
        description=_("Only amphoe and seats; otherwise whoever is not in the file stays."),
    )

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.sort.choices = [(sort.value, words) for sort, words in SORTS.items()]

    @property
    def kind(self) -> Sort:
        return Sort(self.sort.data)

    @property
    def name(self) -> str:
        """The file's own name; PostgreSQL keeps no NUL."""
        return str(self.file.data.filename or "").replace("\x00", "")


class TakingForm(Form):
    """What the person saw and agrees to."""

    seen = HiddenField()
