"""What presenters bring: a file or a link with its title, and until when."""

from __future__ import annotations

from datetime import datetime, time

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from panel.adapters.hub import off_the_hub
from panel.adapters.language import BANGKOK
from panel.adapters.uploads import CheckedFile, check_file
from panel.domain.materials import LONGEST_LINK, MOST_BYTES, MOST_PAGES, MaterialKind
from panel.operations.materials import TAKES
from panel.web.forms import Form, plain, tidy
from panel.web.forms.schedules import DayField, TimeField
from panel.web.language import language

_SHORT = Length(max=120, message=_("At most %(max)d characters."))
_HINTS = {
    MaterialKind.INFOGRAPHIC: _("JPEG, PNG or PDF, at most 20 MB."),
    MaterialKind.SLIDES: _(
        "PDF, at most 20 MB and 200 pages. In PowerPoint: File, Export, PDF; in Google Slides: File,"
        " Download, PDF."
    ),
    MaterialKind.EVIDENCE: _("JPEG, PNG or PDF, at most 20 MB."),
}


class FileForm(Form):
    """A file of one kind."""

    most = MOST_BYTES

    file = FileField(_("File"), validators=[FileRequired(_("Choose a file."))])
    title = StringField(
        _("Title"),
        description=_("What judges read. Left empty, it is the file's name."),
        filters=[tidy],
        validators=[_SHORT, plain],
    )

    def __init__(self, kind: MaterialKind) -> None:
        super().__init__()
        self.kind = kind
        self.file.description = _HINTS[kind]

    @property
    def accept(self) -> str:
        return ",".join(sorted(TAKES[self.kind]))

    def read(self) -> CheckedFile:
        """The file, checked; raises Invalid."""
        with self.file.data.stream as file:
            content, name = file.read(MOST_BYTES + 1), self.file.data.filename or ""
        return off_the_hub(
            check_file, content, name, most=MOST_BYTES, kinds=TAKES[self.kind], pages=MOST_PAGES
        )


class LinkForm(Form):
    """A link to a video elsewhere."""

    url = StringField(
        _("Address of the video"),
        description=_("It begins with https://. Make sure that whoever has the link may watch it."),
        filters=[tidy],
        validators=[
            InputRequired(_("Write the address.")),
            Length(max=LONGEST_LINK, message=_("At most %(max)d characters.")),
            plain,
        ],
    )
    title = StringField(
        _("Title"),
        description=_("What judges read."),
        filters=[tidy],
        validators=[InputRequired(_("Write a title.")), _SHORT, plain],
    )


class DeadlineForm(Form):
    """Until when presenters hand in; without a day until their zone is final."""

    day = DayField(
        _("Day"), description=_("Empty: until the zone is final."), filters=[tidy], validators=[Optional()]
    )
    at = TimeField(_("Time"), default="16:30", validators=[InputRequired(_("Say when."))])

    @property
    def until(self) -> datetime | None:
        day, minutes = self.day.day, self.at.minutes or 0
        return datetime.combine(day, time(*divmod(minutes, 60)), BANGKOK) if day else None


def deadline_form(until: datetime | None) -> DeadlineForm:
    """As it stands."""
    if until is None:
        return DeadlineForm()
    local = until.astimezone(BANGKOK)
    day = language().short_date(local.date()).replace("\N{NO-BREAK SPACE}", " ")
    return DeadlineForm(day=day, at=language().time(until))
