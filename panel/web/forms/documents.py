"""Which document somebody wants: the fields of a press on the list of documents."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, StringField

from panel.adapters.language import LANGUAGES
from panel.domain.documents import Choice, Document
from panel.web.forms import Form


class DocumentForm(Form):
    """Without a zone it is of the whole event."""

    document = SelectField(choices=[document.value for document in Document])
    zone = StringField()
    lang = SelectField(choices=list(LANGUAGES))
    unnamed = BooleanField()

    @property
    def choice(self) -> Choice:
        return Choice(
            document=Document(self.document.data),
            zone=self.zone.data or None,
            lang=self.lang.data,
            names=not self.unnamed.data,
        )
