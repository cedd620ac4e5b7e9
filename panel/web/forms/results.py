"""What a chair's acts ask for: a reason, a PIN, which of the changes that wait."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, PasswordField, SelectMultipleField, TextAreaField
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


class DecisionForm(ReasonForm):
    """On changes that came late or were held for a sheet: which, by UUID, and whether they are taken in."""

    entries = SelectMultipleField(validate_choice=False)
    take = BooleanField(false_values=("0",))

    def __init__(self, seat: str, presenter: str) -> None:
        super().__init__()
        self.seat = seat
        self.presenter = presenter

    @property
    def uuids(self) -> list[str]:
        """Those of a field come together, parted by blanks. No database looks a NUL up."""
        return " ".join(self.entries.data or ()).replace("\0", "").split()


class FinalisationForm(Form):
    pin = PasswordField(_("Your PIN"), validators=[InputRequired(_("Type the PIN."))])


class ReopeningForm(ReasonForm, FinalisationForm):
    """A reason, then the PIN."""
