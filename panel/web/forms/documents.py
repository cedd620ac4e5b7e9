"""Which document somebody wants: the fields of a press on the list of documents."""

from __future__ import annotations

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import AnyOf, NumberRange, Optional

from panel.adapters.language import LANGUAGES
from panel.domain.documents import Choice, Document, Numerals
from panel.web.forms import Form


class DocumentForm(Form):
    """Without a zone it is of the whole event."""

    document = StringField(validators=[AnyOf(list(Document))])
    zone = StringField()
    presenter = StringField()
    seat = StringField()
    lang = StringField(validators=[AnyOf(LANGUAGES)])
    numerals = StringField(validators=[Optional(), AnyOf(list(Numerals))])
    once = BooleanField()
    unnamed = BooleanField()
    each = BooleanField()
    loopback = BooleanField()
    version = IntegerField(validators=[Optional(), NumberRange(1, 2**31 - 1)])

    @property
    def choice(self) -> Choice:
        return Choice(
            document=Document(str(self.document.data)),
            zone=self.zone.data or None,
            presenter=self.presenter.data or None,
            seat=self.seat.data or None,
            lang=str(self.lang.data),
            numerals=Numerals(self.numerals.data or Numerals.THAI),
            one_signature=bool(self.once.data),
            names=not self.unnamed.data,
            each=bool(self.each.data),
            version=self.version.data,
            loopback=bool(self.loopback.data),
        )
