"""What is typed to get in: account and password, a new password, a PIN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from panel.models import Event
from panel.operations.accounts import LEAST_PASSWORD
from panel.operations.events import ORGANISER
from panel.web.forms import Form, plain, tidy
from panel.web.language import language

_again = _("Type it once more.")
_not_endless = Length(max=200, message=_("At most %(max)d characters."))


class SignInForm(Form):
    """An organiser at the door."""

    event = SelectField(_("Event"))
    account = StringField(
        _("Account"),
        default=ORGANISER,
        filters=[tidy],
        validators=[DataRequired(_("Name the account.")), _not_endless, plain],
    )
    password = PasswordField(_("Password"), validators=[InputRequired(_("Type the password.")), _not_endless])
    next = HiddenField()

    def __init__(self, events: Sequence[Event], **values: Any) -> None:
        first = events[0].code if events else ""
        super().__init__(**{"event": first, **values})
        self.event.choices = [(event.code, language().name(event, "title")) for event in events]


class HandOverForm(Form):
    """Whose the tablet is from now on, by device key; and the PIN of whom it guards."""

    device = HiddenField()
    pin = PasswordField(_("PIN"), validators=[_not_endless])


class PasswordForm(Form):
    """A new password, typed twice."""

    password = PasswordField(
        _("New password"),
        description=_("At least %(least)s characters; a sentence is easy to keep.", least=LEAST_PASSWORD),
        validators=[InputRequired(_("Type the password.")), _not_endless],
    )
    again = PasswordField(
        _("Once more"),
        validators=[InputRequired(_again), EqualTo("password", _("The two passwords are not the same."))],
    )


class PinForm(Form):
    """A new PIN, typed twice, and the one it replaces if there is one."""

    old = PasswordField(_("The PIN until now"))
    pin = PasswordField(
        _("New PIN"),
        description=_("4 to 8 digits. It is asked for when you finalise a zone or reopen it."),
        validators=[InputRequired(_("Type the PIN.")), _not_endless],
    )
    again = PasswordField(
        _("Once more"),
        validators=[InputRequired(_again), EqualTo("pin", _("The two PINs are not the same."))],
    )
