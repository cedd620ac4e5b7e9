"""What organisers fill in on a covering letter, and whom they give certificates; the domain checks it."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from panel.domain.documents import Choice, Document
from panel.domain.errors import Invalid
from panel.domain.letters import (
    LETTER_FIELDS,
    LONGEST,
    About,
    CertificateFields,
    LetterFields,
    LetterForm,
    Places,
)
from panel.models import Event
from panel.web.forms import Form, plain, tidy
from panel.web.language import language

PROVINCE = "/province"
"""In the place of a zone's code, which has no such sign."""
_SHORT = Length(max=LONGEST, message=_("At most %(max)d characters."))


_chosen = InputRequired(_("Choose one."))


class _Request(Form):
    """A document in one of the languages, with what is filled in."""

    lang = SelectField(_("Language"), validators=[_chosen])

    def __init__(self) -> None:
        super().__init__(lang="th")
        self.lang.choices = [("th", "ไทย", {"lang": "th"}), ("en", "English", {"lang": "en"})]

    def filled(self, *names: str) -> dict[str, str]:
        """What was filled in of these fields."""
        return {name: str(self[name].data) for name in names if name in self and self[name].data}


def _line(label: str, description: str) -> StringField:
    """One line that may be left empty."""
    return StringField(label, description=description, filters=[tidy], validators=[_SHORT, plain])


class LetterRequest(_Request):
    """Whatever is left empty comes from the event, or is left to be written by hand."""

    about = SelectField(_("About"), validators=[_chosen])
    form = SelectField(_("Form"), validators=[_chosen])
    number = _line(_("Number"), _("Left empty, dots to write it on."))
    date = _line(_("Date"), _("Such as 1/8/2568. Left empty, dots to write it on."))
    subject = _line(_("Subject"), _("Left empty, the event's title."))
    to = _line(_("Dear"), _("Left empty, the heads of all amphoe; on a memorandum the governor."))
    references = TextAreaField(
        _("Reference"), description=_("One a line. Left empty, the event's letter; - for none.")
    )
    enclosures = TextAreaField(
        _("Enclosures"), description=_("One a line. Left empty, the plan or the ranking; - for none.")
    )
    phone = _line(_("Tel."), _("Left empty, dots to write it on."))

    def __init__(self) -> None:
        super().__init__()
        self.about.choices = [
            (About.PLAN.value, gettext("The action plan")),
            (About.RESULT.value, gettext("The result")),
        ]
        self.form.choices = [
            (LetterForm.EXTERNAL.value, gettext("Letter to other offices")),
            (LetterForm.MEMO.value, gettext("Memorandum")),
        ]

    @property
    def choice(self) -> Choice:
        return Choice(Document.LETTER, lang=self.lang.data, fields=self.filled(*LETTER_FIELDS))

    def validate_date(self, field: Field) -> None:
        _check(LetterFields, {"date": field.data or ""})

    def validate_references(self, field: Field) -> None:
        _check(LetterFields, {"references": field.data or ""})

    def validate_enclosures(self, field: Field) -> None:
        _check(LetterFields, {"enclosures": field.data or ""})


class CertificateRequest(_Request):
    """Whose places: those in every zone, in one, or in the province."""

    whose = SelectField(_("Places"), default="")
    ranks = StringField(
        _("Ranks"),
        description=_("Such as 1-3, or 1, 2, 5."),
        default="1-3",
        filters=[tidy],
        validators=[plain],
    )
    grades = StringField(
        _("Grades"),
        description=_("Names of grades with ; between them. Left empty, whichever."),
        filters=[tidy],
        validators=[plain],
    )

    def __init__(self, event: Event) -> None:
        super().__init__()
        self.whose.choices = [
            ("", gettext("In each zone")),
            *((zone.code, language().name(zone)) for zone in event.main_round.zones),
            (PROVINCE, gettext("In the province")),
        ]
        if not event.settings.grades:
            del self.grades

    @property
    def choice(self) -> Choice:
        fields, lang = self.filled("ranks", "grades"), str(self.lang.data)
        if self.whose.data == PROVINCE:
            return Choice(Document.CERTIFICATES, lang=lang, fields=fields | {"of": Places.PROVINCE.value})
        return Choice(Document.CERTIFICATES, zone=self.whose.data or None, lang=lang, fields=fields)

    def validate_ranks(self, field: Field) -> None:
        _check(CertificateFields, {"ranks": field.data or ""})


def _check(of: type[LetterFields] | type[CertificateFields], fields: dict[str, str]) -> None:
    """By the rule that the command line has too."""
    try:
        of.read(fields)
    except Invalid as refused:
        raise ValidationError(language().error(refused)) from None
