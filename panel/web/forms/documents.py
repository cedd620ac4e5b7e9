"""Which document somebody wants: the fields of a press on the list of documents."""

from __future__ import annotations

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import AnyOf, NumberRange, Optional

from panel.adapters.language import LANGUAGES
from panel.domain.documents import Choice, Document
from panel.web.forms import Form


class DocumentForm(Form):
    """Without a zone it is of the whole event."""

    document = StringField(validators=[AnyOf(list(Document))])
    zone = StringField()
    presenter = StringField()
    lang = StringField(validators=[AnyOf(LANGUAGES)])
    unnamed = BooleanField()
    loopback = BooleanField()
    version = IntegerField(validators=[Optional(), NumberRange(1, 2**31 - 1)])

    @property
    def choice(self) -> Choice:
        return Choice(
            document=Document(str(self.document.data)),
            zone=self.zone.data or None,
            presenter=self.presenter.data or None,
            lang=str(self.lang.data),
            names=not self.unnamed.data,
            version=self.version.data,
            loopback=bool(self.loopback.data),
        )
