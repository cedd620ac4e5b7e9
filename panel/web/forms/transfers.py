"""To which amphoe the marks of a draft belong."""

from __future__ import annotations

from uuid import uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from panel.adapters.language import Language
from panel.queries.transfers import Side, Transfer
from panel.web.forms import Form
from panel.web.language import language


class TransferForm(Form):
    """One of those that it is possible with. `key` makes one act of a double tap."""

    key = HiddenField()
    to = RadioField(_("Which amphoe are they for?"), validators=[InputRequired(_("Choose the amphoe."))])

    def __init__(self, transfer: Transfer) -> None:
        super().__init__(key=str(uuid4()))
        self.to.choices = [
            (side.presenter, _label(side, language()))
            for side in transfer.others
            if transfer.why_not(side) is None or side.presenter == self.to.data
        ]


def _label(side: Side, words: Language) -> str:
    """The amphoe, and what becomes of what is on its own sheet."""
    name = words.name(side.own.slot.presenter)
    given = side.own.sheet.given if side.own.sheet else 0
    if given:
        return str(gettext("%(name)s: its marks (%(count)s) come here in exchange", name=name, count=given))
    return str(gettext("%(name)s: its sheet is empty", name=name))
