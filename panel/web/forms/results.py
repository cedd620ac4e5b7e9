"""What a chair's acts ask for: a reason, a PIN."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from panel.web.forms import Form, tidy

MOST = 500


class ReasonForm(Form):
    """Why; kept in the log for good."""

    reason = TextAreaField(
        _("Reason"),
        filters=[tidy],
        validators=[
            DataRequired(_("Give a reason.")),
            Length(max=MOST, message=_("At most %(most)s characters.", most=MOST)),
        ],
    )


class FinalisationForm(Form):
    pin = PasswordField(_("Your PIN"), validators=[InputRequired(_("Type the PIN."))])


class ReopeningForm(ReasonForm, FinalisationForm):
    """A reason, then the PIN."""
