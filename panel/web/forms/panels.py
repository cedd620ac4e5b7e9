"""Who sits in a seat, and as what."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from panel.domain.panels import Role
from panel.models import Event, Seat
from panel.operations.panels import Appointment
from panel.web.forms import Form, plain, tidy
from panel.web.language import language

MOST = 120
AS_THE_ROLE, SCORES, SCORES_NOT = "", "yes", "no"
_not_endless = Length(max=MOST, message=_("At most %(max)d characters."))


class AppointmentForm(Form):
    """A person with name and position, the home amphoe that recuses them, their role, scoring or not."""

    name = StringField(
        _("Name"),
        filters=[tidy],
        validators=[DataRequired(_("Name the person.")), _not_endless, plain],
    )
    position = StringField(_("Position"), filters=[tidy], validators=[_not_endless, plain])
    home = SelectField(
        _("Home amphoe"), description=_("Who comes from an amphoe, or heads it, never scores it.")
    )
    role = SelectField(_("Role"), validators=[InputRequired(_("Choose the role."))])
    scores = RadioField(_("Gives marks"))

    def __init__(
        self, event: Event, *, province: bool, seat: Seat | None = None, successor: bool = False
    ) -> None:
        values: dict[str, object] = {"role": Role.JUDGE.value, "scores": AS_THE_ROLE}
        if seat is not None:
            values |= {"role": seat.role.value, "scores": _scores(seat)}
        if seat is not None and not successor:
            values |= {"name": seat.person.name, "position": seat.person.position, "home": seat.person.home}
        super().__init__(**values)
        self.scores.choices = [
            (AS_THE_ROLE, gettext("As usual: chair and judges do, secretary and adviser don't")),
            (SCORES, gettext("Yes")),
            (SCORES_NOT, gettext("No")),
        ]
        if province:
            del self.scores  # nobody presents to the province
        self.role.choices = [(role.value, language().message(f"role.{role}")) for role in Role]
        self.home.choices = [("", gettext("None"))] + [
            (presenter.code, language().name(presenter))
            for presenter in event.presenters
            if not presenter.practice
        ]

    def appointment(self) -> Appointment:
        role = Role(self.role.data)
        return Appointment(
            name=self.name.data or "",
            position=self.position.data or "",
            home=self.home.data or None,
            role=role,
            scores=self._scores_as(role),
        )

    def _scores_as(self, role: Role) -> bool:
        if self.scores is None:
            return False
        return role.scores_by_default if self.scores.data == AS_THE_ROLE else self.scores.data == SCORES


def _scores(seat: Seat) -> str:
    """What the form shows for a seat that exists."""
    if seat.scores == seat.role.scores_by_default:
        return AS_THE_ROLE
    return SCORES if seat.scores else SCORES_NOT
